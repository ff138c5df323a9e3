"""Reading a folder: encodings, what belongs to the format, and one broken file that takes no other with it."""

import pytest
from golden_pages import GOLDEN

from ceu.domain.content.parse import parse_tree
from ceu.domain.content.source import Places, decode, read_tree, tree_of

FRONT = "---\ntitle: A\nauthors: [a]\ndifficulty: 3\nreviewed: 2026-01-01\nobjectives: {x: B}\n---\n"
MODULE = FRONT + "Intro.\n\n## One {#one objectives=x}\n\nText [@ross2020].\n"
QUIZ = "---\ndraw: {x: 1}\n---\n### Why? {#q objective=x section=one}\n\n- [ ] A\n- [x] B\n\n> Because [@moss2018].\n"


def folder(**more):
    files = {
        "modules/m/module.md": MODULE,
        "modules/m/quiz.md": QUIZ,
        "modules/n/module.md": MODULE,
        "modules/n/quiz.md": QUIZ,
        "references.bib": (GOLDEN / "references.bib").read_text(),
        **more,
    }
    return tree_of("content", {path: text.encode() for path, text in files.items() if text is not None})


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_byte_order_marks_and_line_ends_make_no_difference(before, end):
    file = decode("m.md", before + MODULE.encode().replace(b"\n", end))
    assert (file.text, file.problems) == (MODULE, ())


def test_text_in_another_encoding_is_told_with_its_line():
    file = decode("m.md", "one\ntwo\ncafé\n".encode("latin-1"))
    assert [(found.code, found.line) for found in file.problems] == [("F01", 3)]


def test_invisible_characters_are_told_and_taken_out():
    file = decode("m.md", "a\nb\x00c \ue000d".encode())
    assert [(found.code, found.line) for found in file.problems] == [("F06", 2), ("F06", 2)]
    assert file.text == "a\nb c  d"


def test_a_folder_on_disk_reads_as_its_files(tmp_path):
    root = tmp_path / "content"
    (root / "modules" / "m" / "figures").mkdir(parents=True)
    (root / "modules" / "m" / "module.md").write_text(MODULE)
    (root / "modules" / "m" / "figures" / "draw.py").write_text("print()")
    (root / "modules" / "m" / "figures" / "line.svg").write_text("<svg/>")
    (root / ".git").mkdir()
    (root / ".git" / "notes.md").write_text("hidden")
    (root / "README.md").write_text("Hello")
    tree = read_tree(root)
    assert [module.slug for module in tree.modules] == ["m"]
    assert list(tree.modules[0].figures) == ["figures/line.svg"]
    assert [(found.code, found.path) for found in tree.problems] == [("F11", "content/README.md")]
    with pytest.raises(NotADirectoryError):
        read_tree(root / "none")


def test_a_good_folder_becomes_values_without_a_finding():
    parsed = parse_tree(folder())
    library, problems = parsed.library, parsed.problems
    assert [found.code for found in problems] == ["F03"]  # only the provider is not there
    module = library.modules[0]
    assert (module.slug, module.intro, module.sections[0].source) == ("m", "Intro.", "Text [@ross2020].")
    assert [reference.key for reference in module.references] == ["moss2018", "ross2020"]
    assert (module.intro_words, module.words) == (1, 2)


def test_a_broken_module_is_known_and_spares_the_others():
    parsed = parse_tree(folder(**{"modules/m/module.md": "---\ntitle: a: b\n---\n"}))
    assert list(parsed.modules) == ["m", "n"]
    assert not parsed.modules["m"].good
    assert parsed.modules["n"].good
    assert [module.slug for module in parsed.library.modules] == ["n"]


def test_a_module_with_an_error_in_its_text_has_a_value_to_look_at():
    result = parse_tree(folder(**{"modules/m/module.md": MODULE.replace("Text", "<b>Text</b>")})).modules["m"]
    assert result.value is not None
    assert not result.good
    (found,) = result.problems
    assert str(found).startswith("content/modules/m/module.md:12: X01 raw HTML is not allowed: <b> – ")
    assert found.quote == "<b>Text</b> [@ross2020]."


def test_findings_are_sorted_and_told_once():
    problems = parse_tree(folder(**{"modules/m/quiz.md": None, "modules/n/module.md": None})).problems
    assert problems == sorted(set(problems))
    assert [(found.code, found.path) for found in problems] == [
        ("F03", "content/modules/m/quiz.md"),
        ("F03", "content/modules/n/module.md"),
        ("F03", "content/provider.md"),
    ]


def test_only_figures_that_are_shown_belong_to_the_module():
    figures = {
        f"modules/m/figures/{path.name}": path.read_text() for path in sorted((GOLDEN / "figures").glob("*.svg"))
    }
    shown = MODULE + '\n![A line.](figures/line.svg "Caption.")\n'
    result = parse_tree(folder(**figures, **{"modules/m/module.md": shown})).modules["m"]
    assert [figure.path for figure in result.value.figures] == ["figures/line.svg"]
    assert [found.path for found in result.problems if found.code == "F24"] == ["content/modules/m/figures/bare.svg"]


def test_sections_are_cut_at_headings_outside_code():
    text = MODULE + "\n```\n## no {#no}\n```\n\n    ## no {#no}\n\n## Two {#two objectives=x}\n\nMore.\n"
    module = parse_tree(folder(**{"modules/m/module.md": text})).modules["m"].value
    assert [section.id for section in module.sections] == ["one", "two"]


def test_places_fall_back_to_what_is_around():
    places = parse_tree(folder()).places
    assert places.of("module", "m", "section", "one").line == 10
    assert places.of("module", "m", "objectives", "x").line == 6
    assert places.of("module", "m", "nothing", "at all").line == 1
    assert places.of("quiz", "m", "question", "q").quote.startswith("### Why?")
    assert places.of("reference", "ross2020").path == "content/references.bib"
    assert str(Places(root="content").of("module", "m").problem("F03", "is gone", "write it")) == (
        "content:1: F03 is gone – write it"
    )
