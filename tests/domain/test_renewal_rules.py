"""Renewal: which rule, which cycle, how far."""

from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceu.domain import professions, renewal
from ceu.domain.renewal import Hours
from ceu.domain.renewal_rules import RULES, SOURCES

TODAY = date(2026, 11, 23)


def find(profession, jurisdiction, title="", kind="license"):
    return renewal.find(RULES, kind=kind, profession=profession, jurisdiction=jurisdiction, title=title, on=TODAY)


def live(hours, ethics=0):
    return Hours(hours=Decimal(hours), home_study=False, ethics=Decimal(ethics))


def home(hours, ethics=0):
    return Hours(hours=Decimal(hours), home_study=True, ethics=Decimal(ethics))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.jurisdiction} {rule.licenses}")
def test_every_rule_says_where_and_when_it_was_read_and_how_sure_it_is(rule):
    assert rule.sure in renewal.SURENESS
    assert rule.sources
    for key in rule.sources:
        assert urlsplit(SOURCES[key].address).netloc
    assert rule.checked_on <= TODAY
    assert rule.jurisdiction in {"", *professions.JURISDICTIONS}
    assert set(rule.titles) <= set(professions.PROFESSIONS)
    assert rule.home_study_cap is not None or rule.cap_note or rule.jurisdiction == ""
    assert rule.valid_to is None or rule.valid_from is None or rule.valid_from <= rule.valid_to


def test_no_source_is_named_that_no_rule_leans_on():
    assert set(SOURCES) == {key for rule in RULES for key in rule.sources}


def test_no_two_rules_are_for_one_license_on_one_day():
    seen = set()
    for rule in RULES:
        for profession, titles in rule.titles.items():
            for title in titles or ("any",):
                key = (rule.jurisdiction, profession, title, rule.valid_from)
                assert key not in seen
                seen.add(key)


@pytest.mark.parametrize(
    ("profession", "state", "title", "hours", "cap"),
    [
        ("counselor", "NY", "LMHC", 36, 12),
        ("social-worker", "NY", "LCSW-R", 36, 12),
        ("psychologist", "FL", "PsyD", 40, None),
        ("counselor", "NJ", "LPC", 40, 40),
        ("social-worker", "NJ", "LCSW", 40, None),
        ("counselor", "GA", "", 35, 10),
        ("counselor", "MD", "LCPC", 40, 10),
        ("marriage-family-therapist", "OH", "IMFT", 30, None),
    ],
)
def test_the_rule_of_a_license_is_found_by_state_profession_and_title(profession, state, title, hours, cap):
    rule = find(profession, state, title)
    assert (rule.hours, rule.home_study_cap) == (hours, cap)


@pytest.mark.parametrize(
    ("profession", "state", "title", "kind"),
    [
        ("counselor", "WY", "LPC", "license"),  # no rule of this state is known
        ("social-worker", "NJ", "LSW", "license"),  # another license of the same profession
        ("nurse", "NY", "RN", "license"),
        ("other", "NY", "", "license"),
        ("counselor", "CA", "LPCC", "registration"),
        ("counselor", "", "", "national_certification"),
    ],
)
def test_where_no_rule_is_known_none_is_guessed(profession, state, title, kind):
    assert find(profession, state, title, kind) is None


def test_the_national_certification_has_its_rule():
    assert find("counselor", "", "NCC", "national_certification").hours == 100


@pytest.mark.parametrize(
    ("expires", "years", "start"),
    [
        (date(2027, 3, 31), 2, date(2025, 4, 1)),
        (date(2028, 2, 29), 2, date(2026, 3, 1)),
        (date(2026, 12, 31), 3, date(2024, 1, 1)),
        (date(2, 3, 4), 3, date(1, 3, 5)),  # a slip of the pen breaks nothing
    ],
)
def test_a_cycle_starts_the_day_after_the_expiry_before(expires, years, start):
    cycle = renewal.cycle(expires, years)
    assert (cycle.start, cycle.end) == (start, expires)
    assert cycle.holds(start)
    assert cycle.holds(expires)


def test_days_left_count_to_the_day_of_expiry():
    cycle = renewal.cycle(date(2026, 11, 30), 2)
    assert [cycle.days_left(TODAY), cycle.days_left(date(2026, 12, 1))] == [7, -1]


def test_home_study_over_the_cap_counts_for_nothing():
    tally = renewal.tally([live(5), home(20)], find("counselor", "NY", "LMHC"))
    assert (tally.done, tally.home, tally.over_cap) == (17, 20, 8)


def test_where_ethics_must_be_live_home_study_gives_none():
    tally = renewal.tally([live(2, ethics=1), home(3, ethics=3)], find("counselor", "GA", "LPC"))
    assert tally.ethics == 1
    assert renewal.tally([live(2, ethics=1), home(3, ethics=3)], find("counselor", "TX", "LPC")).ethics == 4


def test_without_a_rule_everything_counts():
    assert renewal.tally([live(2), home(30)], None).done == 32


@given(
    st.lists(
        st.builds(lambda hours, at_home: home(hours) if at_home else live(hours), st.integers(1, 60), st.booleans())
    )
)
def test_what_counts_is_never_more_than_what_was_done_and_keeps_the_cap(hours):
    for rule in RULES:
        tally = renewal.tally(hours, rule)
        assert tally.done + tally.over_cap == sum(one.hours for one in hours)
        assert rule.home_study_cap is None or tally.home_counted <= rule.home_study_cap
