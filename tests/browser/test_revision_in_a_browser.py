"""A module is written anew and published; a learner sees what changed and takes it, by keyboard and without script."""

import shutil
from datetime import timedelta

import pytest
import steps
from factories import COURSE, LIBRARY
from playwright.sync_api import expect
from world import REVISION

from ceu.web.sign_in import signed_in_session

LEARN = f"/learn/{COURSE}"


@pytest.fixture
def publish(live, tmp_path):
    """`publish()` revises the second module, as its author would, and publishes the folder an hour later."""
    folder = shutil.copytree(LIBRARY, tmp_path / "content")

    def revise():
        file = folder / "modules/later-on/module.md"
        text = file.read_text(encoding="utf-8")
        for old, new in REVISION.items():
            text = text.replace(old, new, 1)
        file.write_text(text, encoding="utf-8")
        live.clock.move(hours=1)
        with live.make() as make:
            make.publish(folder)

    return revise


@pytest.fixture
def ada(live, page):
    """Ada, who has read everything and is signed in."""
    with live.make() as make:
        user = make.user()
        make.read(user)
        kept = signed_in_session(user, make.now + timedelta(hours=2))
    cookie = live.app.session_interface.get_signing_serializer(live.app).dumps(kept)
    page.context.add_cookies([{"name": "session", "value": cookie, "url": live.url}])
    return page


def test_a_revision_is_told_shown_and_taken(ada, live, publish):
    publish()
    ada.goto(f"{live.url}/learn/")
    expect(ada.get_by_text("Ask plainly about thoughts of death at the first visit")).to_be_visible()
    steps.press(ada, ada.get_by_role("button", name="I have read this"))
    expect(ada.get_by_text("Noted that you have read the correction")).to_be_visible()
    steps.press(ada, ada.get_by_role("link", name="See what changed"))
    expect(ada.locator("ins").filter(has_text="little")).to_be_visible()
    expect(ada.locator("del").filter(has_text="nothing")).to_be_visible()
    expect(ada.get_by_text("1 section is new and unread")).to_be_visible()
    button = ada.get_by_role("button", name="Take the new revision").first
    button.focus()
    with ada.expect_navigation():
        ada.keyboard.press("Enter")
    expect(ada.get_by_text("You now read the new revision")).to_be_visible()
    expect(ada.locator(".outline-note")).to_have_text(["changed since you read it"] * 2)
    ada.goto(f"{live.url}{LEARN}/later-on/stays")
    expect(ada.get_by_text("Where after half a year little has moved")).to_be_visible()
    steps.press(ada, ada.get_by_role("button", name="I have read the changes"))
    ada.goto(f"{live.url}{LEARN}")
    expect(ada.locator(".outline-note")).to_have_count(1)


def test_who_does_not_take_it_reads_on_as_before(ada, live, publish):
    publish()
    ada.goto(f"{live.url}{LEARN}/later-on/stays")
    expect(ada.get_by_text("Where after a year nothing has moved")).to_be_visible()
    expect(ada.get_by_text("You read the revision you began with.")).to_be_visible()
    assert ada.goto(f"{live.url}{LEARN}/later-on/notes-of-a-visit").status == 404
