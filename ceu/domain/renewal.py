"""What a board asks for at renewal, as far as sample rules tell, and how far recorded hours go toward it.

The rules are data (`renewal_rules`), each with its source and the day it was read (requirement 36, LIC-2): pages of
boards disagree and change, so whatever is shown says "check with your board" and promises nothing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from ceu.domain.professions import TITLES

NONE = Decimal(0)
SURENESS = {
    "P": "read in the rule itself",
    "P / Q": "read in part in the rule itself, in part elsewhere",
    "Q": "read elsewhere, not in the rule itself",
}
_TITLE = re.compile(r"[A-Z]{2,}(?:-[A-Z]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a rule was read: what it is called and its address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What one state asks of some licenses in one renewal cycle.

    `titles` says which titles of each profession it is for; none means all. `home_study_cap` is None where no number
    is known, and `cap_note` then says what is. `live_ethics` means that home study gives no ethics hours.
    `valid_from` and `valid_to` are None where the source does not tell.
    """

    jurisdiction: str  # postal code; empty for a national certification
    licenses: str  # as shown
    titles: Mapping[str, tuple[str, ...]]
    hours: Decimal
    years: int
    ethics: Decimal | None = None
    ethics_name: str = "ethics"
    live_ethics: bool = False
    home_study_cap: Decimal | None = None
    cap_note: str = ""
    also: tuple[str, ...] = ()
    sources: tuple[str, ...]  # keys of `renewal_rules.SOURCES`
    sure: str  # a key of SURENESS
    text_year: int | None = None  # the year of the copy that was read, where it is known
    checked_on: date
    valid_from: date | None = None
    valid_to: date | None = None

    def valid_on(self, day: date) -> bool:
        """Return whether the rule is known to hold, or not known not to, on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def find(rules: Iterable[Rule], *, kind: str, profession: str, jurisdiction: str, title: str, on: date) -> Rule | None:
    """Return the rule for a credential on a day, or None where none is known.

    A title that is known for the profession and stands in no rule of the state finds none: another license of the
    same profession may have another rule. A title that is missing or unknown is decided by the profession alone,
    except for national certifications and "another profession", of which there are too many. Registrations
    (associates) have rules of their own, which are not known here.
    """
    if kind == "registration":
        return None
    named = set(_TITLE.findall(title.upper()))
    national = kind == "national_certification"
    vague = national or profession == "other"
    for rule in rules:
        if rule.jurisdiction != ("" if national else jurisdiction) or profession not in rule.titles:
            continue
        wanted = set(rule.titles[profession])
        told = named & {known.upper() for known in TITLES.get(profession, ())}
        if rule.valid_on(on) and (not wanted or wanted & named or not (told or vague)):
            return rule
    return None


@dataclass(frozen=True, slots=True)
class Cycle:
    """One renewal cycle, both days within it."""

    start: date
    end: date

    def holds(self, day: date) -> bool:
        """Return whether the day lies in the cycle."""
        return self.start <= day <= self.end

    def days_left(self, today: date) -> int:
        """Return how many days remain after today; negative once it is over."""
        return (self.end - today).days


def cycle(expires_on: date, years: int) -> Cycle:
    """Return the cycle that ends on the day of expiry: it starts the day after the expiry before."""
    year = max(1, expires_on.year - years)
    try:
        before = expires_on.replace(year=year)
    except ValueError:  # February 29 in a year without one
        before = date(year, 2, 28)
    return Cycle(before + timedelta(days=1), expires_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Hours that count once for a license, of one activity."""

    hours: Decimal
    home_study: bool
    ethics: Decimal = NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How far hours go. `home` is all home study, `home_counted` what of it fits under the cap."""

    live: Decimal
    home: Decimal
    home_counted: Decimal
    ethics: Decimal

    @property
    def done(self) -> Decimal:
        """The hours that count."""
        return self.live + self.home_counted

    @property
    def over_cap(self) -> Decimal:
        """Home study beyond the cap, which counts for nothing."""
        return self.home - self.home_counted


def tally(hours: Sequence[Hours], rule: Rule | None) -> Tally:
    """Add up hours by a rule; without one all of them count and no cap is known."""
    live = sum((one.hours for one in hours if not one.home_study), NONE)
    home = sum((one.hours for one in hours if one.home_study), NONE)
    cap = rule.home_study_cap if rule else None
    only_live = rule is not None and rule.live_ethics
    return Tally(
        live=live,
        home=home,
        home_counted=home if cap is None else min(home, cap),
        ethics=sum((one.ethics for one in hours if not (only_live and one.home_study)), NONE),
    )
