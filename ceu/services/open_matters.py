"""What people have open, as reminders ask it: many people at once, in a number of statements that never grows."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, CompoundSelect, and_, bindparam, exists, func, or_, select, union_all
from sqlalchemy.orm import Session

from ceu.domain import progress, reminders
from ceu.domain.assessment import retake
from ceu.domain.progress import State, Step, StepKind
from ceu.domain.reminders import Kind, OpenCourse, Retake
from ceu.models import (
    Answer,
    Attempt,
    Certificate,
    CertificateEvent,
    CertificateFile,
    Completion,
    Credential,
    Enrollment,
    MailOff,
    Revision,
    SeatTime,
    SectionProgress,
    User,
)
from ceu.models import Course as CourseRow
from ceu.services import standing_rows, study
from ceu.services.study import Standing

_STANDINGS = standing_rows.among(lambda column: column.in_(bindparam("ids", expanding=True)), many=True)


@dataclass(frozen=True, slots=True)
class Person:
    """A learner, as far as she matters here."""

    id: int
    name: str
    time_zone: str
    wants_no_credit: bool

    def local(self, now: datetime) -> datetime:
        """Return the moment in her time zone."""
        return now.astimezone(ZoneInfo(self.time_zone))

    def today(self, now: datetime) -> date:
        """Return her date."""
        return self.local(now).date()


@dataclass(frozen=True, slots=True)
class Begun:
    """A course that is not completed: where she stands, what is next, and what reminders ask of it."""

    where: Standing
    state: State
    step: Step
    facts: OpenCourse


@dataclass(frozen=True, slots=True)
class NotFetched:
    """A completion none of whose certificates has been fetched."""

    completion_id: int
    course: str
    title: str
    completed_at: datetime


@dataclass(slots=True)
class Open:
    """What one person has open."""

    begun: list[Begun] = field(default_factory=list)
    not_fetched: list[NotFetched] = field(default_factory=list)
    credentials: list[Credential] = field(default_factory=list)


def reachable() -> tuple[ColumnElement[bool], ...]:
    """Whom one may write to: accounts with a confirmed address, neither closed nor erased."""
    return User.active.is_(True), User.confirmed_at.is_not(None), User.erased_at.is_(None)


def people(session: Session, *, after: int, most: int, now: datetime) -> list[Person]:
    """Return the next people, by number, who have something open that they want to be reminded of.

    The database leaves out all others at little cost: of many learners few have.
    """
    today = now.date()

    def wants(*kinds: Kind) -> ColumnElement[bool]:
        off = select(func.count()).where(MailOff.user_id == User.id, MailOff.kind.in_(kinds)).scalar_subquery()
        return off < len(kinds)

    learning = exists().where(Enrollment.user_id == User.id, *_open(now))
    waiting = exists().where(
        Enrollment.user_id == User.id, Completion.enrollment_id == Enrollment.id, *_not_fetched(now)
    )
    renewing = exists().where(
        Credential.user_id == User.id,
        Credential.removed_at.is_(None),
        # A day more at the end and none less at the start: it is not the same day everywhere.
        Credential.expires_on.between(today, today + timedelta(days=max(reminders.RENEWAL_DAYS) + 1)),
    )
    found = session.execute(
        select(User.id, User.legal_name, User.time_zone, User.wants_no_credit)
        .where(
            User.id > after,
            *reachable(),
            or_(
                and_(learning, wants(Kind.UNFINISHED, Kind.RETAKE, Kind.CERTIFICATE)),
                and_(waiting, wants(Kind.CERTIFICATE)),
                and_(renewing, wants(Kind.RENEWAL)),
            ),
        )
        .order_by(User.id)
        .limit(most)
    )
    return [Person(*row) for row in found]


def of(session: Session, asked: Collection[Person], now: datetime) -> dict[int, Open]:
    """Return what each of these people has open."""
    found: dict[int, Open] = {one.id: Open() for one in asked}
    ids = list(found)
    for credential in session.scalars(
        select(Credential).where(Credential.user_id.in_(ids), Credential.removed_at.is_(None)).order_by(Credential.id)
    ):
        found[credential.user_id].credentials.append(credential)
    for user_id, completion_id, course, title, completed_at in session.execute(
        select(Enrollment.user_id, Completion.id, Completion.course, Revision.title, Completion.completed_at)
        .join(Enrollment, Enrollment.id == Completion.enrollment_id)
        .join(Revision, Revision.digest == Completion.course_revision)
        .where(Enrollment.user_id.in_(ids), *_not_fetched(now))
        .order_by(Completion.id)
    ):
        found[user_id].not_fetched.append(NotFetched(completion_id, course, title, completed_at))
    learners = {one.id: one for one in asked}
    for user_id, where, last in _standings(session, ids, now):
        counted = replace(where, credentials=len(found[user_id].credentials))
        found[user_id].begun.append(_begun(counted, last, learners[user_id], now))
    return found


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Enrollments without a completion, of courses on offer, in which something was done not too long ago."""
    lately = now - reminders.STALE
    return (
        ~exists().where(Completion.enrollment_id == Enrollment.id),
        exists().where(CourseRow.slug == Enrollment.course, CourseRow.retired_at.is_(None)),
        or_(
            Enrollment.started_at > lately,
            exists().where(SectionProgress.enrollment_id == Enrollment.id, SectionProgress.completed_at > lately),
            exists().where(Attempt.enrollment_id == Enrollment.id, Attempt.started_at > lately),
        ),
    )


def _not_fetched(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Completions not too long ago with a valid certificate, none of whose PDFs has been made."""
    of_completion = Certificate.completion_id == Completion.id
    over = exists().where(
        CertificateEvent.certificate_id == Certificate.id,
        CertificateEvent.verb.in_(("revoked", "superseded", "disposed")),
    )
    return (
        Completion.completed_at > now - reminders.STALE,
        exists().where(of_completion, ~over),
        ~exists().where(of_completion, CertificateFile.certificate_id == Certificate.id),
    )


def _standings(session: Session, ids: Sequence[int], now: datetime) -> Iterable[tuple[int, Standing, datetime]]:
    """Yield each person's open courses: whose, where she stands (credentials apart), and when she last did something.

    Of several cycles of a course it is the latest one, as on her pages.
    """
    latest = select(func.max(Enrollment.id)).where(Enrollment.user_id.in_(ids))
    owners = dict(
        session.execute(
            select(Enrollment.id, Enrollment.user_id)
            .where(Enrollment.id.in_(latest.group_by(Enrollment.user_id, Enrollment.course)), *_open(now))
            .order_by(Enrollment.id)
        ).all()
    )
    rows: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for enrollment_id, *row in session.connection().execute(_STANDINGS, {"ids": list(owners)}):
        rows[enrollment_id].append(tuple(row))
    seen: dict[int, datetime] = {}
    for enrollment_id, moment in session.execute(_seen(owners)):
        seen[enrollment_id] = max(moment, seen.get(enrollment_id, moment))
    for enrollment_id, user_id in owners.items():
        where = study.read_standing(session, rows[enrollment_id])
        if where is not None:
            yield user_id, where, max(_last(where), seen.get(enrollment_id, where.started_at))


def _seen(enrollments: Collection[int]) -> CompoundSelect[Any]:
    """Select when she was last there without having done anything yet: reading, or in an open test."""
    reading = select(SeatTime.enrollment_id, func.max(SeatTime.until)).where(SeatTime.enrollment_id.in_(enrollments))
    testing = Attempt.enrollment_id.in_(enrollments), Attempt.submitted_at.is_(None)
    begun = select(Attempt.enrollment_id, func.max(Attempt.started_at)).where(*testing)
    saved = select(Attempt.enrollment_id, func.max(Answer.saved_at)).join(Attempt.answers).where(*testing)
    return union_all(
        reading.group_by(SeatTime.enrollment_id),
        begun.group_by(Attempt.enrollment_id),
        saved.group_by(Attempt.enrollment_id),
    )


def _last(where: Standing) -> datetime:
    """Return when she last did something that is done; an evaluation is known by its day only."""
    handed_in = [at for tries in where.attempts.values() for at, _ in tries]
    evaluated = [datetime.combine(where.evaluated_on, time(12), UTC)] if where.evaluated_on else []
    return max([where.started_at, *where.read.values(), *handed_in, *evaluated])


def _begun(where: Standing, last: datetime, learner: Person, now: datetime) -> Begun:
    state = where.state(now, without_credit=learner.wants_no_credit)
    step = progress.next_step(state)
    possible = {module.slug: module.test_open for module in state.modules}
    facts = OpenCourse(
        enrollment=where.enrollment_id,
        step=step.kind,
        can_go_on=step.kind is not StepKind.QUIZ or possible[step.module],
        last=last,
        retakes=tuple(_retakes(where, now)),
    )
    return Begun(where, state, step, facts)


def _retakes(where: Standing, now: datetime) -> Iterable[Retake]:
    """Yield the failed post-tests of which a wait is over and no new attempt has begun."""
    for module in where.offer.modules:
        tries = where.attempts.get(module.slug)
        if not tries or not module.quiz.wait_hours or module.slug in where.open_attempts:
            continue
        if isinstance(where.next_attempt(module.slug, now), retake.Allowed):
            opened = max(at for at, _ in tries) + timedelta(hours=module.quiz.wait_hours)
            yield Retake(module.slug, len(tries), opened)
