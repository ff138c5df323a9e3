"""Where a finding is shown: in which section and before which block of it, at which question, or above the whole.

Rendered Markdown knows no lines. So a paragraph that holds only a mark is set before the block a finding is about,
the section is rendered with it, and the mark makes way for the finding. Where marks would change anything else on the
page, the section's findings stand above it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ceu.domain.content import markup_scan as scan
from ceu.domain.content.compile import compile_module
from ceu.domain.content.frontmatter import split
from ceu.domain.content.parse_module import cut_sections
from ceu.domain.content.quizscan import scan_quiz
from ceu.domain.content.schema import Module, Problem
from ceu.domain.content.source import ModuleFiles, TextFile

_MARK = "zzfindings{}zz"
_MARKED = re.compile(r"<p>zzfindings(\d+)zz</p>\n?")
# A block that begins like this may go on with the block before it; a mark between them would cut it in two.
_GOES_ON = re.compile(r"[ \t]|\[\^|:")
_LIKE = (re.compile(r"[-*+] |\d+[.)] |[ \t]"), re.compile(">"), re.compile(r"\||Table:"))


@dataclass(slots=True)
class Places:
    """A module's findings by where they are shown.

    `sections` holds them by section id, each with its line in the section's source (from 0; -1 for the heading);
    `items` by the id of a question or case; `intro` above the first section; `quiz` above the questions; `module` on
    the module's own page.
    """

    sections: dict[str, list[tuple[int, Problem]]] = field(default_factory=dict)
    items: dict[str, list[Problem]] = field(default_factory=dict)
    intro: list[Problem] = field(default_factory=list)
    quiz: list[Problem] = field(default_factory=list)
    module: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a section as HTML, after the findings on what it begins with."""

    findings: tuple[Problem, ...]
    html: str


def place(files: ModuleFiles, module: Module, problems: Iterable[Problem]) -> Places:
    """Find the place of each of a module's findings."""
    text = _TextPlaces(files.module, module)
    quiz = _QuizPlaces(files.quiz, module)
    places = Places()
    for found in problems:
        below = found.path.removeprefix(files.path).removeprefix("/")
        if below == "module.md":
            text.put(found, found.line, places)
        elif below == "quiz.md":
            quiz.put(found, places)
        else:  # a figure belongs where it is shown
            text.put(found, text.line_of_figure(below), places)
    return places


class _TextPlaces:
    """The sections of module.md by their lines."""

    def __init__(self, file: TextFile | None, module: Module) -> None:
        document = split(file) if file is not None else None
        self.cuts = cut_sections(document.body, document.body_line) if document is not None else []
        self.starts = [cut.heading_line for cut in self.cuts]
        self.sources = {section.id: section.source for section in module.sections}

    def line_of_figure(self, path: str) -> int:
        """Return the line on which a text shows the figure, or 0."""
        for cut in self.cuts:
            for number, line in enumerate(cut.lines):
                if f"({path}" in line:
                    return cut.line + number
        return 0

    def put(self, found: Problem, line: int, places: Places) -> None:
        """Put a finding about `line` of module.md in its place."""
        index = bisect_right(self.starts, line) - 1
        if index < 0:
            places.module.append(found)
            return
        cut = self.cuts[index]
        if cut.heading is None:
            places.intro.append(found)
        elif cut.heading.id not in self.sources:  # a section without an id has no page
            places.module.append(found)
        else:
            shown = self.sources[cut.heading.id] == cut.source  # of two sections with one id, the last is shown
            at = line - cut.source_line if shown and line > cut.heading_line else -1
            places.sections.setdefault(cut.heading.id, []).append((at, found))


class _QuizPlaces:
    """The questions and cases of quiz.md by their lines."""

    def __init__(self, file: TextFile | None, module: Module) -> None:
        self.marks: list[tuple[int, str]] = []
        if file is not None:
            document = split(file)
            scanned = scan_quiz(file, document.body, document.body_line)
            headings = [(item.line, item.heading.id) for item in scanned.items]
            self.marks = sorted(headings + [(case.line, case.heading.id) for case in scanned.cases])
        self.lines = [line for line, _ in self.marks]
        self.shown = {question.id for question in module.quiz.questions}
        self.shown |= {vignette.id for vignette in module.quiz.vignettes}

    def put(self, found: Problem, places: Places) -> None:
        index = bisect_right(self.lines, found.line) - 1
        name = self.marks[index][1] if index >= 0 else ""
        if name in self.shown:
            places.items.setdefault(name, []).append(found)
        else:
            places.quiz.append(found)


def pieces(module: Module, places: Places) -> dict[str, tuple[Piece, ...]]:
    """Return the sections that have findings as HTML with the findings where they are, by section id."""
    marked, groups = [], {}
    for section in module.sections:
        found = places.sections.get(section.id)
        if found is None:
            marked.append(replace(section, source=""))
            continue
        lines = section.source.split("\n")
        groups[section.id] = _by_block(lines, found)
        marked.append(replace(section, source=_with_marks(lines, groups[section.id])))
    if not groups:
        return {}
    # Only text is wanted here: no intro, no questions, and of other sections no more than their ids.
    bare = replace(module, intro="", quiz=replace(module.quiz, questions=(), vignettes=()))
    with_marks = {one.id: one.html for one in compile_module(replace(bare, sections=tuple(marked))).sections}
    plain = {one.id: one.html for one in compile_module(bare).sections}
    return {name: _cut(plain[name], with_marks[name], blocks) for name, blocks in groups.items()}


def _by_block(lines: Sequence[str], found: Sequence[tuple[int, Problem]]) -> dict[int, list[Problem]]:
    """Group findings by the line (from 0) that begins the block they are about; -1 stands for the heading."""
    starts = _blocks(lines)
    blocks: dict[int, list[Problem]] = {}
    for line, problem in found:
        index = bisect_right(starts, line) - 1
        blocks.setdefault(starts[index] if index >= 0 else -1, []).append(problem)
    return blocks


def _blocks(lines: Sequence[str]) -> list[int]:
    """Return the lines that begin a block before which a paragraph can stand."""
    code, _ = scan.fences(list(lines))
    starts: list[int] = []
    before = ""  # the first line of the block before
    for number, line in enumerate(lines):
        if not line.strip() or number - 1 in code or (number and lines[number - 1].strip()):
            continue
        if not _GOES_ON.match(line) and not any(like.match(before) and like.match(line) for like in _LIKE):
            starts.append(number)
        before = line
    return starts


def _with_marks(lines: Sequence[str], blocks: dict[int, list[Problem]]) -> str:
    text: list[str] = []
    for number, line in enumerate(lines):
        if number in blocks:
            text += ["", _MARK.format(number), ""]
        text.append(line)
    return "\n".join(text)


def _cut(plain: str, marked: str, blocks: dict[int, list[Problem]]) -> tuple[Piece, ...]:
    """Cut a section's HTML at its marks; in one piece where the marks did more than stand there."""
    everything = tuple(problem for line in sorted(blocks) for problem in blocks[line])
    if _MARKED.sub("", marked) != plain:
        return (Piece(everything, plain),)
    parts = _MARKED.split(marked)
    first = Piece(tuple(blocks.get(-1, ())), parts[0])
    rest = [Piece(tuple(blocks[int(line)]), html) for line, html in zip(parts[1::2], parts[2::2], strict=True)]
    return (first, *rest)
