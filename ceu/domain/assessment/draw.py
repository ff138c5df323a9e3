"""Draw a form from a bank by its blueprint (requirement 15).

Every form the blueprint allows is equally likely. Vignettes are drawn whole, so the number of forms that can still
be completed is counted first (exactly, with integers), and each choice is made in proportion to it: drawing never
has to go back, and a blueprint that cannot be filled is known before anyone meets it.
"""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import comb, prod

from ceu.domain.content.schema import Question, Quiz
from ceu.errors import RuleError


class NotDrawable(RuleError):
    """The bank cannot fill the blueprint exactly. `ceu check` reports it before a module is published."""

    message = "The questions of this test cannot be put together. The provider has to mend the question bank."


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """A question as one learner meets it. `order[position]` is the option's index in the author's order."""

    id: str
    digest: str
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown together: one question, or a whole vignette (`vignette` is then its id, else empty)."""

    vignette: str
    questions: tuple[FormQuestion, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """What one attempt asks, fixed before the first question is seen. Stored with `schema.to_plain`."""

    pages: tuple[Page, ...]

    @property
    def questions(self) -> tuple[FormQuestion, ...]:
        """Every question of the form in the order it is met."""
        return tuple(question for page in self.pages for question in page.questions)


class _Bank:
    """The bank seen through the blueprint: single questions by objective, vignettes as counts by objective."""

    def __init__(self, quiz: Quiz) -> None:
        self.needs = dict(quiz.draw)
        self.singles: dict[str, list[Question]] = {objective: [] for objective in self.needs}
        cases: dict[str, list[Question]] = {}
        for question in quiz.questions:
            if question.vignette:
                cases.setdefault(question.vignette, []).append(question)
            elif question.objective in self.singles:
                self.singles[question.objective].append(question)
        # Cases of the same objectives stand together, so that an objective can be closed early (see `_closed`).
        self.cases = sorted(cases.values(), key=lambda case: sorted(question.objective for question in case))
        self.takes = [Counter(question.objective for question in case) for case in self.cases]
        self._known: dict[tuple[int, tuple[tuple[str, int], ...]], int] = {}

    @cached_property
    def _last(self) -> dict[str, int]:
        return {objective: index for index, takes in enumerate(self.takes) for objective in takes}

    def forms(self, index: int, needs: Mapping[str, int]) -> int:
        """Count the ways to fill `needs` from the cases from `index` on and all single questions."""
        closed = [objective for objective in needs if self._last.get(objective, -1) < index]
        ways = prod(comb(len(self.singles[objective]), needs[objective]) for objective in closed)
        still_open = {objective: count for objective, count in needs.items() if objective not in closed}
        if not ways or not still_open:
            return ways
        key = index, tuple(still_open.items())
        if key not in self._known:
            without = self.forms(index + 1, still_open)
            self._known[key] = without + self.forms_with(index, still_open)
        return ways * self._known[key]

    def forms_with(self, index: int, needs: Mapping[str, int]) -> int:
        """Count the ways to fill `needs` that show case `index`."""
        rest = self.after(index, needs)
        return self.forms(index + 1, rest) if rest is not None else 0

    def after(self, index: int, needs: Mapping[str, int]) -> dict[str, int] | None:
        """Return what `needs` leaves open when case `index` is shown, or None where the case does not fit."""
        takes = self.takes[index]
        if any(needs.get(objective, 0) < count for objective, count in takes.items()):
            return None
        return {objective: count - takes[objective] for objective, count in needs.items()}


def drawable(quiz: Quiz) -> bool:
    """Tell whether the bank can fill the blueprint exactly, vignettes being drawn whole."""
    bank = _Bank(quiz)
    return quiz.drawn > 0 and bank.forms(0, bank.needs) > 0


def draw(quiz: Quiz, digests: Mapping[str, str], rng: random.Random) -> Form:
    """Draw a form: the blueprint's count of each objective, pages and options in random order.

    `digests` gives each question's digest by its id. A vignette keeps its questions in the author's order, for
    they may build on one another. Raises `NotDrawable` where the bank cannot fill the blueprint.
    """
    bank = _Bank(quiz)
    needs: Mapping[str, int] = bank.needs
    if not quiz.drawn or not bank.forms(0, needs):
        raise NotDrawable
    pages: list[list[Question]] = []
    for index, case in enumerate(bank.cases):
        # The chance of a case is its share of the forms still possible.
        if rng.randrange(bank.forms(index, needs)) < bank.forms_with(index, needs):
            pages.append(case)
            needs = bank.after(index, needs) or {}
    for objective, count in needs.items():
        pages += [[question] for question in rng.sample(bank.singles[objective], count)]
    rng.shuffle(pages)
    return Form(tuple(_page(questions, digests, rng) for questions in pages))


def _page(questions: list[Question], digests: Mapping[str, str], rng: random.Random) -> Page:
    shown = []
    for question in questions:
        order = list(range(len(question.options)))
        rng.shuffle(order)
        shown.append(FormQuestion(question.id, digests[question.id], tuple(order)))
    return Page(questions[0].vignette, tuple(shown))
