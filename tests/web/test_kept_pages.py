"""A section page is rendered once for each state; what is a reader's own never reaches another."""

import pytest
from factories import COURSE

from ceu.web import kept_pages

SECTION = f"/learn/{COURSE}/first-weeks/looks"


@pytest.fixture
def ada(make, client):
    user = make.user()
    make.enrollment(user)
    client.sign_in(user)
    return user


@pytest.fixture
def ben(make):
    user = make.user()
    make.enrollment(user)
    return user


def renderings(app, monkeypatch):
    """Forget what is kept, then count how often the section's template is rendered."""
    kept_pages.init(app)
    seen, inner = [], kept_pages.render_template
    monkeypatch.setattr(kept_pages, "render_template", lambda name, **more: seen.append(name) or inner(name, **more))
    return seen


def token(page):
    return page.select_one("form.mark-read input[name=csrf_token]")["value"]


def test_the_second_reader_in_the_same_state_gets_the_page_with_a_token_and_a_place_of_her_own(
    client, ada, ben, monkeypatch
):
    rendered = renderings(client.application, monkeypatch)
    first = client.browse(SECTION)
    client.sign_in(ben)
    second = client.browse(SECTION)
    assert rendered == ["learner/section.html"]
    assert token(first) != token(second)
    assert first.select_one("[data-place]")["data-place"] != second.select_one("[data-place]")["data-place"]
    assert "1 of 2 read" in client.submit("form.mark-read").words()  # her token is good


def test_a_note_is_on_its_writers_page_alone(client, ada, ben):
    client.browse(SECTION)
    client.submit("form[data-note-form]", body="Ask about <sleep>.")
    assert "Ask about <sleep>." in client.browse(SECTION).words()
    client.sign_in(ben)
    assert "Ask about" not in client.browse(SECTION).words()
    assert client.page.select_one("[data-note-count]").text == "0"


def test_what_is_read_shows_at_once(client, ada):
    assert "0 of 2 read" in client.browse(SECTION).words()
    client.submit("form.mark-read")
    assert "1 of 2 read" in client.browse(SECTION).words()
    assert "You marked this section as read." in client.page.words()


def test_a_message_is_said_once_and_to_one(client, ada, ben):
    with client.session_transaction() as state:
        state["_flashes"] = [("success", "A message for this time.")]
    assert "A message for this time." in client.browse(SECTION).words()
    assert "A message for this time." not in client.browse(SECTION).words()
    client.sign_in(ben)
    assert "A message for this time." not in client.browse(SECTION).words()


def test_the_header_is_that_of_the_roles_one_has(make, client, ada):
    client.browse(SECTION)
    assert not client.page.select('a[href="/teach/"]')
    teacher = make.user("instructor")
    make.enrollment(teacher)
    client.sign_in(teacher)
    assert client.browse(SECTION).select('a[href="/teach/"]')
