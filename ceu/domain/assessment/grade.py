"""Read a learner's answer and grade a form. Right or wrong only: no part credit for a question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ceu.domain.assessment.draw import Form
from ceu.domain.content.schema import Question, QuestionKind
from ceu.errors import RuleError


class UnreadableResponse(RuleError):
    """What was sent is no possible answer to the question."""

    message = "This answer does not fit the question. Open the question again and choose from its options."


@dataclass(frozen=True, slots=True)
class ObjectiveResult:
    """How many of an objective's questions were right (requirement 17)."""

    objective: str
    right: int
    total: int


@dataclass(frozen=True, slots=True)
class Result:
    """A graded form. `points` holds 1 or 0 by question id in the form's order; `reread` the sections to read again."""

    right: int
    total: int
    needed: int
    passed: bool
    points: tuple[tuple[str, int], ...]
    by_objective: tuple[ObjectiveResult, ...]
    reread: tuple[str, ...]

    @property
    def percent(self) -> int:
        """Whole percent of the questions answered right, rounded down."""
        return 100 * self.right // self.total if self.total else 0


def needed_right(total: int, pass_percent: int) -> int:
    """Return how many of `total` questions must be right to reach `pass_percent` percent: 80 of 12 gives 10."""
    return -(-pass_percent * total // 100)


def read_response(question: Question, raw: Sequence[str | int], order: Sequence[int] = ()) -> tuple[int, ...]:
    """Return the options chosen, as sorted indices in the author's order; empty means unanswered.

    `raw` holds what the form sent. With `order` (of the `FormQuestion`) these are positions as shown, so that a
    page need not tell the author's order; without it, they are indices in the author's order. Raises
    `UnreadableResponse` for an option that is not there, or for several where one is asked.
    """
    shown = tuple(order) or tuple(range(len(question.options)))
    chosen = set()
    for item in raw:
        text = str(item)
        if not (text.isascii() and text.isdigit() and len(text) < 4 and int(text) < len(shown)):
            raise UnreadableResponse
        chosen.add(shown[int(text)])
    if question.kind is QuestionKind.SINGLE and len(chosen) > 1:
        raise UnreadableResponse("This question takes one answer; several were sent. Choose the best one.")
    return tuple(sorted(chosen))


def is_right(question: Question, response: Sequence[int]) -> bool:
    """Tell whether exactly the right options were chosen. Unanswered is wrong."""
    right = {index for index, option in enumerate(question.options) if option.right}
    return bool(response) and set(response) == right


def grade(
    form: Form,
    questions: Mapping[str, Question],
    answers: Mapping[str, Sequence[int]],
    pass_percent: int,
    *,
    objectives: Sequence[str] = (),
    sections: Sequence[str] = (),
) -> Result:
    """Grade `form`.

    `questions` holds the pinned questions by digest, `answers` the responses of `read_response` by question id.
    `objectives` and `sections` are the module's ids in its order, in which the result lists them; an id that is
    not among them follows in the order it is met. Needs `pass_percent` percent, counted in whole questions.
    """
    asked = [questions[item.digest] for item in form.questions]
    points = {question.id: int(is_right(question, answers.get(question.id, ()))) for question in asked}
    right, total = sum(points.values()), len(asked)
    needed = needed_right(total, pass_percent)
    by_objective = []
    for objective in _in_order((question.objective for question in asked), objectives):
        mine = [points[question.id] for question in asked if question.objective == objective]
        by_objective.append(ObjectiveResult(objective, sum(mine), len(mine)))
    missed = (question.section for question in asked if not points[question.id])
    return Result(
        right=right,
        total=total,
        needed=needed,
        passed=total > 0 and right >= needed,
        points=tuple(points.items()),
        by_objective=tuple(by_objective),
        reread=_in_order(missed, sections),
    )


def _in_order(met: Iterable[str], order: Sequence[str]) -> tuple[str, ...]:
    """Return the ids in `met`, each once: those of `order` in its order, then the others."""
    seen = dict.fromkeys(met)
    return tuple([item for item in order if item in seen] + [item for item in seen if item not in order])
