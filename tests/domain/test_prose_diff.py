"""What changed between two texts: nothing is lost, nothing is made up, and it can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceu.domain import prose_diff
from ceu.domain.prose_diff import Gap, Line, Mark, Piece

WORDS = st.lists(
    st.sampled_from(["grief", "moves", "wanders", "the", "a", "of", "client", "weeps", "0.5", "mg"]), max_size=25
)
LINES = st.lists(WORDS.filter(bool).map(" ".join), max_size=12)


def without(line, mark):
    return " ".join(piece.text for piece in line.pieces if piece.mark is not mark)


def test_a_changed_word_is_marked_and_its_neighbors_are_not():
    line = prose_diff.words("Give 0.5 mg per kg by vein.", "Give 0.05 mg per kg by vein.")
    assert line.pieces == (
        Piece(Mark.SAME, "Give"),
        Piece(Mark.OUT, "0.5"),
        Piece(Mark.IN, "0.05"),
        Piece(Mark.SAME, "mg per kg by vein."),
    )


def test_a_small_island_between_two_changes_is_read_as_part_of_them():
    line = prose_diff.words("one two of three four five six", "ten twelve of thirteen four five six")
    assert [piece.text for piece in line.pieces] == ["one two of three", "ten twelve of thirteen", "four five six"]


def test_paragraphs_that_moved_apart_are_paired_with_what_they_became():
    old = ["A first paragraph about grief.", "A second one about sleep and food."]
    new = ["Something that is entirely new here.", "A second one about sleep and company."]
    lines = prose_diff.lines(old, new)
    changed = [line for line in lines if isinstance(line, Line) and len(line.pieces) > 1]
    assert [without(line, Mark.OUT) for line in changed] == ["A second one about sleep and company."]


def test_what_did_not_change_is_only_counted():
    same = [f"Paragraph number {number}." for number in range(5)]
    assert prose_diff.lines(same, [*same, "New."])[0] == Gap(5)


@given(WORDS, WORDS)
def test_words_give_back_both_texts(old, new):
    line = prose_diff.words(" ".join(old), " ".join(new))
    assert without(line, Mark.IN).split() == old
    assert without(line, Mark.OUT).split() == new


@given(LINES, LINES)
def test_lines_give_back_both_texts(old, new):
    before, after = [], []
    for line in prose_diff.lines(old, new):
        if isinstance(line, Gap):
            same = old[len(before) : len(before) + line.lines]
            assert same == new[len(after) : len(after) + line.lines]
            before += same
            after += same
            continue
        before += [text] if (text := without(line, Mark.IN)) else []
        after += [text] if (text := without(line, Mark.OUT)) else []
    assert (before, after) == (old, new)


@given(LINES)
def test_a_text_is_the_same_as_itself(text):
    assert not any(isinstance(line, Line) for line in prose_diff.lines(text, text))


@pytest.mark.parametrize("size", [300, 3000])
def test_a_text_written_anew_is_compared_all_the_same(size):
    old = [f"old {number} " + "word " * 20 for number in range(size)]
    new = [f"new {number} " + "text " * 20 for number in range(size)]
    assert len(prose_diff.lines(old, new)) >= size


def test_a_very_long_paragraph_is_shown_whole():
    old, new = " ".join(f"a{n}" for n in range(1100)), " ".join(f"b{n}" for n in range(1100))
    assert [piece.mark for piece in prose_diff.words(old, new).pieces] == [Mark.OUT, Mark.IN]
