"""Whether two spellings name the same person, as a person at a counter would say."""

import unicodedata

# Letters that carry no accent mark to drop, and what people type for them.
_PLAIN = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i"})


def name_key(name: str) -> tuple[str, ...]:
    """Return the words of a name in one form: case, accents, punctuation and order are dropped."""
    decomposed = unicodedata.normalize("NFKD", name.casefold()).translate(_PLAIN)
    letters = (
        character if unicodedata.category(character)[0] in "LN" else " "
        for character in decomposed
        # Marks are accents; an apostrophe or a period joins what stands around it: O'Neil is ONeil, J.R. is JR.
        if unicodedata.category(character)[0] != "M" and character not in "'’ʼ`´."
    )
    return tuple(sorted("".join(letters).split()))


def same_name(one: str, other: str) -> bool:
    """Return whether both texts hold the same words; two empty ones are not the same person."""
    key = name_key(one)
    return bool(key) and key == name_key(other)
