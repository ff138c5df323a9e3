"""Rules on a question bank as a whole: large enough, and giving nothing away by the place or length of its keys."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ceu.domain.content.schema import Library, Module, Problem, Question, QuestionKind
from ceu.domain.content.source import Places
from ceu.domain.content.words import counted_text

BANK_LEAST = 6  # questions of each objective, so that no attempt is a memory test (requirement 15)
EVEN_FROM = 12  # a smaller bank is too small to speak of a spread
SHARE_LEAST = 3  # a position that would hold fewer keys by an even spread is not judged
RARE = 0.01  # what chance brings about less often than this is no chance


def quiz_rules(library: Library, places: Places) -> Iterator[Problem]:
    """Yield the findings on every module's bank."""
    for module in library.modules:
        yield from _size(module, places)
        single = [question for question in module.quiz.questions if _has_one_key(question)]
        yield from _positions(module, single, places)
        yield from _lengths(module, single, places)


def _has_one_key(question: Question) -> bool:
    keys = sum(option.right for option in question.options)
    return question.kind is QuestionKind.SINGLE and keys == 1 and len(question.options) > 1


def _size(module: Module, places: Places) -> Iterator[Problem]:
    bank = Counter(question.objective for question in module.quiz.questions)
    for objective in module.objectives:
        if 0 < bank[objective.id] < BANK_LEAST:
            yield places.of("quiz", module.slug, "draw", objective.id).problem(
                "Q26",
                f'the bank has {bank[objective.id]} of at least {BANK_LEAST} questions on "{objective.id}"',
                f"write {BANK_LEAST - bank[objective.id]} more",
            )


def _positions(module: Module, questions: Sequence[Question], places: Places) -> Iterator[Problem]:
    """Compare how often each position holds the key with its even share, the sum of one in so many options."""
    if len(questions) < EVEN_FROM:
        return
    held = Counter(_key(question) for question in questions)
    for position in range(max(len(question.options) for question in questions)):
        share = sum(1 / len(question.options) for question in questions if position < len(question.options))
        if share >= SHARE_LEAST and not share / 2 <= held[position] <= share * 2:
            yield places.of("quiz", module.slug).problem(
                "Q27",
                f"the right answer is option {position + 1} in {held[position]} of {len(questions)} questions "
                f"with one answer; an even spread would be about {share:.0f}",
                "move right answers to other places in the file, though learners meet them shuffled: "
                "reviewers and printed copies do not",
            )


def _lengths(module: Module, questions: Sequence[Question], places: Places) -> Iterator[Problem]:
    """Ask how likely it is that, by chance, so many keys are longer than every other option."""
    longest = [question for question in questions if _key_is_longest(question)]
    if _at_least(len(longest), (1 / len(question.options) for question in questions)) < RARE:
        likely = sum(1 / len(question.options) for question in questions)
        yield places.of("quiz", module.slug).problem(
            "Q28",
            f"the right answer is the longest option in {len(longest)} of {len(questions)} questions with one answer; "
            f"by chance it would be about {likely:.0f}",
            "shorten it or lengthen a wrong one, for example in " + ", ".join(f'"{item.id}"' for item in longest[:5]),
        )


def _key(question: Question) -> int:
    return next(position for position, option in enumerate(question.options) if option.right)


def _key_is_longest(question: Question) -> bool:
    """Return whether the key is longer than every other option, in characters as read, citations left out."""
    key = _key(question)
    lengths = [len(" ".join(counted_text(option.text).split())) for option in question.options]
    return all(lengths[key] > length for position, length in enumerate(lengths) if position != key)


def _at_least(count: int, chances: Iterable[float]) -> float:
    """Return how likely `count` or more of independent events with these chances are (exact)."""
    spread = [1.0]  # how likely 0, 1, 2, ... events are
    for chance in chances:
        spread = [
            (spread[number] if number < len(spread) else 0) * (1 - chance)
            + (spread[number - 1] * chance if number else 0)
            for number in range(len(spread) + 1)
        ]
    return sum(spread[count:])
