"""The values an instructor's files become. Frozen, plain, and closed: what is not here is not in the format.

What is derived from the text (word counts, a figure's SVG beside its digest) is marked `derived`; it does not enter
the digest that names a revision (see `digest.py`). What the format gained later is marked `added`: left out by an
author, it does not enter the digest either, so that revisions published before keep their names.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

import cattrs.preconf.json

T = TypeVar("T")
DERIVED = {"derived": True}
ADDED = {"added": True}


class QuestionKind(StrEnum):
    """How a question is answered. The kind follows from the marks; more kinds join here."""

    SINGLE = "single"
    SEVERAL = "several"


class CreditMethod(StrEnum):
    """How a body turns a text into minutes (requirement 3)."""

    WORDS = "words"
    MERGENER = "mergener"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who answers for content: declared in provider.md, named in `authors` and `faculty`."""

    id: str
    name: str
    credentials: str
    disclosure: str
    disclosed: date


@dataclass(frozen=True, slots=True)
class Body:
    """A credit-granting body and its rule (requirement 1). `approval` is None where the provider holds none."""

    id: str
    name: str
    unit: str
    method: CreditMethod
    words_per_hour: int | None
    minutes_per_unit: int
    minimum: Decimal
    step: Decimal
    pass_mark: int
    questions_per_credit: int
    records_years: int
    professions: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    delivery_wording: str
    approval: str | None
    approval_from: date | None
    approval_to: date | None
    statement: str
    source: str
    sure: str


# How "nothing yet" is written where a sample has no person to name: "none yet", "to be named".
NOT_YET = re.compile(r"(none|nobody|to be|tbd|unknown)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Provider:
    """Who gives the credit. `sample` marks a demonstration that holds no approval by any body."""

    name: str
    sample: bool
    address: str
    contact: str
    administrator_name: str
    administrator_title: str
    review: str
    people: tuple[Person, ...]
    bodies: tuple[Body, ...]
    text: str

    @property
    def reviewed_by_somebody(self) -> bool:
        """Whether a clinical reviewer is named: only then may a page speak of a review (requirement 38)."""
        return not NOT_YET.match(self.review)


@dataclass(frozen=True, slots=True)
class Reference:
    """A bibliography entry. `fields` are the BibTeX fields as written, authors already split."""

    key: str
    kind: str
    authors: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]

    def get(self, name: str, default: str = "") -> str:
        """Return the field `name`, or `default` where the entry has none."""
        return dict(self.fields).get(name, default)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the glossary. `definition` is inline Markdown; `also` are other spellings of the name."""

    id: str
    name: str
    definition: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Objective:
    """A measurable learning objective. Questions and sections name it by its id."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A level-2 heading and what follows it. Progress hangs on `id`, which outlives a rename of the title."""

    id: str
    title: str
    objectives: tuple[str, ...]
    source: str
    words: int = field(default=0, metadata=DERIVED)


@dataclass(frozen=True, slots=True)
class Option:
    """One thing a learner can choose, with what to tell whoever chose it."""

    text: str
    right: bool
    feedback: str


@dataclass(frozen=True, slots=True)
class Question:
    """A test item. `vignette` is the id of the case it belongs to, or empty."""

    id: str
    kind: QuestionKind
    stem: str
    objective: str
    section: str
    options: tuple[Option, ...]
    rationale: str
    vignette: str = ""


@dataclass(frozen=True, slots=True)
class Vignette:
    """A case shown with each of its questions, which are drawn together."""

    id: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Quiz:
    """A module's post-test: the bank, the blueprint (`draw`: questions per objective) and the retake rule.

    `attempts` None means no limit; `wait_hours` lies between a failed attempt and the next; `then_ask` says
    that after the last attempt the provider decides.
    """

    pass_percent: int
    draw: tuple[tuple[str, int], ...]
    attempts: int | None
    wait_hours: int
    questions: tuple[Question, ...]
    vignettes: tuple[Vignette, ...]

    @property
    def drawn(self) -> int:
        """How many questions a learner meets: the draw, never the bank."""
        return sum(count for _, count in self.draw)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture or data file a module shows: its path below the module's folder, and its text."""

    path: str
    sha256: str
    svg: str = field(default="", metadata=DERIVED)


@dataclass(frozen=True, slots=True)
class Change:
    """What the author says about a revision. Those marked `must_read` are shown to all who read an earlier one.

    `section` is the id of the section it is about, or empty.
    """

    id: str
    day: date
    note: str
    section: str = ""
    must_read: bool = False


@dataclass(frozen=True, slots=True)
class Module:
    """A unit of study: sections, objectives and a post-test. It may serve several courses.

    `glossary` holds the terms its sections use, so that a changed definition makes a new revision.
    """

    slug: str
    title: str
    authors: tuple[str, ...]
    difficulty: int
    reviewed: date
    objectives: tuple[Objective, ...]
    intro: str
    sections: tuple[Section, ...]
    quiz: Quiz
    references: tuple[Reference, ...]
    figures: tuple[Figure, ...]
    intro_words: int = field(default=0, metadata=DERIVED)
    glossary: tuple[Term, ...] = ()
    changes: tuple[Change, ...] = field(default=(), metadata=ADDED)

    @property
    def words(self) -> int:
        """Counted words of the whole module (requirement 5)."""
        return self.intro_words + sum(section.words for section in self.sections)


@dataclass(frozen=True, slots=True)
class CreditOption:
    """What a course page promises for one body; the hours computed are compared with it."""

    body: str
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Course:
    """What is offered for credit: modules in order and everything requirement 8 asks to be said beforehand.

    `minimum_minutes` is the time of study the course asks for before its certificate; None, as mostly, for no time.
    """

    slug: str
    title: str
    subtitle: str
    number: str
    subject: str
    level: str
    audience: tuple[str, ...]
    modules: tuple[str, ...]
    faculty: tuple[str, ...]
    released: date
    reviewed: date
    expires: date
    delivery: str
    medium: str
    participation: str
    system_requirements: str
    fee: str
    refund: str
    accommodation: str
    grievance: str
    contact: str
    commercial_support: str
    disclosures: str
    risks: str
    certificate: str
    credits: tuple[CreditOption, ...]
    evaluation: str
    description: str
    module_digests: tuple[str, ...] = ()
    provider: Provider | None = None
    references: tuple[Reference, ...] = ()
    minimum_minutes: int | None = field(default=None, metadata=ADDED)


@dataclass(frozen=True, slots=True)
class Library:
    """A whole content folder as values."""

    provider: Provider | None
    references: tuple[Reference, ...]
    modules: tuple[Module, ...]
    courses: tuple[Course, ...]
    glossary: tuple[Term, ...] = ()


class Severity(StrEnum):
    """An error keeps a file from being published, and so does what is open, for it is not written yet.

    What is open is no fault: a check that finds nothing worse passes. A warning keeps nothing back.
    """

    ERROR = "error"
    OPEN = "open"
    WARNING = "warning"

    @property
    def holds_back(self) -> bool:
        """Whether a file with such a finding is not published."""
        return self is not Severity.WARNING


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A finding: where, which rule, what is wrong and what to do. `quote` is the line it is about."""

    path: str
    line: int
    code: str
    message: str
    advice: str
    severity: Severity = Severity.ERROR
    quote: str = field(default="", compare=False)

    def __str__(self) -> str:
        """Return `path:line: CODE message – what to do`, the form of every finding."""
        return f"{self.path}:{self.line}: {self.code} {self.message} – {self.advice}"


_converter = cattrs.preconf.json.make_converter()
_converter.register_unstructure_hook(Decimal, str)
_converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))


def to_plain(value: Any) -> Any:
    """Turn a value into what JSON can hold: dates in ISO form, decimals as text, tuples as lists."""
    return _converter.unstructure(value)


def from_plain(kind: type[T], data: Any) -> T:
    """Build a value of `kind` from what `to_plain` made of it."""
    return _converter.structure(data, kind)
