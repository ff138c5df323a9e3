"""What somebody typed -> a query: words, "words in this order", -words that must not stand there.

Any text gives a query or a sentence on what to write instead. A query holds letters and digits only, so nothing typed
reaches a database's own search language.
"""

import re
from dataclasses import dataclass

from ceu.domain.search.words import words

MOST_CHARACTERS = 200  # of what was typed; the rest is not read
MOST_TERMS = 12
MOST_LETTERS = 60  # of one word; the longest drug names have about 40
LEAST_LETTERS = 2  # of one term, so that 0.5 is enough and 5 is not

TOO_SHORT = f"Write at least one word of {LEAST_LETTERS} letters or digits."
ONLY_EXCLUDED = "Add a word to look for. A word with a minus before it only leaves passages out."
ONLY_COMMON = "These words stand in nearly every passage. Add one that says what you look for."

_PART = re.compile(r'(?P<minus>(?<!\S)[-−–])?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
# Unquoted, these keep together what they stand between (half-life, mg/kg, 0.5, don't); 's is left off.
_APART = re.compile(r"['’]s\b|[^\w\u0300-\u036f'’./-]+", re.IGNORECASE)
_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
# The words PostgreSQL's English search leaves out, so that both databases find the same.
_COMMON_WORDS = (
    "i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself "
    "it its itself they them their theirs themselves what which who whom this that these those am is are was were be "
    "been being have has had having do does did doing a an the and but if or because as until while of at by for with "
    "about against between into through during before after above below to from up down in out on off over under "
    "again further then once here there when where why how all any both each few more most other some such no nor not "
    "only own same so than too very s t can will just don should now"
)
_COMMON = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand next to each other in this order; one word is the common case."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for. Where `advice` is not empty there is nothing to look for, and it says what to write."""

    typed: str
    wanted: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    advice: str = ""


def read_query(typed: str) -> Query:
    """Return the query that was typed; an empty one gives neither terms nor advice."""
    typed = " ".join("".join(letter for letter in typed if letter.isprintable() or letter.isspace()).split())
    typed = typed[:MOST_CHARACTERS].rstrip()
    wanted: dict[Term, None] = {}
    excluded: dict[Term, None] = {}
    for part in _PART.finditer(typed.translate(_QUOTES)):
        kind = excluded if part["minus"] else wanted
        for piece in [part["phrase"]] if part["phrase"] else _APART.split(part["word"] or ""):
            if found := tuple(word[:MOST_LETTERS] for word in words(piece) if word):
                kind[Term(found)] = None
    telling = [term for term in wanted if not _COMMON.issuperset(term.words)]
    if advice := _advice(typed, wanted, excluded, telling):
        return Query(typed, advice=advice)
    return Query(
        typed=typed,
        wanted=tuple(telling[:MOST_TERMS]),
        excluded=tuple(term for term in excluded if not _COMMON.issuperset(term.words))[:MOST_TERMS],
    )


def _advice(typed: str, wanted: dict[Term, None], excluded: dict[Term, None], telling: list[Term]) -> str:
    if not typed:
        return ""
    if not wanted:
        return ONLY_EXCLUDED if excluded else TOO_SHORT
    if max(sum(map(len, term.words)) for term in telling or wanted) < LEAST_LETTERS:
        return TOO_SHORT
    return "" if telling else ONLY_COMMON
