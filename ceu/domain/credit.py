"""Words and questions -> minutes -> credit, by each body's rule (requirements 3, 4 and 6).

The credit of a course is computed once, on its totals: the words of all modules, the questions a learner meets
(the draw, never the bank), and one difficulty, the mean weighted by words. It is never the sum of its modules'
credit: the Mergener formula subtracts a constant and adds the difficulty once for each text it is applied to, and
rounding down takes its part each time. Everything is `Decimal`; nothing is ever rounded up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from ceu.domain.content.schema import Body, Course, CreditMethod, Module, Provider

# minutes = 0.9 x (-22.3 + 0.00209 words + 2.78 questions + 15.5 difficulty), MER-1. One published copy prints
# +22.3; its own worked sample comes out only with the minus (MER-2).
FACTOR = Decimal("0.9")
CONSTANT = Decimal("-22.3")
PER_WORD = Decimal("0.00209")
PER_QUESTION = Decimal("2.78")
PER_DIFFICULTY = Decimal("15.5")

# Minutes are kept to this fraction (less than a millisecond), so that a repeating decimal in a weighted mean does
# not push a course that reaches a step exactly below it.
MINUTE_FRACTION = Decimal("0.00001")
MINUTES_PER_HOUR = 60
NOTHING = Decimal(0)


def mergener_minutes(words: int, questions: int, difficulty: Decimal) -> Decimal:
    """Return minutes of study by the Mergener formula, at least 0 (MER-1, MER-2, MER-7).

    `questions` counts what a learner meets; `difficulty` runs from 1 to 5. 3,774 words, 16 questions and
    difficulty 2.5 give 61.93589.
    """
    inner = CONSTANT + PER_WORD * words + PER_QUESTION * questions + PER_DIFFICULTY * difficulty
    return max(NOTHING, FACTOR * inner).quantize(MINUTE_FRACTION)


def words_minutes(words: int, words_per_hour: int) -> Decimal:
    """Return minutes of study by a body's words per hour of 60 minutes: 6,000 of 6,000 give 60 (NBCC-1)."""
    return (Decimal(words) * MINUTES_PER_HOUR / words_per_hour).quantize(MINUTE_FRACTION)


def credit_units(minutes: Decimal, body: Body) -> Decimal:
    """Return `minutes` in the body's unit, rounded down: 0 below the minimum, then the minimum and whole steps."""
    beyond = minutes - body.minimum * body.minutes_per_unit
    if beyond < 0:
        return NOTHING
    return body.minimum + beyond // (body.step * body.minutes_per_unit) * body.step


def fits(body: Body, profession: str, jurisdiction: str, kind: str) -> bool:
    """Tell whether the body's credit can be given for a credential.

    `kind` is license, registration, national_certification or none. A body that names no professions serves all,
    one that names no jurisdictions serves all of them. A national certification belongs to no jurisdiction, so
    only bodies without one fit it; who declares no credential gets a certificate without credit.
    """
    if kind == "none" or (body.professions and profession not in body.professions):
        return False
    if kind == "national_certification":
        return not body.jurisdictions
    return not body.jurisdictions or jurisdiction in body.jurisdictions


@dataclass(frozen=True, slots=True)
class Measure:
    """What credit is computed from: a module, or a course's totals. `questions` are those drawn."""

    title: str
    words: int
    questions: int
    difficulty: Decimal


@dataclass(frozen=True, slots=True)
class BodyCredit:
    """One body's line of the worksheet. `minutes` and `units` count; the sum of the modules is only shown.

    `promised` is what the course page says, `difference` that minus `units`. Where the promise or the body's
    minimum is not reached, `missing_minutes` and `missing_words` say how much text is missing to it.
    """

    body: Body
    minutes: Decimal
    units: Decimal
    promised: Decimal
    difference: Decimal
    missing_minutes: Decimal
    missing_words: int
    sum_of_modules_minutes: Decimal
    sum_of_modules_units: Decimal

    @property
    def rule(self) -> str:
        """The body's method and rule in a few words."""
        body = self.body
        method = f"{body.words_per_hour:,} words an hour" if body.method is CreditMethod.WORDS else "Mergener formula"
        return f"{method}, {body.minutes_per_unit} minutes a unit, at least {body.minimum}, steps of {body.step}"

    @property
    def missing(self) -> str:
        """How much text is missing, as `6,000 words (60.00 minutes)`; empty where nothing is."""
        return f"{self.missing_words:,} words ({self.missing_minutes:,.2f} minutes)" if self.missing_words else ""

    @property
    def missing_to(self) -> str:
        """What is missing, and to what: the promise, or the body's minimum; empty where nothing is."""
        goal = f"{max(self.promised, self.body.minimum)} {self.body.unit}"
        return f"{self.body.id}: {self.missing} are missing to {goal}." if self.missing else ""


@dataclass(frozen=True, slots=True)
class Worksheet:
    """How a course's credit comes about. `mergener` (minutes) is shown beside every method, for comparison."""

    course: str
    title: str
    modules: tuple[Measure, ...]
    total: Measure
    mergener: Decimal
    bodies: tuple[BodyCredit, ...]

    @property
    def mergener_sum(self) -> str:
        """The Mergener formula with the course's numbers."""
        total = self.total
        return (
            f"{FACTOR} × (−{-CONSTANT} + {PER_WORD} × {total.words:,} words + {PER_QUESTION} × {total.questions} "
            f"questions + {PER_DIFFICULTY} × {difficulty_text(total.difficulty)})"
        )

    def sum_of(self, body: Body) -> str:
        """The sum by which the body's minutes come about."""
        if body.method is CreditMethod.WORDS:
            return f"{MINUTES_PER_HOUR} × {self.total.words:,} words / {body.words_per_hour:,}"
        return self.mergener_sum


def difficulty_text(value: Decimal) -> str:
    """Write a difficulty with at most two places: 3, 2.5, 2.67."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def minutes_for(body: Body, measure: Measure) -> Decimal:
    """Return the minutes of `measure` by the body's own method."""
    if body.method is CreditMethod.WORDS:
        return words_minutes(measure.words, _rate(body))
    return mergener_minutes(measure.words, measure.questions, measure.difficulty)


def missing_words(body: Body, measure: Measure, minutes: Decimal) -> int:
    """Return how many more words would bring `measure` to `minutes`, all else being equal; 0 where it is there."""
    if body.method is CreditMethod.WORDS:
        needed = minutes * _rate(body) / MINUTES_PER_HOUR
    else:
        others = CONSTANT + PER_QUESTION * measure.questions + PER_DIFFICULTY * measure.difficulty
        needed = (minutes / FACTOR - others) / PER_WORD
    return max(0, int(needed.to_integral_value(ROUND_CEILING)) - measure.words)


def measure_module(module: Module) -> Measure:
    """Return what a module brings to the credit of its courses."""
    return Measure(module.title, module.words, module.quiz.drawn, Decimal(module.difficulty))


def total_of(title: str, modules: Sequence[Measure]) -> Measure:
    """Return a course's totals; its difficulty is the mean of the modules' weighted by their words."""
    words = sum(module.words for module in modules)
    weighted = sum((module.words * module.difficulty for module in modules), NOTHING)
    if words:
        difficulty = weighted / words
    else:  # nothing written yet: every module weighs the same
        difficulty = sum((module.difficulty for module in modules), NOTHING) / max(1, len(modules))
    return Measure(title, words, sum(module.questions for module in modules), difficulty)


def worksheet(course: Course, modules: Iterable[Module], provider: Provider) -> Worksheet:
    """Compute the credit of `course` for every body it promises credit of.

    `modules` must hold the course's modules (others are ignored), else `KeyError`; a promise for a body that
    `provider` does not declare is left out (the checker reports it).
    """
    by_slug = {module.slug: module for module in modules}
    measures = tuple(measure_module(by_slug[slug]) for slug in course.modules)
    total = total_of(course.title, measures)
    bodies = {body.id: body for body in provider.bodies}
    return Worksheet(
        course=course.slug,
        title=course.title,
        modules=measures,
        total=total,
        mergener=mergener_minutes(total.words, total.questions, total.difficulty),
        bodies=tuple(
            _body_credit(bodies[option.body], option.hours, measures, total)
            for option in course.credits
            if option.body in bodies
        ),
    )


def _body_credit(body: Body, promised: Decimal, modules: Sequence[Measure], total: Measure) -> BodyCredit:
    minutes = minutes_for(body, total)
    units = credit_units(minutes, body)
    goal = max(promised, body.minimum) * body.minutes_per_unit
    each = [minutes_for(body, module) for module in modules]
    return BodyCredit(
        body=body,
        minutes=minutes,
        units=units,
        promised=promised,
        difference=promised - units,
        missing_minutes=max(NOTHING, goal - minutes),
        missing_words=missing_words(body, total, goal) if minutes < goal else 0,
        sum_of_modules_minutes=sum(each, NOTHING),
        sum_of_modules_units=sum((credit_units(one, body) for one in each), NOTHING),
    )


def _rate(body: Body) -> int:
    if body.words_per_hour is None:
        raise ValueError(f"body {body.id} counts words but names no words_per_hour")
    return body.words_per_hour
