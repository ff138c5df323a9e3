"""A compiled module as one text to print: its sections in a row, then one list of terms and one of references.

A section's page carries the lists of its own. They are cut off here by the marks `compile.py` sets around them: no
`section` element can come from an author's text or figure, so what looks like a list is one.
"""

import re
from dataclasses import dataclass

from ceu.domain.content.compiled import CompiledModule, CompiledSection

_LIST = re.compile(r'\n?<section class="section-(?:glossary|references)">.*?</section>', re.DOTALL)
_TERM = re.compile(r'<dt id="(?P<id>term-[^"]+)">(?P<name>.*?)</dt>\s*<dd>.*?</dd>', re.DOTALL)
_HEADING = re.compile(r"(</?h)([2-5])\b")
_SCROLLING = re.compile(r'<div(?: [a-z-]+="[^"]*")* role="region"[^>]*>')
_INTERNAL = re.compile(r'<a href="([a-z0-9]+(?:-[a-z0-9]+)*)"')


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """A section without its lists. `anchor` is its id on the page; headings begin at level 3, below its own."""

    anchor: str
    title: str
    heading: str
    html: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Printed:
    """A module on one page. `terms` is a `<dl>`, `references` an `<ol>`; each is empty where there is nothing."""

    intro: str
    sections: tuple[PrintedSection, ...]
    terms: str
    references: str


def printed(document: CompiledModule) -> Printed:
    """Return `document` as one text in which every id stands once and every link between sections stays on the page."""
    known = frozenset(section.id for section in document.sections)
    return Printed(
        intro=_demoted(document.intro),
        sections=tuple(_section(section, number, known) for number, section in enumerate(document.sections, 1)),
        terms=_terms(document.sections),
        references=document.references,
    )


def anchor(section: str) -> str:
    """Return the id of a section on the page of the whole module."""
    return f"section-{section}"


def _section(section: CompiledSection, number: int, known: frozenset[str]) -> PrintedSection:
    html = _demoted(_LIST.sub("", section.html))
    # Two sections may each have a table of the same name; as landmarks of one page they need different ones.
    html = _SCROLLING.sub(
        lambda match: match[0].replace('aria-label="', f'aria-label="Section {number}, ', 1),
        html,
    )
    html = _INTERNAL.sub(lambda match: f'<a href="#{anchor(match[1])}"' if match[1] in known else match[0], html)
    return PrintedSection(anchor(section.id), section.title, section.heading, html, section.minutes)


def closed_links(html: str, target: str) -> str:
    """Return a section's `html` with its links to other sections leading to the id `target` of its own page."""
    return _INTERNAL.sub(f'<a href="#{target}"', html)


def _demoted(html: str) -> str:
    """Return `html` with its headings one level lower."""
    return _HEADING.sub(lambda match: f"{match[1]}{int(match[2]) + 1}", html)


def _terms(sections: tuple[CompiledSection, ...]) -> str:
    """Return the terms of all sections as one list in alphabetical order."""
    found = {match["id"]: match for section in sections for match in _TERM.finditer(section.html)}
    ordered = sorted(found.values(), key=lambda match: (match["name"].casefold(), match["id"]))
    entries = "\n".join(match[0] for match in ordered)
    return f"<dl>\n{entries}\n</dl>" if entries else ""
