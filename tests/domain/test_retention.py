"""How long facts are kept."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from ceu.domain import retention

DAYS = some.dates(date(2000, 1, 1), date(2100, 12, 31))
YEARS = some.lists(some.integers(1, 30), max_size=4)


def test_the_default_meets_each_body_known_and_a_longer_one_wins():
    assert retention.years([4, 5, 6]) == 7
    assert retention.years([]) == 7
    assert retention.years([4, 10]) == 10


def test_what_was_completed_on_a_leap_day_is_kept_a_day_longer_rather_than_shorter():
    assert retention.until(date(2028, 2, 29), [7]) == date(2035, 3, 1)
    assert retention.until(date(2026, 11, 23), [7]) == date(2033, 11, 23)


@given(DAYS, YEARS, some.integers(0, 40 * 366))
def test_whatever_may_go_today_is_looked_at(completed, asked, days):
    today = completed + timedelta(days)
    if retention.until(completed, asked) < today:
        assert completed <= retention.latest(today)


@given(DAYS, YEARS)
def test_nothing_goes_early(completed, asked):
    assert (retention.until(completed, asked) - completed).days >= 365 * retention.years(asked)
