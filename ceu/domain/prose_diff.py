"""What changed between two texts, word by word: for a reader, so small islands of sameness are left out.

Texts come as lines (a paragraph, a list, a row of a table each), with single spaces between words. Lines are paired
first, then the words of a pair are compared.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import chain

ALIKE = 0.4  # of two lines' words, that they share; below, one line went and another came
ISLAND = 2  # unchanged words between two changes that are rather read as part of the change
MOST_PAIRS = 40_000  # lines to compare with lines
MOST_WORDS = 1_000_000  # words to compare with words


class Mark(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    OUT = "out"
    IN = "in"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row with one fate."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text with its changes.

    Joined by spaces, the pieces that are not IN are the old line, and those that are not OUT the new one.
    """

    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether anything in it changed."""
        return any(piece.mark is not Mark.SAME for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Gap:
    """So many lines in a row that did not change."""

    lines: int


def words(old: str, new: str) -> Line:
    """Return what changed between two lines."""
    before, after = old.split(), new.split()
    if len(before) * len(after) > MOST_WORDS:
        runs = [(Mark.OUT, before), (Mark.IN, after)]
    else:
        runs = list(_runs(before, after))
    return Line(tuple(Piece(mark, " ".join(run)) for mark, run in runs if run))


def lines(old: Sequence[str], new: Sequence[str]) -> tuple[Line | Gap, ...]:
    """Return what changed between two texts: the lines that did, and how many did not between them."""
    found: list[Line | Gap] = []
    for verb, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if verb == "equal":
            found.append(Gap(j - i))
        else:
            found += _replaced(old[i:j], new[k:m])
    return tuple(found)


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    for before, after in _paired(old, new):
        if before and after:
            yield words(before, after)
        else:
            yield Line((Piece(Mark.OUT, before) if before else Piece(Mark.IN, after),))


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield old lines with the new ones they became, in order; what has no counterpart comes with an empty one."""
    if len(old) * len(new) > MOST_PAIRS:
        yield from chain(((line, "") for line in old), (("", line) for line in new))
        return
    shares = _shares(old, new)
    # best[i][j]: the most that old[i:] and new[j:] can share
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            both = shares[i][j] + best[i + 1][j + 1] if shares[i][j] else 0.0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and shares[i][j] and best[i][j] == shares[i][j] + best[i + 1][j + 1]:
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif i < len(old) and best[i][j] == best[i + 1][j]:
            yield old[i], ""
            i += 1
        else:
            yield "", new[j]
            j += 1


def _shares(old: Sequence[str], new: Sequence[str]) -> list[list[float]]:
    """Return how much each old line shares with each new one, 0 where they are too unlike to be one line."""
    before, after = [frozenset(line.split()) for line in old], [frozenset(line.split()) for line in new]
    return [[share if (share := _share(one, other)) >= ALIKE else 0.0 for other in after] for one in before]


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / ((len(one) + len(other)) or 1)


def _runs(before: list[str], after: list[str]) -> Iterator[tuple[Mark, list[str]]]:
    """Yield the words by what became of them; of each change first what went, then what came."""
    went: list[str] = []
    came: list[str] = []
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for number, (verb, i, j, k, m) in enumerate(codes):
        between = 0 < number < len(codes) - 1
        if verb == "equal" and not (between and j - i <= ISLAND):
            yield from ((Mark.OUT, went), (Mark.IN, came))
            yield Mark.SAME, before[i:j]
            went, came = [], []
        else:
            went, came = went + before[i:j], came + after[k:m]
    yield from ((Mark.OUT, went), (Mark.IN, came))
