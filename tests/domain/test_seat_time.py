"""Time of study: what the server counts, what it leaves out, and the pace that follows."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceu.domain import seat_time
from ceu.domain.content.compile import section_minutes
from ceu.domain.seat_time import Observed, Served, StudyTime

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def served(at=NINE, minutes=9, section="one"):
    return Served(1, "grief", section, minutes, at)


def seen(minutes, *, before=None, until=None, page=None, extra=0, closing=False):
    return seat_time.observe(
        before or Observed(),
        page or served(),
        counted_until=until,
        now=NINE + timedelta(minutes=minutes),
        extra_percent=extra,
        closing=closing,
    )


def test_the_time_since_the_page_was_handed_out_counts():
    assert seen(2) == Observed(120)


def test_of_a_pause_only_five_minutes_count_and_the_rest_is_left_out():
    assert seen(40, until=NINE + timedelta(minutes=2)) == Observed(300, cut=True)


def test_without_any_sign_in_between_marking_as_read_counts_up_to_the_estimate():
    assert seen(8, closing=True) == Observed(480)
    assert seen(60, closing=True) == Observed(540, cut=True)
    assert seen(60, closing=True, page=served(minutes=2)) == Observed(300, cut=True)


def test_a_section_counts_at_most_three_times_its_estimate():
    assert seen(4, before=Observed(300), page=served(minutes=2)) == Observed(360, cut=True)


def test_what_was_counted_stays_when_the_text_gets_shorter():
    assert seen(4, before=Observed(900), page=served(minutes=1)) == Observed(900, cut=True)


def test_extra_time_lengthens_pause_and_cap():
    assert seen(40, until=NINE, extra=50).seconds == 450
    assert seat_time.cap_seconds(2, 50) == 540
    assert "7.5 minutes" in seat_time.rule(50)
    assert "4.5 times" in seat_time.rule(50)
    assert "at most 5 minutes, of a section at most 3 times" in seat_time.rule(0)


def test_a_page_of_the_future_counts_nothing():
    assert seen(1, page=served(NINE + timedelta(hours=1))) == Observed()


# Two tabs, whatever the reader does in them: (tab, seconds until its next sign, whether it is marked as read then).
SIGNS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1200), st.booleans()), max_size=30)


@given(SIGNS, st.integers(1, 12), st.sampled_from([0, 50, 100]))
def test_tabs_together_never_count_more_than_the_time_that_passed_and_no_section_beyond_its_cap(signs, minutes, extra):
    now, until, totals = NINE, None, {}
    for tab, passed, closing in signs:
        before = totals.get(tab, Observed())
        now += timedelta(seconds=passed)
        page = served(NINE, minutes, str(tab))
        after = seat_time.observe(before, page, counted_until=until, now=now, extra_percent=extra, closing=closing)
        assert after.seconds >= before.seconds
        assert after.seconds <= seat_time.cap_seconds(minutes, extra)
        totals[tab], until = after, now
    assert sum(one.seconds for one in totals.values()) <= (now - NINE).total_seconds()


@given(SIGNS)
def test_extra_time_never_counts_less(signs):
    sums = []
    for extra in (0, 50):
        now, until, total = NINE, None, Observed()
        for _, passed, closing in signs:
            now += timedelta(seconds=passed)
            total = seat_time.observe(
                total, served(), counted_until=until, now=now, extra_percent=extra, closing=closing
            )
            until = now
        sums.append(total.seconds)
    assert sums[0] <= sums[1]


# Pace


def test_three_sections_tell_a_pace_and_it_is_their_median():
    assert seat_time.pace([(600, 180), (600, 200)]) is None
    assert seat_time.pace([(600, 180), (600, 240), (600, 3600)]) == 150


def test_a_section_clicked_through_says_nothing_of_a_pace():
    assert seat_time.pace([(600, 180), (600, 240), (600, 10), (600, 0)]) is None


@given(st.lists(st.tuples(st.integers(1, 5000), st.integers(0, 20000)), max_size=20))
def test_a_pace_lies_within_its_bounds(read):
    found = seat_time.pace(read)
    assert found is None or 100 <= found <= 400


@given(st.integers(0, 20000), st.integers(100, 400))
def test_a_faster_reader_is_promised_no_more_minutes(words, pace):
    assert section_minutes(words, pace) >= section_minutes(words, pace + 1) >= 1


# What a course may ask for


@pytest.mark.parametrize(
    ("time", "asked", "missing"),
    [
        (StudyTime(0), None, 0),
        (StudyTime(0), 60, 60),
        (StudyTime(59 * 60 + 1), 60, 1),
        (StudyTime(60 * 60), 60, 0),
        (StudyTime(0, vouched="learner"), 60, 0),
        (StudyTime(0, on_paper=True), 60, 60),
    ],
)
def test_missing_minutes_are_rounded_up(time, asked, missing):
    assert time.missing(asked) == missing
