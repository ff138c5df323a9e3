"""Passages out of a section's HTML, and the piece of one that is shown."""

import pytest
from golden_pages import GOLDEN
from hypothesis import given
from hypothesis import strategies as st

from ceu.domain.search.passages import Passage, passages
from ceu.domain.search.snippet import BEGIN, CUT, END, snippet
from ceu.domain.search.words import folded, spans, words


def texts(html):
    return [passage.text for passage in passages(html)]


def golden(name):
    return (GOLDEN / "lesson" / f"{name}.html").read_text(encoding="utf-8")


def test_a_passage_knows_the_heading_it_stands_under_and_where_that_is():
    html = '<p>First.</p>\n<h2 id="s-more">More <em>here</em></h2>\n<p>Second.</p><p id="own">Third.</p>'
    assert passages(html) == (
        Passage("", "", "First."),
        Passage("More here", "s-more", "Second."),
        Passage("More here", "own", "Third."),
    )


def test_a_list_is_one_passage_and_so_is_each_row_of_a_table():
    html = (
        "<ul><li>One</li><li><p>Two</p><ul><li>inner</li></ul></li></ul>"
        "<div><table><caption>Doses</caption><thead><tr><th>Drug</th><th>Dose</th></tr></thead>"
        "<tbody><tr><td>A</td><td></td><td>1 mg</td></tr><tr><td>B</td><td>2 mg</td></tr></tbody></table></div>"
    )
    assert texts(html) == ["One · Two inner", "Doses", "A · 1 mg", "B · 2 mg"]


def test_a_callouts_title_heads_its_text_and_only_that():
    found = passages('<h2 id="s-h">Head</h2>' + golden("callouts"))
    assert found[0] == Passage("Clinical pearl: What to say (Ross & Lind, 2020)", "s-h", "A first paragraph.")
    assert found[-1] == Passage("Head", "s-h", "After it.")
    assert "A quotation." in [passage.text for passage in found]


def test_pictures_footnote_marks_definitions_and_references_are_left_out():
    html = (
        "<figure><div><svg><title>Curve</title><text>axis</text></svg></div><figcaption>It falls.</figcaption></figure>"
        '<p>Said<sup><a class="footnote-ref" href="#n">1</a></sup> so.</p>'
        '<div class="footnote"><hr><ol><li id="n"><p>A note.&nbsp;<a class="footnote-backref" href="#m">↩</a></p></li>'
        '</ol></div><section class="section-glossary"><h2>Terms</h2><dl><dt>T</dt><dd>D</dd></dl></section>'
        '<section class="section-references"><h2>References</h2><ul><li>Ross</li></ul></section>'
    )
    assert texts(html) == ["It falls.", "Said so.", "A note."]


def test_a_list_of_definitions_in_the_text_is_read():
    assert texts("<dl><dt>Half-life</dt><dd>The time.</dd></dl>") == ["Half-life: The time."]


@pytest.mark.parametrize("name", sorted(path.stem for path in (GOLDEN / "lesson").glob("*.html")))
def test_whatever_the_compiler_writes_gives_passages_of_plain_text(name):
    found = passages(golden(name))
    assert found
    for passage in found:
        assert passage.text == " ".join(passage.text.split())
        assert "<p" not in passage.text


@pytest.mark.parametrize("html", ["", " \n", "<!-- note -->", "<hr>", "<p> · </p>"])
def test_a_section_without_words_has_no_passage(html):
    assert passages(html) == ()


@given(st.text(max_size=200))
def test_words_and_their_places_are_as_many(text):
    assert len(list(spans(text))) == len(words(text)) == (len(folded(text).split(" ")) if words(text) else 0)


def shown(text, *looked_for, most=45):
    marked = " ".join(f"{BEGIN}{word}{END}" if word in looked_for else word for word in words(text))
    return snippet(text, marked, most)


def test_the_words_that_were_found_are_told_from_the_rest():
    assert shown("The Café, they say: moves.", "cafe") == (
        ("The ", False),
        ("Café", True),
        (", they say: moves.", False),
    )


def test_words_found_beside_each_other_are_one_piece():
    marked = f"with {BEGIN}informed consent{END} given"
    assert snippet("With informed consent, given", marked)[1] == ("informed consent", True)
    assert shown("a half-life b", "half", "life")[1] == ("half-life", True)


def test_of_a_long_passage_the_part_with_the_most_hits_is_shown():
    text = "x grief " + "y " * 100 + "grief and grief again " + "z " * 100
    pieces = shown(text, "grief", most=20)
    assert sum(hit for _, hit in pieces) == 2
    whole = "".join(piece for piece, _ in pieces)
    assert whole.startswith(CUT)
    assert whole.endswith(CUT)
    assert len(words(whole)) == 20


@given(st.text(st.characters(exclude_characters=CUT), max_size=300), st.integers(1, 60), st.data())
def test_a_snippet_is_made_of_the_passage_and_marks_only_what_was_found(text, most, data):
    found = words(text)
    hits = data.draw(st.lists(st.booleans(), min_size=len(found), max_size=len(found)))
    marked = " ".join(f"{BEGIN}{word}{END}" if hit else word for word, hit in zip(found, hits, strict=True))
    pieces = snippet(text, marked, most)
    whole = "".join(piece for piece, _ in pieces).removeprefix(f"{CUT} ").removesuffix(f" {CUT}")
    assert whole in text
    assert any(hits) == any(hit for _, hit in pieces)
    if len(found) <= most:
        assert whole == text
