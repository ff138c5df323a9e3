"""What a text's words bring to the credit of its course, rule by rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ceu.domain import credit
from ceu.domain.content.schema import Body, CreditMethod


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to turn words into minutes, with the ids of the bodies that use it."""

    method: CreditMethod
    words_per_hour: int | None
    bodies: tuple[str, ...]

    @property
    def name(self) -> str:
        """Name the rule in a few words."""
        return "Mergener formula" if self.words_per_hour is None else f"{self.words_per_hour:,} words an hour"

    def minutes(self, words: int) -> Decimal:
        """Return the minutes that `words` bring.

        With the Mergener formula (MER-1) these are the minutes by which a text grows longer; its constant, the
        difficulty and the questions count once for the whole course.
        """
        if self.words_per_hour is None:
            return (credit.FACTOR * credit.PER_WORD * words).quantize(credit.MINUTE_FRACTION)
        return credit.words_minutes(words, self.words_per_hour)


def rules(bodies: Iterable[Body]) -> tuple[Rule, ...]:
    """Return the rules of `bodies`, each once; a body that counts words and does not say how many an hour has none."""
    found: dict[tuple[CreditMethod, int | None], list[str]] = {}
    for body in bodies:
        rate = body.words_per_hour if body.method is CreditMethod.WORDS else None
        if body.method is CreditMethod.MERGENER or rate is not None:
            found.setdefault((body.method, rate), []).append(body.id)
    return tuple(Rule(method, rate, tuple(ids)) for (method, rate), ids in found.items())
