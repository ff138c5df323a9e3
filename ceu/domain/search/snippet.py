"""A passage that was found -> the piece of it to show, as (text, whether it was looked for)."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby

from ceu.domain.search.words import spans

BEGIN, END = "<b>", "</b>"  # what the database sets around a word it found; the folded text itself has no signs
MOST_WORDS = 45
CUT = "…"

Piece = tuple[str, bool]


def snippet(text: str, marked: str, most: int = MOST_WORDS) -> tuple[Piece, ...]:
    """Return the `most` words of `text` in which the most were found.

    Args:
        text: The passage as it is read.
        marked: Its words as `words.folded` gives them, with BEGIN and END around those that were found.
        most: How many words to show.
    """
    found = list(_found(marked))
    places = [(start, end) for start, end, _ in spans(text)]
    hits = [number < len(found) and found[number] for number in range(len(places))]
    first = _best(hits, most)
    last = min(first + most, len(places))
    begin = places[first][0] if first else 0
    end = places[last - 1][1] if last < len(places) else len(text)
    pieces = _pieces(text, places[first:last], hits[first:last], begin, end)
    before, after = [(f"{CUT} ", False)] if first else [], [(f" {CUT}", False)] if last < len(places) else []
    return _joined([*before, *pieces, *after])


def _found(marked: str) -> Iterator[bool]:
    """Yield for each word whether it was found. The marks may stand around a word or around several."""
    inside = False
    for word in marked.split(" "):
        inside = inside or BEGIN in word
        yield inside
        if END in word:
            inside = word.rfind(BEGIN) > word.rfind(END)


def _best(hits: Sequence[bool], most: int) -> int:
    """Return the number of the word to begin with: a few before the first hit of the densest stretch."""
    if len(hits) <= most:
        return 0
    sums = [0, *accumulate(hits)]
    densest = max(range(len(hits) - most + 1), key=lambda start: sums[start + most] - sums[start])
    reached = next((number for number in range(densest, len(hits)) if hits[number]), densest)
    return min(max(densest, reached - 8), len(hits) - most)


def _pieces(
    text: str, places: Sequence[tuple[int, int]], hits: Sequence[bool], begin: int, end: int
) -> Iterator[Piece]:
    """Yield the text from `begin` to `end`, cut at the words that were found."""
    at = begin
    for (start, stop), hit in zip(places, hits, strict=True):
        if hit:
            yield text[at:start], False
            yield text[start:stop], True
            at = stop
    yield text[at:end], False


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the pieces without empty ones; neighbors of one kind are one piece, as are hits with a space between."""
    kept = [piece for piece in pieces if piece[0]]
    kinds = [
        hit or (text in {" ", "-"} and 0 < number < len(kept) - 1 and kept[number - 1][1] and kept[number + 1][1])
        for number, (text, hit) in enumerate(kept)
    ]
    together = groupby(zip(kept, kinds, strict=True), key=lambda pair: pair[1])
    return tuple(("".join(text for (text, _), _ in group), kind) for kind, group in together)
