"""What several of the learner's pages show: the outline of a course and the path to its certificate."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from ceu.domain import progress
from ceu.domain.content.compile import section_minutes
from ceu.domain.progress import State, Step, StepKind
from ceu.models import User
from ceu.services.study import Standing


@dataclass(frozen=True, slots=True)
class Link:
    """A line of an outline or path. `state` is done, current, open or locked."""

    title: str
    href: str
    state: str
    minutes: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class ModuleOutline:
    """A module's sections and post-test, with what is done of them."""

    slug: str
    title: str
    number: int
    sections: tuple[Link, ...]
    quiz: Link
    minutes_left: int

    @property
    def done(self) -> int:
        """How many sections are read."""
        return sum(section.state == "done" for section in self.sections)


def outline(
    where: Standing, *, current: tuple[str, str] = ("", ""), again: Collection[tuple[str, str]] = ()
) -> list[ModuleOutline]:
    """Return the course's modules; `current` is the (module, section) being read, `again` are those that have changed.

    Minutes are told by the words, or by the reader's own pace once that is known.
    """
    base, pace = f"/learn/{where.offer.slug}", where.pace
    found = []
    for number, document in enumerate(where.offer.documents, 1):
        sections = tuple(
            Link(
                title=section.title,
                href=f"{base}/{document.slug}/{section.id}",  # no url_for in this loop: it runs for every section page
                state="current"
                if (document.slug, section.id) == current
                else ("done" if (document.slug, section.id) in where.read else "open"),
                minutes=section_minutes(section.words, pace) if pace else section.minutes,
                note="changed since you read it" if (document.slug, section.id) in again else "",
            )
            for section in document.sections
        )
        questions = where.offer.modules[number - 1].quiz.drawn
        unread = [(document.slug, section.id) not in where.read for section in document.sections]
        quiz = Link(
            title="Post-test",
            href=f"{base}/{document.slug}/quiz",
            state="done" if document.slug in where.passed else ("locked" if any(unread) else "open"),
            note=f"{questions} questions",
        )
        left = sum(section.minutes for section, open_ in zip(sections, unread, strict=True) if open_)
        found.append(ModuleOutline(document.slug, document.title, number, sections, quiz, left))
    return found


def href(course: str, step: Step) -> str:
    """Return the address where `step` is done."""
    base = f"/learn/{course}"
    match step.kind:
        case StepKind.SECTION:
            return f"{base}/{step.module}/{step.section}"
        case StepKind.QUIZ:
            return f"{base}/{step.module}/quiz"
        case StepKind.MAIL:
            return url_for("accounts.index", next=base)
        case StepKind.CREDENTIAL:
            return url_for("credentials.index", next=base)
        case _:
            return f"{base}/{step.kind}"


ACTIONS = {
    StepKind.SECTION: "Continue reading",
    StepKind.QUIZ: "Go to the post-test",
    StepKind.MAIL: "Confirm your email address",
    StepKind.CREDENTIAL: "Add your license",
    StepKind.TIME: "See what study time is missing",
    StepKind.EVALUATION: "Fill in the evaluation",
    StepKind.ATTESTATION: "Attest and get your certificate",
    StepKind.CERTIFICATES: "See your certificates",
}


@dataclass(frozen=True, slots=True)
class Next:
    """The one thing to do next, as a button."""

    text: str
    href: str
    kind: StepKind


def state(where: Standing, user: User, now: datetime) -> State:
    """Return what decides on her completion and on what comes next."""
    confirmed = user.confirmed_at is not None
    return where.state(now, without_credit=user.wants_no_credit, mail_confirmed=confirmed)


def next_thing(where: Standing, user: User, now: datetime) -> Next:
    """Return the one thing to do next in the course."""
    step = progress.next_step(state(where, user, now))
    text = "Start reading" if step.kind is StepKind.SECTION and not where.read else ACTIONS[step.kind]
    return Next(text, href(where.offer.slug, step), step.kind)


def path(where: Standing, state: State) -> list[Link]:
    """Return the steps to the certificate with what is done of them."""
    base = f"/learn/{where.offer.slug}"
    read = progress.sections(state)
    tests, passed = len(state.modules), sum(module.passed for module in state.modules)
    step = progress.next_step(state)
    reading, testing = Step(StepKind.SECTION), Step(StepKind.QUIZ)
    first_unread = next(((m.slug, m.unread[0]) for m in state.modules if m.unread), None)
    first_untested = next((m.slug for m in state.modules if not m.passed), None)
    reading = Step(StepKind.SECTION, *first_unread) if first_unread else reading
    testing = Step(StepKind.QUIZ, first_untested) if first_untested else testing
    earned = read.done == read.total and passed == tests
    lines = [
        ("Read", not first_unread, href(where.offer.slug, reading) if first_unread else base,
         f"{read.done} of {read.total} sections", StepKind.SECTION),
        *_mail(where, state),
        ("Pass the post-test" if tests == 1 else "Pass the post-tests", not first_untested,
         href(where.offer.slug, testing) if first_untested else base, f"{passed} of {tests} passed", StepKind.QUIZ),
        ("Name your license", state.knows_credential, href(where.offer.slug, Step(StepKind.CREDENTIAL)),
         "or choose a certificate without credit", StepKind.CREDENTIAL),
        ("Evaluate the course", state.evaluated, f"{base}/evaluation", "kept apart from your name",
         StepKind.EVALUATION),
        *_time(where, state),
        ("Attest", state.attested, f"{base}/attestation", "check every fact first", StepKind.ATTESTATION),
        ("Certificate", state.attested, f"{base}/certificates", "signed PDF, at once", StepKind.CERTIFICATES),
    ]  # fmt: skip
    locked = {
        StepKind.EVALUATION: not earned,
        StepKind.ATTESTATION: not (earned and state.evaluated and state.knows_credential and not state.minutes_missing),
        StepKind.CERTIFICATES: not state.attested,
        StepKind.QUIZ: False,
    }

    def standing(kind: StepKind, *, done: bool) -> str:
        """Say how a step stands; all are done for whoever has completed the course, whatever a revision adds."""
        if done or state.attested:
            return "done"
        return "current" if kind is step.kind else "locked" if locked.get(kind) else "open"

    return [
        Link(title=title, href=target, note=note, state=standing(kind, done=done))
        for title, done, target, note, kind in lines
    ]


def _mail(where: Standing, state: State) -> list[tuple[str, bool, str, str, StepKind]]:
    """Return the line of the path that is there only as long as the email address is not confirmed."""
    if not state.needs_mail:
        return []
    target = href(where.offer.slug, Step(StepKind.MAIL))
    return [("Confirm your email address", False, target, "by the link we sent", StepKind.MAIL)]


def _time(where: Standing, state: State) -> list[tuple[str, bool, str, str, StepKind]]:
    """Return the line of the path that only a course with a minimum of study time has."""
    asked, base = where.offer.course.minimum_minutes, f"/learn/{where.offer.slug}"
    if asked is None:
        return []
    note = "told in writing" if where.time.vouched else f"{min(where.time.minutes, asked)} of {asked} minutes"
    return [("Study time", not state.minutes_missing, f"{base}/time", note, StepKind.TIME)]
