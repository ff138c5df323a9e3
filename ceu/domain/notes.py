"""A learner's note and the passage it stands on: found again when the text around it, or the passage itself, changed.

A passage is remembered as the Web Annotation Data Model's TextQuoteSelector does: its exact words and a little of what
stands before and after. All texts here are squeezed: every run of white space is one space.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import quote as percent_encode

BODY_MOST = 4000  # characters of a note
EXACT_MOST = 1000  # characters of a passage
CONTEXT = 32  # characters kept of what stands before and after it

ALIKE = 0.6  # of the words of a reworded passage, old or new, whichever are more; below, it is another passage
CONTEXT_WORDS = 4
CANDIDATES = 3  # places that are compared word by word

_SPACE = re.compile(r"[\s\ufeff]+")  # what a browser's \s matches, too


def squeeze(text: str) -> str:
    """Return `text` with every run of white space as one space, none at its ends."""
    return _SPACE.sub(" ", text).strip()


_ASIDE = frozenset({"svg", "fieldset"})


class _Words(HTMLParser):
    """Collects a fragment's text. The letters in a drawing, and the controls above it, are no running text."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.drawings = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.drawings += tag in _ASIDE

    def handle_endtag(self, tag: str) -> None:
        self.drawings -= tag in _ASIDE

    def handle_data(self, data: str) -> None:
        if not self.drawings:
            self.parts.append(data)


@lru_cache(maxsize=256)
def plain(html: str) -> str:
    """Return the squeezed text of a compiled section, as a browser's script reads it off the page."""
    words = _Words()
    words.feed(html)
    words.close()
    return squeeze("".join(words.parts))


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage by its words and by what stood before and after it."""

    exact: str
    prefix: str = ""
    suffix: str = ""

    def to_json(self) -> str:
        """Return the anchor as it is stored."""
        return json.dumps({"exact": self.exact, "prefix": self.prefix, "suffix": self.suffix}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Anchor | None":
        """Return the stored anchor; an empty text is that of a note on the whole section."""
        return cls(**json.loads(text)) if text else None

    @classmethod
    def at(cls, text: str, start: int, end: int) -> "Anchor":
        """Return the anchor of `text[start:end]`."""
        return cls(text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands in a squeezed text, from `start` up to `end`; `same` unless it was reworded."""

    start: int
    end: int
    same: bool = True


def locate(text: str, anchor: Anchor) -> Place | None:
    """Return where the passage stands in `text`, or None: the passage changed.

    First its words as they were, white space aside; where they stand several times, what stood around them decides.
    Then what is left of them between the same neighbors, if enough is.
    """
    exact = squeeze(anchor.exact)
    if not exact:
        return None
    starts = list(_occurrences(text, exact))
    if starts:
        start = max(starts, key=lambda one: _familiar(text, one, one + len(exact), anchor))
        return Place(start, start + len(exact))
    return _reworded(text, exact, anchor)


def _occurrences(text: str, exact: str) -> Iterator[int]:
    start = text.find(exact)
    while start >= 0:
        yield start
        start = text.find(exact, start + 1)


def _familiar(text: str, start: int, end: int, anchor: Anchor) -> int:
    """Return how many characters around a place are as they were around the passage."""
    before = _common(reversed(text[:start].rstrip()), reversed(squeeze(anchor.prefix)))
    return before + _common(iter(text[end:].lstrip()), iter(squeeze(anchor.suffix)))


def _common(one: Iterator[str], other: Iterator[str]) -> int:
    count = 0
    for here, there in zip(one, other, strict=False):
        if here != there:
            break
        count += 1
    return count


@lru_cache(maxsize=1024)  # milliseconds each; the same notes are compared with the same text on every visit
def _reworded(text: str, exact: str, anchor: Anchor) -> Place | None:
    """Return the place most like the passage with its neighbors, compared word by word, if it is like enough."""
    before, after = anchor.prefix.split()[-CONTEXT_WORDS:], anchor.suffix.split()[:CONTEXT_WORDS]
    words = exact.split()
    wanted = [word.casefold() for word in (*before, *words, *after)]
    spans = [found.span() for found in re.finditer(r"\S+", text)]
    there = [text[start:end].casefold() for start, end in spans]
    inner = range(len(before), len(before) + len(words))
    slack = max(CONTEXT_WORDS, len(words) // 2)
    best: tuple[float, Place] | None = None
    for shift in _shifts(wanted, there):
        low, high = max(0, shift - slack), min(len(there), shift + len(wanted) + slack)
        found = _aligned(wanted, there[low:high], inner)
        if found is None:
            continue
        likeness, first, last = found
        if best is None or likeness > best[0]:
            best = likeness, Place(spans[low + first][0], spans[low + last][1], same=False)
    return best[1] if best and best[0] >= ALIKE else None


def _shifts(wanted: list[str], there: list[str]) -> list[int]:
    """Return by how many words `wanted` has to be moved so that most of its words meet themselves."""
    places: dict[str, list[int]] = {}
    for index, word in enumerate(there):
        places.setdefault(word, []).append(index)
    votes = Counter(index - own for own, word in enumerate(wanted) for index in places.get(word, ()))
    return [shift for shift, _ in votes.most_common(CANDIDATES)]


def _aligned(wanted: list[str], window: list[str], inner: range) -> tuple[float, int, int] | None:
    """Return how alike the passage is to what stands for it in `window`, with its first and last word there.

    The passage is `wanted[inner.start:inner.stop]`; what is around it in `wanted` are its neighbors.
    """
    meets: dict[int, int] = {}
    for block in SequenceMatcher(None, wanted, window, autojunk=False).get_matching_blocks():
        meets.update((block.a + step, block.b + step) for step in range(block.size))
    kept = [meets[index] for index in inner if index in meets]
    if not kept:
        return None
    # Between its neighbors stands what became of the passage; without them, from its first word kept to its last.
    first = meets[inner.start - 1] + 1 if inner.start - 1 in meets else kept[0]
    last = meets[inner.stop] - 1 if inner.stop in meets else kept[-1]
    return (len(kept) / max(len(inner), last - first + 1), first, last) if first <= last else None


@dataclass(frozen=True, slots=True)
class Note:
    """A note: on a passage, or without an anchor on the whole section. A highlight is a passage without a body."""

    id: int
    anchor: Anchor | None
    body: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """A note beside the text as it is now. `now` is its passage there and `start` where; None where there is none."""

    note: Note
    now: Anchor | None = None
    start: int = 0
    reworded: bool = False

    @property
    def rank(self) -> tuple[int, int, int]:
        """Sort by it: passages as they follow each other, then those that changed, then notes on the whole section."""
        return (0 if self.now else 1 if self.lost else 2), self.start, self.note.id

    @property
    def lost(self) -> bool:
        """Whether the passage is no longer there: "the passage changed"."""
        return self.note.anchor is not None and self.now is None

    @property
    def fragment(self) -> str:
        """The end of an address that leads to the passage, in browsers that find text by it; may be empty."""
        return text_fragment(self.now.exact) if self.now else ""


def show(note: Note, text: str | None) -> Shown:
    """Return `note` beside `text`, its section's squeezed text now; None where the section is gone."""
    place = locate(text, note.anchor) if note.anchor and text is not None else None
    if place is None or text is None:
        return Shown(note)
    return Shown(note, Anchor.at(text, place.start, place.end), place.start, reworded=not place.same)


def text_fragment(exact: str) -> str:
    """Return the URL fragment directive of a passage: all of it if it is short, else how it begins and ends."""
    words = exact.split()
    ends = [words] if len(words) <= 2 * CONTEXT_WORDS else [words[:CONTEXT_WORDS], words[-CONTEXT_WORDS:]]
    return "#:~:text=" + ",".join(percent_encode(" ".join(end), safe="").replace("-", "%2D") for end in ends)


@dataclass(frozen=True, slots=True)
class InSection:
    """The notes of one section, with its title and address; the address is empty where the section is gone."""

    title: str
    href: str
    notes: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class InModule:
    """A module's sections that have notes."""

    title: str
    sections: tuple[InSection, ...]


@dataclass(frozen=True, slots=True)
class InCourse:
    """A course's modules that have notes."""

    title: str
    modules: tuple[InModule, ...]


def as_markdown(courses: tuple[InCourse, ...], *, day: str) -> str:
    """Return all notes as a Markdown document; `day` is when, for its first line."""
    lines = ["# My notes", "", f"As of {day}. Passages are quoted; what follows them is yours."]
    for course in courses:
        lines += ["", f"## {course.title}"]
        for module in course.modules:
            lines += ["", f"### {module.title}"]
            for section in module.sections:
                lines += ["", f"#### {section.title}"]
                for shown in section.notes:
                    lines += _as_lines(shown)
    return "\n".join(lines) + "\n"


def _as_lines(shown: Shown) -> Iterator[str]:
    if shown.note.anchor:
        yield from ("", f"> {shown.note.anchor.exact}")
        if shown.lost or shown.reworded:
            yield from ("", "*The passage changed.*" if shown.lost else "*Reworded since.*")
    if shown.note.body:
        yield from ("", shown.note.body)
