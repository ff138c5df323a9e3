"""A section's Markdown as passages: the paragraphs, list items and table rows a reader reads, each with its line.

Headings, code, figures, captions and the heads of tables are left out. Citations stay where they stand, for some rules
ask whether a sentence has one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from ceu.domain.content import markup_scan as scan

_ITEM = re.compile(r"(?:[-*+]|[0-9]+[.)])[ \t]+(?:\[ \][ \t]+)?")
_TABLE_RULE = re.compile(r"[|:\- \t]*-[|:\- \t]*")
_NOT_PROSE = re.compile(r"#{1,6}[ \t]|Table:[ \t]|\[(?!\^)[^\[\]]+\]:|(?:[-*_][ \t]*){3,}$")
_FOOTNOTE_HEAD = re.compile(r"\[\^[^\]\s]+\]:[ \t]*")
# A stop that ends no sentence: after a title, a common abbreviation, or one capital letter (an initial).
_NO_END = re.compile(r"(?:\b(?:[A-Z]|Dr|Mr|Mrs|Ms|St|vs|No|pp?|e\.g|i\.e|al|approx|ca|cf|Fig|U\.S)|\d\.\d*)\.$")
_STOP = re.compile(r"[.!?]+[\"”’')\]*_]*(?=\s+[\"“‘(\[*_]*[A-Z0-9@−-])")


class Kind(Enum):
    """What a passage is on the page."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text. `line` counts from 0; `callout` is the kind of callout it stands in, or empty.

    Code is blanked out. A table row's cells are separated by ` | `.
    """

    kind: Kind
    line: int
    text: str
    callout: str = ""


def passages(source: str) -> Iterator[Passage]:
    """Yield the passages of a section's text in order."""
    figures = {picture.line for picture in scan.pictures(source) if picture.alone}
    for block in _blocks(scan.without_code(source).split("\n")):
        if block.line in figures:
            continue
        table = next((number for number, line in enumerate(block.lines) if _TABLE_RULE.fullmatch(line)), None)
        if table == 1 and "|" in block.lines[1]:
            for number, line in enumerate(block.lines[2:], 2):
                yield Passage(Kind.ROW, block.line + number, line.strip("| \t"), block.callout)
        else:
            yield from _running(block)


@dataclass(slots=True)
class _Block:
    line: int
    callout: str
    lines: list[str]


def _blocks(lines: list[str]) -> Iterator[_Block]:
    """Cut lines at blank ones and at the heads of callouts; quote marks and indents are taken off."""
    callouts: list[tuple[int, str]] = []  # those the present line stands in: their indent and kind
    block: _Block | None = None
    for number, line in enumerate([*lines, ""]):
        bare = re.sub(r"^[ \t>]+", "", line).rstrip()
        if bare:
            indent = len(line) - len(line.lstrip(" "))
            while callouts and indent <= callouts[-1][0]:
                callouts.pop()
        if head := scan.CALLOUT.fullmatch(line):
            callouts.append((len(head["indent"]), (head["rest"].split() or [""])[0]))
        if not bare or head or _NOT_PROSE.match(bare):
            if block is not None:
                yield block
            block = None
            continue
        if block is None:
            block = _Block(number, callouts[-1][1] if callouts else "", [])
        block.lines.append(bare)


def _running(block: _Block) -> Iterator[Passage]:
    """Cut a block without a table at its list items."""
    kind, start, kept = Kind.PARAGRAPH, block.line, [""][:0]
    for number, line in enumerate(block.lines):
        if item := _ITEM.match(line):
            if kept:
                yield Passage(kind, start, "\n".join(kept), block.callout)
            kind, start, kept = Kind.ITEM, block.line + number, []
        kept.append(_FOOTNOTE_HEAD.sub("", line[item.end() :] if item else line))
    if kept:
        yield Passage(kind, start, "\n".join(kept), block.callout)


def sentences(text: str) -> list[tuple[int, str]]:
    """Cut a passage into sentences, each with its position in the passage."""
    found, start = [], 0
    for stop in _STOP.finditer(text):
        if stop[0] == "." and _NO_END.search(text[max(start, stop.end() - 12) : stop.end()]):
            continue
        found.append((start, text[start : stop.end()]))
        start = stop.end() + len(text[stop.end() :]) - len(text[stop.end() :].lstrip())
    if text[start:].strip():
        found.append((start, text[start:]))
    return found
