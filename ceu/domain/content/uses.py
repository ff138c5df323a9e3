"""Where references are cited: what must be read again when one is corrected, retracted or superseded."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from ceu.domain.content import markup_scan as scan
from ceu.domain.content.attributes import read_heading
from ceu.domain.content.frontmatter import split
from ceu.domain.content.quizscan import scan_quiz
from ceu.domain.content.source import ModuleFiles, Place, TextFile, Tree
from ceu.domain.content.texts import module_cuts


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation of `key`: its place, and what there leans on it, in words."""

    key: str
    place: Place
    what: str


def citations(tree: Tree) -> Iterator[Citation]:
    """Yield every citation of a content folder by file and line."""
    if tree.glossary is not None:
        yield from _glossary(tree.glossary)
    for course in tree.courses:
        document = split(course)
        for cited in scan.citations(document.body):
            yield Citation(cited.key, course.place(document.body_line + cited.line), "course description")
    for files in tree.modules:
        yield from _text(files)
        if files.quiz is not None:
            yield from _quiz(files.quiz)
        for path, file in files.figures.items():
            if path.endswith(".csv"):
                for cited in scan.citations(file.text):
                    yield Citation(cited.key, file.place(1 + cited.line), f"data file {path}")


def _text(files: ModuleFiles) -> Iterator[Citation]:
    if files.module is None:
        return
    for cut in module_cuts(files):
        section = f'section "{cut.heading.id}"' if cut.heading else "introduction"
        if cut.heading is not None:
            for cited in scan.citations(cut.heading.title):
                yield Citation(cited.key, files.module.place(cut.heading_line), f"{section}, title")
        parts = _parts(cut.source)
        for cited in scan.citations(cut.source):
            part = parts.get(cited.line)
            what = f"{section}, {part}" if part else section
            yield Citation(cited.key, files.module.place(cut.source_line + cited.line), what)


def _parts(source: str) -> dict[int, str]:
    """Return the lines of a section (from 0) that belong to a figure or a table, with which it is."""
    lines = source.split("\n")
    found = {}
    for picture in scan.pictures(source):
        if picture.alone:
            below = picture.line
            while below < len(lines) and lines[below].strip():
                found[below] = f"figure {picture.path}"
                below += 1
    for number, line in enumerate(lines):
        if line.lstrip(" \t>").startswith(("|", "Table: ")):
            found[number] = "table"
    return found


def _quiz(file: TextFile) -> Iterator[Citation]:
    document = split(file)
    scanned = scan_quiz(file, document.body, document.body_line)
    heads = [(item.line, f'question "{item.heading.id}"') for item in scanned.items]
    heads += [(case.line, f'case "{case.heading.id}"') for case in scanned.cases]
    yield from _below(file, document.body, document.body_line, sorted(heads), "quiz")


def _glossary(file: TextFile) -> Iterator[Citation]:
    heads = []
    for number, line in enumerate(file.text.split("\n"), 1):
        heading = read_heading(line)
        if heading is not None and heading.level == 3:
            heads.append((number, f'term "{heading.title}"'))
    yield from _below(file, file.text, 1, heads, "glossary")


def _below(file: TextFile, text: str, first: int, heads: list[tuple[int, str]], else_what: str) -> Iterator[Citation]:
    """Give each citation to the nearest heading above it."""
    lines = [line for line, _ in heads]
    for cited in scan.citations(text):
        line = first + cited.line
        above = bisect_right(lines, line) - 1
        yield Citation(cited.key, file.place(line), heads[above][1] if above >= 0 else else_what)
