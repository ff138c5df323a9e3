"""What a learner has done in a course, what comes next, and what is still open before the certificate.

Complete means: all sections read, every module's post-test passed, evaluation, attestation, and at least one
credential or the explicit wish for a certificate without credit. Where a course asks for time of study, that too.
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class ModuleState:
    """A module of the course: its section ids in order, those marked as read, and whether its test is passed.

    `test_open` is False while the next attempt has to wait or none is left; other work is then offered first.
    """

    slug: str
    sections: tuple[str, ...]
    done: frozenset[str] = frozenset()
    passed: bool = False
    test_open: bool = True

    @property
    def unread(self) -> tuple[str, ...]:
        """The sections still to read, in order. Sections marked once and since removed do not count."""
        return tuple(section for section in self.sections if section not in self.done)


@dataclass(frozen=True, slots=True)
class State:
    """All that decides on completion. `last` is the (module, section) marked as read most recently.

    `minutes_missing` is how much time of study is missing to what the course asks for; mostly it asks for none.
    """

    modules: tuple[ModuleState, ...]
    evaluated: bool = False
    attested: bool = False
    credentials: int = 0
    without_credit: bool = False
    last: tuple[str, str] | None = None
    minutes_missing: int = 0
    mail_confirmed: bool = True

    @property
    def needs_mail(self) -> bool:
        """A post-test is still to pass, and it asks for a confirmed email address first."""
        return not (self.mail_confirmed or self.attested or all(module.passed for module in self.modules))

    @property
    def knows_credential(self) -> bool:
        """A credential is on file, or the learner has said that she wants no credit."""
        return self.credentials > 0 or self.without_credit


class StepKind(StrEnum):
    """The kinds of things to do in a course."""

    SECTION = "section"
    MAIL = "mail"
    QUIZ = "quiz"
    EVALUATION = "evaluation"
    CREDENTIAL = "credential"
    TIME = "time"
    ATTESTATION = "attestation"
    CERTIFICATES = "certificates"


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something open before the certificate: its kind, the module (or empty) and a sentence for the learner."""

    kind: StepKind
    module: str
    detail: str


@dataclass(frozen=True, slots=True)
class Step:
    """The one thing to do next, with the module and section it happens in (or empty)."""

    kind: StepKind
    module: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """So many done of so many."""

    done: int
    total: int


def open_requirements(state: State) -> tuple[Requirement, ...]:
    """Return everything still open before the certificate; empty means complete, as what was attested stays."""
    if state.attested:
        return ()
    still_open = []
    for module in state.modules:
        if module.unread:
            left = len(module.unread)
            detail = f"{left} of {len(module.sections)} sections not yet marked as read."
            still_open.append(Requirement(StepKind.SECTION, module.slug, detail))
        if not module.passed:
            still_open.append(Requirement(StepKind.QUIZ, module.slug, "The post-test is not yet passed."))
    if state.needs_mail:
        detail = "Your email address is not yet confirmed: open the link in the mail we sent, or have it sent again."
        still_open.append(Requirement(StepKind.MAIL, "", detail))
    if not state.knows_credential:
        detail = "No credential on file: add one, or choose a certificate without credit."
        still_open.append(Requirement(StepKind.CREDENTIAL, "", detail))
    if not state.evaluated:
        still_open.append(Requirement(StepKind.EVALUATION, "", "The course evaluation is not yet filled in."))
    if state.minutes_missing:
        minutes = f"{state.minutes_missing} minute{'' if state.minutes_missing == 1 else 's'}"
        detail = f"{minutes} of the study time this course asks for are not yet observed."
        still_open.append(Requirement(StepKind.TIME, "", detail))
    still_open.append(Requirement(StepKind.ATTESTATION, "", "The attestation is not yet made."))
    return tuple(still_open)


def next_step(state: State) -> Step:
    """Return what to do next: read on after the section marked last, then its test, then what remains.

    A confirmed email address and a credential are asked before the first post-test at the latest. A test that is not
    open now gives way to other reading and comes back when nothing else is left. Once attested a course is complete,
    whatever a later revision of it adds.
    """
    if state.attested:
        return Step(StepKind.CERTIFICATES)
    for module in _from_last(state):
        if module.unread:
            return Step(StepKind.SECTION, module.slug, _first_unread(module, state.last))
        if not module.passed and module.test_open:
            return _test(state, module)
    for module in state.modules:
        if not module.passed:
            return _test(state, module)
    if not state.knows_credential:
        return Step(StepKind.CREDENTIAL)
    return _last_steps(state)


def _last_steps(state: State) -> Step:
    """Return what remains once all is read and passed."""
    if not state.evaluated:
        return Step(StepKind.EVALUATION)
    return Step(StepKind.TIME if state.minutes_missing else StepKind.ATTESTATION)


def sections(state: State) -> Count:
    """Return how many of the course's sections are read."""
    total = sum(len(module.sections) for module in state.modules)
    return Count(total - sum(len(module.unread) for module in state.modules), total)


def _test(state: State, module: ModuleState) -> Step:
    if state.needs_mail:
        return Step(StepKind.MAIL)
    return Step(StepKind.QUIZ, module.slug) if state.knows_credential else Step(StepKind.CREDENTIAL)


def _from_last(state: State) -> tuple[ModuleState, ...]:
    """Return the modules beginning with the one read last, wrapping round."""
    slugs = [module.slug for module in state.modules]
    start = slugs.index(state.last[0]) if state.last and state.last[0] in slugs else 0
    return state.modules[start:] + state.modules[:start]


def _first_unread(module: ModuleState, last: tuple[str, str] | None) -> str:
    """Return the first unread section after the one marked last, else the module's first unread one."""
    if last and last[0] == module.slug and last[1] in module.sections:
        after = module.sections[module.sections.index(last[1]) :]
        for section in after:
            if section in module.unread:
                return section
    return module.unread[0]
