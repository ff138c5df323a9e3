"""What the CE office sees first: how much there is, and what needs attention."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ScalarSelect, func, or_, select, update
from sqlalchemy.orm import Session

from ceu.errors import NotFound, RuleError
from ceu.models import Certificate, CertificateEvent, Completion, Enrollment, Outbox, Report, ReportResult, User
from ceu.services import audit, catalog
from ceu.services.catalog import Offer

EXPIRES_SOON = timedelta(days=90)
DOUBT = timedelta(minutes=10)  # a claim older than this belongs to a worker that died


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much there is; of certificates, those that hold."""

    learners: int
    enrollments: int
    completions_this_month: int
    certificates: int


def numbers(session: Session, today: date) -> Numbers:
    """Return how much there is; the month is that of `today`, by the learners' local dates. One statement."""

    def count(column: object, *where: object) -> ScalarSelect[int]:
        return select(func.count(column)).where(*where).scalar_subquery()  # type: ignore[arg-type]

    row = session.execute(
        select(
            count(User.id, User.erased_at.is_(None)),
            count(Enrollment.id),
            count(Completion.id, Completion.local_date >= today.replace(day=1)),
            # A certificate ends once at most.
            count(Certificate.id) - count(CertificateEvent.id, CertificateEvent.verb.in_(("revoked", "superseded"))),
        )
    ).one()
    return Numbers(*row)


@dataclass(frozen=True, slots=True)
class Expiry:
    """A course that takes no new learners after `course.expires`, or soon will not (requirement 11)."""

    offer: Offer
    expired: bool


def expiring(session: Session, today: date) -> list[Expiry]:
    """Return the offered courses that have expired or will within 90 days, the most urgent first."""
    soon = (offer for offer in catalog.offered(session) if offer.course.expires <= today + EXPIRES_SOON)
    return [Expiry(offer, offer.expired(today)) for offer in sorted(soon, key=lambda offer: offer.course.expires)]


@dataclass(frozen=True, slots=True)
class Export:
    """An export and how it ended; `result` is None while it runs, and for ever if the machine stopped meanwhile."""

    report: Report
    result: ReportResult | None
    by: str


def exports(session: Session, *, before: int | None = None, most: int = 25) -> list[Export]:
    """Return the latest exports, the newest first; with `before`, those with a smaller number."""
    statement = (
        select(Report, ReportResult)
        .outerjoin(ReportResult, ReportResult.report_id == Report.id)
        .order_by(Report.id.desc())
        .limit(most)
    )
    if before is not None:
        statement = statement.where(Report.id < before)
    rows = session.execute(statement).all()
    ids = {int(report.actor[5:]) for report, _ in rows if report.actor.startswith("user:")}
    names = dict(session.execute(select(User.id, User.email).where(User.id.in_(ids))).all()) if ids else {}
    return [Export(report, result, _by(report.actor, names)) for report, result in rows]


def _by(actor: str, names: dict[int, str]) -> str:
    return names.get(int(actor[5:]), actor) if actor.startswith("user:") else actor


def unsent(session: Session, *, most: int = 100) -> list[Outbox]:
    """Return the mails that have not been sent, oldest first. Their texts hold one-time links: do not show them."""
    return list(session.scalars(select(Outbox).where(Outbox.sent_at.is_(None)).order_by(Outbox.id).limit(most)))


def failed_mails(session: Session, now: datetime) -> int:
    """Return how many mails the server has refused, or left in doubt when a worker died."""
    return (
        session.scalar(
            select(func.count(Outbox.id)).where(
                Outbox.sent_at.is_(None), or_(Outbox.last_error != "", Outbox.claimed_at < now - DOUBT)
            )
        )
        or 0
    )


def retry_mail(session: Session, mail_id: int, *, actor_id: int, now: datetime) -> None:
    """Make a mail due at once; it is sent after the commit. A mail in doubt may then arrive twice.

    Raises NotFound where there is none unsent, RuleError while a worker is sending it.
    """
    mail = session.get(Outbox, mail_id)
    if mail is None or mail.sent_at is not None:
        raise NotFound("There is no unsent mail with this number; it may have been sent meanwhile.")
    if mail.claimed_at is not None and mail.claimed_at > now - DOUBT:
        raise RuleError("This mail is being sent right now. Look again in a few minutes.")
    session.execute(update(Outbox).where(Outbox.id == mail_id).values(claimed_at=None, not_before=None))
    audit.record(session, "retried a mail", f"mail:{mail_id}", actor_id=actor_id, now=now)
