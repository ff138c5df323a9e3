"""Names as typed, and whether two of them are one person's."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceu.domain.certificate.facts import FactsError, _refuse_unprintable
from ceu.domain.names import name_key, same_name, tidy, visible

ANY = st.text(max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rosa María Quintero-Díaz", "diaz quintero, ROSA maria"),
        ("Siobhán O’Neil", "ONeil Siobhan"),
        ("J.R. Ross", "JR Ross"),
        ("Søren Łukasz Æsop", "Soren Lukasz Aesop"),
        ("Ada Straße", "ADA STRASSE"),
        ("Zoe\u0301", "ZOÉ"),
        ("\U0001d400da Ross", "ada ross"),
    ],
)
def test_case_accents_punctuation_and_order_do_not_matter(one, other):
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Ross", "Ada"),
        ("Ada Ross", "Ada Rose"),
        ("Ada Ross", "Ada Ross Ross"),
        ("", ""),
        ("...", "---"),
        ("李", "王"),
    ],
)
def test_another_name_is_not_the_same(one, other):
    assert not same_name(one, other)


@given(ANY)
def test_a_name_is_the_same_as_itself_written_in_another_way(name):
    words = name.split()
    assert name_key(" ".join(reversed(words))) == name_key(name)
    if name_key(name):
        assert same_name(name, name)


@given(ANY)
def test_what_is_kept_of_a_name_can_be_a_fact_of_a_certificate_and_stays_as_it_is(name):
    kept = tidy(name)
    assert tidy(kept) == kept
    _refuse_unprintable("learner", kept)
    assert set(kept) - {" "} <= set(name)
    assert name_key(kept) == name_key(unicodedata.normalize("NFKD", kept))


@pytest.mark.parametrize("sign", ["\u200b", "\u00ad", "\u202e", "\ufeff", "\0"])
def test_signs_that_nobody_sees_are_not_kept(sign):
    assert tidy(f"Ada{sign} Ross{sign}") == "Ada Ross"
    with pytest.raises(FactsError):
        _refuse_unprintable("learner", f"Ada{sign}")


def test_a_number_keeps_its_spaces_and_joiners_belong_to_a_spelling():
    assert visible("MH  00123") == "MH  00123"
    assert tidy("نام\u200cه") == "نام\u200cه"
    assert tidy("Ada\nRoss\tJr.") == "Ada Ross Jr."
