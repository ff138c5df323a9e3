from decimal import Decimal

import pytest
from content_values import body, course, module, provider
from hypothesis import given
from hypothesis import strategies as st

from ceu.domain.content.schema import CreditMethod, CreditOption
from ceu.domain.credit import (
    FACTOR,
    PER_DIFFICULTY,
    PER_QUESTION,
    PER_WORD,
    Measure,
    credit_units,
    difficulty_text,
    fits,
    mergener_minutes,
    minutes_for,
    missing_words,
    total_of,
    words_minutes,
    worksheet,
)

MERGENER = {"method": CreditMethod.MERGENER, "words_per_hour": None}
MEASURES = st.builds(
    Measure,
    st.just("m"),
    st.integers(0, 60_000),
    st.integers(0, 60),
    st.integers(1, 5).map(Decimal),
)
BODIES = st.builds(
    body,
    method=st.sampled_from(CreditMethod),
    words_per_hour=st.integers(3000, 12_000),
    minutes_per_unit=st.sampled_from([50, 60]),
    minimum=st.sampled_from([Decimal("0.25"), Decimal("0.5"), Decimal("1.0")]),
    step=st.sampled_from([Decimal("0.25"), Decimal("0.5"), Decimal("1.0")]),
)


def test_the_published_sample_of_the_mergener_formula_comes_out():
    assert mergener_minutes(3774, 16, Decimal("2.5")) == Decimal("61.93589")


def test_the_misprinted_sign_gives_another_answer():
    misprint = FACTOR * (Decimal("22.3") + PER_WORD * 3774 + PER_QUESTION * 16 + PER_DIFFICULTY * Decimal("2.5"))
    assert misprint.quantize(Decimal("0.01")) == Decimal("102.08")
    assert mergener_minutes(3774, 16, Decimal("2.5")) != misprint.quantize(Decimal("0.00001"))


@pytest.mark.parametrize(
    ("words", "questions", "minutes"),
    [(6000, 10, "58.09"), (18_000, 30, "130.70"), (0, 0, "21.78"), (1000, 0, "23.66")],  # MER-7, MER-8
)
def test_mergener_minutes_of_a_moderate_text(words, questions, minutes):
    assert mergener_minutes(words, questions, Decimal(3)).quantize(Decimal("0.01")) == Decimal(minutes)


def test_nothing_read_at_the_lowest_difficulty_is_no_time_rather_than_less_than_none():
    assert mergener_minutes(0, 0, Decimal(1)) == 0


def test_six_thousand_words_are_an_hour_where_a_body_says_so():
    assert words_minutes(6000, 6000) == 60
    assert words_minutes(5999, 6000) < 60


@pytest.mark.parametrize(
    ("minutes", "step", "units"),
    [
        ("59.99999", "0.5", "0"),
        ("60", "0.5", "1"),
        ("89.99", "0.5", "1"),
        ("90", "0.5", "1.5"),
        ("100", "0.25", "1.5"),
        ("105", "0.25", "1.75"),
    ],
)
def test_credit_rounds_down_to_the_minimum_and_then_to_whole_steps(minutes, step, units):
    assert credit_units(Decimal(minutes), body(step=Decimal(step))) == Decimal(units)


def test_a_unit_of_fifty_minutes_is_reached_earlier():
    assert credit_units(Decimal(50), body(minutes_per_unit=50)) == 1
    assert credit_units(Decimal(74), body(minutes_per_unit=50)) == 1
    assert credit_units(Decimal(75), body(minutes_per_unit=50)) == Decimal("1.5")


@given(BODIES, st.decimals(0, 2000, places=5))
def test_credit_is_never_more_than_the_time_nor_a_whole_step_less(rule, minutes):
    units = credit_units(minutes, rule)
    exact = minutes / rule.minutes_per_unit
    assert units <= exact
    assert units == 0 or (units >= rule.minimum and exact - units < rule.step)
    assert (units == 0) == (exact < rule.minimum)


@given(BODIES, MEASURES, st.integers(0, 5000))
def test_more_words_never_give_less_credit(rule, measure, more):
    longer = Measure("m", measure.words + more, measure.questions, measure.difficulty)
    assert minutes_for(rule, longer) >= minutes_for(rule, measure)


@given(BODIES, MEASURES)
def test_the_missing_words_are_enough_and_no_more_than_that(rule, measure):
    goal = rule.minimum * rule.minutes_per_unit
    missing = missing_words(rule, measure, goal)
    grown = Measure("m", measure.words + missing, measure.questions, measure.difficulty)
    assert credit_units(minutes_for(rule, grown), rule) >= rule.minimum
    if missing:
        short = Measure("m", grown.words - 1, measure.questions, measure.difficulty)
        assert credit_units(minutes_for(rule, short), rule) == 0


@given(st.lists(MEASURES, min_size=1, max_size=6))
def test_a_course_is_as_difficult_as_its_words(measures):
    total = total_of("c", measures)
    assert total.words == sum(one.words for one in measures)
    assert min(one.difficulty for one in measures) <= total.difficulty.quantize(Decimal("0.00001"))
    assert max(one.difficulty for one in measures) >= total.difficulty.quantize(Decimal("0.00001"))


def test_long_modules_weigh_more_in_the_difficulty_of_a_course():
    assert total_of("c", [Measure("a", 9000, 0, Decimal(2)), Measure("b", 3000, 0, Decimal(4))]).difficulty == Decimal(
        "2.5"
    )


def test_a_course_is_computed_once_on_its_totals_and_the_sum_of_its_modules_only_shown():
    rule = body(id="apa", **MERGENER)
    modules = [module("a", words=6000, drawn=10), module("b", words=6000, drawn=10)]
    sheet = worksheet(course(["a", "b"], credits=(CreditOption("apa", Decimal("1.0")),)), modules, provider(rule))
    line = sheet.bodies[0]
    assert line.minutes == mergener_minutes(12_000, 20, Decimal(3)) == sheet.mergener
    assert line.sum_of_modules_minutes == 2 * mergener_minutes(6000, 10, Decimal(3)) != line.minutes
    assert line.units == Decimal("1.5")
    assert line.sum_of_modules_units == 0  # 58 minutes each: either alone would round to nothing
    assert line.difference == Decimal("-0.5")


def test_the_questions_counted_are_those_drawn_not_the_bank():
    sheet = worksheet(course(), [module(drawn=12)], provider())
    assert sheet.total.questions == 12


def test_a_course_that_rounds_to_nothing_says_what_is_missing():
    line = worksheet(course(), [module(words=5400)], provider()).bodies[0]
    assert (line.units, line.missing_words, line.missing_minutes) == (0, 600, 6)


def test_a_promise_that_is_not_reached_says_what_is_missing_to_it():
    promise = course(credits=(CreditOption("nbcc", Decimal("1.5")),))
    line = worksheet(promise, [module(words=6300)], provider()).bodies[0]
    assert (line.units, line.difference, line.missing_words) == (1, Decimal("0.5"), 2700)


def test_what_is_reached_misses_nothing():
    line = worksheet(course(), [module(words=7000)], provider()).bodies[0]
    assert (line.missing_words, line.missing_minutes, line.difference) == (0, 0, 0)


@pytest.mark.parametrize(
    ("profession", "jurisdiction", "kind", "right"),
    [
        ("counselor", "FL", "license", True),
        ("counselor", "NY", "registration", False),
        ("psychologist", "FL", "license", False),
        ("counselor", "", "national_certification", False),
        ("counselor", "FL", "none", False),
    ],
)
def test_a_state_board_serves_its_own_state_and_professions(profession, jurisdiction, kind, right):
    board = body(professions=("counselor",), jurisdictions=("FL",))
    assert fits(board, profession, jurisdiction, kind) is right


def test_a_national_body_serves_every_state_and_national_certifications():
    assert fits(body(), "counselor", "NY", "license")
    assert fits(body(), "counselor", "", "national_certification")
    assert not fits(body(), "counselor", "", "none")
    assert fits(body(professions=()), "psychologist", "NY", "license")


def test_a_sum_is_written_with_the_numbers_it_was_computed_with():
    sheet = worksheet(course(), [module(words=6300, drawn=12, difficulty=3)], provider())
    assert sheet.mergener_sum == "0.9 × (−22.3 + 0.00209 × 6,300 words + 2.78 × 12 questions + 15.5 × 3)"
    assert sheet.sum_of(body()) == "60 × 6,300 words / 6,000"
    assert difficulty_text(Decimal("2.50")) == "2.5"
