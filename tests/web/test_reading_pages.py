"""The reading page and the printable module through a browser without script: everything is a plain link."""

import re

import pytest
import rich_library
from databases import count_queries
from factories import COURSE

from ceu.models import SectionProgress

LEARN = f"/learn/{COURSE}"
LOOKS = f"{LEARN}/first-weeks/looks"
PRINT = f"{LEARN}/first-weeks/print"


@pytest.fixture
def ada(make, client, tmp_path):
    make.publish(rich_library.write(tmp_path / "library"))
    user = make.user()
    make.enrollment(user)
    client.sign_in(user)
    return user


def targets(page, selector):
    """Return what the links lead to on the page itself."""
    return [page.find(id=link["href"].removeprefix("#")) for link in page.select(selector)]


def test_citations_terms_and_footnotes_are_links_to_their_lists(client, ada):
    page = client.browse(LOOKS)
    for kind, where in (("citation", "references"), ("term", "section-glossary"), ("footnote-ref", "footnote")):
        found = targets(page, f".prose a.{kind}")
        assert found
        assert all(target.find_parent(class_=where) for target in found)


def test_the_section_says_how_long_it_takes_and_what_is_left_of_the_module(client, ada):
    page = client.browse(LOOKS)
    minutes = [int(one.text.removesuffix(" min")) for one in page.select(".outline-minutes")]
    eyebrow = page.select_one("main .eyebrow").text
    assert re.search(rf"fits in {minutes[0]} minutes?$", eyebrow)
    assert f"{sum(minutes)} min of reading left in this module" in page.words()
    page = client.submit("form.mark-read")
    assert f"{minutes[1]} min of reading left in this module" in page.words()
    page = client.submit("form.mark-read")
    client.browse(LOOKS)
    assert "left in this module" not in client.page.words()


def test_section_and_outline_lead_to_the_printable_module(client, ada):
    client.browse(LOOKS)
    assert client.follow("on one page").h1.text == "The first weeks after a loss"
    client.browse(LEARN)
    assert client.follow("Module 2 on one page").h1.text == "What follows later"


def test_the_printable_module_holds_every_section_once_with_one_list_of_references(client, ada):
    page = client.browse(PRINT)
    headings = [heading.text for heading in page.select("main h2")]
    assert headings == ["1. What grief looks like", "2. A first response", "Terms", "References"]
    assert [entry["id"] for entry in page.select("main .references li")] == ["ref-stroebe1999"]
    assert [entry["id"] for entry in page.select("main dt")] == ["term-oscillation", "term-prolonged-grief"]
    assert page.select_one("main h3").text == "What moves"
    assert len(page.select("main figure svg")) == 1
    assert "Most people who grieve need company" in page.words()


def test_links_between_sections_stay_on_the_printable_page(client, ada):
    page = client.browse(PRINT)
    link = page.find("a", string="what grief looks like")
    assert page.find(id=link["href"].removeprefix("#")).h2.text == "1. What grief looks like"


def test_the_printable_module_names_the_course_and_says_that_it_is_a_sample(client, ada):
    page = client.browse(PRINT)
    assert page.select_one("main .eyebrow").text == "Caring for people who grieve"
    assert "no approval by any body" in page.select_one("main .notice").text
    assert "CEU project, test content" in page.select_one("main .page-head").text


def test_opening_the_printable_module_marks_nothing_as_read(client, ada, make):
    client.browse(PRINT)
    assert make.rows(SectionProgress) == []


def test_the_printable_module_takes_two_statements(client, ada):
    client.browse(PRINT)
    with count_queries() as count:
        client.browse(PRINT)
    assert count() <= 2, list(count)


def test_only_who_started_the_course_prints_it(client, ada, make):
    client.sign_in(make.user())
    page = client.browse(PRINT, status=409)
    assert page.select_one(f'a[href="{LEARN}"]')


def test_a_module_that_is_not_there_is_not_found(client, ada):
    client.browse(f"{LEARN}/no-such-module/print", status=404)
