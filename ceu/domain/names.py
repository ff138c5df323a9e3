"""Names as they are typed: what is kept of them, and whether two spellings name the same person."""

import unicodedata

# Letters that carry no accent mark to drop, and what people type for them.
_PLAIN = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i"})


# Controls, direction marks, halves of characters, private signs, line ends. Nobody sees them, and no paper prints them.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
JOINERS = "\u200c\u200d"  # invisible, but part of the spelling of names in several scripts


def unseen(character: str) -> bool:
    """Return whether a character is one that nobody sees; pasting from other programs brings such along."""
    return unicodedata.category(character) in _UNSEEN and character not in JOINERS


def visible(text: str) -> str:
    """Return `text` without what nobody sees; what stood on several lines stands on one."""
    spaced = (" " if character in "\t\n\r\v\f\u2028\u2029" else character for character in text)
    return "".join(character for character in spaced if not unseen(character))


def tidy(name: str) -> str:
    """Return a name as it is kept: what is seen of it, with single spaces."""
    return " ".join(visible(name).split())


def name_key(name: str) -> tuple[str, ...]:
    """Return the words of a name in one form: case, accents, punctuation and order are dropped."""
    # Twice: case folding may compose, and a decomposed letter (of a mathematical script, say) may be a capital.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    decomposed = folded.translate(_PLAIN)
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
