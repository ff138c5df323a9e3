"""What is typed into the search: any text gives terms of letters and digits, or a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceu.domain.search.query import (
    LEAST_LETTERS,
    MOST_CHARACTERS,
    MOST_TERMS,
    ONLY_COMMON,
    ONLY_EXCLUDED,
    TOO_SHORT,
    read_query,
)


def wanted(typed):
    return [" ".join(term.words) for term in read_query(typed).wanted]


def excluded(typed):
    return [" ".join(term.words) for term in read_query(typed).excluded]


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("Grief loss", ["grief", "loss"]),
        ('"informed consent" form', ["informed consent", "form"]),
        ("“informed consent”", ["informed consent"]),
        ('"informed consent', ["informed consent"]),
        ("half-life mg/kg 0.5", ["half life", "mg kg", "0 5"]),
        ("anxiety,depression;sleep", ["anxiety", "depression", "sleep"]),
        ("child's client’s", ["child", "client"]),
        ("Möss cafe\u0301", ["moss", "cafe"]),
        ("how long does it stay in the body?", ["long", "stay", "body"]),
        ("grief grief Grief", ["grief"]),
    ],
)
def test_words_and_phrases_are_read(typed, terms):
    assert wanted(typed) == terms


def test_a_minus_before_a_word_or_phrase_excludes_it_and_inside_a_word_it_does_not():
    typed = 'naltrexone -alcohol -"low dose" self-care'
    assert wanted(typed) == ["naltrexone", "self care"]
    assert excluded(typed) == ["alcohol", "low dose"]


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("", ""),
        ("   ", ""),
        ("\x00", ""),
        ("a", TOO_SHORT),
        ('"', TOO_SHORT),
        ("?! *", TOO_SHORT),
        ("-grief", ONLY_EXCLUDED),
        ("what is the", ONLY_COMMON),
        ("no 0", TOO_SHORT),
        ("grief", ""),
    ],
)
def test_what_cannot_be_looked_for_gets_a_sentence(typed, advice):
    query = read_query(typed)
    assert query.advice == advice
    assert bool(query.wanted) == (typed == "grief")


@given(st.text(max_size=400))
def test_any_text_gives_letters_and_digits_or_a_sentence(typed):
    query = read_query(typed)
    assert len(query.typed) <= MOST_CHARACTERS
    assert len(query.wanted) <= MOST_TERMS
    for term in (*query.wanted, *query.excluded):
        assert term.words
        assert all(word.isalnum() for word in term.words)
    if query.wanted:
        assert not query.advice
        assert max(len("".join(term.words)) for term in query.wanted) >= LEAST_LETTERS
    if query.typed and not query.wanted:
        assert query.advice


@given(st.text(alphabet="ab \"-*():^+{}'&|!<>\\0", max_size=60))
def test_signs_of_search_languages_never_survive(typed):
    query = read_query(typed)
    assert all(word.isalnum() for term in (*query.wanted, *query.excluded) for word in term.words)
