"""Where the terms of the glossary stand in a text: one way to look for them, in Markdown and on the compiled page.

A term is found by its name or another spelling, at word boundaries, the longest first, with or without a plural s.
Case does not count, except for abbreviations: AUDIT is a questionnaire, an audit is none. Between words, a hyphen and
a space are the same.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ceu.domain.content import markup_scan as scan
from ceu.domain.content.prose import passages
from ceu.domain.content.schema import Term

_WORD = re.compile(r"[^\W_]+")
_BEFORE = re.compile(r"(?<![^\W_])(?<!-)")
_AFTER = r"(?:s|['’]s)?(?![^\W_])(?!-[^\W_])"
_LINK = re.compile(r"\[[^\[\]]*\](?:\([^()\s]*\)|\[[^\[\]]*\])|<[^<>\s]+>|https?://\S+")


@dataclass(frozen=True, slots=True)
class Use:
    """A term in a text, from `start` up to `end`."""

    term: Term
    start: int
    end: int


def same_spelling(text: str) -> str:
    """Return what two spellings have in common where they cannot be told apart."""
    return " ".join(_WORD.findall(text.casefold()))


def is_abbreviation(spelling: str) -> bool:
    """Return whether `spelling` is written in capitals, such as CRPS or PHQ-9."""
    return spelling == spelling.upper() and sum(character.isupper() for character in spelling) > 1


class Finder:
    """Finds terms in texts. Made once for a glossary."""

    def __init__(self, terms: Iterable[Term]) -> None:
        # The first word of every spelling leads to the spellings that begin with it, so most words cost one look.
        self._by_first: dict[str, list[tuple[re.Pattern[str], Term]]] = defaultdict(list)
        spellings = [(spelling, term) for term in terms for spelling in (term.name, *term.also)]
        for spelling, term in sorted(spellings, key=lambda pair: (-len(pair[0]), pair[0])):
            words = _WORD.findall(spelling)
            if not words:
                continue
            body = r"(?:\s+|-)".join(re.escape(word) for word in words)
            pattern = re.compile(body + _AFTER, 0 if is_abbreviation(spelling) else re.IGNORECASE)
            self._by_first[words[0].casefold()].append((pattern, term))

    def find(self, text: str) -> Iterator[Use]:
        """Yield every term in `text` in order; where several begin at one place, the longest."""
        end = 0
        for word in _WORD.finditer(text):
            if word.start() < end or not _BEFORE.match(text, word.start()):
                continue
            first = word[0].casefold()
            for pattern, term in (*self._by_first.get(first, ()), *self._by_first.get(first.removesuffix("s"), ())):
                if match := pattern.match(text, word.start()):
                    end = match.end()
                    yield Use(term, word.start(), end)
                    break

    def used(self, sources: Iterable[str]) -> tuple[Term, ...]:
        """Return the terms that the running text of `sources` (Markdown of sections) uses, by id."""
        found: dict[str, Term] = {}
        for source in sources:
            for passage in passages(source):
                text = _LINK.sub(" ", scan.CITATION.sub(" ", passage.text))
                found |= {use.term.id: use.term for use in self.find(text)}
        return tuple(found[name] for name in sorted(found))
