"""Time of study: observe it, leave it, and speak for it where a course asks for it and it was not observed."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ceu.domain import seat_time
from ceu.domain.seat_time import Observed, Served
from ceu.errors import NotFound, RuleError
from ceu.models import Enrollment, SeatTime, TimeStatement, User
from ceu.services import audit, signing, study
from ceu.services.dialect import insert
from ceu.services.study import Standing

EXTRA_TIME = (0, 25, 50, 100)  # percent


class NothingToGrant(RuleError):
    """The course asks for no time of study, or it is there already."""

    message = "This course asks for no study time that is still missing."


def observe(session: Session, user: User, served: Served, *, now: datetime, closing: bool = False) -> Observed | None:
    """Add the time since the last sign of the reader to a section, by the rule of `ceu.domain.seat_time`.

    Three statements; tabs take turns. Returns what has been observed of the section, or None where she reads on paper
    or the page was not hers: then nothing is added. `closing` tells that the section is marked as read.
    """
    # Whoever observes the same person waits here until the commit, so that no moment is counted twice.
    extra = session.scalar(select(User.extra_time_percent).where(User.id == user.id).with_for_update(key_share=True))
    everything = (
        select(func.max(SeatTime.until))
        .join(Enrollment, Enrollment.id == SeatTime.enrollment_id)
        .where(Enrollment.user_id == user.id)
        .scalar_subquery()
    )
    found = session.execute(
        select(Enrollment.on_paper, SeatTime.seconds, SeatTime.cut, everything)
        .outerjoin(
            SeatTime,
            (SeatTime.enrollment_id == Enrollment.id)
            & (SeatTime.module == served.module)
            & (SeatTime.section == served.section),
        )
        .where(Enrollment.id == served.enrollment_id, Enrollment.user_id == user.id)
    ).one_or_none()
    if found is None or found.on_paper:
        return None
    before = Observed(found.seconds or 0, bool(found.cut))
    after = seat_time.observe(
        before, served, counted_until=found[3], now=now, extra_percent=extra or 0, closing=closing
    )
    values = {"seconds": after.seconds, "cut": after.cut, "until": now}
    session.execute(
        insert(session, SeatTime)
        .values(enrollment_id=served.enrollment_id, module=served.module, section=served.section, **values)
        .on_conflict_do_update(index_elements=["enrollment_id", "module", "section"], set_=values)
    )
    return after


def took(observed: Observed | None) -> int | None:
    """Return how long a reading took that was observed in full, in seconds; None for any other."""
    return None if observed is None or observed.cut else observed.seconds


def read_on_paper(session: Session, user: User, where: Standing, *, on_paper: bool) -> None:
    """Begin or end to read on paper: from then on time is not observed, or is again. What was observed stays."""
    enrollment = session.get_one(Enrollment, where.enrollment_id)
    if enrollment.user_id != user.id:
        raise NotFound
    enrollment.on_paper = on_paper


def missing(where: Standing) -> int:
    """Return how many minutes of study are missing to what the course asks for."""
    return where.time.missing(where.offer.course.minimum_minutes)


def declare(session: Session, user: User, where: Standing, *, agreed: bool, typed_name: str, now: datetime) -> None:
    """Record the learner's own statement that she has spent the time the course asks for. The caller commits.

    Raises NotSigned where the box is not ticked or another name was typed, NothingToGrant where nothing is missing.
    """
    asked = where.offer.course.minimum_minutes
    if asked is None or not missing(where):
        raise NothingToGrant
    otherwise = "; without it the time cannot be counted."
    signing.check(user, agreed=agreed, typed_name=typed_name, otherwise=otherwise)
    text = seat_time.statement(where.offer.course.title, asked)
    session.add(
        TimeStatement(
            enrollment_id=where.enrollment_id,
            kind="learner",
            minutes=asked,
            text=text,
            version=seat_time.STATEMENT_VERSION,
            by_id=user.id,
            at=now,
        )
    )
    audit.record(session, "declared study time", f"enrollment:{where.enrollment_id}", actor_id=user.id, now=now)


def grant(session: Session, user: User, enrollment_id: int, reason: str, *, actor_id: int, now: datetime) -> None:
    """Let the time a course asks for count as spent, for a reason that is kept. The caller commits.

    Raises NotFound for another's enrollment, RuleError where there is no reason, NothingToGrant where nothing is
    missing.
    """
    enrollment = session.get(Enrollment, enrollment_id)
    if enrollment is None or enrollment.user_id != user.id:
        raise NotFound("This person has no such enrollment.")
    where = study.standing(session, user, enrollment.course)
    asked = where.offer.course.minimum_minutes
    if where.enrollment_id != enrollment_id or asked is None or not missing(where):
        raise NothingToGrant
    if not reason.strip():
        raise RuleError("Write why the time is granted; the reason is kept with the record.")
    session.add(
        TimeStatement(
            enrollment_id=enrollment_id, kind="office", minutes=asked, text=reason.strip(), by_id=actor_id, at=now
        )
    )
    audit.record(session, "granted study time", f"enrollment:{enrollment_id}", actor_id=actor_id, now=now)


def statements(session: Session, user: User) -> list[TimeStatement]:
    """Return what the person or the office has said in writing about study time, oldest first."""
    return list(
        session.scalars(
            select(TimeStatement)
            .join(Enrollment, Enrollment.id == TimeStatement.enrollment_id)
            .where(Enrollment.user_id == user.id)
            .order_by(TimeStatement.id)
        )
    )


def give_extra_time(session: Session, user: User, percent: int, *, actor_id: int, now: datetime) -> None:
    """Give a person extra time, in percent of what everybody has (requirement 39). The caller commits."""
    if percent not in EXTRA_TIME:
        raise RuleError(f"Extra time is one of {', '.join(str(one) for one in EXTRA_TIME)} percent.")
    user.extra_time_percent = percent
    audit.record(session, "set extra time", f"user:{user.id}", actor_id=actor_id, now=now, percent=percent)
