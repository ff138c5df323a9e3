"""A course taken once more (requirement 22): the office opens it, with a reason, and the learner starts it anew.

She is shown disclosure and pass mark again, and gets a new enrollment; what she completed before stays as it is.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ceu.errors import RuleError
from ceu.models import Enrollment, Outbox, RepeatGrant, User
from ceu.services import audit, catalog, letters, study
from ceu.services.certificate_cases import reason_of
from ceu.services.study import EnrollmentClosed, Standing


class OpenAlready(RuleError):
    """The course has been opened to this person before, and she has not started it yet."""

    message = "This course is open to this person once more already; she has not started it yet. Nothing was changed."


def open_again(
    session: Session, user: User, course: str, reason: str, *, actor_id: int | None, public_url: str, now: datetime
) -> Outbox | None:
    """Open a completed course to a learner once more and write to her; return the mail. The caller commits.

    Args:
        session: A session that may write.
        user: The learner.
        course: The course's slug.
        reason: Why; it is kept with the new enrollment.
        actor_id: Who, or None for the command line.
        public_url: The platform's address, for the mail.
        now: The time in UTC.

    Raises:
        NotFound: there is no such course, or it was retired.
        EnrollmentClosed: it takes nobody any more.
        OpenAlready: somebody has opened it before.
        RuleError: there is no reason, or she has not completed the course.
    """
    offer = catalog.current(session, course)
    reason = reason_of(reason)
    where = study.find_standing(session, user, course)
    if where is None or where.completion_id is None:
        raise RuleError(
            "This person has not completed the course. Whoever has not completed it goes on, or starts, without leave."
        )
    if offer.expired(study.local_date(user, now)):
        raise EnrollmentClosed
    try:
        with session.begin_nested():
            session.add(
                RepeatGrant(
                    user_id=user.id,
                    course=course,
                    cycle=where.cycle + 1,
                    granted_by=actor_id,
                    reason=reason,
                    at=now,
                )
            )
    except IntegrityError as error:  # another admin, or a second click; the constraint has the last word
        raise OpenAlready from error
    audit.record(
        session,
        "opened a course again",
        f"user:{user.id}",
        actor_id=actor_id,
        now=now,
        course=course,
        cycle=where.cycle + 1,
    )
    return letters.course_open_again(session, user, offer, public_url=public_url, now=now)


def waiting(session: Session, user: User) -> set[str]:
    """Return the courses that are open to the learner once more and that she has not started yet."""
    taken = exists().where(
        Enrollment.user_id == RepeatGrant.user_id,
        Enrollment.course == RepeatGrant.course,
        Enrollment.cycle == RepeatGrant.cycle,
    )
    return set(session.scalars(select(RepeatGrant.course).where(RepeatGrant.user_id == user.id, ~taken)))


def possible(session: Session, user: User, standings: Sequence[Standing], now: datetime) -> list[Standing]:
    """Return those of the learner's courses that can be opened to her once more."""
    opened, today = waiting(session, user), study.local_date(user, now)
    offered = {offer.slug for offer in catalog.offered(session) if not offer.expired(today)}
    return [
        where
        for where in standings
        if where.completion_id is not None and where.offer.slug in offered and where.offer.slug not in opened
    ]
