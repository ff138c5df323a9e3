"""What a learner has completed, here and elsewhere, and how its hours add up: an hour counts once per license."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

NONE = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a transcript: a certificate of this platform, or credit earned elsewhere.

    `key` tells entries apart. `completion` and `modules` are empty for credit earned elsewhere. `state` is the
    certificate's: valid, revoked or superseded. `local` says that the body's credit is for some states only, so that
    it is the one that the board of such a state looks at. `credit` is whether credit of a body is given; without it
    the hours are only computed by the body's rule, or time.
    """

    key: str
    day: date
    title: str
    provider: str
    license: int | None  # the credential's id
    license_told: str  # as printed: "LMHC, Florida, MH 01234"
    hours: Decimal
    unit: str
    credit: bool
    body: str = ""
    local: bool = False
    number: str = ""
    check_url: str = ""
    state: str = "valid"
    completion: int | None = None
    course: str = ""
    modules: frozenset[str] = frozenset()
    home_study: bool = True
    ethics: Decimal = NONE

    @property
    def here(self) -> bool:
        """Whether it was earned on this platform."""
        return self.completion is not None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of an entry's hours count for its license, and why not all of them do."""

    entry: Entry
    hours: Decimal
    why: str = ""

    @property
    def ethics(self) -> Decimal:
        """The hours in ethics among those that count."""
        return min(self.entry.ethics, self.hours)


SAME_COMPLETION = "the same hours by another body's rule; counted once"
SAME_COURSE = "the same course again; counted once among these"
SAME_MODULES = "modules of a course counted before are not counted again"
REVOKED = "revoked"
REPLACED = "a corrected certificate took its place"

PartHours = Callable[[Entry, frozenset[str]], Decimal]


def count(entries: Iterable[Entry], part: PartHours) -> list[Counted]:
    """Return every entry with the hours of it that count once for its license, in the order of time.

    One certificate of a completion counts for a license: one that gives credit before one that does not, one of a
    body of the license's own state before others, then the one of fewest hours. Of a course that shares modules with
    one counted before for the license, only the other modules count: `part(entry, modules)` are the hours of these
    alone, computed by the entry's body. So a course that was taken again counts nothing more among the same entries
    (FL-9, ASWB-12); among those of another renewal cycle it counts.
    """
    every = sorted(entries, key=lambda one: (one.day, one.completion or 0, one.key))
    chosen: dict[tuple[int | None, int], Entry] = {}
    for entry in sorted(every, key=_worth):
        if entry.completion is not None and entry.state == "valid":
            chosen.setdefault((entry.license, entry.completion), entry)
    seen: dict[int | None, set[str]] = {}
    taken: dict[int | None, set[str]] = {}
    found = []
    for entry in every:
        if entry.state != "valid":
            found.append(Counted(entry, NONE, REPLACED if entry.state == "superseded" else REVOKED))
        elif entry.completion is None:
            found.append(Counted(entry, entry.hours))
        elif chosen[entry.license, entry.completion] is not entry:
            found.append(Counted(entry, NONE, SAME_COMPLETION))
        else:
            before, courses = seen.setdefault(entry.license, set()), taken.setdefault(entry.license, set())
            fresh = entry.modules - before
            again = entry.course in courses
            before |= entry.modules
            courses.add(entry.course)
            if fresh == entry.modules:
                found.append(Counted(entry, entry.hours))
            else:
                hours = min(entry.hours, part(entry, fresh)) if fresh else NONE
                found.append(Counted(entry, hours, SAME_COURSE if again else SAME_MODULES))
    return found


def _worth(entry: Entry) -> tuple[bool, bool, Decimal, str]:
    return not entry.credit, not entry.local, entry.hours, entry.key


@dataclass(frozen=True, slots=True)
class Total:
    """Hours of one unit for one license, with or without credit."""

    license: int | None
    license_told: str
    hours: Decimal
    unit: str
    credit: bool
    here: bool


def totals(counted: Sequence[Counted]) -> list[Total]:
    """Return the sums by license, unit, and whether credit was given; units are never added to each other."""
    sums: dict[tuple[int | None, str, bool, bool], Decimal] = {}
    told: dict[int | None, str] = {}
    for one in counted:
        entry = one.entry
        told[entry.license] = entry.license_told
        if one.hours:
            key = (entry.license, entry.unit, entry.credit, entry.here)
            sums[key] = sums.get(key, NONE) + one.hours
    order = {license_id: place for place, license_id in enumerate(told)}
    return [
        Total(license_id, told[license_id], hours, unit, credit, here)
        for (license_id, unit, credit, here), hours in sorted(
            sums.items(), key=lambda item: (order[item[0][0]], not item[0][2], not item[0][3], item[0][1])
        )
    ]


def within(
    entries: Iterable[Entry], *, license_id: int | str | None, start: date | None, end: date | None
) -> list[Entry]:
    """Return the entries of a license (`""` for all, None for those of none) between two days, both included."""
    return [
        entry
        for entry in entries
        if license_id in ("", entry.license)
        and (start is None or start <= entry.day)
        and (end is None or entry.day <= end)
    ]
