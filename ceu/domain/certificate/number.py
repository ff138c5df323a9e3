"""Certificate numbers: random, without look-alikes, and safe to read aloud or type from paper (requirement 24)."""

from collections.abc import Callable, Iterable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U. Without a U no number can begin with, or contain, "CEU" (requirement 7)."""

RANDOM = 10
LENGTH = RANDOM + 1
_GROUPS = ((0, 4), (4, 8), (8, LENGTH))
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
# What people write for what they see; whoever means another character meets the check character.
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS = frozenset(" -\t\n\r\u00a0\u2007\u2009\u202f\u2010\u2011\u2012\u2013\u2014\u2212")


def new_number(randbelow: Callable[[int], int]) -> str:
    """Return a new number: ten random characters and the check character, ungrouped.

    `randbelow(n)` gives an unpredictable integer from 0 to n - 1 (`secrets.randbelow`): 50 bits, so a number cannot
    be guessed from another. Uniqueness is the database's to hold.
    """
    values = [randbelow(len(ALPHABET)) for _ in range(RANDOM)]
    return "".join(ALPHABET[value] for value in (*values, _check(values)))


def display(number: str) -> str:
    """Return a number as it is printed: `XXXX-XXXX-XXX`."""
    return "-".join(number[start:stop] for start, stop in _GROUPS)


def read_number(text: str) -> str | None:
    """Return the number a person meant, ungrouped, or None when it is not one.

    Spaces, dashes and lower case are accepted, O is read as 0, I and L as 1. A mistyped character or two swapped
    neighbors give None, never somebody else's certificate.
    """
    bare = "".join(character for character in text if character not in _SEPARATORS)
    # Only ASCII: upper() would turn one foreign letter into two, or into one of ours.
    if len(bare) != LENGTH or not bare.isascii():
        return None
    number = bare.upper().translate(_READ_AS)
    if any(character not in _VALUE for character in number):
        return None
    values = [_VALUE[character] for character in number]
    return number if _check(values[:RANDOM]) == values[RANDOM] else None


def _check(values: Iterable[int]) -> int:
    """Return the check value: sum of value x weight in the field of 32 elements, weights 2, 2^2, ... 2^10.

    Crockford's own check is modulo 37 and needs five characters outside the alphabet (one of them U); modulo 31 stays
    inside but takes 0 and Z for the same. The field with 32 elements has exactly one element per character. In it no
    weight is zero, so any single wrong character shows; and the weights (the check character's is 1) all differ, so any
    two swapped characters show, neighbors or not.
    """
    total = 0
    for value in values:  # Horner's rule: after the last step the first value has been doubled ten times
        total = _double(total ^ value)
    return total


def _double(value: int) -> int:
    """Multiply by 2 modulo x^5 + x^2 + 1, which is primitive: the powers of 2 repeat only after 31 steps."""
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled
