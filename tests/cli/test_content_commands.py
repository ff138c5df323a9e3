import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from content_folder import written

from ceu.cli.content import check, new
from ceu.domain.content.check import check_folder

SHIPPED = Path(__file__).parents[2] / "content"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command in an empty folder; return its status and output."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CEU_CONTENT", raising=False)

    def call(command, *words):
        result = CliRunner().invoke(command, [str(word) for word in words])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.output

    return call


def edit(path, old, new_text):
    text = Path(path).read_text(encoding="utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new_text), encoding="utf-8")


def write_all(folder="content"):
    """Replace what the skeletons say, as an author does."""
    for path in Path(folder).rglob("*.md"):
        path.write_text(written(path.read_text(encoding="utf-8")), encoding="utf-8")


def test_the_shipped_content_has_no_finding_until_time_brings_some():
    report = check_folder(SHIPPED, today=date(2026, 12, 1))
    assert [str(found) for found in report.problems] == []


def test_the_shipped_content_passes_the_check(run):
    status, output = run(check, SHIPPED)
    assert status == 0, output


def test_the_shipped_course_keeps_every_promise_of_credit(run):
    _, output = run(check, SHIPPED, "--credit")
    assert "are missing to" not in output
    assert "K01" not in output
    assert "K02" not in output


def test_a_skeleton_passes_the_check_which_names_every_line_still_to_be_written(run):
    run(new, "course", "grief")
    status, output = run(check)
    assert status == 0
    assert output.splitlines()[-1].startswith("0 errors, ")
    lines = Path("content/modules/grief/module.md").read_text().splitlines()
    found = [line for line in output.splitlines() if line.startswith("content/modules/grief/module.md:")]
    assert {line.split(": ")[1].split()[0] for line in found} == {"F12"}
    assert "content/courses/grief.md:" in output
    assert 'C28 its module "grief" still says what the skeleton said' in output
    assert found[0] == (
        'content/modules/grief/module.md:3: F12 this line still says what the skeleton said: "Title of the module"'
        " – replace it with your own text, or take out what it belongs to"
    )
    assert all("‹" not in line and "›" not in line for line in lines), "the marks are not written"
    assert 'content/courses/grief.md:4: F12 this line still says what the skeleton said: "One line' in output
    assert 'content/provider.md:3: F12 this line still says what the skeleton said: "Name of your' in output
    assert 'content/modules/grief/quiz.md:9: F12 this line still says what the skeleton said: "A misc' in output
    assert "Not publishable as it stands: course grief, module grief." in output


def test_a_sentence_that_only_holds_words_of_the_skeleton_is_left_alone(run):
    run(new, "module", "grief")
    write_all()
    edit(
        "content/modules/grief/module.md",
        "## What to do",
        "She asked: is this the right choice. It is.\n\n## What to do",
    )
    assert run(check)[0] == 0


def test_a_new_module_once_written_has_no_error_and_is_told_that_its_bank_is_small(run, tmp_path):
    status, output = run(new, "module", "grief-basics")
    assert status == 0
    assert "Wrote content/modules/grief-basics/quiz.md" in output
    write_all()
    status, output = run(check)
    assert status == 0
    assert output.count(": Q26 the bank has 3 of at least 6 questions") == 2
    assert output.endswith("0 errors, 2 warnings in 1 module and 0 courses.\n")


def test_a_new_course_in_an_empty_folder_brings_its_module_and_passes_the_check_once_written(run, tmp_path):
    assert run(new, "course", "grief")[0] == 0
    write_all()
    status, output = run(check)
    assert status == 0
    assert output.endswith("0 errors, 3 warnings in 1 module and 1 course.\n")
    assert "C22" in output, "a course that offers no credit yet is told so"
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*")) == [
        "content/courses/grief.md",
        "content/modules/grief/module.md",
        "content/modules/grief/quiz.md",
        "content/provider.md",
        "content/references.bib",
    ]


def test_a_new_course_offers_the_module_that_is_there(run):
    run(new, "module", "grief-basics")
    assert run(new, "course", "grief")[0] == 0
    assert "modules: [grief-basics]" in Path("content/courses/grief.md").read_text()
    assert not Path("content/modules/grief").exists()
    write_all()
    assert run(check)[0] == 0


def test_what_is_begun_in_the_shipped_folder_names_its_people_and_references(run, tmp_path):
    (tmp_path / "content").mkdir()
    for file in SHIPPED.glob("*.*"):
        shutil.copy(file, tmp_path / "content")
    shutil.copytree(SHIPPED / "modules" / "foundations", tmp_path / "content" / "modules" / "foundations")
    assert run(new, "module", "another")[0] == 0
    assert run(new, "course", "another")[0] == 0
    write_all("content/modules/another")
    write_all("content/courses")
    status, output = run(check)
    assert status == 0, output
    assert "courses/another.md" in output, "the skeleton offers no credit, which is a warning"


@pytest.mark.parametrize("kind", ["module", "course"])
def test_what_exists_is_never_overwritten(run, kind):
    run(new, kind, "grief")
    written = {path: path.read_bytes() for path in Path("content").rglob("*.*")}
    status, output = run(new, kind, "grief")
    assert status == 2
    assert f'The {kind} "grief" exists already' in output
    assert written == {path: path.read_bytes() for path in Path("content").rglob("*.*")}


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("Grief Basics", 'as in "grief-basics"'),
        ("../outside", 'as in "outside"'),
        ("quiz", "a page of the website itself"),
        ("---", "lower-case letters"),
    ],
)
def test_a_name_that_cannot_be_an_address_is_refused(run, tmp_path, slug, sentence):
    status, output = run(new, "module", "--", slug)
    assert status == 2
    assert sentence in output
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_said_in_a_sentence(run):
    status, output = run(check, "nowhere")
    assert (status, output) == (2, "Error: There is no folder nowhere. Name the content folder, or set CEU_CONTENT.\n")


def test_the_folder_is_a_setting(run, monkeypatch, tmp_path):
    monkeypatch.setenv("CEU_CONTENT", str(tmp_path / "mine"))
    assert run(new, "module", "grief")[0] == 0
    assert (tmp_path / "mine/modules/grief/module.md").exists()
    write_all(tmp_path / "mine")
    assert run(check)[0] == 0


def test_an_error_is_shown_with_its_line_and_gives_the_status(run, tmp_path):
    run(new, "course", "grief")
    write_all()
    edit("content/modules/grief/quiz.md", "> Ask for judgment rather than recall now.\n", "")
    status, output = run(check, tmp_path / "content")
    assert status == 1
    assert f"{tmp_path}/content/modules/grief/quiz.md:" in output, "the path can be opened from here"
    assert "    error   | ### What tells this situation from a similar one now?" in output
    assert "Not publishable as it stands: course grief, module grief." in output


def test_the_worksheet_shows_what_is_missing_where_a_course_is_too_short(run):
    run(new, "course", "grief")
    edit("content/courses/grief.md", "credits: []", "credits: [{body: example, hours: 1.0}]")
    status, output = run(check, "--credit")
    assert status == 1
    assert "K01" in output
    words = int(output.split("Whole course")[1].split()[0].replace(",", ""))
    assert f"example: {6000 - words:,} words ({Decimal(6000 - words) / 100:.2f} minutes) are missing" in output
    assert "This counts:" in output
    assert "it does not count:" in output
    assert "Not counted as words:" in output
    assert "reference list" in output


def test_no_credit_is_computed_for_a_course_that_cannot_be_read_whole(run):
    run(new, "course", "grief")
    Path("content/modules/grief/quiz.md").unlink()
    status, output = run(check, "--credit")
    assert status == 1
    assert 'No credit can be computed for "grief"' in output


def test_the_reading_level_is_shown_for_every_section_and_changes_no_status(run):
    run(new, "module", "grief")
    write_all()
    status, output = run(check, "--reading")
    assert status == 0
    assert 'Reading level of "Title of the module now" (grief)' in output
    rows = {line.split()[0]: line.split()[-1] for line in output.splitlines() if line.startswith("  ")}
    assert {"situation", "deciding"} <= rows.keys()
    assert all(float(grade) < 20 for name, grade in rows.items() if name in {"situation", "deciding"})
    assert "does not know whether a text is clear" in output


def test_the_uses_of_a_reference_are_listed_with_file_line_and_what_leans_on_it(run, tmp_path):
    run(new, "course", "grief")
    module = "content/modules/grief/module.md"
    edit(
        module, "## What to do {", "| A | B |\n|---|---|\n| C | D [@mergener1991] |\n\n## What [@mergener1991] to do {"
    )
    edit("content/modules/grief/quiz.md", "> Ask for judgment", "> As [@mergener1991] says, ask for judgment")
    edit("content/courses/grief.md", "not. `ceu check", "not [@mergener1991]. `ceu check")
    Path("content/glossary.md").write_text("### colleague {#colleague}\n\nA peer [@mergener1991].\n")
    status, output = run(check, "--uses", "mergener1991")
    assert status == 0
    *lines, last = output.splitlines()
    lines_of = Path(module).read_text().splitlines()
    told = [
        ("content/glossary.md", 'term "colleague"'),
        ("content/courses/grief.md", "course description"),
        (module, 'section "situation"'),
        (module, 'section "situation", table'),
        (module, 'section "deciding", title'),
        ("content/modules/grief/quiz.md", 'question "difference"'),
    ]
    assert [(line.split(":")[0], line.split(": ", 1)[1]) for line in lines] == told
    assert all(
        "@mergener1991" in lines_of[int(line.split(":")[1]) - 1] for line in lines if line.startswith(f"{module}:")
    )
    assert last.startswith("Mergener")
    assert last.endswith(": 6 citations")


def test_a_reference_nobody_cites_has_no_uses_and_that_is_no_failure(run):
    run(new, "module", "grief")
    edit("content/modules/grief/module.md", " [@mergener1991]", "")
    status, output = run(check, "--uses", "mergener1991")
    assert status == 0
    assert output.endswith(": 0 citations\n")


@pytest.mark.parametrize(
    ("key", "sentence"), [("mergner1991", "Did you mean mergener1991?"), ("x", "None of its 1 keys is like it.")]
)
def test_the_uses_of_an_unknown_reference_are_refused_with_near_keys(run, key, sentence):
    run(new, "module", "grief")
    status, output = run(check, "--uses", key)
    assert status == 2
    assert output == f'Error: There is no reference "{key}" in content/references.bib. {sentence}\n'


def test_uses_stand_alone(run):
    run(new, "module", "grief")
    status, output = run(check, "--credit", "--uses", "mergener1991")
    assert status == 2
    assert "--uses stands alone" in output


def test_the_uses_in_a_missing_folder_are_refused_in_a_sentence(run):
    status, output = run(check, "nowhere", "--uses", "mergener1991")
    assert (status, output) == (2, "Error: There is no folder nowhere. Name the content folder, or set CEU_CONTENT.\n")
