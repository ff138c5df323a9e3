"""Numbers of credentials are text; the copy that is compared drops only what does not matter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceu.domain import professions

JURISDICTIONS = st.sampled_from(["", *professions.JURISDICTIONS])


@pytest.mark.parametrize(
    ("number", "jurisdiction", "compared"),
    [
        ("MH 00123", "FL", "MH00123"),
        ("mh-00123", "FL", "MH00123"),
        ("E.99999999", "OH", "E99999999"),
        ("000123", "NY", "000123"),
        ("012345-1", "NY", "012345"),
        ("012345-1", "FL", "0123451"),
        ("012345-2", "NY", "0123452"),
        ("-", "FL", "-"),
    ],
)
def test_how_a_number_is_compared(number, jurisdiction, compared):
    assert professions.normalized(number, jurisdiction) == compared


@given(st.text(max_size=40), JURISDICTIONS)
def test_a_number_compares_the_same_after_it_was_normalized_and_never_grows(number, jurisdiction):
    once = professions.normalized(number, jurisdiction)
    assert professions.normalized(once, jurisdiction) == once
    assert len(once) <= professions.NUMBER_LONGEST


def test_a_suffix_is_new_yorks_only():
    assert professions.new_york_suffix("012345-1", "NY")
    assert not professions.new_york_suffix("012345-1", "NJ")
    assert not professions.new_york_suffix("12345-1", "NY")


def test_every_profession_has_titles_and_all_states_are_there():
    assert professions.TITLES.keys() == professions.PROFESSIONS.keys()
    assert len(professions.JURISDICTIONS) == 50 + 1 + 5


def test_a_profession_is_named_and_an_unknown_code_stands_for_itself():
    assert professions.label("social-worker") == "Social worker"
    assert professions.label("music-therapist") == "music-therapist"
