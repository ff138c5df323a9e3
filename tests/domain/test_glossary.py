"""The glossary: how it is read, and where its terms are linked."""

import re
from itertools import pairwise

import pytest
from content_folder import BIB, GLOSSARY, MODULE, QUIZ, edited, good_files
from hypothesis import given, settings
from hypothesis import strategies as st

from ceu.domain.content.compile import compile_module
from ceu.domain.content.digest import digest
from ceu.domain.content.glossary import Finder
from ceu.domain.content.parse import parse_tree
from ceu.domain.content.schema import Term
from ceu.domain.content.source import tree_of

RECEPTOR = Term("receptor", "receptor", "It receives.")
NMDA = Term("nmda", "NMDA receptor", "A channel.", ("NMDAR",))
AUDIT = Term("audit", "AUDIT", "A questionnaire.")
OPEN = Term("open-label", "open label", "Everyone knows.")


def parsed(glossary, text="", **changes):
    files = good_files() | changes | {GLOSSARY: glossary}
    if text:
        files[MODULE] = edited(files[MODULE], "Write as you", f"\n{text}\n\nWrite as you")
    return parse_tree(tree_of("content", {path: source.encode() for path, source in files.items()}))


def section(glossary, text):
    """Return the HTML of the section that begins with `text`."""
    return compile_module(parsed(glossary, text).modules["example"].value).sections[0].html


def links(html):
    return re.findall(r'<a (?=[^>]*class="term")[^>]*href="#term-([\w-]+)"[^>]*>([^<]*)</a>', html)


def found(text, *terms):
    return [(use.term.id, text[use.start : use.end]) for use in Finder(terms).find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("An NMDA receptor is a receptor.", [("nmda", "NMDA receptor"), ("receptor", "receptor")]),
        ("NMDA receptors and nmda Receptors", [("nmda", "NMDA receptors"), ("nmda", "nmda Receptors")]),
        ("NMDA\nreceptor", [("nmda", "NMDA\nreceptor")]),
        ("NMDAR, NMDARs, nmdar", [("nmda", "NMDAR"), ("nmda", "NMDARs")]),
        ("preceptor receptorless receptor2", []),
        ("chemoreceptor, chemo-receptor, receptor-bound", []),
        ("the receptor's place", [("receptor", "receptor's")]),
        ("**receptor** and _receptor_", [("receptor", "receptor"), ("receptor", "receptor")]),
        ("an audit of AUDIT scores", [("audit", "AUDIT")]),
        ("open-label and open label", [("open-label", "open-label"), ("open-label", "open label")]),
    ],
)
def test_a_term_is_found_by_whole_words_the_longest_first_with_a_plural(text, expected):
    assert found(text, RECEPTOR, NMDA, AUDIT, OPEN) == expected


@settings(deadline=None)
@given(st.text(max_size=80))
def test_what_is_found_is_in_order_and_never_overlaps(text):
    uses = list(Finder([RECEPTOR, NMDA, AUDIT, OPEN]).find(text + " NMDA receptor " + text))
    assert uses
    assert all(before.end <= after.start for before, after in pairwise(uses))


def test_only_the_first_use_in_a_section_is_a_link_and_its_definition_stands_before_the_references():
    html = section("### peer {#peer}\n\nSomebody alike [@mergener1991].\n", "A peer asks a peer [@mergener1991].")
    assert links(html) == [("peer", "peer")]
    assert html.index("section-glossary") < html.index("section-references")
    assert '<h2>Terms</h2>\n<dl>\n<dt id="term-peer">peer</dt>\n<dd>Somebody alike' in html
    assert html.count("<li id=") == 1


def test_each_section_links_its_own_first_use():
    glossary = "### peer {#peer}\n\nSomebody alike.\n"
    module = edited(good_files()[MODULE], "Every section serves", "Two peers come. Every section serves")
    result = parsed(glossary, "A peer comes.", **{MODULE: module})
    assert [links(one.html) for one in compile_module(result.modules["example"].value).sections] == [
        [("peer", "peer")],
        [("peer", "peers")],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "### A peer",
        "[a peer](#deciding)",
        "`peer`",
        "```\npeer\n```",
        "| peer |\n|---|\n| x |",
        "Table: a peer\n\n| A |\n|---|\n| x |",
        '![A peer.](figures/line.svg "A peer.")',
        '!!! pearl "A peer"\n    Text.',
    ],
    ids=["heading", "link", "code", "code block", "table head", "table caption", "figure", "title of a callout"],
)
def test_what_is_no_running_text_is_not_linked(text):
    html = section("### peer {#peer}\n\nSomebody alike.\n", text)
    assert links(html) == []
    assert "section-glossary" not in html


@pytest.mark.parametrize(
    "text",
    [
        "- a peer",
        "> a peer",
        "| A |\n|---|\n| a peer |",
        "!!! script\n    A peer.",
        "**A peer**",
        "A *peer*,\\* a peer",
    ],
)
def test_running_text_of_every_kind_is_linked(text):
    assert len(links(section("### peer {#peer}\n\nSomebody alike.\n", text))) == 1


def test_citations_are_no_running_text():
    html = section("### Mergener {#mergener}\n\nAn author.\n", "Found [@mergener1991], as @mergener1991 says.")
    assert links(html) == []


def test_a_term_met_by_its_abbreviation_is_defined_under_both_names():
    html = section("### complex pain {#pain}\n\nIt hurts.\n\nalso: CRPS, painful thing\n", "CRPS hurts.")
    assert links(html) == [("pain", "CRPS")]
    assert '<dt id="term-pain">complex pain (CRPS)</dt>' in html


def test_text_around_links_stays_as_it_was():
    before = section("", "The peer, a *kind peer* and < 5 peers & co; a colleague's peer.")
    after = section("### peer {#peer}\n\nX.\n\n### colleague {#colleague}\n\nY.\n", "The peer, a *kind peer* and < 5 "
                    "peers & co; a colleague's peer.")  # fmt: skip
    after = re.sub(r'<section class="section-glossary">.*?</section>\n?', "", after, flags=re.DOTALL)
    assert re.sub(r'<a [^>]*class="term"[^>]*>([^<]*)</a>', r"\1", after) == before


def test_a_module_holds_the_terms_it_uses_and_the_references_of_their_definitions():
    glossary = "### peer {#peer}\n\nWho asks [@other2001].\n\n### unheard {#unheard}\n\nNobody says it.\n"
    other = "\n@article{other2001, title = {Other}, journal = {J}, year = {2001}}\n"
    result = parsed(glossary, "A peer.", **{BIB: good_files()[BIB] + other})
    module = result.modules["example"].value
    assert [term.id for term in module.glossary] == ["peer"]
    assert "other2001" in {reference.key for reference in module.references}
    assert [term.id for term in result.library.glossary] == ["peer", "unheard"]


def test_a_changed_definition_makes_a_new_revision_of_the_modules_that_use_the_term_and_of_no_other():
    def named(definition, text="A peer."):
        return digest(parsed(f"### peer {{#peer}}\n\n{definition}\n", text).modules["example"].value)

    assert named("Somebody alike.") == named("Somebody alike.")
    assert named("Somebody alike.") != named("Somebody like you.")
    assert named("Somebody alike.", "Nobody.") == named("Somebody like you.", "Nobody.")


def test_definitions_do_not_count_as_words():
    with_terms = parsed("### peer {#peer}\n\nWho asks many words.\n", "A peer.").modules["example"].value
    without = parsed("", "A peer.").modules["example"].value
    assert with_terms.glossary
    assert with_terms.words == without.words


def test_questions_are_not_linked():
    glossary = "### difference {#difference}\n\nWhat differs.\n"
    quiz = edited(good_files()[QUIZ], "> Ask for judgment", "> The difference is asked. Ask for judgment")
    module = parsed(glossary, "A difference.", **{QUIZ: quiz}).modules["example"].value
    assert module.glossary
    assert not any("term" in question.rationale for question in compile_module(module).questions)


def test_what_stands_before_the_first_term_is_a_note():
    result = parsed("# Glossary\n\nFor authors.\n\n### peer {#peer}\n\nWho\nasks.\n\nalso: learner,  student\n")
    assert result.glossary.problems == ()
    assert result.glossary.value == (Term("peer", "peer", "Who asks.", ("learner", "student")),)


def test_a_broken_term_is_left_out_and_keeps_no_other_from_being_read():
    result = parsed("### one\n\nNo id.\n\n### two {#two}\n\n### three {#three}\n\nGood.\n")
    assert [(found.line, found.code) for found in result.glossary.problems] == [(1, "G01"), (5, "G02")]
    assert [term.id for term in result.glossary.value] == ["three"]


def test_a_finding_in_a_definition_names_its_line():
    result = parsed("### one {#one}\n\nalso: first\n\nIt is\nknown [@nobody2020].\n")
    assert [(found.line, found.code) for found in result.glossary.problems] == [(6, "X02")]


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.sampled_from(["### a {#a}", "### b", "also: c", "also:", "Text [@x].", "", "```", "## h", "<b>", "#"]))
)
def test_any_glossary_gives_terms_or_findings(lines):
    result = parsed("\n".join(lines), "a b c.")
    assert all(term.definition and term.id for term in result.glossary.value)
    assert compile_module(result.modules["example"].value).sections
