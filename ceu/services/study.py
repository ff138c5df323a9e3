"""A learner's way through a course: start, read, and what is next."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    func,
    select,
)
from sqlalchemy.orm import Session

from ceu.domain import seat_time
from ceu.domain.assessment import retake
from ceu.domain.notes import Anchor, Note
from ceu.domain.progress import ModuleState, State
from ceu.domain.seat_time import StudyTime
from ceu.errors import NotYet, RuleError
from ceu.models import (
    Credential,
    Enrollment,
    RepeatGrant,
    SectionProgress,
    User,
)
from ceu.services import catalog, standing_rows
from ceu.services.catalog import Offer
from ceu.services.dialect import insert, unpacked


class NotEnrolled(NotYet):
    """The learner has not started the course."""

    message = "Start the course first; its page shows what it asks and what it gives."


class EnrollmentClosed(RuleError):
    """The course has expired or was retired."""

    message = "This course no longer takes new learners."


@dataclass(frozen=True, slots=True)
class MustRead:
    """A correction of the section asked for."""

    id: int
    note: str
    published_at: datetime
    read: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a learner stands in a course, read in one statement.

    `offer` is the revision she reads, `current` the digest of the one that is offered now. `read` holds when each
    (module, section) was marked, `read_in` in which revision of the module; `passed` when each module's test was
    passed; `notes` and `notices` are hers on the one section asked for; `took` the seconds of sections whose reading
    was observed in full.
    """

    offer: Offer
    current: str
    enrollment_id: int
    cycle: int
    started_at: datetime
    evaluated_on: date | None
    attested: bool
    completion_id: int | None
    credentials: int
    read: dict[tuple[str, str], datetime]
    read_in: dict[tuple[str, str], str]
    attempts: dict[str, list[tuple[datetime, bool]]]
    open_attempts: frozenset[str]
    grants: dict[str, int]
    notes: tuple[Note, ...] = ()
    notices: tuple[MustRead, ...] = ()
    time: StudyTime = StudyTime()
    took: dict[tuple[str, str], int] = field(default_factory=dict)
    completed_at: datetime | None = None

    @property
    def last_done(self) -> datetime:
        """When she last did something in the course that is kept: started, read a section, handed in a test."""
        handed_in = [at for tries in self.attempts.values() for at, _ in tries]
        return max([self.started_at, *self.read.values(), *handed_in])

    @property
    def pace(self) -> int | None:
        """Her own words a minute in this course; None while too little is known, and where she reads on paper."""
        if self.time.on_paper or len(self.took) < seat_time.PACE_SECTIONS:
            return None
        words = {(one.slug, part.id): part.words for one in self.offer.documents for part in one.sections}
        return seat_time.pace((words[where], took) for where, took in self.took.items() if where in words)

    @property
    def revised(self) -> bool:
        """Whether the course is offered in another revision than she reads."""
        return self.current != self.offer.digest

    @property
    def passed(self) -> frozenset[str]:
        """The slugs of the modules whose post-test is passed."""
        return frozenset(slug for slug, tries in self.attempts.items() if any(success for _, success in tries))

    def next_attempt(self, slug: str, now: datetime) -> retake.NextAttempt:
        """Return whether the module's test may be taken now, and if not, why."""
        quiz = self.offer.modules[self.offer.number(slug)].quiz
        return retake.next_attempt(quiz, self.attempts.get(slug, []), now, extra=self.grants.get(slug, 0))

    def state(self, now: datetime, *, without_credit: bool, mail_confirmed: bool = True) -> State:
        """Return what decides on completion, as plain values.

        `without_credit` is the learner's explicit wish; `mail_confirmed` decides on what comes next only.
        """
        last = max(self.read, key=lambda key: self.read[key], default=None)
        return State(
            modules=tuple(
                ModuleState(
                    slug=module.slug,
                    sections=tuple(section.id for section in module.sections),
                    done=frozenset(section for slug, section in self.read if slug == module.slug),
                    passed=module.slug in self.passed,
                    test_open=isinstance(self.next_attempt(module.slug, now), retake.Allowed),
                )
                for module in self.offer.modules
            ),
            evaluated=self.evaluated_on is not None,
            attested=self.attested,
            minutes_missing=self.time.missing(self.offer.course.minimum_minutes),
            credentials=self.credentials,
            without_credit=without_credit,
            last=last,
            mail_confirmed=mail_confirmed,
        )


def standing(session: Session, user: User, course: str, *, notes_on: tuple[str, str] | None = None) -> Standing:
    """Return where `user` stands in `course`, in one statement; raise NotEnrolled or NotFound.

    `notes_on` is the (module, section) whose notes come along.
    """
    found = find_standing(session, user, course, notes_on=notes_on)
    if found is None:
        catalog.current(session, course)  # no such course: NotFound, which helps more
        raise NotEnrolled(needs="start")
    return found


def find_standing(
    session: Session, user: User, course: str, *, notes_on: tuple[str, str] | None = None
) -> Standing | None:
    """Return where `user` stands in `course`, or None where she has not started it."""
    statement, values = standing_rows.OF_ONE, {"user_id": user.id, "course": course}
    if notes_on:
        statement, values = standing_rows.OF_ONE_WITH_NOTES, values | {"module": notes_on[0], "section": notes_on[1]}
    text = session.connection().execute(statement, values).scalar_one()
    return read_standing(session, unpacked(text, moment=3))


def read_standing(session: Session, rows: Sequence[Sequence[Any]]) -> Standing | None:
    """Build the standing from rows of (kind, text, text, moment, number, number, digest)."""
    first = next((row for row in rows if row[0] == "enrollment"), None)
    if first is None:
        return None
    of: dict[str, list[Sequence[Any]]] = defaultdict(list)
    for row in rows:
        of[row[0]].append(row)
    attempts: dict[str, list[tuple[datetime, bool]]] = {}
    for _, module, _, submitted_at, score, needed, _ in of["attempt"]:
        tries = attempts.setdefault(module, [])
        if submitted_at is not None:
            tries.append((submitted_at, score >= needed))
    _, vouched, _, _, seconds, on_paper, _ = of["time"][0]
    return Standing(
        offer=catalog.offer(session, first[6]),
        current=first[1],
        enrollment_id=first[4],
        cycle=first[5],
        started_at=first[3],
        evaluated_on=date.fromisoformat(first[2]) if first[2] else None,
        attested=bool(of["attested"]),
        completion_id=of["completed"][0][4] if of["completed"] else None,
        completed_at=of["completed"][0][3] if of["completed"] else None,
        credentials=len(of["credential"]),
        read={(row[1], row[2]): row[3] for row in of["read"]},
        read_in={(row[1], row[2]): row[6] for row in of["read"]},
        time=StudyTime(seconds, bool(on_paper), vouched or ""),
        took={(row[1], row[2]): row[4] for row in of["read"] if row[4]},
        attempts=attempts,
        open_attempts=frozenset(row[1] for row in of["attempt"] if row[3] is None),
        grants=Counter(row[1] for row in of["grant"]) if of["grant"] else {},
        notes=tuple(
            Note(number, Anchor.from_json(anchor), body, at)
            for _, anchor, body, at, number, *_ in sorted(of["note"], key=itemgetter(4))
        ),
        notices=tuple(MustRead(number, note, at, bool(read)) for _, note, _, at, number, read, _ in of["notice"]),
    )


def start(session: Session, user: User, course: str, *, disclosed: str, now: datetime) -> Enrollment:
    """Enroll `user`, who has been shown disclosure and pass mark in the revision `disclosed` (requirement 9).

    Starting twice changes nothing, unless the office has opened the course to her once more: then a new enrollment
    begins. Raises EnrollmentClosed once the course has expired.
    """
    offer = catalog.current(session, course)
    latest = (
        select(Enrollment)
        .where(Enrollment.user_id == user.id, Enrollment.course == course)
        .order_by(Enrollment.id.desc())
        .limit(1)
    )
    existing = session.scalar(latest)
    again = existing and repeat_of(session, existing.user_id, course, existing.cycle)
    if existing is not None and again is None:
        return existing
    if offer.expired(local_date(user, now)):
        raise EnrollmentClosed
    if disclosed != offer.digest:
        raise NotYet(
            "The course page has changed since you opened it. Please read it again, then start.", needs="start"
        )
    session.execute(
        insert(session, Enrollment)
        .values(
            user_id=user.id,
            course=course,
            cycle=again.cycle if again else 1,
            repeat_reason=again.reason if again else "",
            started_at=now,
            revision=disclosed,
            disclosed_revision=disclosed,
            disclosed_at=now,
        )
        .on_conflict_do_nothing(index_elements=["user_id", "course", "cycle"])  # another tab was first
    )
    return session.scalars(latest).one()


def repeat_of(session: Session, user_id: int, course: str, cycle: int) -> RepeatGrant | None:
    """Return the office's leave to take the course once more after `cycle`, or None."""
    return session.scalar(
        select(RepeatGrant).where(
            RepeatGrant.user_id == user_id, RepeatGrant.course == course, RepeatGrant.cycle == cycle + 1
        )
    )


def mark_read(
    session: Session, where: Standing, module: str, section: str, *, now: datetime, took: int | None = None
) -> None:
    """Mark a section as read, in the module's revision that she reads.

    Marking it again changes nothing, but after a revision: then she has read its changes, too. The time stays.
    `took` are the seconds it took, where all of the reading was observed.
    """
    where.offer.section(module, section)
    revision = where.offer.course.module_digests[where.offer.number(module)]
    if where.read_in.get((module, section)) == revision:
        return
    session.execute(
        insert(session, SectionProgress)
        .values(
            enrollment_id=where.enrollment_id,
            module=module,
            section=section,
            revision=revision,
            completed_at=now,
            active_seconds=took,
        )
        .on_conflict_do_update(index_elements=["enrollment_id", "module", "section"], set_={"revision": revision})
    )


def standings(session: Session, user: User) -> list[Standing]:
    """Return where `user` stands in every course she has started, the one she did something in last first.

    Two statements, however many courses there are.
    """
    credential = Credential.__table__.c
    held = session.scalar(select(func.count()).where(credential.user_id == user.id, credential.removed_at.is_(None)))
    of: dict[int, list[tuple[Any, ...]]] = {}
    for number, *row in session.connection().execute(standing_rows.OF_ALL, {"user_id": user.id}):
        of.setdefault(number, []).append(tuple(row))
    found = (read_standing(session, rows) for rows in of.values())
    mine = [replace(one, credentials=held or 0) for one in found if one is not None]
    return sorted(mine, key=lambda one: (one.last_done, one.enrollment_id), reverse=True)


def local_date(user: User, now: datetime) -> date:
    """Return the date where `user` is, at the moment `now`."""
    return now.astimezone(ZoneInfo(user.time_zone)).date()
