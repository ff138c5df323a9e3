"""Findings are shown where they are, and a broken file shows its findings instead of a page."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from previewing import COURSE, MODULE, QUIZ, Folder, preview_of

from ceu.domain.content.check import check_folder
from ceu.domain.content.parse import parse_tree
from ceu.domain.content.schema import Problem
from ceu.domain.content.source import tree_of
from ceu.web.preview import placing


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "content")


@pytest.fixture
def preview(folder, clock):
    return preview_of(folder.path, clock)


def order(page):
    """Return the section's text and its findings in the order of the page."""
    blocks = page.select("main .prose > *, main .finding")
    return [block["id"] if "finding" in block.get("class", []) else block.get_text(" ", strip=True) for block in blocks]


def test_a_finding_stands_right_above_the_paragraph_it_is_about(preview, folder):
    folder.edit(
        MODULE, "as most people do.\n", "as most people do.\n\nA second paragraph.\n\nAnd [@nobody2020] a third.\n"
    )
    page = preview.browse("/modules/first-weeks/looks")
    finding = page.select_one(".finding")
    assert "Unknown citation" in finding.get_text()
    assert f"line {folder.line_of(MODULE, 'nobody2020')}" in finding.get_text()
    assert "And [@nobody2020] a third." in finding.code.text
    shown = order(page)
    at = shown.index(finding["id"])
    assert shown[at - 1] == "A second paragraph."
    assert shown[at + 1].startswith("And ")


def test_a_finding_in_a_list_does_not_cut_the_list(preview, folder):
    folder.edit(MODULE, "as most people do.\n", "as most people do.\n\n1. one\n2. two\n\n3. three <b>\n")
    page = preview.browse("/modules/first-weeks/looks")
    assert len(page.select(".prose ol:not(.references)")) == 1
    assert "<b>" in page.select_one(".finding").get_text()


def test_findings_of_a_heading_stand_at_the_head_of_its_section(preview, folder):
    folder.edit(MODULE, 'looks objectives="recognize"', 'looks objectives="recognize fly"')
    page = preview.browse("/modules/first-weeks/looks")
    assert "fly" in page.select_one(".finding").get_text()
    assert order(page).index(page.select_one(".finding")["id"]) < 3
    assert not preview.browse("/modules/first-weeks/response").select(".finding")


def test_two_findings_on_one_line_quote_it_once(preview, folder):
    folder.edit(MODULE, "Grief moves.", "Grief moves [@nobody2020; @nothing2021].")
    findings = preview.browse("/modules/first-weeks/looks").select(".finding")
    assert [bool(finding.code) for finding in findings] == [True, False]


def test_a_finding_about_a_figure_stands_where_the_figure_is_shown(preview, folder):
    folder.write("modules/first-weeks/figures/x.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")
    folder.edit(MODULE, "Begin with the loss", "![A line.](figures/x.svg)\n\nBegin with the loss")
    page = preview.browse("/modules/first-weeks/response")
    assert {"F21", "F22"} <= {finding.a.text for finding in page.select(".finding")}


def test_findings_of_front_matter_stand_on_the_module_page(preview, folder):
    folder.edit(MODULE, "authors: [project]", "authors: [nobody]")
    page = preview.browse("/modules/first-weeks")
    assert "nobody" in page.select_one("main .finding").get_text()


def test_a_question_shows_its_finding_above_it(preview, folder):
    folder.edit(QUIZ, "- [x] Oscillation.", "- [ ] Oscillation.")
    page = preview.browse("/modules/first-weeks/quiz")
    assert "marks no right option" in page.select_one("#question-movement .finding").get_text()
    assert (
        "marks no right option"
        in preview.browse("/modules/first-weeks/quiz?key=1").select_one("#question-movement").text
    )


def test_a_course_shows_its_findings_above_its_page(preview, folder):
    folder.edit(COURSE, "expires: 2029-10-31", "expires: 2039-10-31")
    page = preview.browse("/courses/grief-care")
    assert page.select_one("aside .finding").a.text == "C15"
    assert page.h1.text == "Caring for people who grieve"


def test_the_overview_counts_all_findings_and_leads_to_each(preview, folder, clock):
    folder.edit(MODULE, "Grief moves.", "Grief moves [@nobody2020].")
    folder.edit(QUIZ, "- [x] Oscillation.", "- [ ] Oscillation.")
    folder.write("provider.md", folder.read("provider.md").replace("\nname:", "\nnamed: x\nname:", 1))
    folder.write("stray.md", "x")
    page = preview.browse("/")
    report = check_folder(folder.path, today=clock().date())
    told = [tag.text for tag in page.select(".page-head .tag")]
    assert told == [f"{len(report.errors)} errors", f"{len(report.warnings)} warnings"]
    assert len(page.select("#findings ~ * .finding, section .finding")) == len(report.problems)
    links = [link["href"] for link in page.select('.finding a:-soup-contains("Show where")')]
    assert links
    for link in links:
        address, _, anchor = link.partition("#")
        target = preview.browse(address)
        assert address == "/" or target.select_one(f"#{anchor}"), link


BREAKS = {
    "not text": (MODULE, b"\xff\xfe\x00\x01 caf\xe9"),
    "nothing": (MODULE, ""),
    "no front matter": (MODULE, "## Only {#only}\n\nText.\n"),
    "broken YAML": (MODULE, '---\ntitle: "x\nauthors: [\n---\n## A {#a}\n'),
    "no sections": (MODULE, '---\ntitle: "x"\nauthors: [project]\n---\nText.\n'),
    "a quiz that is not text": (QUIZ, b"\x80\x81"),
    "a quiz without front matter": (QUIZ, "### What? {#what}\n"),
    "an empty quiz": (QUIZ, "---\npass: 75\ndraw: {recognize: 2}\n---\n"),
    "a course that is not text": (COURSE, b"\xff"),
    "a course without anything": (COURSE, "---\n---\n"),
    "a provider that is no provider": ("provider.md", "Hello.\n"),
    "a bibliography that is none": ("references.bib", "@@@{{{,"),
    "a strange course name": ("courses/Strange Näme.md", "Hello.\n"),
    "a strange module name": ("modules/Strange Näme/module.md", "Hello.\n"),
    "a module of the website's name": ("modules/quiz/module.md", "Hello.\n"),
}


@pytest.mark.parametrize(("file", "text"), BREAKS.values(), ids=BREAKS)
def test_whatever_is_broken_every_page_of_the_preview_opens(preview, folder, file, text):
    folder.write(file, text)
    to_open, opened = ["/"], set()
    while to_open:
        address = to_open.pop()
        if address not in opened:
            opened.add(address)
            page = preview.browse(address)
            links = [link["href"].partition("#")[0] for link in page.select("a[href^='/']")]
            to_open += [link for link in links if "?draw=" not in link or link.endswith("=1")]
    assert len(opened) > 4


def test_a_module_that_cannot_be_read_shows_its_findings_instead(preview, folder):
    folder.write(MODULE, "## Only {#only}\n\nText.\n")
    page = preview.browse("/modules/first-weeks")
    assert "Cannot be shown yet" in page.words()
    assert page.select_one(".finding").a.text == "F07"


def test_the_text_is_shown_while_the_quiz_cannot_be_read(preview, folder):
    folder.write(QUIZ, "---\npass: [\n---\n")
    assert preview.browse("/modules/first-weeks/looks").h1.text == "What grief looks like"
    assert "post-test cannot be read" in preview.browse("/modules/first-weeks").words()
    page = preview.browse("/modules/first-weeks/quiz")
    assert page.select_one(".finding")
    assert "Read the text meanwhile" in page.words()


def test_a_course_whose_module_is_broken_says_which(preview, folder):
    folder.write(MODULE, "Hello.\n")
    assert "The module “first-weeks” cannot be read whole." in preview.browse("/courses/grief-care").words()


def test_faculty_that_is_nobody_does_not_hide_the_course_page(preview, folder):
    folder.edit(COURSE, "faculty: [project]", "faculty: [ghost]")
    assert "“ghost” (not in provider.md)" in preview.browse("/courses/grief-care").words()


def test_hostile_text_comes_out_harmless_in_findings_too(preview, folder):
    folder.edit(MODULE, "Grief moves.", '<script>alert(1)</script> <img src=x onerror="alert(1)"> Grief moves.')
    page = preview.browse("/modules/first-weeks/looks")
    assert not page.select("main script, main img")
    assert "<script>" in page.select_one(".finding").get_text()


LINES = st.lists(
    st.sampled_from(
        [
            "", "", "Some text.", "More [@nobody2020] text.", "- one", "1. one", "  - deeper", "    indented",
            "> quote", "### Heading", "Table: Caption", "| a | b |", "|---|---|", "| 1 | 2 |", "```", '!!! pearl "P"',
            "    inside", "[^1]", "[^1]: note", "Term", ": meaning", "---", "<b>bold</b>", "[x](#nowhere)",
        ]
    ),
    max_size=25,
)  # fmt: skip


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(lines=LINES, at=st.lists(st.integers(-1, 26), min_size=1, max_size=4))
def test_findings_never_change_the_text_they_stand_in(lines, at):
    text = "---\ntitle: x\nauthors: [a]\ndifficulty: 1\nreviewed: 2026-01-01\nobjectives: {o: x}\n---\n"
    files = {
        "modules/m/module.md": text + "## One {#one}\n\n" + "\n".join(lines) + "\n",
        "modules/m/quiz.md": "---\ndraw: {o: 1}\n---\n",
    }
    tree = tree_of("content", {path: text.encode() for path, text in files.items()})
    module = parse_tree(tree).modules["m"].value
    places = placing.Places(
        sections={"one": [(line, Problem("p", 1, "X01", "m", f"{n}")) for n, line in enumerate(at)]}
    )
    parts = placing.pieces(module, places)["one"]
    plain = placing.pieces(module, placing.Places(sections={"one": [(-1, Problem("p", 1, "X01", "m", "a"))]}))["one"]
    assert "".join(part.html for part in parts) == "".join(part.html for part in plain)
    assert sum(len(part.findings) for part in parts) == len(at), "every finding is shown once"
