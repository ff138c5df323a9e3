"""Reading Markdown text by lines, without rendering it: what is code, and where the marks stand.

Findings need lines and Python-Markdown gives none, so the checks read the text itself. Code is blanked out first;
what remains keeps its position, and every mark is found by a pattern. The renderer does not rely on this: what the
scanner misses comes out as plain text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

KEY = r"[A-Za-z](?:[A-Za-z0-9_]|[:.-](?=[A-Za-z0-9_]))*"
_FENCE = re.compile(r"[ >]*(`{3,}|~{3,})[ \t]*[\w#.+-]*[ \t]*$")
_CODE = re.compile(r"(?<!\\)((?:\\\\)*)(`+).+?(?<!`)\2(?!`)")  # as Python-Markdown pairs backticks, on one line
ESCAPABLE = '\\`*_{}[]()>#+-.!|@<~"'
_ESCAPE = re.compile(r"\\([" + re.escape(ESCAPABLE) + "])")
# Not `[label](address)`, `[label][name]` or the definition `[name]: address`.
CITATION = re.compile(r"\[(?P<inner>[^\[\]@]*(?<!\w)@[A-Za-z][^\[\]]*)\](?![(\[]|:[ ]*\S*[ ]*(?m:$))")
CITED = re.compile(rf"(?P<prefix>[^@;]*?)(?<![\w@])@(?P<key>{KEY})(?:,(?P<locator>[^;]*))?\s*$", re.DOTALL)
MENTION = re.compile(rf"(?<![\w@/.\\])@(?P<key>{KEY})")
FIGURE = re.compile(
    r"""!\[(?P<alt>(?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*(?P<path>[^\s()"]+)(?:\s+"(?P<caption>.*)")?\s*\)""", re.DOTALL
)
CALLOUT = re.compile(r"""(?P<indent> *)!!!(?P<rest>.*)""")
CALLOUT_HEAD = re.compile(r"""!!! ?(?P<kind>[\w-]+)(?: +"(?P<title>.*)")? *""")
_LINK = re.compile(r"""\]\(\s*<?(?P<target>[^\s"'<>]*)""")
_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)[^\[\]]+\]:[ \t]*<?(?P<target>[^\s>]*)", re.MULTILINE)
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]*://[^<>\s]*|[^<>\s@/]+@[^<>\s@]+)>")
_TAG = re.compile(r"<(?=[A-Za-z/!?])[^<>]*>?")


def fences(lines: list[str]) -> tuple[set[int], list[int]]:
    """Return the indices of lines inside closed fenced code, and those where a fence opens and never closes."""
    inside: set[int] = set()
    unclosed: list[int] = []
    index = 0
    while index < len(lines):
        opening = _FENCE.match(lines[index])
        if opening:
            fence = opening[1]
            closing = re.compile(r"[ >]*" + re.escape(fence) + r"[ \t]*$")
            end = next((n for n in range(index + 1, len(lines)) if closing.match(lines[n])), None)
            if end is None:
                unclosed.append(index)
            else:
                inside.update(range(index, end + 1))
                index = end
        index += 1
    return inside, unclosed


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


@lru_cache(maxsize=256)
def without_code(text: str) -> str:
    """Return `text` at the same length with code and escaped characters as spaces.

    A paragraph with a backtick that finds no partner on its line is left as it is: rather a finding about code than
    none about text.
    """
    lines = text.split("\n")
    inside, _ = fences(lines)
    kept: list[str] = []
    paragraph: list[str] = []
    for number, line in enumerate([*lines, ""]):
        if number in inside or not line.strip():
            kept += _without_spans(paragraph)
            paragraph = []
            kept.append(" " * len(line))
        else:
            paragraph.append(line)
    return "\n".join(kept[: len(lines)])


def _without_spans(paragraph: list[str]) -> list[str]:
    masked = [_ESCAPE.sub("  ", _CODE.sub(_blank, line)) for line in paragraph]
    if any("`" in line for line in masked):
        return [_ESCAPE.sub("  ", line) for line in paragraph]
    return masked


@dataclass(frozen=True, slots=True)
class Cited:
    """A key in a citation, with what stands before it and the page it points to. `line` counts from 0."""

    key: str
    line: int
    prefix: str = ""
    locator: str = ""


def read_citation(inner: str) -> list[Cited] | None:
    """Return the parts of the citation between brackets, or None where it is none."""
    parts = []
    for part in inner.split(";"):
        match = CITED.fullmatch(part.strip())
        if match is None:
            return None
        parts.append(Cited(match["key"], 0, match["prefix"].strip(), (match["locator"] or "").strip()))
    return parts


def line_of(text: str, position: int) -> int:
    """Return the line of `position`, counted from 0."""
    return text.count("\n", 0, position)


def citations(text: str) -> list[Cited]:
    """Return every key cited in `text`, in order, with its line counted from 0."""
    masked = without_code(text)
    return [Cited(match["key"], line_of(masked, match.start())) for match in MENTION.finditer(masked)]


@dataclass(frozen=True, slots=True)
class Picture:
    """An image. `alone` says whether it is its whole paragraph, and so a figure. `line` counts from 0."""

    line: int
    alone: bool
    alt: str = ""
    path: str = ""
    caption: str = ""


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Yield each run of lines without a blank one, with the line it begins on (from 0), unquoted and unindented."""
    lines: list[str] = []
    start = 0
    for number, line in enumerate([*text.split("\n"), ""]):
        bare = re.sub(r"^[ \t>]+", "", line)
        if not bare or bare.startswith("!!!"):
            if lines:
                yield start, "\n".join(lines)
            lines = []
        else:
            if not lines:
                start = number
            lines.append(bare.rstrip())


def figure_in(paragraph: str) -> re.Match[str] | None:
    """Return the parts of the image that is the whole of `paragraph`, or None."""
    return FIGURE.fullmatch("\n".join(line.strip(" \t>") for line in paragraph.strip().split("\n")))


def pictures(text: str) -> list[Picture]:
    """Return every image of `text`."""
    if "![" not in text:
        return []
    found = []
    masked = without_code(text)
    for start, masked_paragraph in paragraphs(masked):
        if "![" not in masked_paragraph:
            continue
        source = "\n".join(text.split("\n")[start : start + masked_paragraph.count("\n") + 1])
        match = figure_in(source)
        if match and masked_paragraph.count("](") == match[0].count("]("):
            caption = " ".join((match["caption"] or "").split())
            found.append(Picture(start, True, " ".join(match["alt"].split()), match["path"], caption))
        else:
            found += [
                Picture(start + line_of(masked_paragraph, mark.start()), False)
                for mark in re.finditer(r"!\[", masked_paragraph)
            ]
    return found


def links(text: str) -> list[tuple[int, str]]:
    """Return the target of every link, image and link definition of `text`, with its line from 0."""
    masked = without_code(text)
    found = []
    for pattern in (_LINK, _DEFINITION):
        for match in pattern.finditer(masked):
            target = text[match.start("target") : match.end("target")]
            if pattern is _LINK:
                target = _balanced(target)
            found.append((line_of(masked, match.start()), target))
    found += [
        (line_of(masked, match.start()), match[0][1:-1] if "://" in match[0] else "mailto:" + match[0][1:-1])
        for match in _AUTOLINK.finditer(masked)
    ]
    return sorted(found)


def _balanced(target: str) -> str:
    """Cut `target` before the bracket that closes the link."""
    depth = 0
    for position, character in enumerate(target):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth < 0:
            return target[:position]
    return target


def raw_html(text: str) -> list[tuple[int, str]]:
    """Return everything in `text` that looks like an HTML tag or comment, with its line from 0."""
    if "<" not in text:
        return []
    masked = _AUTOLINK.sub(_blank, without_code(text))
    return [(line_of(masked, match.start()), match[0].split("\n")[0]) for match in _TAG.finditer(masked)]
