"""Figures with their words and data; figures of studies, which show what was published and nothing else."""

import itertools

import pytest
from bs4 import BeautifulSoup
from content_folder import ARMS
from golden_pages import golden_page
from hypothesis import given
from hypothesis import strategies as st

from ceu.domain import notes
from ceu.domain.content.markup import Profile, render
from ceu.domain.content.source import TextFile
from ceu.domain.content.studies import check_table, plain, read_arms, read_table, ticks
from ceu.domain.search.passages import passages

HEAD = ARMS.splitlines()[0]


def shown(csv, path="figures/arms.csv", alt="What arrived", caption=' "A caption."', **more):
    page = golden_page()
    page.figures = {**page.figures, path: csv, **more}
    html = render(f"![{alt}]({path}{caption})", Profile.LESSON, page)
    return BeautifulSoup(html, "html.parser"), page


def test_every_arm_is_drawn_and_told_with_its_source():
    figure, page = shown(ARMS.replace("mergener1991", "ross2020"))
    arms = figure.select("g.fig-arm")
    assert [arm["data-arm"] for arm in arms] == ["0", "1", "2"]
    assert [text.text for text in arms[0].select("text")] == [
        "By mouth, fasting",
        "swallowed · 25 mg",
        "20 (95% CI 15 to 25)",
    ]
    assert [text.text for text in arms[2].select("text")][-1] == "11 to 17 (range)"
    assert [len(arm.select("circle")) for arm in arms] == [1, 1, 0], "a range alone has no point"
    assert [len(arm.select("path")) for arm in arms] == [1, 0, 1], "a value alone has no interval"
    rows = figure.select("tbody tr")
    assert [row["data-arm"] for row in rows] == ["0", "1", "2"]
    assert all(row.select_one('a.citation[href="#ref-ross2020"]') for row in rows)
    assert page.cited == {"ross2020"}
    assert "nothing here is advice on dosing" in figure.select_one(".figure-note").text


def test_arms_can_be_chosen_and_nothing_can_be_typed_in():
    figure, _ = shown(ARMS)
    controls = figure.select("input, select, textarea, button")
    assert {(one.name, one.get("type")) for one in controls} == {
        ("input", "checkbox"),
        ("select", None),
        ("button", "button"),
    }
    assert len(figure.select("input")) == 3
    assert all(figure.select(f'label[for="{box["id"]}"]') for box in figure.select("input"))
    assert [legend.text for legend in figure.select("fieldset fieldset legend")] == ["Swallowed", "Infusion"]


def test_the_table_is_open_without_a_script():
    figure, _ = shown(ARMS)
    assert figure.select_one("figcaption details").has_attr("open")


def test_a_picture_has_its_long_description_and_its_table_below_it():
    data = "at,height,told by\n0,100,[@ross2020]\n720,1,nobody\n"
    figure, page = shown(
        golden_page().figures["figures/line.svg"], path="figures/line.svg", **{"figures/line.csv": data}
    )
    fold = figure.select_one("figure > figcaption > details")
    assert fold.summary.text == "The figure in words and as a table"
    assert fold.select_one("p").text == figure.select_one("svg desc").text
    assert [cell.get("class") for cell in fold.select("thead th")] == [["num"], ["num"], None]
    assert fold.select_one('a.citation[href="#ref-ross2020"]')
    assert page.cited == {"ross2020"}
    assert not fold.has_attr("open")


@pytest.mark.parametrize("evil", ['"><script>hit()</script>', "</svg><img src=x onerror=hit()>", "' onload='hit()"])
def test_whatever_a_cell_holds_is_text(evil):
    cell = '"' + evil.replace('"', '""') + '"'
    for place in ("By vein", "infusion", "not told,share", "percent"):
        figure, _ = shown(ARMS.replace(place, cell if place != "not told,share" else f"{cell},share"))
        assert not figure.select("script, img, [onload], [onerror]")
    data = f"a,b\n{cell},1\n"
    figure, _ = shown(golden_page().figures["figures/line.svg"], path="figures/line.svg", **{"figures/line.csv": data})
    assert not figure.select("script, img, [onload], [onerror]")


def test_a_search_finds_the_numbers_and_no_control():
    figure, _ = shown(ARMS)
    texts = [passage.text for passage in passages(str(figure))]
    assert any("By vein, infusion · 100" in text for text in texts)
    assert not any("Choose arms" in text or "All arms" in text or "The figure as a table" in text for text in texts)


def test_a_note_does_not_count_the_controls_as_text():
    figure, _ = shown(ARMS)
    assert "Choose arms" not in notes.plain(str(figure))


@given(st.floats(min_value=1e-6, max_value=1e9))
def test_an_axis_begins_at_zero_and_holds_the_largest_number(highest):
    marks = ticks(highest)
    assert marks[0] == 0
    assert marks[-1] >= highest * (1 - 1e-9)
    assert 3 <= len(marks) <= 8
    steps = {round(second / marks[1] - first / marks[1], 6) for first, second in itertools.pairwise(marks)}
    assert steps == {1}


@given(st.text(max_size=300))
def test_any_text_is_read_as_arms_or_told_to_be_none(text):
    read_arms(text)
    table = read_table(text)
    assert all(len(cells) == len(table.head) for _, cells in table.rows)
    list(check_table(TextFile("x.csv", text)))


@pytest.mark.parametrize(("number", "text"), [(29, "29"), (28.6, "28.6"), (1200, "1,200"), (0.05, "0.05"), (0, "0")])
def test_numbers_are_written_as_they_are_read(number, text):
    assert plain(number) == text
