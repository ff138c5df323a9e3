"""The first section of each course is open to anybody: the real page, and nothing of anybody is kept."""

import shutil

from factories import COURSE, LIBRARY
from sqlalchemy import func, select

from ceu.domain.content.printed import closed_links
from ceu.models import Enrollment, SectionProgress
from ceu.services import catalog

ADDRESS = f"/courses/{COURSE}/read"
FIRST = f"/learn/{COURSE}/first-weeks/looks"


def test_anybody_reads_the_text_a_learner_reads(client, make):
    ada = make.user()
    make.enrollment(ada)
    page = client.browse(ADDRESS)
    open_text = page.select("main .prose")[-1].get_text(" ", strip=True)
    assert page.select("a.citation")
    assert page.select_one(".section-references li")
    hers = client.sign_in(ada).browse(FIRST)
    assert hers.select_one("main [data-place]").get_text(" ", strip=True) == open_text


def test_the_other_sections_are_named_and_closed(client, make, session):
    make.course()
    offer = catalog.current(session, COURSE)
    page = client.browse(ADDRESS)
    lines = page.select(".outline li")
    assert [line.select_one(".outline-title").contents[0] for line in lines] == [
        section.title for section in offer.documents[0].sections
    ]
    assert [bool(line.select("a")) for line in lines] == [True, *[False] * (len(lines) - 1)]
    assert "opens with an account" in lines[1].get_text(" ")


def test_nothing_is_kept_of_whoever_reads_it(client, make, session):
    make.course()
    page = client.browse(ADDRESS)
    assert page.select("main form, #my-notes, [data-place]") == []
    assert [session.scalar(select(func.count()).select_from(table)) for table in (Enrollment, SectionProgress)] == [
        0,
        0,
    ]


def test_every_link_within_the_text_leads_somewhere(client, make):
    make.course()
    page = client.browse(ADDRESS)
    named = {element["id"] for element in page.select("[id]")}
    for link in page.select("main a[href]"):
        address = link["href"]
        assert address.startswith(("/", "https://", "mailto:", "#")), address
        assert not address.startswith("#") or address[1:] in named, address


def test_the_end_invites_and_an_account_leads_back_to_the_course(client, make):
    make.course()
    page = client.browse(ADDRESS)
    ways = [link["href"] for link in page.select("#go-on a.button")]
    assert ways == [f"/account/register?next=/learn/{COURSE}", f"/account/login?next=/learn/{COURSE}"]
    client.sign_in(make.user())
    assert [link["href"] for link in client.browse(ADDRESS).select("#go-on a.button")] == [f"/learn/{COURSE}"]
    client.sign_in(make.user("auditor"))
    assert client.browse(ADDRESS).select("#go-on a.button") == []


def test_whoever_has_started_the_course_is_led_to_her_own_page(client, make):
    ada = make.user()
    make.enrollment(ada)
    answer = client.sign_in(ada).get(ADDRESS)
    assert (answer.status_code, answer.location) == (303, FIRST)


def test_an_expired_course_can_still_be_looked_into_and_invites_nobody(client, make, clock):
    make.course()
    clock.move(days=3 * 366)
    page = client.browse(ADDRESS)
    assert "no longer takes new learners" in page.select_one("#go-on").get_text(" ")


def test_a_retired_course_has_no_open_section(client, make, tmp_path):
    make.course()
    folder = tmp_path / "library"
    shutil.copytree(LIBRARY, folder)
    (folder / f"courses/{COURSE}.md").unlink()
    make.publish(folder)
    assert "may have been retired" in client.browse(ADDRESS, status=404).words()


def test_search_engines_may_read_it_under_one_address(client, make, settings):
    make.course()
    page = client.browse(ADDRESS)
    assert page.select_one('link[rel="canonical"]')["href"] == settings.public_url + ADDRESS
    assert not page.select('meta[name="robots"]')
    assert "/courses/" not in client.get("/robots.txt").get_data(as_text=True)


def test_a_link_to_another_section_leads_to_the_way_on():
    html = '<p><a href="asking">What to ask</a> <a href="#ref-a">A</a> <a href="https://example.org/x">X</a></p>'
    assert closed_links(html, "go-on") == html.replace('href="asking"', 'href="#go-on"')
