"""How hard a section is to read: the Flesch-Kincaid grade, a number about sentence and word length and nothing else.

Grade = 0.39 × words per sentence + 11.8 × syllables per word − 15.59 (Kincaid and others, 1975). It knows neither
whether a long word is familiar to a clinician nor whether a short sentence is clear. Below some ten sentences it says
little, and its syllables are counted by a rule that is right for some nineteen words in twenty. So it is shown, and no
finding rests on it.
"""

import re
from dataclasses import dataclass

from ceu.domain.content.prose import Kind, passages, sentences
from ceu.domain.content.words import counted_text, words_of

_VOWELS = re.compile(r"[aeiouyà-öø-ý]+")
# An e that is not spoken: at the end (but ta-ble), in -es and -ed after most sounds, and inside state-ment, some-times.
_SILENT = re.compile(
    r"(?<=[^aeiouy])(?:(?<![^aeiouyl]l)e|(?<![sxzcg])(?<!ch)(?<!sh)(?<![^aeiouyl]l)es|(?<![td])ed)$"
    r"|(?<=[^aeiouyl])e(?=(?:ly|ments?|ful|less|ness)$)|(?<=f)e(?=ty$)|(?:(?<=^som|^hom|^lif)|(?<=^ther|^wher))e(?=[^aeiouyr])"
)
# Neighboring vowels that are spoken apart: med-i-a, ser-i-ous, cli-ent, so-ci-e-ty, vid-e-o, us-u-al, flu-ent, be-ing.
_APART = re.compile(
    r"(?<![cts])ia|[ct]iat|(?<![ctsgxnlv])io|vio(?!r)|(?<![ct])ien(?!d)|scien|iet|iu|(?<![pg])eo(?!u)|idea|area|creat"
    r"|^reac[^h]|reali|(?<![gq])ua|(?<![gq])uen|uou|po[ei]|[aeiouy]ing"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the grade is made of, for one text."""

    words: int
    sentences: int
    syllables: int

    @property
    def words_per_sentence(self) -> float:
        """Return the mean length of a sentence in words."""
        return self.words / max(self.sentences, 1)

    @property
    def grade(self) -> float:
        """Return the Flesch-Kincaid grade: years of schooling in the United States; 0 for no text."""
        if not self.words:
            return 0.0
        return 0.39 * self.words_per_sentence + 11.8 * self.syllables / self.words - 15.59


def reading(source: str) -> Reading:
    """Measure the running sentences of a section's Markdown: paragraphs and list items, without reflection prompts."""
    words: list[str] = []
    count = 0
    for passage in passages(source):
        if passage.kind is Kind.ROW or passage.callout == "reflect":
            continue
        for _, sentence in sentences(passage.text):
            found = words_of(counted_text(sentence))
            count += bool(found)
            words += found
    return Reading(len(words), count, sum(syllables(word) for word in words))


def syllables(word: str) -> int:
    """Return how many syllables `word` has, by rule: groups of vowels, less silent endings, at least one.

    A number counts one syllable a digit; an abbreviation in capitals one a letter; parts joined by a hyphen apart.
    """
    total = 0
    for part in re.findall(r"[^\W\d_]+|\d+", word):
        if part.isdigit() or (len(part) > 1 and part.isupper()):
            total += len(part)
            continue
        spelled = part.lower()
        total += max(len(_VOWELS.findall(_SILENT.sub("", spelled))) + len(_APART.findall(spelled)), 1)
    return max(total, 1)
