"""How hard a module is to read, as text for a terminal: what `ceu check --reading` prints for each module."""

from ceu.cli.worksheet import table
from ceu.domain.content.reading import Reading, reading
from ceu.domain.content.schema import Module

_LIMITS = "The grade counts words per sentence and syllables per word. It does not know whether a text is clear."


def reading_text(module: Module) -> str:
    """Return the Flesch-Kincaid grade of every section of `module`, and of all its sections together."""
    measured = [(section.id, section.words, reading(section.source)) for section in module.sections]
    total = Reading(*(sum(values) for values in zip(*(_parts(read) for _, _, read in measured), strict=True)))
    rows = [_row(*line) for line in [*measured, ("All sections", sum(words for _, words, _ in measured), total)]]
    head = ("Section", "Words", "Sentences", "Words a sentence", "Flesch-Kincaid grade")
    return "\n".join([f'Reading level of "{module.title}" ({module.slug})', "", *table(head, rows), "", _LIMITS, ""])


def _parts(read: Reading) -> tuple[int, int, int]:
    return read.words, read.sentences, read.syllables


def _row(name: str, words: int, read: Reading) -> tuple[str, ...]:
    return name, f"{words:,}", str(read.sentences), f"{read.words_per_sentence:.1f}", f"{read.grade:.1f}"
