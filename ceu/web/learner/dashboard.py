"""The learner's first page: one thing to do next, each course's way to its certificate, and hours toward renewal."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import render_template

from ceu.domain import progress
from ceu.domain.assessment.retake import Exhausted, NotBefore
from ceu.domain.progress import Count, State, StepKind
from ceu.models import User
from ceu.services import catalog, notices, renewal, repeats, revisions, study
from ceu.services.study import Standing
from ceu.web import context
from ceu.web.filters import moment
from ceu.web.learner import blueprint, pages
from ceu.web.learner.pages import Link, ModuleOutline
from ceu.web.permissions import Permission, requires


@dataclass(frozen=True, slots=True)
class Action:
    """The next thing to do in a course. `time` is how long it takes, in words; `waiting` that it cannot be done yet."""

    title: str
    detail: str
    button: str
    href: str
    time: str = ""
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar of the drawing: where it begins, how wide it is and how much of that is done, of 720.

    Sections lie; post-tests and what comes after the reading stand upright.
    """

    x: float
    width: float
    done: float
    upright: bool


@dataclass(frozen=True, slots=True)
class Begun:
    """A course a learner is in, or has finished, as its card shows it."""

    where: Standing
    action: Action
    sections: Count
    tests: Count
    minutes_left: int
    marks: tuple[Mark, ...]
    still_open: tuple[Link, ...]
    state: State
    completed_on: date | None


@blueprint.get("/")
@requires(Permission.STUDY)
def dashboard() -> str:
    """What to do next, and how far everything is. The number of statements is the same for any number of courses."""
    session, user, now = context.session(), context.me(), context.now()
    courses = [_begun(where, user, now) for where in study.standings(session, user)]
    open_courses = [one for one in courses if one.completed_on is None]
    started = {one.where.offer.slug for one in courses}
    today = study.local_date(user, now)
    return render_template(
        "learner/dashboard.html",
        # What waits gives way to what can be done now.
        first=min(open_courses, key=lambda one: one.action.waiting, default=None),
        courses=open_courses,
        finished=[one for one in courses if one.completed_on is not None],
        others=[one for one in catalog.offered(session) if one.slug not in started and not one.expired(today)],
        opened=repeats.waiting(session, user),
        renewals=renewal.every(session, user, today=today),
        corrections=notices.of_user(session, user),
        news={one.where.offer.slug: revisions.news(session, one.where) for one in courses},
    )


def _begun(where: Standing, user: User, now: datetime) -> Begun:
    state = pages.state(where, user, now)
    outline = pages.outline(where)
    return Begun(
        where=where,
        action=_action(where, state, outline, now),
        sections=progress.sections(state),
        tests=Count(sum(module.passed for module in state.modules), len(state.modules)),
        minutes_left=sum(module.minutes_left for module in outline),
        marks=_marks(where, state),
        still_open=tuple(one for one in pages.path(where, state)[:-1] if one.state != "done"),
        state=state,
        completed_on=study.local_date(user, where.completed_at) if where.completed_at else None,
    )


# Steps that read alike in every course: what they are, what to know of them, and how long they take.
STEPS = {
    StepKind.MAIL: (
        "Confirm your email address",
        "It is asked before the first post-test. Open the link in the mail we sent, or have it sent again.",
        "",
    ),
    StepKind.CREDENTIAL: ("Name your license", "It is asked before the first post-test, for certificates name it.", ""),
    StepKind.EVALUATION: ("Evaluate the course", "Your answers are kept apart from your name.", "One page"),
    StepKind.TIME: ("Study time", "The course asks for more than was observed. Read on, or declare it in writing.", ""),
    StepKind.ATTESTATION: ("Check and attest", "See what your certificate will say, and sign.", "One page"),
    StepKind.CERTIFICATES: ("Your certificates", "You have finished this course.", ""),
}


def _action(where: Standing, state: State, outline: list[ModuleOutline], now: datetime) -> Action:
    """Return the next step as a sentence, a button and the time it takes."""
    step = progress.next_step(state)
    href, button = pages.href(where.offer.slug, step), pages.ACTIONS[step.kind]
    if step.kind is StepKind.QUIZ:
        return _test(where, step.module, href, now)
    if step.kind is not StepKind.SECTION:
        title, detail, time = STEPS[step.kind]
        return Action(title, detail, button, href, time)
    module = outline[where.offer.number(step.module)]
    place, link = next((place, one) for place, one in enumerate(module.sections, 1) if one.href == href)
    return Action(
        title=link.title,
        detail=f"Section {place} of {len(module.sections)} of “{module.title}”.",
        button=button if where.read else "Start reading",
        href=href,
        time=f"Fits in {link.minutes} minute{'' if link.minutes == 1 else 's'}{' at your pace' if where.pace else ''}",
    )


def _test(where: Standing, slug: str, href: str, now: datetime) -> Action:
    quiz = where.offer.modules[where.offer.number(slug)].quiz
    title, time = f"Post-test: {where.offer.modules[where.offer.number(slug)].title}", f"{quiz.drawn} questions"
    if slug in where.open_attempts:
        detail = "You have begun it; every answer you gave is saved."
        return Action(title, detail, "Go on with the post-test", href, time)
    match where.next_attempt(slug, now):
        case NotBefore(at):
            detail = f"The next attempt opens {moment(at)}. Until then the result shows what to read again."
            return Action(title, detail, "See what to read again", f"{href}/result", waiting=True)
        case Exhausted():
            detail = f"Every attempt has been used. Whether there is another one, ask {where.offer.course.contact}."
            return Action(title, detail, "See the last result", f"{href}/result", waiting=True)
    detail = f"You pass with {quiz.pass_percent} percent. There is no time limit; leave and come back as you like."
    return Action(title, detail, "Go to the post-test", href, time)


WIDE, UPRIGHT, GAP = 720.0, 18.0, 3.0  # of the drawing: its width, that of what stands upright, and between two
MANY = 24  # sections; more of them are drawn as one bar a module


def _marks(where: Standing, state: State) -> tuple[Mark, ...]:
    """Return the way drawn as bars: sections as wide as they are long, then what stands upright."""
    line: list[tuple[int, float]] = []  # (minutes, or 0 for what stands upright; the share that is done)
    many = sum(len(module.sections) for module in state.modules) > MANY
    for document, module in zip(where.offer.documents, state.modules, strict=True):
        sections = [(one.minutes, float(one.id in module.done)) for one in document.sections]
        whole = sum(minutes for minutes, _ in sections)
        line += [(whole, sum(minutes * done for minutes, done in sections) / whole)] if many else sections
        line.append((0, module.passed))
    line += [(0, state.evaluated)]
    line += [(0, not state.minutes_missing)] if where.offer.course.minimum_minutes else []
    line += [(0, state.attested)]
    upright = sum(not minutes for minutes, _ in line)
    scale = (WIDE - upright * UPRIGHT - (len(line) - 1) * GAP) / max(1, sum(minutes for minutes, _ in line))
    marks, x = [], 0.0
    for minutes, done in line:
        width = minutes * scale if minutes else UPRIGHT
        marks.append(Mark(round(x, 1), round(width, 1), round(width * done, 1), upright=not minutes))
        x += width + GAP
    return tuple(marks)
