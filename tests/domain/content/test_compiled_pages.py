"""What a learner meets: sections with the references they cite, questions, and figures with names."""

import pytest
from bs4 import BeautifulSoup
from golden_pages import GOLDEN, bibliography, figures

from ceu.domain.content.compile import compile_course, compile_module, section_minutes
from ceu.domain.content.digest import question_digest
from ceu.domain.content.markup import plain_text
from ceu.domain.content.parse import parse_tree
from ceu.domain.content.schema import Course
from ceu.domain.content.source import tree_of
from ceu.domain.content.svg import inline_figure

FRONT = "---\ntitle: A\nauthors: [a]\ndifficulty: 3\nreviewed: 2026-01-01\nobjectives: {x: B}\n---\n"
MODULE = (
    FRONT
    + """An intro [@agency2021].

## One *room* [@ross2020] {#one objectives=x}

### A part

Text [@moss2018], see [the other](#two) and [this part](#a-part).

![A line.](figures/line.svg "From [@many2019].")

![The same again.](figures/line.svg)

## Two {#two objectives=x}

No citation.
"""
)
QUIZ = """---
draw: {x: 1}
---
## A case {#case}

A case [@ross2020].

### Why [@ross2020]? {#why objective=x section=one}

- [ ] A [@ross2020]
  > No [@moss2018].
- [x] B

> Because [@many2019].
"""


@pytest.fixture(scope="module")
def module():
    files = {"modules/m/module.md": MODULE, "modules/m/quiz.md": QUIZ}
    files |= {f"modules/m/{path}": text for path, text in figures().items() if "line" in path}
    files["references.bib"] = (GOLDEN / "references.bib").read_text()
    result = parse_tree(tree_of("content", {path: text.encode() for path, text in files.items()})).modules["m"]
    assert result.problems == ()
    return result.value


@pytest.fixture(scope="module")
def compiled(module):
    return compile_module(module)


def keys(html):
    return [item["id"] for item in BeautifulSoup(html, "lxml").select("ol.references > li")]


def test_a_section_lists_the_references_it_cites_and_no_other(compiled):
    assert keys(compiled.sections[0].html) == ["ref-moss2018", "ref-many2019", "ref-ross2020"]
    assert "references" not in compiled.sections[1].html
    assert len(keys(compiled.references)) == 4


def test_every_link_into_the_page_has_its_goal_and_no_id_stands_twice(compiled):
    for section in compiled.sections:
        soup = BeautifulSoup(section.heading + section.html, "lxml")
        ids = [tag["id"] for tag in soup.select("[id]")]
        assert len(ids) == len(set(ids))
        for link in soup.select('a[href^="#"]'):
            assert link["href"][1:] in ids
        for figure in soup.select("svg"):
            assert set(figure["aria-labelledby"].split()) <= set(ids)


def test_a_title_is_plain_for_outlines_and_marked_up_for_the_heading(compiled):
    section = compiled.sections[0]
    assert section.title == "One room"
    assert section.heading.startswith("One <em>room</em> (<a class")


def test_headings_begin_below_the_pages_own(compiled):
    assert [tag.name for tag in BeautifulSoup(compiled.sections[0].html, "lxml").select("h1, h2, h3")] == ["h2", "h2"]


def test_a_link_to_a_section_is_the_address_of_its_page(compiled):
    assert '<a href="two">the other</a>' in compiled.sections[0].html
    assert '<a href="#one-a-part">this part</a>' in compiled.sections[0].html


def test_what_is_asked_cites_without_links_and_what_is_told_links_to_the_list(compiled):
    question = compiled.questions[0]
    for asked in (question.stem, question.options[0].html, compiled.vignettes[0].html, compiled.intro):
        assert 'class="citation"' in asked
        assert "<a" not in asked
    for told in (question.options[0].feedback, question.rationale):
        assert '<a class="citation" href="#ref-' in told


def test_a_question_is_named_by_its_digest_and_does_not_tell_its_key(compiled, module):
    question = compiled.questions[0]
    assert question.digest == question_digest(module, module.quiz.questions[0])
    assert (question.vignette, question.kind, question.objective, question.section) == ("case", "single", "x", "one")
    assert not hasattr(question.options[0], "right")


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (1, 1), (100, 1), (101, 2), (6000, 60)])
def test_minutes_follow_the_credited_rate_and_are_rounded_up(words, minutes):
    assert section_minutes(words) == minutes


def test_a_course_cites_from_its_description():
    held = bibliography().by_key
    values = dict.fromkeys(Course.__dataclass_fields__, "")
    course = Course(**{**values, "description": "Rooms [@ross2020].", "references": (held["ross2020"],)})
    html = compile_course(course).description
    assert "Ross &amp; Lind, 2020" in html
    assert keys(html) == ["ref-ross2020"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("One <em>two</em>", "One two"),
        ('One (<a class="citation" href="#ref-a">A, 2020</a>) two', "One two"),
        ('(see <span class="citation">A, 2020</span>; <span class="citation">B</span>, p. 3)', ""),
        ("a &amp; b &lt;c&gt; (d)", "a & b <c> (d)"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
    ],
)
def test_plain_text_leaves_out_marks_and_citations(html, text):
    assert plain_text(html) == text


def test_a_figure_without_a_name_takes_the_alternative_text():
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">{}</svg>'
    both = inline_figure(svg.format("<desc>D</desc>"), "Alt", "p")
    assert '<title id="p-title">Alt</title><desc id="p-desc">D</desc>' in both
    assert 'aria-labelledby="p-title"' in both, "the description stands below the figure and is not read out twice"
    assert '<desc id="p-desc">Alt</desc>' in inline_figure(svg.format("<title>T</title>"), "Alt", "p")
    own = inline_figure(svg.format("<title>T</title><desc>D</desc>"), "Alt", "p")
    assert "Alt" not in own
