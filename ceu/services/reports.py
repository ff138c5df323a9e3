"""Who took the CE record out of the house, when, by what filter, and how it ended."""

from datetime import datetime

from sqlalchemy.orm import Session

from ceu.models import Report, ReportResult
from ceu.services import audit
from ceu.services.records import Filter

COMPLETE, BROKEN_OFF = "complete", "broken off"


def begin(
    session: Session, kind: str, actor: str, wanted: Filter, now: datetime, *, actor_id: int | None = None
) -> Report:
    """Write down that an export begins, before its first byte leaves (requirement 35). The caller commits.

    Args:
        session: A session that may write.
        kind: What is exported, as "records csv".
        actor: Who: "user:7", or "command line (NAME)".
        wanted: Which certificates.
        now: The time in UTC.
        actor_id: The person's account, where there is one.
    """
    report = Report(kind=kind, actor=actor, filter=wanted.plain(), started_at=now)
    session.add(report)
    session.flush()
    audit.record(session, "began an export", f"report:{report.id}", actor_id=actor_id, now=now, kind=kind)
    return report


def finish(
    session: Session,
    report_id: int,
    *,
    rows: int,
    sha256: str,
    now: datetime,
    outcome: str,
    actor_id: int | None = None,
) -> ReportResult:
    """Write down how the export ended: `outcome` is COMPLETE or BROKEN_OFF. The caller commits."""
    result = ReportResult(report_id=report_id, finished_at=now, rows=rows, sha256=sha256, outcome=outcome)
    session.add(result)
    audit.record(
        session, "ended an export", f"report:{report_id}", actor_id=actor_id, now=now, rows=rows, outcome=outcome
    )
    return result
