"""A quiz to play: the whole bank or a test drawn from it. What is chosen stands in the address and nowhere else."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ceu.domain.assessment import draw, grade
from ceu.domain.content.compiled import CompiledModule, CompiledQuestion, CompiledVignette
from ceu.domain.content.digest import question_digests
from ceu.domain.content.schema import Module, Problem, Question

FIELD = "q-"  # the answer to a question is in the field q-<id>; its values are positions of options as shown


@dataclass(frozen=True, slots=True)
class Played:
    """A question with what was chosen. `right` is None while it is unanswered."""

    question: Question
    html: CompiledQuestion
    options: tuple[dict[str, object], ...]
    chosen: tuple[str, ...]
    right: bool | None
    findings: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """The name of its field."""
        return f"{FIELD}{self.question.id}"


@dataclass(frozen=True, slots=True)
class Page:
    """What a learner meets on one page: a question, or a case with its questions."""

    vignette: CompiledVignette | None
    questions: tuple[Played, ...]
    findings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """How a drawn test stands: `needed` of `total` right are a pass."""

    answered: int
    right: int
    total: int
    needed: int


def whole_bank(module: Module) -> draw.Form:
    """Return every question in the author's order, cases with their questions, options as written."""
    digests = question_digests(module)
    pages: dict[str, list[draw.FormQuestion]] = {}
    for question in module.quiz.questions:
        asked = draw.FormQuestion(question.id, digests[question.id], tuple(range(len(question.options))))
        pages.setdefault(f"case {question.vignette}" if question.vignette else question.id, []).append(asked)
    return draw.Form(
        tuple(draw.Page(name[5:] if name.startswith("case ") else "", tuple(asked)) for name, asked in pages.items())
    )


def drawn(module: Module, number: int) -> draw.Form:
    """Return the `number`-th test that can be drawn; the same number gives the same test as long as the bank stays.

    Raises `NotDrawable` where the bank cannot fill the draw.
    """
    return draw.draw(module.quiz, question_digests(module), random.Random(number))  # noqa: S311 no secret


def play(
    module: Module,
    document: CompiledModule,
    form: draw.Form,
    given: Callable[[str], Sequence[str]],
    findings: Callable[[str], Iterable[Problem]] = lambda _: (),
) -> tuple[Page, ...]:
    """Return `form` with the answers given.

    Args:
        module: The module's values.
        document: The same module as HTML.
        form: What is asked.
        given: Returns the values of a field, as a request's arguments do.
        findings: Returns the findings about a question or case by its id.
    """
    values = {question.id: question for question in module.quiz.questions}
    compiled = {question.id: question for question in document.questions}
    cases = {vignette.id: vignette for vignette in document.vignettes}
    return tuple(
        Page(
            cases.get(page.vignette),
            tuple(
                _played(values[asked.id], compiled[asked.id], asked.order, given, tuple(findings(asked.id)))
                for asked in page.questions
            ),
            tuple(findings(page.vignette)) if page.vignette else (),
        )
        for page in form.pages
    )


def _played(
    question: Question,
    html: CompiledQuestion,
    order: Sequence[int],
    given: Callable[[str], Sequence[str]],
    findings: tuple[Problem, ...],
) -> Played:
    try:
        chosen = grade.read_response(question, given(f"{FIELD}{question.id}"), order)
    except grade.UnreadableResponse:  # the question has changed since the page was loaded
        chosen = ()
    right = grade.is_right(question, chosen) if chosen else None
    options: list[dict[str, object]] = []
    for position, index in enumerate(order):
        correct, picked = question.options[index].right, index in chosen
        options.append(
            {
                "value": str(position),
                "html": html.options[index].html,
                "feedback_html": html.options[index].feedback if chosen and (correct or picked) else None,
                "state": None
                if not chosen
                else ("right" if correct else "wrong")
                if picked
                else ("missed" if correct else None),
            }
        )
    positions = tuple(str(position) for position, index in enumerate(order) if index in chosen)
    return Played(question, html, tuple(options), positions, right, findings)


def score(module: Module, pages: Iterable[Page]) -> Score:
    """Return how the questions of `pages` were answered, and how many must be right to pass."""
    played = [question for page in pages for question in page.questions]
    return Score(
        answered=sum(question.right is not None for question in played),
        right=sum(question.right is True for question in played),
        total=len(played),
        needed=grade.needed_right(len(played), module.quiz.pass_percent),
    )
