"""The search page through a browser without script."""

import pytest
from factories import COURSE


@pytest.fixture
def ada(client, make):
    make.course()
    user = make.user()
    client.sign_in(user)
    return user


def text(page):
    return " ".join(page.select_one("main").get_text(" ").split())


def test_the_dashboards_field_leads_to_passages_with_the_words_marked(client, ada, make):
    make.enrollment(ada)
    client.browse("/learn/")
    page = client.submit('form[role="search"]', q="oscillation")
    assert [mark.text for mark in page.select("mark")] == ["oscillation"]
    assert page.select_one(f'h3 a[href="/learn/{COURSE}/first-weeks/looks"]').text == "What grief looks like"
    assert "Section, 1 min" in text(page)
    assert page.select_one("#q")["value"] == "oscillation"
    assert "1 passage." in text(page)
    assert [link.text for link in page.select(".site-nav [aria-current]")] == ["Search"]


def test_a_heading_in_a_result_leads_to_its_place_in_the_section(client, ada, make):
    make.enrollment(ada)
    page = client.browse("/learn/search?q=hours+away")
    assert "Clinical pearl: What to say to a client" in text(page)
    for link in page.select("main .found a"):
        assert client.get(link["href"]).status_code == 200


def test_before_the_start_results_lead_to_the_courses_page(client, ada):
    page = client.browse("/learn/search?q=oscillation")
    assert page.select("mark")
    targets = {link["href"] for link in page.select("main section a")}
    assert targets == {f"/courses/{COURSE}"}
    assert "which you have not started" in text(page)


@pytest.mark.parametrize(("typed", "told"), [("a", "at least one word"), ("of+the", "nearly every"), ("-x", "Add a")])
def test_a_query_that_finds_nothing_by_nature_is_met_with_a_sentence(client, ada, typed, told):
    page = client.browse(f"/learn/search?q={typed}")
    assert told in page.select_one("#q-error").text
    assert page.select_one("#q")["aria-invalid"] == "true"
    assert page.title.text.startswith("Error: ")


def test_nothing_found_says_what_else_to_try(client, ada):
    page = client.browse("/learn/search?q=pharmacokinetics")
    assert "Check the spelling" in text(page)


def test_what_was_typed_is_shown_as_text(client, ada):
    page = client.browse("/learn/search?q=%22%3E%3Cscript%3Egrief")
    assert page.select("main script") == []
    assert page.select_one("#q")["value"] == '"><script>grief'


@pytest.mark.parametrize("number", ["0", "-3", "x", "99999999999999999999", "50"])
def test_a_page_that_is_not_there_is_no_error(client, ada, number):
    client.browse(f"/learn/search?q=grief&page={number}")


def test_many_passages_come_on_pages(client, ada, make, monkeypatch):
    monkeypatch.setattr("ceu.web.learner.search.PER_PAGE", 1)
    page = client.browse("/learn/search?q=grief")
    first = text(page)
    assert text(client.follow("Page 2")) != first
    assert "Page 1" in text(client.page)
    assert "1 passage on page 2." in text(client.page)
