"""The words of a text as the search sees them: the same for the text, the query and the marks, on every database."""

import re
import unicodedata
from collections.abc import Iterator

# A letter may be followed by marks that stand above or below it (é written as e and an accent).
_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each word of `text` begins and ends, and the word without case and diacritics."""
    for match in _WORD.finditer(text):
        yield match.start(), match.end(), _folded(match[0])


def words(text: str) -> list[str]:
    """Return the words of `text` without case and diacritics: letters and digits, nothing else."""
    return [word for _, _, word in spans(text)]


def folded(text: str) -> str:
    """Return the words of `text` with a space between two; the number of words is that of `spans`."""
    return " ".join(words(text))


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word).casefold()
    return "".join(letter for letter in plain if letter.isalnum())
