"""From a reminder back into the course, and from its link to no more of them, in a Chromium without script."""

import re

import pytest
import steps
from sqlalchemy import select

from ceu.cli import reminding
from ceu.models import MailOff, Outbox


@pytest.fixture
def page(browser):
    context = browser.new_context(java_script_enabled=False, timezone_id="America/New_York", locale="en-US")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def off(live):
    with live.session() as session:
        return sorted(session.scalars(select(MailOff.kind)))


def test_a_reminder_leads_back_and_is_stopped_and_wanted_again(page, live, clock):
    from ceu.extensions import db
    from ceu.web.sign_in import signed_in_session

    with live.make() as make:
        user = make.user()
        make.enrollment(user)
        clock.move(days=7)
        cookie = live.app.session_interface.get_signing_serializer(live.app).dumps(signed_in_session(user, make.now))
    with live.app.app_context():
        reminding.remind(live.app, db.session(), clock())
    with live.session() as session:
        body = session.scalars(select(Outbox.body)).one()
    onward, stop, choices = re.findall(rf"{live.url}\S+", body)

    page.goto(stop)
    assert page.get_by_role("heading", level=1).inner_text() == "Stop these mails?"
    assert off(live) == []
    button = page.get_by_role("button", name="Stop these mails")
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("heading", level=1).inner_text() == "These mails are stopped"
    assert off(live) == ["unfinished"]
    page.goto(f"{stop}x")
    assert "This link cannot be used" in page.locator("main").inner_text()

    page.goto(choices)
    assert "/account/login" in page.url, "choosing asks for a sign-in, stopping did not"
    page.context.add_cookies([{"name": "session", "value": cookie, "url": live.url}])
    page.goto(onward)
    assert page.url.endswith(f"/learn/{steps.COURSE}/first-weeks/looks")
    page.goto(choices)
    box = page.get_by_label("A course you have not finished")
    assert not box.is_checked()
    box.focus()
    page.keyboard.press("Space")
    steps.press(page, page.get_by_role("button", name="Save choice"))
    assert "Your choice is saved." in page.locator(".messages").inner_text()
    assert page.get_by_label("A course you have not finished").is_checked()
    assert off(live) == []
