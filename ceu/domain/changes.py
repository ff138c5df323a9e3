"""What is different between two revisions of a course, for somebody who has read the first.

Compared is what a reader reads: compiled text, not Markdown. Questions are only counted; they are never shown.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from lxml.html import fragment_fromstring

from ceu.domain import prose_diff
from ceu.domain.content import markup_scan as scan
from ceu.domain.content.compiled import CompiledModule, CompiledSection
from ceu.domain.content.schema import Change, Course, Module, Section
from ceu.domain.credit import Worksheet
from ceu.domain.prose_diff import Gap, Line
from ceu.domain.search.passages import passages

Lines = tuple[Line | Gap, ...]
_CITATION = re.compile(r"\s*\[@[^\]]*\]")

# What a course's page tells before enrolling, as its front matter calls it and as a reader does.
TOLD = {
    "title": "Title",
    "subtitle": "Subtitle",
    "level": "Level",
    "participation": "How to take part",
    "system_requirements": "System requirements",
    "fee": "Fee",
    "refund": "Refund",
    "accommodation": "Accommodation",
    "grievance": "Complaints",
    "contact": "Contact",
    "commercial_support": "Commercial support",
    "disclosures": "Disclosures",
    "risks": "Risks and limits of the content",
    "certificate": "Certificate",
}


class Edition(Protocol):
    """A course's revision with its modules, as values and as HTML in the same order, and its credit."""

    @property
    def course(self) -> Course:
        """The course."""

    @property
    def modules(self) -> tuple[Module, ...]:
        """Its modules in order."""

    @property
    def documents(self) -> tuple[CompiledModule, ...]:
        """Their HTML."""

    @property
    def worksheet(self) -> Worksheet:
        """How its credit comes about."""


class Fate(StrEnum):
    """What became of a module or section."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section that is not as it was. `old_title` is empty unless it was renamed.

    `lines` are empty where no word of its text changed; `figures` are sentences about its pictures.
    """

    id: str
    title: str
    fate: Fate
    minutes: int
    old_title: str = ""
    lines: Lines = ()
    figures: tuple[str, ...] = ()

    @property
    def unseen(self) -> bool:
        """Whether something changed that no reader sees, such as the markup."""
        return not (self.old_title or self.lines or self.figures)


@dataclass(frozen=True, slots=True)
class ModuleChange:
    """A module that is not as it was. `notes` are what the author says of it; `facts` are sentences."""

    slug: str
    title: str
    fate: Fate
    old_title: str = ""
    notes: tuple[Change, ...] = ()
    intro: Lines = ()
    sections: tuple[SectionChange, ...] = ()
    moved: bool = False
    objectives: Lines = ()
    terms: Lines = ()
    references: Lines = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A part of the course's page that reads otherwise now."""

    name: str
    lines: Lines


@dataclass(frozen=True, slots=True)
class CreditChange:
    """Hours of a body, in its unit; None where it is not or no longer offered."""

    body: str
    unit: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that is different. Minutes are those of reading; `moved` says that modules stand in another order."""

    modules: tuple[ModuleChange, ...]
    moved: bool
    told: tuple[Told, ...]
    credit: tuple[CreditChange, ...]
    minutes_before: int
    minutes_after: int

    @property
    def text_changed(self) -> bool:
        """Whether a learner reads or is asked anything else."""
        return bool(self.modules or self.moved)


def compare(old: Edition, new: Edition) -> Changes:
    """Return what is different in `new` for somebody who has read `old`."""
    before = {module.slug: (module, document) for module, document in zip(old.modules, old.documents, strict=True)}
    after = {module.slug: (module, document) for module, document in zip(new.modules, new.documents, strict=True)}
    modules = [_module(*before[slug], *pair) if slug in before else _added(*pair) for slug, pair in after.items()]
    modules += [_removed(*pair) for slug, pair in before.items() if slug not in after]
    return Changes(
        modules=tuple(module for module in modules if module is not None),
        moved=_moved(list(before), list(after)),
        told=tuple(_told(old.course, new.course)),
        credit=tuple(_credit(old.worksheet, new.worksheet)),
        minutes_before=_minutes(old.documents),
        minutes_after=_minutes(new.documents),
    )


def section_texts(module: Module) -> dict[str, object]:
    """Return for each section of a module what its reader reads, to be compared: its text and its pictures."""
    return {section.id: (section.source, _figures(module, section)) for section in module.sections}


def section(
    old: tuple[Module, CompiledModule], new: tuple[Module, CompiledModule], section_id: str
) -> SectionChange | None:
    """Return what is different in one section that both revisions of a module have, or None."""
    return next((one for one in _sections(*old, *new) if one.id == section_id and one.fate is Fate.CHANGED), None)


def _minutes(documents: Iterable[CompiledModule]) -> int:
    return sum(section.minutes for document in documents for section in document.sections)


def _moved(before: Sequence[str], after: Sequence[str]) -> bool:
    """Tell whether what both have stands in another order."""
    return [one for one in before if one in after] != [one for one in after if one in before]


def _added(module: Module, document: CompiledModule) -> ModuleChange:
    sections = tuple(SectionChange(one.id, one.title, Fate.ADDED, one.minutes) for one in document.sections)
    return ModuleChange(module.slug, document.title, Fate.ADDED, notes=module.changes, sections=sections)


def _removed(module: Module, document: CompiledModule) -> ModuleChange:
    return ModuleChange(module.slug, document.title, Fate.REMOVED)


def _module(old: Module, old_document: CompiledModule, new: Module, document: CompiledModule) -> ModuleChange | None:
    """Return what is different in a module, or None where nothing is."""
    if old == new:
        return None
    known = {change.id for change in old.changes}
    return ModuleChange(
        slug=new.slug,
        title=document.title,
        fate=Fate.CHANGED,
        old_title=old_document.title if old_document.title != document.title else "",
        notes=tuple(change for change in new.changes if change.id not in known),
        intro=_compared(_lines(old_document.intro), _lines(document.intro)),
        sections=tuple(_sections(old, old_document, new, document)),
        moved=_moved([one.id for one in old.sections], [one.id for one in new.sections]),
        objectives=_compared([one.text for one in old.objectives], [one.text for one in new.objectives]),
        terms=_compared(_terms(old), _terms(new)),
        references=_compared(_references(old_document), _references(document)),
        facts=tuple(_facts(old, old_document, new, document)),
    )


def _sections(
    old: Module, old_document: CompiledModule, new: Module, document: CompiledModule
) -> Iterator[SectionChange]:
    """Yield the sections that are not as they were: in the new order, those that went at the end."""
    before = {one.id: (one, html) for one, html in zip(old.sections, old_document.sections, strict=True)}
    for one, html in zip(new.sections, document.sections, strict=True):
        if one.id not in before:
            yield SectionChange(one.id, html.title, Fate.ADDED, html.minutes)
            continue
        was, was_html = before.pop(one.id)
        figures = tuple(_figure_changes(_figures(old, was), _figures(new, one)))
        if (was.title, was.source) != (one.title, one.source) or figures:
            yield SectionChange(
                id=one.id,
                title=html.title,
                fate=Fate.CHANGED,
                minutes=html.minutes,
                old_title=was_html.title if was_html.title != html.title else "",
                lines=_compared(_lines(was_html.html), _lines(html.html)),
                figures=figures,
            )
    for was, was_html in before.values():
        yield _gone(was, was_html)


def _gone(was: Section, html: CompiledSection) -> SectionChange:
    return SectionChange(was.id, html.title, Fate.REMOVED, html.minutes, lines=_compared(_lines(html.html), []))


def _compared(old: Sequence[str], new: Sequence[str]) -> Lines:
    """Return the differences, or nothing where there is none."""
    return () if list(old) == list(new) else prose_diff.lines(old, new)


def _lines(html: str) -> list[str]:
    """Return a text's lines as they are read, each heading where it first stands."""
    found: list[str] = []
    headings = {""}
    for passage in passages(html):
        if passage.heading not in headings:
            headings.add(passage.heading)
            found.append(passage.heading)
        found.append(passage.text)
    return found


def _terms(module: Module) -> list[str]:
    return [f"{term.name}: {' '.join(_CITATION.sub('', term.definition).split())}" for term in module.glossary]


def _references(document: CompiledModule) -> list[str]:
    if not document.references.strip():
        return []
    listing = fragment_fromstring(document.references, create_parent="div")
    return [" ".join(item.text_content().split()) for item in listing.iter("li")]


def _figures(module: Module, section: Section) -> dict[str, tuple[str, str]]:
    """Return the pictures a section shows, by path: what each is of, and the digest of its drawing."""
    drawn = {figure.path: figure.sha256 for figure in module.figures}
    return {one.path: (one.alt, drawn.get(one.path, "")) for one in scan.pictures(section.source) if one.alone}


def _figure_changes(old: dict[str, tuple[str, str]], new: dict[str, tuple[str, str]]) -> Iterator[str]:
    for path, (alt, drawing) in new.items():
        if path not in old:
            yield f"A figure was added: {alt}"
        elif old[path][1] != drawing:
            yield f"A figure was drawn anew: {alt}"
        elif old[path][0] != alt:
            yield f"A figure is described otherwise: {alt}"
    yield from (f"A figure was taken out: {alt}" for path, (alt, _) in old.items() if path not in new)


def _facts(old: Module, old_document: CompiledModule, new: Module, document: CompiledModule) -> Iterator[str]:
    """Yield what changed around the text."""
    if old.quiz.drawn != new.quiz.drawn:
        yield f"The post-test has {new.quiz.drawn} questions instead of {old.quiz.drawn}."
    if old.quiz.pass_percent != new.quiz.pass_percent:
        yield f"The post-test is passed with {new.quiz.pass_percent} percent instead of {old.quiz.pass_percent}."
    if (old.quiz.attempts, old.quiz.wait_hours) != (new.quiz.attempts, new.quiz.wait_hours):
        often = f"{new.quiz.attempts} attempts" if new.quiz.attempts else "any number of attempts"
        wait = f", {new.quiz.wait_hours} hours apart" if new.quiz.wait_hours else ""
        yield f"The post-test allows {often}{wait}."
    if {one.digest for one in old_document.questions} != {one.digest for one in document.questions}:
        yield "The questions of the post-test were revised."
    if old.reviewed != new.reviewed:
        yield f"It was last reviewed on {new.reviewed:%B} {new.reviewed.day}, {new.reviewed.year}."
    if old.authors != new.authors:
        yield "Its authors are others than before."


def _told(old: Course, new: Course) -> Iterator[Told]:
    for key, name in TOLD.items():
        before, after = " ".join(getattr(old, key).split()), " ".join(getattr(new, key).split())
        if before != after:
            yield Told(name, (prose_diff.words(before, after),))
    if old.expires != new.expires:
        yield Told("Offered until", (prose_diff.words(old.expires.isoformat(), new.expires.isoformat()),))


def _credit(old: Worksheet, new: Worksheet) -> Iterator[CreditChange]:
    """Yield the bodies whose hours are others than before."""
    before = {line.body.id: line for line in old.bodies}
    after = {line.body.id: line for line in new.bodies}
    for body_id in [*after, *(before.keys() - after.keys())]:
        was, now = before.get(body_id), after.get(body_id)
        if (was.units if was else None) != (now.units if now else None):
            body = (now or was).body  # type: ignore[union-attr]  # it is in one of them
            yield CreditChange(body.name, body.unit, was.units if was else None, now.units if now else None)
