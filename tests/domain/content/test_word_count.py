"""Words of instruction by requirement 5: what counts, and every line of the list of what does not."""

import pytest

from ceu.domain.content.words import EXCLUSIONS, count_words

COUNTED = [
    ("One two three.", 3),
    ("45–90 minutes, half-life, don't, 0.5 mg/kg, e.g., S-ketamine", 8),
    ("one — two—three -- four", 4),
    ("*em* **strong** _under_ snake_case", 4),
    ("- first item\n- second item\n\n1. third\n2) fourth", 6),
    ("> quoted words", 2),
    ("| a cell | b |\n|---|---|\n| c | d e |", 6),
    ("|a|b|\n|-|-|", 2),
    ("[visible words](https://example.org/not-these)", 2),
    ('[visible words][ref]\n\n[ref]: https://example.org/ "no title"', 2),
    ("Term\n:   its meaning", 3),
    ('!!! pearl "Not the name"\n    But the text.', 3),
    ("!!! evidence\n    Text\n\n    and more.\n\nAfter.", 4),
    ("A note[^1].\n\n[^1]: Its text counts.", 5),
    ("`code` does not", 2),
    ("mail \\@home", 2),
    ("3 < 5 & 6 > 4", 4),
]  # fmt: skip
NOT_COUNTED = [
    "### A heading\n\n#### Another",
    "[@ross2020] [see @ross2020, pp. 3–5; @many2019]",
    "@ross2020",
    '![The alternative text](figures/line.svg "The caption [@ross2020] (with more) words.")',
    '![Alt](figures/line.svg\n"A caption\non lines")',
    "Table: The caption of a table\n",
    "```\ncode that\nis long\n```",
    "~~~python\n# x\n~~~",
    "`inline code`",
    "https://example.org/a/b <https://example.org/> <a@b.example>",
    '!!! reflect "Think"\n    What would you do?\n\n    - First\n    - Then',
    '!!! reflect\n    One.\n\n    !!! pearl "x"\n        Inside.',
    "---\n\n***\n\n| | |\n|--|--|",
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), COUNTED)
def test_words_of_instruction_count(text, words):
    assert count_words(text) == words


@pytest.mark.parametrize("text", NOT_COUNTED)
def test_what_is_no_instruction_does_not_count(text):
    assert count_words(text) == 0
    assert count_words(f"Before it.\n\n{text}\n\nAfter it.") == 4


def test_a_prompt_ends_where_its_indent_ends():
    assert count_words("!!! reflect\n    No.\nYes it does.\n") == 3


def test_the_list_of_exclusions_is_there_to_be_shown():
    assert all(line == line.strip() and line for line in EXCLUSIONS)
