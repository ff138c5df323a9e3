"""Passages, sentences, syllables and the grade made of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceu.domain.content.prose import Kind, passages, sentences
from ceu.domain.content.reading import Reading, reading, syllables

SPOKEN = (
    "ketamine 3, table 2, tables 2, people 2, therapy 3, patient 2, trial 2, receptor 3, treated 2, asked "
    "1, changes 2, doses 2, being 2, client 2, medication 4, randomized 3, science 2, idea 3, create 2, "
    "media 3, various 3, million 2, usual 3, language 2, special 2, initial 3, social 2, video 3, theory "
    "3, studied 2, dissociation 5, little 2, whole 1, experience 4, area 3, serious 3, behavior 3, relief "
    "2, physician 3, safety 2, opened 2, evaluation 5, influence 3, poem 2, society 4, reality 4, "
    "sometimes 2, therefore 2, statement 2, the 1, PHQ-9 4, 12 2 "
)


@pytest.mark.parametrize("pair", SPOKEN.strip().split(", "))
def test_syllables_are_counted_as_they_are_spoken(pair):
    word, count = pair.split()
    assert syllables(word) == int(count)


@settings(deadline=None)
@given(st.text(max_size=30))
def test_every_word_has_a_syllable(word):
    assert syllables(word) >= 1


def test_the_grade_is_the_published_formula():
    read = reading("The cat sat on the mat. The dog ran to the cat.")
    assert read == Reading(words=12, sentences=2, syllables=12)
    assert read.grade == pytest.approx(0.39 * 6 + 11.8 - 15.59)
    assert Reading(0, 0, 0).grade == 0


def test_longer_sentences_and_words_raise_the_grade():
    plain = reading("We ask. We wait. We hear.").grade
    assert reading("We ask and we wait and we hear.").grade > plain
    assert reading("We investigate. We deliberate. We communicate.").grade > plain


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three? Four.", 4),
        ("Dr. Ames saw 0.5 mg, i.e. little, et al. and so on.", 1),
        ('She said "Stop." Then she left.', 2),
        ("It fell [@zanos2018]. It rose.", 2),
        ("@zanos2018 says so. @li2010 does not.", 2),
        ("In the U.S. Congress it was No. 3.", 1),
        ("**So be it.** Then.", 2),
        ("no end", 1),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, count):
    assert len(sentences(text)) == count


@settings(deadline=None)
@given(st.text(alphabet='Ab. !?\n"1)*', max_size=60))
def test_sentences_lose_no_word(text):
    assert "".join("".join(part for _, part in sentences(text)).split()) == "".join(text.split())
    assert all(text[start : start + len(part)] == part for start, part in sentences(text))


def test_a_section_is_read_as_paragraphs_items_and_rows_with_their_lines():
    text = (
        "A paragraph\ngoes on.\n\n### A heading\n- one\n- two\n  more\n\n| H |\n|---|\n| cell |\n\n"
        '!!! reflect "T"\n    Think.\n\n    - of this\n\n```\ncode\n```\n\n![Alt](figures/a.svg "Cap")\n\n> Quoted.\n'
    )
    assert [(one.kind, one.line, one.text, one.callout) for one in passages(text)] == [
        (Kind.PARAGRAPH, 0, "A paragraph\ngoes on.", ""),
        (Kind.ITEM, 4, "one", ""),
        (Kind.ITEM, 5, "two\nmore", ""),
        (Kind.ROW, 10, "cell", ""),
        (Kind.PARAGRAPH, 13, "Think.", "reflect"),
        (Kind.ITEM, 15, "of this", "reflect"),
        (Kind.PARAGRAPH, 23, "Quoted.", ""),
    ]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["Text.", "- item", "| a |", "|---|", "!!! script", "    in it", "> q", "", "```", "# h"]))
)
def test_passages_name_the_line_they_begin_on(lines):
    text = "\n".join(lines)
    for one in passages(text):
        assert one.text.split("\n")[0].strip("| ") in lines[one.line]
