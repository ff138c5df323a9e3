"""Findings about a piece of Markdown, each on its line: raw HTML, citations, figures, links, callouts, headings."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ceu.domain.content import markup_scan as scan
from ceu.domain.content.attributes import HEADING
from ceu.domain.content.codes import did_you_mean
from ceu.domain.content.markup import Profile
from ceu.domain.content.markup_extensions import CALLOUTS
from ceu.domain.content.markup_finish import EXTERNAL, slug, unused_slug
from ceu.domain.content.schema import Problem
from ceu.domain.content.source import TextFile

MAX_QUOTES = 8
MAX_INDENT = 40
MAX_BRACKETS = 12
MAX_PARAGRAPH = 20_000
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\](:?)")


@dataclass(frozen=True, slots=True)
class Known:
    """What a text may refer to: reference keys, figures of the folder, section ids it can link to."""

    references: Collection[str]
    figures: Collection[str] = ()
    sections: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of a file: its Markdown, the line it begins on (from 1), and how much of Markdown it may use."""

    file: TextFile
    line: int
    text: str
    profile: Profile


def check_text(piece: Text, known: Known) -> list[Problem]:
    """Return every finding about `piece`."""
    found = [*_depth(piece), *_html(piece), *_citations(piece, known), *_pictures(piece, known)]
    found += [*_links(piece, known), *_blocks(piece)]
    return found


def _at(piece: Text, line: int, code: str, message: str, advice: str) -> Problem:
    return piece.file.place(piece.line + line).problem(code, message, advice)


def _depth(piece: Text) -> Iterator[Problem]:
    advice = "write it flatter, in shorter paragraphs"
    for number, line in enumerate(piece.text.split("\n")):
        marks = re.match(r"[ \t>]*", line)
        lead = marks[0] if marks else ""
        if line.strip() and (lead.count(">") > MAX_QUOTES or len(lead.expandtabs(4)) > MAX_INDENT):
            yield _at(piece, number, "X10", "this line is nested too deeply", advice)
            return
    for number, paragraph in scan.paragraphs(piece.text):
        if len(paragraph) > MAX_PARAGRAPH or _bracket_depth(paragraph) > MAX_BRACKETS:
            yield _at(piece, number, "X10", "this paragraph is too long or nests too many brackets", advice)
            return


def _bracket_depth(text: str) -> int:
    depth = deepest = 0
    for character in re.findall(r"[\[\]]", text):
        depth = depth + 1 if character == "[" else max(depth - 1, 0)
        deepest = max(depth, deepest)
    return deepest


def _html(piece: Text) -> Iterator[Problem]:
    first_on_line = dict(reversed(scan.raw_html(piece.text)))
    for line, tag in sorted(first_on_line.items()):
        advice = "use Markdown; for a less-than sign put a space after it or write \\<"
        yield _at(piece, line, "X01", f"raw HTML is not allowed: {tag[:60]}", advice)


def _citations(piece: Text, known: Known) -> Iterator[Problem]:
    for cited in scan.citations(piece.text):
        if cited.key not in known.references:
            advice = did_you_mean(cited.key, known.references) if known.references else "add it to references.bib"
            if not advice.startswith("did"):
                advice = "add it to references.bib, or write \\@ for a plain at sign"
            yield _at(piece, cited.line, "X02", f'unknown citation "{cited.key}"', advice)


def _pictures(piece: Text, known: Known) -> Iterator[Problem]:
    for picture in scan.pictures(piece.text):
        if not picture.alone or piece.profile is Profile.INLINE:
            advice = 'give it a paragraph of its own: ![what it shows](figures/name.svg "Caption")'
            yield _at(piece, picture.line, "X09", "a picture cannot stand here", advice)
            continue
        if not picture.alt:
            advice = "say between the brackets what it shows, for those who do not see it"
            yield _at(piece, picture.line, "X04", f"the image {picture.path} has no alternative text", advice)
        if picture.path not in known.figures:
            advice = did_you_mean(picture.path, known.figures)
            if not advice.startswith("did"):
                advice = "put the SVG file into the module's folder figures/"
            yield _at(piece, picture.line, "X03", f"the figure {picture.path} is missing", advice)


def _links(piece: Text, known: Known) -> Iterator[Problem]:
    images = {picture.path for picture in scan.pictures(piece.text)}
    anchors = headings_of(piece.text) if piece.profile is Profile.LESSON else set()
    for line, target in scan.links(piece.text):
        if target in images or EXTERNAL.fullmatch(target):
            continue
        if target.startswith("#"):
            if target[1:] not in anchors and target[1:] not in known.sections:
                message = f'there is no section "{target[1:]}" that a link from here could lead to'
                yield _at(piece, line, "X05", message, did_you_mean(target[1:], {*anchors, *known.sections}))
        else:
            shown = target[:60] or "nothing"
            advice = "link to https://…, to mailto:name@example.org or to #a-section of this module"
            yield _at(piece, line, "X06", f"a link leads to {shown}", advice)


def _blocks(piece: Text) -> Iterator[Problem]:
    lines = piece.text.split("\n")
    code, unclosed = scan.fences(lines)
    if piece.profile is Profile.LESSON:
        for number in unclosed:
            message = "this code block is opened and never closed"
            yield _at(piece, number, "X13", message, "repeat the fence below the code")
        yield from _headings(piece, lines, code)
        yield from _callouts(piece, lines, code)
        yield from _footnotes(piece)
        return
    for number, line in enumerate(lines):
        if number in code or number in unclosed:
            yield _at(piece, number, "X12", "a code block cannot stand here", "use `code` within the line")
            return
        if scan.CALLOUT.fullmatch(line):
            yield _at(piece, number, "X07", "a callout cannot stand here", "write it as a plain paragraph")
        elif number and HEADING.match(line):
            yield _at(piece, number, "X08", "a heading cannot stand here", "write it as a plain paragraph")
    if piece.profile is Profile.INLINE and re.search(r"\n[ \t]*\n", piece.text.strip()):
        yield _at(piece, 0, "X12", "only one paragraph can stand here", "join the lines, or say the rest elsewhere")
    if match := _FOOTNOTE.search(scan.without_code(piece.text)):
        where = scan.line_of(piece.text, match.start())
        yield _at(piece, where, "X11", "a footnote cannot stand here", "say it in the text")


def _headings(piece: Text, lines: list[str], code: set[int]) -> Iterator[Problem]:
    level = 2
    for number, line in enumerate(lines):
        match = re.match(r"(#+)", line)
        if match is None or number in code:
            continue
        depth = len(match[1])
        if HEADING.match(line) is None or not 3 <= depth <= 5:
            advice = "inside a section headings begin with ###; for a plain # write \\#"
            yield _at(piece, number, "X08", "this line would be a heading of the wrong level", advice)
            continue
        if depth > level + 1:
            advice = f"use {'#' * (level + 1)} here, so that no level is left out"
            yield _at(piece, number, "X08", "a heading skips a level", advice)
        if re.search(r"\{[^{}]*\}\s*$", line):
            yield _at(piece, number, "S04", "only sections have attributes", "take the braces off this heading")
        level = depth


def headings_of(text: str) -> set[str]:
    """Return the ids the headings inside a section get; the renderer gives the same."""
    taken: set[str] = set()
    lines = text.split("\n")
    code, _ = scan.fences(lines)
    for number, line in enumerate(lines):
        if number not in code and (match := HEADING.match(line)):
            plain = scan.CITATION.sub("", match[2])
            plain = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", plain)
            unused_slug(slug(re.sub(r"[*_`\\]", "", plain)), taken)
    return taken


def _callouts(piece: Text, lines: list[str], code: set[int]) -> Iterator[Problem]:
    for number, line in enumerate(lines):
        match = scan.CALLOUT.fullmatch(line)
        if match is None or number in code:
            continue
        head = scan.CALLOUT_HEAD.fullmatch(line.strip())
        if head is None or head["kind"] not in CALLOUTS:
            kind = (match["rest"].split() or [""])[0]
            message = f'"{kind}" is no kind of callout' if head else "a callout's first line cannot be read"
            advice = did_you_mean(kind, CALLOUTS) if head else 'write it as !!! pearl "Title"'
            yield _at(piece, number, "X07", message, advice)
        below = next((after for after in lines[number + 1 :] if after.strip()), "")
        if len(below) - len(below.lstrip(" ")) < len(match["indent"]) + 4:
            advice = "indent the text of the callout by four spaces"
            yield _at(piece, number, "X07", "a callout has no text", advice)


def _footnotes(piece: Text) -> Iterator[Problem]:
    masked = scan.without_code(piece.text)
    named: dict[str, int] = {}
    written: dict[str, int] = {}
    for match in _FOOTNOTE.finditer(masked):
        starts_line = not masked[masked.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
        (written if match[2] and starts_line else named).setdefault(match[1], scan.line_of(masked, match.start()))
    for name in sorted(named.keys() ^ written.keys()):
        if name in named:
            yield _at(
                piece, named[name], "X11", f"the footnote [^{name}] is not written", f"write it below: [^{name}]: …"
            )
        else:
            yield _at(
                piece, written[name], "X11", f"nothing names the footnote [^{name}]", "name it in the text or delete it"
            )
