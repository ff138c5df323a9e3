"""What stays of a person whose account is erased, until when and why (requirements 33 and 34)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import CursorResult, Table, delete, exists, select
from sqlalchemy.orm import Session

from ceu.domain import retention
from ceu.models import (
    Certificate,
    CertificateEvent,
    CertificateFacts,
    CertificateFile,
    Completion,
    CompletionFacts,
    Enrollment,
    SeatTime,
    SectionProgress,
    User,
)
from ceu.services import audit, catalog


@dataclass(frozen=True, slots=True)
class Retained:
    """A completion whose personal facts are kept: until `until` included, for `years`, which `bodies` ask for."""

    completion_id: int
    enrollment_id: int
    course: str
    completed_on: date
    years: int
    until: date
    bodies: tuple[str, ...]


def of(session: Session, user_id: int) -> list[Retained]:
    """Return the completions of a person whose facts are still there, the oldest first."""
    found = session.scalars(
        select(Completion)
        .join(Enrollment, Enrollment.id == Completion.enrollment_id)
        .join(CompletionFacts, CompletionFacts.completion_id == Completion.id)
        .where(Enrollment.user_id == user_id)
        .order_by(Completion.local_date, Completion.id)
    ).all()
    return [_retained(session, one) for one in found]


def _retained(session: Session, completion: Completion) -> Retained:
    offer = catalog.offer(session, completion.course_revision)
    named = set(session.scalars(select(Certificate.body).where(Certificate.completion_id == completion.id)))
    bodies = [body for body in offer.provider.bodies if body.id in named]
    asked = [body.records_years for body in bodies]
    return Retained(
        completion_id=completion.id,
        enrollment_id=completion.enrollment_id,
        course=offer.course.title,
        completed_on=completion.local_date,
        years=retention.years(asked),
        until=retention.until(completion.local_date, asked),
        bodies=tuple(body.name for body in bodies),
    )


def over(session: Session, now: datetime) -> list[int]:
    """Return the ids of erased accounts of which a completion may have been kept long enough; it only reads."""
    latest = retention.latest(now.date())
    return list(
        session.scalars(
            select(User.id)
            .join(Enrollment, Enrollment.user_id == User.id)
            .join(Completion, Completion.enrollment_id == Enrollment.id)
            .where(
                User.erased_at.is_not(None),
                Completion.local_date <= latest,
                exists().where(CompletionFacts.completion_id == Completion.id),
            )
            .distinct()
            .order_by(User.id)
        )
    )


def dispose(session: Session, user_id: int, *, now: datetime) -> int:
    """Delete the facts of an erased person's completions that were kept long enough; the caller commits.

    Each of their certificates first gets the event that says so, as the database demands. What remains are ids, dates,
    hours and salted digests. Returns how many completions were disposed of; a second time there are none.
    """
    user = session.scalar(select(User).where(User.id == user_id, User.erased_at.is_not(None)).with_for_update())
    if user is None:
        return 0
    ended = [one for one in of(session, user_id) if one.until < now.date()]
    for one in ended:
        ids = list(session.scalars(select(Certificate.id).where(Certificate.completion_id == one.completion_id)))
        session.add_all(
            CertificateEvent(
                certificate_id=certificate_id,
                verb="disposed",
                at=now,
                actor_id=None,
                reason=f"The records were kept for {one.years} years.",
            )
            for certificate_id in ids
        )
        session.flush()
        for table, column, values in (
            (CertificateFile, CertificateFile.certificate_id, ids),
            (CertificateFacts, CertificateFacts.certificate_id, ids),
            (CompletionFacts, CompletionFacts.completion_id, [one.completion_id]),
            (SeatTime, SeatTime.enrollment_id, [one.enrollment_id]),
            (SectionProgress, SectionProgress.enrollment_id, [one.enrollment_id]),
        ):
            gone(session, cast(Table, table.__table__), column.in_(values))
        audit.record(
            session,
            "disposed of facts",
            f"completion:{one.completion_id}",
            actor_id=None,
            now=now,
            certificates=len(ids),
        )
    session.flush()
    return len(ended)


def gone(session: Session, table: Table, condition: object) -> int:
    """Delete the rows of `table` for which the condition holds; returns how many."""
    done = session.execute(delete(table).where(condition))  # type: ignore[arg-type]
    return int(cast("CursorResult[object]", done).rowcount)
