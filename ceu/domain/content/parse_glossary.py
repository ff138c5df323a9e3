"""glossary.md -> terms: `### Name {#id}`, a paragraph that defines it, and perhaps a line `also: other, spellings`.

What stands before the first term is a note to authors and is not shown.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ceu.domain.content import markup_scan as scan
from ceu.domain.content.attributes import Heading, read_heading
from ceu.domain.content.glossary import same_spelling
from ceu.domain.content.markup import Profile
from ceu.domain.content.markup_check import Known, Text, check_text
from ceu.domain.content.schema import Problem, Reference, Term
from ceu.domain.content.source import SLUG, Places, TextFile

_ALSO = re.compile(r"also:(?P<list>.*)", re.IGNORECASE)
_MARKS = re.compile(r"[*_`\[\]<>@\\{}#]")


@dataclass(slots=True)
class _Entry:
    heading: Heading
    line: int
    lines: list[str] = field(default_factory=list)
    also: list[tuple[int, str]] = field(default_factory=list)


def parse_glossary(
    file: TextFile, references: Mapping[str, Reference], places: Places
) -> tuple[tuple[Term, ...], list[Problem]]:
    """Return the terms of a glossary by id, and the findings. A term with an error is left out."""
    parser = _Parser(file, references)
    terms: dict[str, Term] = {}
    for entry in parser.entries():
        before = len(parser.problems)
        term = parser.term(entry)
        if len(parser.problems) == before:
            terms[term.id] = term
            places.add(file.place(entry.line), "glossary", term.id)
    return tuple(terms[name] for name in sorted(terms)), [*file.problems, *parser.problems]


class _Parser:
    def __init__(self, file: TextFile, references: Mapping[str, Reference]) -> None:
        self.file = file
        self.references = references
        self.problems: list[Problem] = []
        self.ids: dict[str, int] = {}
        self.spellings: dict[str, int] = {}

    def add(self, line: int, code: str, message: str, advice: str) -> None:
        """Add a finding."""
        self.problems.append(self.file.place(line).problem(code, message, advice))

    def entries(self) -> list[_Entry]:
        """Cut the file at its level-3 headings, fences respected."""
        lines = self.file.text.split("\n")
        code, _ = scan.fences(lines)
        found: list[_Entry] = []
        for number, line in enumerate(lines, 1):
            heading = read_heading(line) if number - 1 not in code else None
            if heading is not None and heading.level == 3:
                found.append(_Entry(heading, number))
            elif heading is not None and (found or heading.level > 1):
                self.add(number, "X08", "this heading is no term", "write each term as ### Name {#id}")
            elif found and (also := _ALSO.fullmatch(line.rstrip())):
                found[-1].also.append((number, also["list"]))
                found[-1].lines.append("")
            elif found:
                found[-1].lines.append(line)
        return found

    def term(self, entry: _Entry) -> Term:
        """Return a term; what is wrong with it is added to the findings."""
        heading = entry.heading
        self._identify(entry)
        also = []
        for line, names in entry.also:
            given = [" ".join(name.split()) for name in names.split(",")]
            if not all(given):
                self.add(line, "G04", "a spelling is missing on this line", "write it as also: NMDAR, NMDA receptor")
            also += [(line, name) for name in given if name]
        for line, name in [(entry.line, heading.title), *also]:
            self._spelling(line, name)
        start = next((number for number, line in enumerate(entry.lines) if line.strip()), 0)
        definition = "\n".join(entry.lines).strip()
        if not definition:
            advice = "say below it in a sentence what it is"
            self.add(entry.line, "G02", f'the term "{heading.title}" is not defined', advice)
        text = Text(self.file, entry.line + 1 + start, definition, Profile.INLINE)
        self.problems += check_text(text, Known(self.references))
        return Term(heading.id, heading.title, " ".join(definition.split()), tuple(name for _, name in also))

    def _identify(self, entry: _Entry) -> None:
        heading, line = entry.heading, entry.line
        if heading.broken:
            advice = "write {#a-short-id} at its end"
            self.add(line, "S04", f"this part of the heading cannot be read: {heading.broken}", advice)
        for name in heading.attributes:
            self.add(line, "S04", f'a term has no attribute "{name}"', "keep only the id")
        if not heading.id:
            if not heading.broken:
                self.add(line, "G01", "this term has no id", "end its heading with {#a-short-id}, and never change it")
        elif not SLUG.fullmatch(heading.id):
            self.add(line, "S03", f'"{heading.id}" is not an id', "use lower-case letters, digits and hyphens")
        elif heading.id in self.ids:
            message = f'the id "{heading.id}" stands twice (first on line {self.ids[heading.id]})'
            self.add(line, "S02", message, "give one of the terms another id, or make one of the two")
        else:
            self.ids[heading.id] = line

    def _spelling(self, line: int, name: str) -> None:
        same = same_spelling(name)
        if not same or _MARKS.search(name):
            self.add(line, "G04", f'"{name}" cannot be looked for', "write the term in plain words without marks")
        elif same in self.spellings:
            message = f'"{name}" is defined twice (first on line {self.spellings[same]})'
            self.add(line, "G03", message, "keep it with one of the terms")
        else:
            self.spellings[same] = line
