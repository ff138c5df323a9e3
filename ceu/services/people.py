"""The CE office's view of a person: find, open, grant. Each look at a person's record leaves an audit event.

Pages are read with GET, and a GET writes nothing. So a record is opened by a POST that writes the event, and its page
is shown to whoever opened it within the last hour.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from ceu.domain.assessment import retake
from ceu.domain.certificate.number import read_number
from ceu.errors import NotFound, RuleError
from ceu.models import AttemptGrant, AuditEvent, Certificate, Completion, Enrollment, User
from ceu.services import audit, study
from ceu.services.study import Standing

MOST = 50  # people shown by one search
LEAST = 2  # characters of a search; fewer would list everybody
OPEN_FOR = timedelta(hours=1)
OPENED = "opened a person's record"


def search(session: Session, wanted: str, *, actor_id: int, now: datetime) -> list[User]:
    """Return up to MOST + 1 accounts whose email address or name holds `wanted`; the search is recorded.

    A certificate's number finds its holder.

    Raises RuleError for a search so short that it would list everybody.
    """
    text = wanted.strip()
    if len(text) < LEAST:
        raise RuleError(f"Type at least {LEAST} letters of a name or email address.")
    found = session.scalars(
        select(User)
        .where(
            User.erased_at.is_(None),
            or_(
                User.email.icontains(text, autoescape=True),
                User.legal_name.icontains(text, autoescape=True),
                User.id.in_(_holder(read_number(text) or "")),
            ),
        )
        .order_by(User.legal_name, User.id)
        .limit(MOST + 1)
    ).all()
    audit.record(session, "searched people", "people", actor_id=actor_id, now=now, found=len(found))
    return list(found)


def _holder(number: str) -> Select[int]:
    """Return the statement for the id of whoever holds the certificate with this number."""
    return (
        select(Enrollment.user_id)
        .join(Completion, Completion.enrollment_id == Enrollment.id)
        .join(Certificate, Certificate.completion_id == Completion.id)
        .where(Certificate.number == number)
    )


def person(session: Session, user_id: int) -> User:
    """Return the account, or raise NotFound where there is none or it was erased."""
    user = session.get(User, user_id)
    if user is None or user.erased_at is not None:
        raise NotFound("There is no account with this number.")
    return user


def open_record(session: Session, user: User, *, actor_id: int, now: datetime) -> None:
    """Record that the actor opens the person's record. The caller commits."""
    audit.record(session, OPENED, f"user:{user.id}", actor_id=actor_id, now=now)


def is_open(session: Session, user_id: int, *, actor_id: int, now: datetime) -> bool:
    """Return whether the actor has opened the person's record within the last hour."""
    return (
        session.scalar(
            select(AuditEvent.id)
            .where(
                AuditEvent.object == f"user:{user_id}",
                AuditEvent.verb == OPENED,
                AuditEvent.actor_id == actor_id,
                AuditEvent.at > now - OPEN_FOR,
            )
            .limit(1)
        )
        is not None
    )


@dataclass(frozen=True, slots=True)
class ModuleTest:
    """A module's post-test in one enrollment. `allowed` is None where there is no limit; grants are counted in."""

    slug: str
    title: str
    used: int
    allowed: int | None
    granted: int
    next: retake.NextAttempt


@dataclass(frozen=True, slots=True)
class Studied:
    """A course a person is in, or has finished."""

    where: Standing
    completion: Completion | None
    tests: tuple[ModuleTest, ...]


def studies(session: Session, user: User, now: datetime) -> list[Studied]:
    """Return the person's courses, the latest first, each with its post-tests."""
    standings = study.standings(session, user)
    ids = [where.completion_id for where in standings if where.completion_id is not None]
    completions = {one.id: one for one in session.scalars(select(Completion).where(Completion.id.in_(ids)))}
    return [Studied(where, completions.get(where.completion_id or 0), tuple(_tests(where, now))) for where in standings]


def _tests(where: Standing, now: datetime) -> list[ModuleTest]:
    made = []
    for module in where.offer.modules:
        granted, limit = where.grants.get(module.slug, 0), module.quiz.attempts
        made.append(
            ModuleTest(
                slug=module.slug,
                title=module.title,
                used=len(where.attempts.get(module.slug, [])) + (module.slug in where.open_attempts),
                allowed=None if limit is None else limit + granted,
                granted=granted,
                next=where.next_attempt(module.slug, now),
            )
        )
    return made


def grant_attempt(
    session: Session, user: User, enrollment_id: int, module: str, reason: str, *, actor_id: int, now: datetime
) -> None:
    """Give the learner one more attempt at a module's post-test than the rule allows. The caller commits.

    Raises NotFound for another's enrollment or a module that is not in its course, RuleError where there is no reason
    or the learner does not need it.
    """
    enrollment = session.get(Enrollment, enrollment_id)
    if enrollment is None or enrollment.user_id != user.id:
        raise NotFound("This person has no such enrollment.")
    where = study.standing(session, user, enrollment.course)
    if where.enrollment_id != enrollment_id:
        raise RuleError("This person has started the course anew since; grant the attempt there.")
    if not reason.strip():
        raise RuleError("Write why this attempt is granted; the reason is kept with the record.")
    where.offer.number(module)  # NotFound where the course has no such module
    if module in where.passed:
        raise RuleError("This post-test is already passed; no further attempt is needed.")
    session.add(
        AttemptGrant(enrollment_id=enrollment_id, module=module, granted_by=actor_id, reason=reason.strip(), at=now)
    )
    audit.record(
        session, "granted an attempt", f"enrollment:{enrollment_id}", actor_id=actor_id, now=now, module=module
    )
