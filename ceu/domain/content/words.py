"""Counting words of instruction by requirement 5: from the text itself, so that no library's version changes a credit.

A word is a run of characters between spaces (or dashes set without spaces) that holds a letter or a digit.
"""

import re

from ceu.domain.content import markup_scan as scan

# Shown to people wherever a count is shown. The code below does what these lines say.
EXCLUSIONS = (
    "titles, headings and the names of callouts",
    "front matter: authors, objectives and all other keys",
    "citations, and the reference list made from them",
    "figures: pictures, captions and alternative texts; the captions of tables",
    "addresses of links (their visible words count)",
    "code",
    "reflection prompts (reflect callouts)",
    "the quiz: questions, options, feedback, rationales and cases",
)

_HEADING = re.compile(r"^#{1,6}[^\n]*$", re.MULTILINE)
_TABLE_CAPTION = re.compile(r"^Table:[ \t]+.*?(?=\n[ \t]*\n|\Z)", re.MULTILINE | re.DOTALL)
_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)[^\[\]]+\]:[^\n]*$", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:?")
_LINK = re.compile(r"\]\((?:[^()\n]|\([^()\n]*\))*\)")
_REFERENCE_LINK = re.compile(r"\]\[[^\[\]\n]*\]")
_ADDRESS = re.compile(r"<[^<>\s]+>|https?://\S+")
_LIST_NUMBER = re.compile(r"^[ \t>]*(?:[0-9]+[.)]|[-*+])(?=\s)", re.MULTILINE)
_BLANK_LINE = re.compile(r"(\n[ \t]*\n)")
_BREAK = re.compile(r"[\s|—]+|(?<=\w)--(?=\w)")
_WORD = re.compile(r"[^\W_]")
# Characters that mark up and are not part of a word; without them *a* and a are the same.
_MARKS = re.compile(r"[*_`\[\]()>#~\\]")


def count_words(text: str) -> int:
    """Return how many words of `text` (a section's Markdown) count as instruction (requirement 5)."""
    return len(words_of(counted_text(text)))


def words_of(text: str) -> list[str]:
    """Return the words of a text without marks."""
    return [piece for piece in _BREAK.split(text) if _WORD.search(piece)]


def counted_text(text: str) -> str:
    """Return what of `text` counts as instruction, without the marks of Markdown."""
    kept = _without_reflection(text)
    kept = scan.without_code(kept)
    kept = _without_figures(kept)
    for pattern in (_HEADING, _TABLE_CAPTION, _DEFINITION):
        kept = pattern.sub(" ", kept)
    kept = scan.CITATION.sub(_without_citation, kept)
    for pattern, replacement in (
        (scan.MENTION, " "),
        (_FOOTNOTE, " "),
        (_LINK, "]"),
        (_REFERENCE_LINK, "]"),
        (_ADDRESS, " "),
        (_LIST_NUMBER, " "),
    ):
        kept = pattern.sub(replacement, kept)
    return _MARKS.sub("", kept)


def _without_citation(match: re.Match[str]) -> str:
    return match[0] if scan.read_citation(match["inner"]) is None else " "


def _without_figures(text: str) -> str:
    """Take out every paragraph that is a figure."""
    if "![" not in text:
        return text
    return "".join(" " if "![" in part and scan.figure_in(part) else part for part in _BLANK_LINE.split(text))


def _without_reflection(text: str) -> str:
    """Take out the head of every callout, and reflect callouts whole: the lines indented below them."""
    kept: list[str] = []
    depth: int | None = None
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        if depth is not None and line.strip() and indent <= depth:
            depth = None
        if depth is not None:
            continue
        head = scan.CALLOUT.fullmatch(line)
        if head is None:
            kept.append(line)
            continue
        kept.append("")
        if head["rest"].split()[:1] == ["reflect"]:
            depth = indent
    return "\n".join(kept)
