import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from content_values import bank_digests, question, quiz
from hypothesis import given
from hypothesis import strategies as st

from ceu.domain.assessment.draw import draw
from ceu.domain.assessment.grade import UnreadableResponse, grade, needed_right, read_response
from ceu.domain.assessment.retake import Allowed, AlreadyPassed, Exhausted, NotBefore, next_attempt

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
BANK = quiz(
    [question(f"a{i}", "o1", "s2") for i in range(6)] + [question(f"b{i}", "o2", "s1", right=(1, 2)) for i in range(6)],
    {"o1": 4, "o2": 3},
)
DIGESTS = bank_digests(BANK)
PINNED = {DIGESTS[item.id]: item for item in BANK.questions}
KEY = {item.id: tuple(i for i, option in enumerate(item.options) if option.right) for item in BANK.questions}
ANSWERS = st.dictionaries(
    st.sampled_from(sorted(KEY)), st.lists(st.integers(0, 3), max_size=4, unique=True).map(sorted).map(tuple)
)


def form(seed=0):
    return draw(BANK, DIGESTS, random.Random(seed))


def graded(answers, seed=0, percent=80):
    return grade(form(seed), PINNED, answers, percent, objectives=("o1", "o2"), sections=("s1", "s2", "s3"))


def test_every_right_answer_passes_with_nothing_to_reread():
    result = graded(KEY)
    assert (result.right, result.total, result.needed, result.passed, result.reread) == (7, 7, 6, True, ())
    assert result.percent == 100


def test_no_answer_is_a_wrong_answer():
    result = graded({})
    assert (result.right, result.passed, result.reread) == (0, False, ("s1", "s2"))


def test_several_right_options_count_only_when_all_and_no_others_are_chosen():
    whole = next(item.id for item in form().questions if item.id.startswith("b"))
    for response, points in [((1, 2), 1), ((2, 1), 1), ((1,), 0), ((0, 1, 2), 0), ((0, 3), 0)]:
        assert dict(graded({whole: response}).points)[whole] == points


def test_the_sections_of_missed_questions_are_listed_once_in_the_order_of_the_module():
    answers = {name: key for name, key in KEY.items() if name.startswith("b")}
    assert graded(answers).reread == ("s2",)
    assert grade(form(), PINNED, {}, 80).reread in {("s1", "s2"), ("s2", "s1")}


@given(ANSWERS, st.integers(0, 50), st.integers(1, 100))
def test_counts_add_up_and_the_pass_mark_is_a_count(answers, seed, percent):
    result = graded(answers, seed, percent)
    assert result.right == sum(points for _, points in result.points)
    assert sum(one.right for one in result.by_objective) == result.right
    assert [(one.objective, one.total) for one in result.by_objective] == [("o1", 4), ("o2", 3)]
    assert result.passed == (Decimal(result.right) / result.total * 100 >= percent)
    assert result.passed == (result.right >= result.needed)


@given(ANSWERS, st.integers(0, 50))
def test_mending_an_answer_never_lowers_the_score(answers, seed):
    before = graded(answers, seed)
    wrong = next((name for name, points in before.points if not points), None)
    if wrong is not None:
        assert graded({**answers, wrong: KEY[wrong]}, seed).right == before.right + 1


@given(ANSWERS, st.integers(0, 50))
def test_answers_to_questions_that_were_not_drawn_change_nothing(answers, seed):
    asked = {item.id for item in form(seed).questions}
    assert graded(answers, seed) == graded({name: a for name, a in answers.items() if name in asked}, seed)


@pytest.mark.parametrize(
    ("total", "percent", "needed"), [(12, 80, 10), (10, 80, 8), (7, 75, 6), (3, 100, 3), (12, 1, 1)]
)
def test_the_pass_mark_rounds_up_to_a_whole_question(total, percent, needed):
    assert needed_right(total, percent) == needed


def test_a_response_is_read_from_positions_as_shown():
    assert read_response(question("q"), ["0"], (2, 0, 3, 1)) == (2,)
    assert read_response(question("q"), [1]) == (1,)
    assert read_response(question("q", right=(0, 1)), ["3", "0", "3"], (2, 0, 3, 1)) == (1, 2)
    assert read_response(question("q"), []) == ()


@pytest.mark.parametrize("raw", [["4"], ["-1"], ["one"], [""], ["1.0"], ["²"], ["9" * 5000], ["0", "1"]])
def test_a_response_that_does_not_fit_is_refused(raw):
    with pytest.raises(UnreadableResponse):
        read_response(question("q"), raw)


@given(st.lists(st.text(max_size=4)), st.permutations(range(4)))
def test_any_text_gives_a_response_or_a_refusal(raw, order):
    try:
        response = read_response(question("q", right=(0, 1)), raw, order)
    except UnreadableResponse:
        return
    assert list(response) == sorted(set(response))
    assert set(response) <= {0, 1, 2, 3}


def test_the_first_attempt_is_allowed_at_once():
    assert next_attempt(BANK, [], NOW) == Allowed(3)


def test_the_next_attempt_waits_for_a_day_after_a_failed_one():
    past = [(NOW - 30 * HOUR, False), (NOW - 2 * HOUR, False)]
    assert next_attempt(BANK, past, NOW) == NotBefore(NOW + 22 * HOUR)
    assert next_attempt(BANK, past, NOW + 22 * HOUR) == Allowed(1)


def test_after_the_last_attempt_the_provider_decides_and_may_grant_more():
    past = [(NOW - 30 * HOUR, False)] * 3
    assert next_attempt(BANK, past, NOW) == Exhausted(3)
    assert next_attempt(BANK, past, NOW, extra=1) == Allowed(1)


def test_a_test_once_passed_is_not_repeated():
    past = [(NOW - HOUR, True), (NOW - 30 * HOUR, False)]
    assert next_attempt(BANK, past, NOW) == AlreadyPassed(NOW - HOUR)


def test_without_a_limit_there_is_always_another_attempt():
    unlimited = replace(BANK, attempts=None, wait_hours=0)
    assert next_attempt(unlimited, [(NOW, False)] * 40, NOW) == Allowed(None)


@given(st.lists(st.tuples(st.integers(0, 100), st.booleans()), max_size=6), st.integers(0, 3))
def test_an_attempt_is_allowed_only_within_the_limit_after_the_wait_and_before_a_pass(history, extra):
    past = [(NOW - hours * HOUR, success) for hours, success in history]
    answer = next_attempt(BANK, past, NOW, extra=extra)
    free = not any(success for _, success in history) and all(hours >= 24 for hours, _ in history)
    assert isinstance(answer, Allowed) == (free and len(past) < 3 + extra)
