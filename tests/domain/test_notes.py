"""A note's passage is found again in a text that changed, or it is said that it changed."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ceu.domain.notes import (
    CONTEXT,
    Anchor,
    InCourse,
    InModule,
    InSection,
    Note,
    as_markdown,
    locate,
    plain,
    show,
    squeeze,
    text_fragment,
)

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
TEXT = (
    "Grief moves. A person turns toward the loss, then toward the tasks of a changed life, and back again, often "
    "within one day. The movement itself is what the dual process model calls oscillation (Stroebe & Schut, 1999). A "
    "client who laughs in the morning and weeps at night is not avoiding anything; she is grieving as most people do."
)
QUOTE = "The movement itself is what the dual process model calls oscillation"
words = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8)
texts = st.lists(words, min_size=1, max_size=60).map(" ".join)
# Words that no generated text holds, all different.
passages = st.integers(8, 40).map(lambda size: [f"Q{number}" for number in range(size)])


def anchor_of(text, quote=QUOTE):
    start = text.index(quote)
    return Anchor.at(text, start, start + len(quote))


def quoted(text, place):
    return text[place.start : place.end]


def test_a_passage_is_found_where_it_was():
    place = locate(TEXT, anchor_of(TEXT))
    assert quoted(TEXT, place) == QUOTE
    assert place.same


@given(before=texts, after=texts, new_before=texts, new_after=texts, passage=passages)
def test_whatever_is_written_around_a_passage_it_keeps_its_anchor(before, after, new_before, new_after, passage):
    quote = " ".join(passage)
    anchor = anchor_of(f"{before} {quote} {after}", quote)
    revised = f"{new_before} {quote} {new_after}"
    place = locate(revised, anchor)
    assert place.same
    assert quoted(revised, place) == quote


@given(text=texts, data=st.data())
def test_in_an_unchanged_text_the_very_place_is_found_wherever_the_words_differ_around_it(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assume(squeeze(text[start:end]) == text[start:end] != "")
    anchor = Anchor.at(text, start, end)
    place = locate(text, anchor)
    assert quoted(text, place) == anchor.exact
    around = [text[max(0, one - CONTEXT) : one + len(anchor.exact) + CONTEXT] for one in (start, place.start)]
    assert squeeze(around[0]) == squeeze(around[1])


@given(
    before=texts,
    after=texts,
    passage=passages,
    spaces=st.lists(st.sampled_from([" ", "\n", "\t ", "\u00a0"]), min_size=1),
)
def test_reflowed_lines_change_nothing(before, after, passage, spaces):
    text = f"{before} {' '.join(passage)} {after}"
    gaps = iter(range(10_000))
    reflowed = re.sub(" ", lambda _: spaces[next(gaps) % len(spaces)], text)
    place = locate(squeeze(reflowed), anchor_of(text, " ".join(passage)))
    assert place.same
    assert quoted(text, place) == " ".join(passage)


@given(before=texts, after=texts, passage=passages, data=st.data())
def test_a_passage_with_one_word_changed_is_found_as_reworded(before, after, passage, data):
    text = f"{before} {' '.join(passage)} {after}"
    changed = list(passage)
    changed[data.draw(st.integers(0, len(passage) - 1))] = "NEW"
    revised = f"{before} {' '.join(changed)} {after}"
    place = locate(revised, anchor_of(text, " ".join(passage)))
    assert not place.same
    assert " ".join(changed) in quoted(revised, place) or quoted(revised, place) in " ".join(changed)


@given(text=texts, passage=passages)
def test_a_text_without_the_passage_holds_no_place_for_it(text, passage):
    assert locate(text, Anchor(" ".join(passage))) is None


@given(
    text=st.text(max_size=200).map(squeeze),
    exact=st.text(max_size=60),
    prefix=st.text(max_size=40),
    suffix=st.text(max_size=40),
)
def test_whatever_was_posted_a_place_lies_in_the_text(text, exact, prefix, suffix):
    place = locate(text, Anchor(exact, prefix, suffix))
    assert place is None or 0 <= place.start < place.end <= len(text)


def test_of_two_places_the_one_with_the_same_neighbors_is_meant():
    text = "In the morning she laughs. At noon she eats. In the evening she laughs. At night she weeps."
    second = text.rindex("she laughs")
    moved = f"A new opening. {text} And an end."
    place = locate(moved, Anchor.at(text, second, second + len("she laughs")))
    assert place.start == moved.rindex("she laughs")


@pytest.mark.parametrize(
    ("new", "found"),
    [
        ("This movement itself is what the dual process model calls oscillation", True),
        ("The movement itself is what the model of two processes calls oscillation", True),
        ("The movement itself, back and forth, is what the dual process model calls oscillation", True),
        ("Nobody knows why people go to and fro", False),
        ("", False),
    ],
)
def test_an_edited_passage_is_either_much_the_same_or_changed(new, found):
    revised = squeeze(TEXT.replace(QUOTE, new))
    place = locate(revised, anchor_of(TEXT))
    assert (place is not None) is found
    if found:
        assert quoted(revised, place) == new
        assert not place.same


def test_a_short_passage_is_not_found_in_a_word_it_shares_with_another():
    assert locate("The model is new.", Anchor("The loss")) is None


def test_the_plain_text_is_what_is_read_without_the_letters_in_drawings():
    html = (
        '<p>Tom &amp; <em>Ann</em>\n  said</p>\n<figure><svg viewBox="0 0 1 1"><title>T</title><text>axis</text></svg>'
        "<figcaption>A figure.</figcaption></figure>"
    )
    assert plain(html) == "Tom & Ann said A figure."


def test_an_anchor_is_read_as_it_was_stored():
    anchor = Anchor('“Both” are\\ part "of" it', "what ", " and")
    assert Anchor.from_json(anchor.to_json()) == anchor
    assert Anchor.from_json("") is None


def test_an_address_leads_to_a_passage_by_its_words():
    assert text_fragment("a well-known, short one") == "#:~:text=a%20well%2Dknown%2C%20short%20one"
    assert text_fragment(QUOTE) == "#:~:text=The%20movement%20itself%20is,process%20model%20calls%20oscillation"


def test_a_note_on_the_whole_section_has_no_passage_to_lose():
    assert not show(Note(1, None, "Mine", AT), None).lost
    assert show(Note(1, anchor_of(TEXT), "Mine", AT), None).lost
    assert show(Note(1, anchor_of(TEXT), "Mine", AT), "Another text.").lost


def test_notes_follow_the_text_then_what_changed_then_the_section_itself():
    whole, lost = Note(1, None, "W", AT), Note(2, Anchor("gone and away"), "", AT)
    late, early = Note(3, anchor_of(TEXT), "", AT), Note(4, anchor_of(TEXT, "Grief moves"), "", AT)
    order = sorted((show(note, TEXT) for note in (whole, lost, late, early)), key=lambda shown: shown.rank)
    assert [shown.note.id for shown in order] == [4, 3, 2, 1]


def test_the_markdown_holds_every_note_with_its_passage():
    shown = (
        show(Note(1, anchor_of(TEXT), "Use this\n\n- on Monday", AT), TEXT),
        show(Note(2, Anchor("gone and away"), "", AT), TEXT),
        show(Note(3, None, "On all of it", AT), TEXT),
    )
    section = InSection("What grief looks like", "/learn/a/b/c", shown)
    text = as_markdown((InCourse("Grief care", (InModule("The first weeks", (section,)),)),), day="November 23, 2026")
    assert text == (
        "# My notes\n\nAs of November 23, 2026. Passages are quoted; what follows them is yours.\n\n"
        "## Grief care\n\n### The first weeks\n\n#### What grief looks like\n\n"
        f"> {QUOTE}\n\nUse this\n\n- on Monday\n\n> gone and away\n\n*The passage changed.*\n\nOn all of it\n"
    )
