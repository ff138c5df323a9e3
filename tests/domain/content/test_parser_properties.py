"""Any text gives a value or findings, never an exception; and what it gives is harmless."""

import os

import content_values
from golden_pages import GOLDEN, bibliography, golden_page
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from test_hostile_texts import assert_harmless

from ceu.domain.content import markup_scan as scan
from ceu.domain.content.codes import CODES, has_errors
from ceu.domain.content.compile import compile_course, compile_module
from ceu.domain.content.digest import canonical, digest, question_digest
from ceu.domain.content.markup import Profile, render
from ceu.domain.content.markup_check import Known, Text, check_text
from ceu.domain.content.parse import parse_tree
from ceu.domain.content.schema import Module, from_plain, to_plain
from ceu.domain.content.source import TextFile, tree_of
from ceu.domain.content.svg import check_figure, inline_figure
from ceu.domain.content.words import count_words

WORDS = st.sampled_from(
    ["a", "room", "Ross", "5", "< 6", "&", "&lt;", "é", "\u202e", "\u00ad", "—", "--", '"', "'", "\\", "\\@", "\t"]
)
MARKS = st.sampled_from(
    [
        "[@ross2020]", "[@ross2020; @many2019, p. 3]", "@moss2018", "[@nobody]", "[@", "@", "](", "[", "]", "(", ")",
        "*", "**", "_", "`", "``", "~", "![", '![a](figures/line.svg "b")', "![](figures/none.svg)", "[x](#other)",
        "[x](javascript:hit())", "[x](https://a.example/)", "<https://a.example/>", "<a@b.example>", "<script>", "<b",
        "</b>", "<!--", "-->", "[^1]", "[^1]: x", "{#id}", "{#id objective=x section=one}", "{", "}", "|", "Table: x",
        "\ue000", "\ue0000\ue001", "\x02", "\x02wzxhzdk:0\x03", "wzxhzdk:0",
    ]
)  # fmt: skip
STARTS = st.sampled_from(
    [
        "", "", "# ", "## ", "### ", "#### ", "- ", "- [ ] ", "- [x] ", "- [y] ", "1. ", "> ", "  > ", "    ", "  ",
        "| ", "|---|---|", "---", "===", "```", "~~~", "```python", '!!! pearl "x"', "!!! caution", "!!! nothing",
        "    !!! reflect", ":   ", "[x]: ", "[^1]: ", "= 20 ± 5 %", '## One {#one objectives="x"}',
        "### Why? {#why objective=x section=one}", "title: ", "draw: {x: 1}", "objectives: {x: y}", "&a ", "key: *a",
    ]
)  # fmt: skip
GOOD_MARKS = st.sampled_from(
    [
        "[@ross2020]", "[see @ross2020; @many2019, p. 3]", "@moss2018", "*a*", "**b**", "`code [@x]`", "[x](#other)",
        "*", "[x](https://a.example/)", "[x [@ross2020] y](https://a.example/)", "_", "`", "[", "]", "|", "(", ")",
        "\\", "*[@moss2018]*",
        "**a @many2019 b**", "``a ` b``", '![Line](figures/line.svg "See [@ross2020].")', "\\`", "!",
    ]
)  # fmt: skip
GOOD_STARTS = st.sampled_from(
    ["", "", "", "### ", "- ", "1. ", "> ", "    ", "| a | ", "|---|---|", "---", "```", "~~~", "    - ", ":   ",
     "Table: ", '![Line](figures/line.svg "x")', '!!! pearl "[@ross2020]"\n    ', "- [ ] "]
)  # fmt: skip
GOOD_LINE = st.builds(
    lambda start, parts: start + " ".join(parts), GOOD_STARTS, st.lists(WORDS | GOOD_MARKS, max_size=5)
)
GOOD_PIECE = st.lists(GOOD_LINE | st.just(""), max_size=10).map("\n".join)
SVG_PARTS = st.sampled_from(
    [
        "<svg", "<g", "<script", "<use", ">", "/>", "</svg>", "</g>", ' href="#a"', ' href="//x"', ' onload="hit()"',
        ' xmlns="http://www.w3.org/2000/svg"', ' style="x"', ' viewBox="0 0 1 1"', "x", "<![CDATA[", "]]>", "&lt;",
        "&x;", "<!DOCTYPE svg>", "<?x ?>", "<!-- -->", ' id="a"', ' fill="url(#a)"', ' fill="url(//x)"',
    ]
)  # fmt: skip
LINE = st.builds(lambda start, parts: start + " ".join(parts), STARTS, st.lists(WORDS | MARKS, max_size=5))
PIECE = st.lists(LINE | st.just(""), max_size=14).map("\n".join) | st.text(max_size=60)
FRONT = "---\ntitle: A\nauthors: [a]\ndifficulty: 3\nreviewed: 2026-01-01\nobjectives: {x: B}\n---\n"
SECTION = "## One {#one objectives=x}\n\nText.\n\n"
QUIZ = "---\ndraw: {x: 1}\n---\n### Why? {#q objective=x section=one}\n\n- [ ] A\n- [x] B\n\n> Because.\n\n"
BIB = (GOLDEN / "references.bib").read_bytes()
FIGURE = (GOLDEN / "figures" / "line.svg").read_bytes()
OFTEN = settings(
    max_examples=int(os.environ.get("EXAMPLES", "100")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def folder(**texts):
    files = {
        "modules/m/module.md": FRONT + SECTION,
        "modules/m/quiz.md": QUIZ,
        "modules/m/figures/line.svg": FIGURE,
        "references.bib": BIB,
        **texts,
    }
    encoded = {
        path: text if isinstance(text, bytes) else text.encode("utf-8", "replace") for path, text in files.items()
    }
    return parse_tree(tree_of("content", encoded))


@OFTEN
@given(PIECE, PIECE)
@example("## One {#one}\n\n```\n## Two {#two}", "### Q {#q}\n- [x] A\n  > x\n> y")
def test_any_module_and_quiz_give_values_or_findings(module, quiz):
    parsed = folder(**{"modules/m/module.md": FRONT + SECTION + module, "modules/m/quiz.md": QUIZ + quiz})
    result = parsed.modules["m"]
    assert result.value is not None or has_errors(result.problems)
    for found in parsed.problems:
        assert found.code in CODES
        assert found.line >= 1
        assert found.message
        assert found.advice
        assert "\n" not in str(found)
    if result.value is not None:
        compiled = compile_module(result.value)
        for section in compiled.sections:
            assert_harmless(section.html + section.heading)
        for question in compiled.questions:
            assert_harmless(question.stem + question.rationale + "".join(o.html + o.feedback for o in question.options))
        assert from_plain(Module, to_plain(result.value)) == result.value


@OFTEN
@given(PIECE, PIECE, st.binary(max_size=60))
def test_any_files_give_values_or_findings(front, body, data):
    text = f"---\n{front}\n---\n{body}"
    for path in ("modules/m/module.md", "modules/m/quiz.md", "courses/c.md", "provider.md", "references.bib"):
        for content in (text, body, data):
            parsed = folder(**{path: content})
            for course in parsed.library.courses:
                compile_course(course)


@OFTEN
@given(PIECE, st.sampled_from(Profile))
def test_any_text_renders_harmlessly_in_every_profile(text, profile):
    page = golden_page()
    html = render(text, profile, page)
    assert_harmless(html)
    assert page.cited <= {cited.key for cited in scan.citations(text)}, "a module knows every reference it cites"


@OFTEN
@given(GOOD_PIECE)
def test_what_the_checks_let_through_is_shown(text):
    known = Known(bibliography().by_key, {"figures/line.svg"}, {"other"})
    if not has_errors(check_text(Text(TextFile("m.md", text), 1, text, Profile.LESSON), known)):
        page = golden_page()
        render(text, Profile.LESSON, page)
        found = {cited.key for cited in scan.citations(text)}
        # Code over several lines is code to the renderer and text to the checks.
        assert page.cited <= found if "`" in text else page.cited == found
        assert len(page.drawn) == 3 * len(scan.pictures(text)), "what is above, picture, words"


@OFTEN
@given(st.lists(SVG_PARTS, max_size=25).map("".join) | st.text(max_size=40))
def test_any_figure_gives_a_harmless_one_or_nothing(text):
    list(check_figure(TextFile("x.svg", text)))
    assert_harmless(inline_figure(text, "alt", "p"))


@OFTEN
@given(st.lists(WORDS, min_size=1, max_size=30), st.lists(MARKS, max_size=3))
def test_wrapping_and_citing_change_no_count(words, marks):
    text = " ".join(words)
    assert count_words(text) == count_words("\n".join(words))
    assert count_words(f"{text} [@ross2020; @many2019, p. 3]") == count_words(text)
    assert count_words(" ".join(marks)) >= 0


def test_positions_and_counts_do_not_enter_a_digest():
    first = folder().modules["m"].value
    moved = folder(**{"modules/m/module.md": FRONT + "\n\n" + SECTION + "\n"}).modules["m"].value
    assert digest(first) == digest(moved)


def test_a_key_that_joined_the_format_later_enters_a_digest_only_where_it_is_used():
    assert '"minimum_minutes"' not in canonical(content_values.course())
    assert '"minimum_minutes":60' in canonical(content_values.course(minimum_minutes=60))


def test_a_change_of_the_case_changes_the_digest_of_its_questions():
    case = "## Ben {#ben}\n\n{}\n\n### Then? {#then objective=x section=one}\n\n- [ ] A\n- [x] B\n\n> So.\n"
    quizzes = [QUIZ + case.replace("{}", text) for text in ("He is 36.", "He is 37.")]
    modules = [folder(**{"modules/m/quiz.md": quiz}).modules["m"].value for quiz in quizzes]
    (alone, then), (still_alone, then_anew) = ([question_digest(m, q) for q in m.quiz.questions] for m in modules)
    assert alone == still_alone
    assert then != then_anew
