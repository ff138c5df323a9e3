"""Every code: a folder that fails with it, and the same folder without the one edit, which passes."""

import re
from datetime import date
from pathlib import Path

import pytest
from content_folder import (
    BIB,
    COURSE,
    FIGURE,
    MODULE,
    PROVIDER,
    QUIZ,
    TODAY,
    edited,
    good_files,
    report_of,
)
from finding_cases import CASES
from hypothesis import given, settings
from hypothesis import strategies as st

from ceu.domain.assessment.draw import drawable
from ceu.domain.content.codes import CODES, FAMILIES
from ceu.domain.content.manual import refreshed
from ceu.domain.content.schema import Severity

MANUAL = Path(__file__).parents[2] / "docs" / "authoring.md"


def test_the_folder_that_every_case_starts_from_has_no_finding():
    report = report_of(good_files())
    assert [str(found) for found in report.problems] == []
    assert not report.broken
    assert [course.slug for course in report.library.courses] == ["example"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.path}")
def test_a_folder_with_one_fault_is_told_so(case):
    report = report_of(case.files())
    found = [problem for problem in report.problems if problem.code == case.code]
    assert found, [str(problem) for problem in report.problems]
    for problem in found:
        assert problem.severity is CODES[case.code].severity
        assert re.fullmatch(r"content(/[^:]+)?:[0-9]+: [A-Z][0-9]{2} .+ – .+", str(problem)), str(problem)
        assert not str(problem).endswith("."), "a finding is one line without a final period"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.path}")
def test_only_an_error_keeps_content_from_being_published(case):
    report = report_of(case.files())
    if CODES[case.code].severity is Severity.WARNING and not report.errors:
        assert not report.broken
        assert report.library.courses
    if any(found.code == case.code and found.path.startswith("content/courses") for found in report.errors):
        assert ("course", "example") in report.broken
    for kind, slug in report.broken:
        good = report.library.modules if kind == "module" else report.library.courses
        assert slug not in {value.slug for value in good}


def test_every_code_has_a_case():
    assert {case.code for case in CASES} == set(CODES)


def test_every_code_belongs_to_a_family_and_says_what_it_means_in_one_sentence():
    for name, code in CODES.items():
        assert re.fullmatch(r"[A-Z][0-9]{2}", name)
        assert code.family == FAMILIES[name[0]]
        assert re.fullmatch(r"[A-Z][^\n|]+\.", code.sentence)


def test_the_manual_says_what_the_schema_the_codes_and_the_word_counter_say():
    text = MANUAL.read_text(encoding="utf-8")
    assert refreshed(text) == text, "run: python -m ceu.domain.content.manual docs/authoring.md"
    for name in CODES:
        assert f"`{name}`" in text


def test_the_worked_example_of_the_manual_passes_the_check():
    blocks = re.findall(r"```(\w*)\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    texts = [text for language, text in blocks if language == "markdown"]
    module = next(text for text in texts if text.startswith("---\ntitle:"))
    quiz = next(text for text in texts if text.startswith("---\npass:"))
    files = good_files() | {
        "modules/grief-basics/module.md": module,
        "modules/grief-basics/quiz.md": quiz,
        BIB: good_files()[BIB] + next(text for language, text in blocks if language == "bibtex"),
    }
    report = report_of(files)
    assert [str(found) for found in report.errors] == []
    assert {found.code for found in report.warnings} == {"Q24", "Q26"}, "one question is shown, six would be asked"


def test_a_course_whose_module_is_broken_says_which_and_only_they_are_held_back():
    files = good_files()
    files["modules/second/module.md"] = files[MODULE]
    files["modules/second/quiz.md"] = files[QUIZ]
    files["modules/second/figures/line.svg"] = FIGURE
    files["courses/both.md"] = edited(files[COURSE], "modules: [example]", "modules: [example, second]")
    files["modules/second/quiz.md"] = edited(files[QUIZ], "pass: 80", "pass: many")
    report = report_of(files)
    assert set(report.broken) == {("module", "second"), ("course", "both")}
    assert [found.code for found in report.broken["course", "both"]] == ["C11"]
    assert '"second"' in report.broken["course", "both"][0].message
    assert [module.slug for module in report.library.modules] == ["example"]
    assert [course.slug for course in report.library.courses] == ["example"]


def test_a_promise_that_is_not_kept_shows_the_sum_and_what_is_missing():
    files = good_files()
    files[COURSE] = edited(files[COURSE], "hours: 1.0", "hours: 2.0")
    found = next(problem for problem in report_of(files).problems if problem.code == "K02")
    assert "60 ×" in found.message
    assert "words / 1,000 =" in found.message
    assert "are missing to 2.0" in found.advice
    assert found.quote.startswith("credits:")


def test_a_sample_provider_is_accepted_as_it_is_with_old_disclosures():
    files = good_files()
    files[PROVIDER] = edited(files[PROVIDER], "disclosed: 2026-11-22", "disclosed: 2020-01-01")
    assert not report_of(files).errors


def test_time_alone_brings_warnings_and_never_keeps_content_from_a_first_publication():
    report = report_of(good_files(), today=date(2035, 1, 1))
    assert {found.code for found in report.problems} == {"C16", "M13"}
    assert not report.broken


def codes_of(files):
    return {found.code for found in report_of(files).problems}


def test_one_bad_value_hides_no_finding_on_the_rest_of_its_module():
    files = good_files()
    files[MODULE] = edited(files[MODULE], "  recognize:", "  orphan: Do what nobody asks for\n  recognize:")
    files[QUIZ] = edited(files[QUIZ], "decide: 1}", "decide: 7, nobody: 1}")
    whole = codes_of(files)
    assert {"M10", "M11", "Q20", "Q22"} <= whole
    files[MODULE] = edited(files[MODULE], "difficulty: 3", "difficulty: 9")
    report = report_of(files)
    assert {found.code for found in report.problems} == whole | {"M03"}
    assert set(report.broken) == {("module", "example"), ("course", "example")}
    assert not report.library.modules
    assert not report.readable.modules


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        (MODULE, "title: ", "titel: ", "M01"),
        (MODULE, "authors: [", "authors: [A b, ", "M03"),
        (MODULE, "difficulty: 3", "difficulty: 9", "M03"),
        (MODULE, "reviewed: 2026-", "reviewed: 2026/", "M03"),
        (MODULE, "objectives: ", "objectives: none\nother: ", "M03"),
        (MODULE, "  recognize:", "  not an id: Text\n  recognize:", "M03"),
        (MODULE, "title: ", "title: [", "F08"),
        (QUIZ, "pass: 80", "pass: many", "Q03"),
        (QUIZ, "decide: 1}", "decide: one}", "Q03"),
        (QUIZ, "draw: ", "drawn: ", "Q01"),
        (QUIZ, "wait: 24h", "wait: long", "Q03"),
        (QUIZ, "pass: 80", "pass: [80", "F08"),
    ],
)
def test_what_stands_in_for_a_bad_value_brings_no_finding_of_its_own(path, old, new, code):
    files = good_files()
    files[path] = edited(files[path], old, new)
    found = codes_of(files)
    assert code in found
    assert found <= {code, "M02", "Q02", "C11"}


def test_an_objective_without_words_is_still_known_by_its_id():
    files = good_files()
    files[MODULE] = re.sub(r"(?m)^  decide: .*$", "  decide:\n  orphan: Text", files[MODULE], count=1)
    assert codes_of(files) == {"M01", "M10", "M11", "C11"}


UNREAD_ENTRY = "@online{unread2020, title={A}, url={https://www.example.org/}}\n\n@article"


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (MODULE, "difficulty: 3", "difficulty: 9"),
        (QUIZ, "pass: 80", "pass: many"),
        (QUIZ, "#extra-decide-0 ", ""),
        (COURSE, "title: ", "titel: "),
        (PROVIDER, None, None),
    ],
)
def test_an_unused_reference_is_told_whatever_else_is_wrong(path, old, new):
    files = good_files()
    files[BIB] = edited(files[BIB], "@article", UNREAD_ENTRY)
    files[path] = old and edited(files[path], old, new)
    report = report_of(files)
    assert report.errors
    assert ['"unread2020"' in found.message for found in report.problems if found.code == "B10"] == [True]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (QUIZ, None, None),
        (MODULE, "\n---\n", "\n"),
        (MODULE, "[@mergener1991]", "[@unread2002]"),
        (QUIZ, "> So it is.", "> So it is [@unread2020].\n\n### Another, without an id\n\n> So it is."),
        (QUIZ, "{#extra-decide-0 objective=decide section=deciding}", "[@unread2020]"),
    ],
)
def test_no_reference_is_called_unused_that_a_text_nobody_could_read_may_cite(path, old, new):
    files = good_files()
    files[BIB] = edited(files[BIB], "@article", UNREAD_ENTRY)
    files[path] = old and edited(files[path], old, new)
    report = report_of(files)
    assert report.errors
    assert "B10" not in {found.code for found in report.problems}


def test_no_hours_are_advised_that_count_questions_nobody_has_written():
    files = good_files()
    files[PROVIDER] = edited(files[PROVIDER], "method: words", "method: mergener")
    files[PROVIDER] = edited(files[PROVIDER], "minimum: 1.0", "minimum: 0.5")
    files[MODULE] = edited(files[MODULE], "difficulty: 3", "difficulty: 5")
    files[COURSE] = edited(files[COURSE], "hours: 1.0", "hours: 9.0")
    assert "K02" in codes_of(files)
    files[QUIZ] = edited(files[QUIZ], "decide: 1}", "decide: 200}")
    assert "Q22" in codes_of(files)
    assert "K02" not in codes_of(files)


def test_findings_come_by_file_and_line():
    files = good_files()
    files[MODULE] = edited(files[MODULE], "difficulty: 3", "difficulty: 9")
    files[QUIZ] = edited(files[QUIZ], "> Ask for judgment rather than recall now.\n", "")
    found = report_of(files).problems
    assert list(found) == sorted(found)
    assert [problem.line for problem in found if problem.code == "M03"] == [5]
    assert TODAY.year == 2026


@st.composite
def damaged(draw):
    """The good folder with some of its lines lost, doubled, swapped, or struck with odd characters."""
    files = good_files()
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(sorted(files)))
        lines = files[path].split("\n")
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["lose", "double", "strike", "cut", "indent"])):
            case "lose":
                del lines[at]
            case "double":
                lines.insert(at, lines[draw(st.integers(0, len(lines) - 1))])
            case "strike":
                column = draw(st.integers(0, min(len(lines[at]), 60)))
                lines[at] = lines[at][:column] + draw(st.text(max_size=3)) + lines[at][column + 1 :]
            case "cut":
                lines[at] = lines[at][: draw(st.integers(0, min(len(lines[at]), 60)))]
            case "indent":
                lines[at] = draw(st.sampled_from(["  ", "\t", "> ", "- ", "# "])) + lines[at]
        files[path] = "\n".join(lines)
    return {path: text.encode("utf-8", "surrogatepass") for path, text in files.items()}


@settings(max_examples=150, deadline=None)
@given(damaged(), st.dates())
def test_a_damaged_folder_gives_findings_and_never_an_exception(files, today):
    report = report_of(files, today)
    assert all(found.code in CODES for found in report.problems)
    for course in report.library.courses:
        assert {module.slug for module in report.library.modules} >= set(course.modules)
        assert report.library.provider is not None
    for module in report.library.modules:
        assert drawable(module.quiz), "what is published can always be drawn"
