"""A bank gives nothing away by the place or the length of its keys."""

from itertools import product
from math import comb, isclose

import pytest
from content_values import module, question, quiz
from hypothesis import given, settings
from hypothesis import strategies as st

from ceu.domain.content.check_quiz import _at_least, quiz_rules
from ceu.domain.content.schema import Library, Option
from ceu.domain.content.source import Places


def findings(questions):
    made = module(quiz=quiz(questions, {"o1": 1}))
    return {found.code: found for found in quiz_rules(Library(None, (), (made,), ()), Places())}


def bank(keys, options=4):
    return [question(f"q{number}", right=(key,), options=options) for number, key in enumerate(keys)]


def with_lengths(number, key, *others):
    """Return a question whose first option is right and `key` characters long, and the others as long as said."""
    made = question(f"q{number}", options=0)
    texts = [
        Option("k" * key, True, ""),
        *(Option(f"{place}" + "o" * (size - 1), False, "") for place, size in enumerate(others)),
    ]
    return type(made)(**{name: getattr(made, name) for name in made.__slots__} | {"options": tuple(texts)})


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ([0, 1, 2, 3] * 9, False),
        ([0] * 18 + [1] * 6 + [2] * 6 + [3] * 6, False),
        ([0] * 19 + [1] * 6 + [2] * 6 + [3] * 5, True),
        ([0] * 11 + [1] * 11 + [2] * 9 + [3] * 5, False),
        ([0] * 11 + [1] * 11 + [2] * 10 + [3] * 4, True),
        ([0] * 11, False),
        ([0] * 12, True),
    ],
    ids=["even", "just double", "over double", "just half", "under half", "too few to tell", "all first"],
)
def test_a_position_may_hold_the_key_from_half_to_double_its_even_share(keys, told):
    assert ("Q27" in findings(bank(keys))) is told


def test_the_share_of_a_position_counts_only_the_questions_that_have_it():
    mixed = bank([0, 1] * 9, options=2) + bank([2, 2, 3, 3], options=4)
    assert "Q27" not in findings(mixed), "the third and fourth place exist in four questions only"


def test_questions_with_several_answers_have_no_key_position():
    several = [question(f"s{number}", right=(0, 1)) for number in range(30)]
    assert "Q27" not in findings(several)
    assert "Q28" not in findings(several)


def test_a_key_that_is_mostly_the_longest_option_is_told_with_its_questions():
    long_keys = [with_lengths(number, 30, 20, 20, 20) for number in range(8)]
    short_keys = [with_lengths(number, 20, 30, 20, 20) for number in range(8, 12)]
    found = findings(long_keys + short_keys)["Q28"]
    assert "8 of 12" in found.message
    assert "about 3" in found.message
    assert '"q0"' in found.advice
    assert "Q28" not in findings(long_keys[:6] + short_keys + short_keys[:2])


def test_a_tie_for_the_longest_option_gives_nothing_away():
    assert "Q28" not in findings([with_lengths(number, 30, 30, 20, 20) for number in range(12)])


def test_marks_and_citations_are_no_part_of_an_options_length():
    made = question("q", options=0)
    texts = (Option("**short** [@mergener1991]", True, ""), Option("shorts", False, ""), Option("shorty", False, ""))
    same = type(made)(**{name: getattr(made, name) for name in made.__slots__} | {"options": texts})
    assert "Q28" not in findings([same] * 12)


def test_a_bank_with_five_questions_of_an_objective_is_small():
    assert "Q26" in findings(bank([0, 1, 2, 3, 0]))
    assert "Q26" not in findings(bank([0, 1, 2, 3, 0, 1]))


@settings(deadline=None)
@given(st.lists(st.sampled_from([0.5, 1 / 3, 0.25, 0.2]), max_size=8), st.integers(0, 8))
def test_the_chance_of_so_many_longest_keys_is_exact(chances, count):
    whole = 0.0
    for outcome in product([True, False], repeat=len(chances)):
        if sum(outcome) >= count:
            part = 1.0
            for chance, came in zip(chances, outcome, strict=True):
                part *= chance if came else 1 - chance
            whole += part
    assert isclose(_at_least(count, chances), whole, abs_tol=1e-12)


def test_equal_chances_give_the_binomial():
    expected = sum(comb(36, k) * 0.25**k * 0.75 ** (36 - k) for k in range(16, 37))
    assert isclose(_at_least(16, [0.25] * 36), expected)
