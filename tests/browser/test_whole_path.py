"""The whole path in a real Chromium, with script and without, and the record an admin exports of it."""

import csv
import io
import json
import re

import pytest
import steps
from factories import LIBRARY
from playwright.sync_api import expect
from servers import InProcess, on_free_port

from ceu.domain.certificate import signature
from ceu.domain.certificate.keys import load_issuers
from config import Settings


@pytest.fixture
def course(live):
    with live.make() as make:
        make.course()
        make.user("admin", mail="office@example.org", name="Office")
    return live


@pytest.fixture(params=["with script", "without script"])
def page(request, browser):
    context = browser.new_context(java_script_enabled=request.param == "with script", timezone_id="America/New_York")
    context.set_default_timeout(10_000)
    opened = context.new_page()
    opened.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    opened.on(
        "console",
        lambda said: pytest.fail(said.text) if said.type == "error" and "Content Security" in said.text else None,
    )
    yield opened
    context.close()


def test_from_the_first_page_to_the_exported_record(page, course, tmp_path):
    steps.arrive_at_certificate(page, course)
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("Download PDF")).click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    verified = signature.verify(file.read_bytes(), load_issuers(course.settings.instance / "keys"))
    assert verified.facts.learner == "Ada Ross"
    assert verified.facts.license_number == "MH 01234"

    number = page.locator("main table a").first.inner_text()
    page.context.clear_cookies()
    page.goto(f"{course.url}/verify")
    page.get_by_label("Certificate number").fill(number.replace("-", " ").lower())
    steps.press(page, page.get_by_role("button", name="Check"))
    assert "is valid" in page.locator("main").inner_text()
    assert "Ada" not in page.locator("main").inner_text()
    page.get_by_label("Name on the certificate").fill("ROSS, Ada")
    steps.press(page, page.get_by_role("button", name="Compare the name"))
    assert "The name matches" in page.locator("main").inner_text()
    page.get_by_label("Name on the certificate").fill("Eva Ross")
    steps.press(page, page.get_by_role("button", name="Compare the name"))
    assert "This proves nothing" in page.locator("main").inner_text()

    rows = exported(page, course)
    assert [row["certificate_number"].replace("-", "") for row in rows] == [number.replace("-", "")]
    assert rows[0]["legal_name"] == "Ada Ross"
    assert rows[0]["completion_date"] == str(verified.facts.completed_on)


def exported(page, course):
    """Sign in as the office and export every record as CSV."""
    with course.session() as session, course.app.test_request_context():
        from sqlalchemy import select

        from ceu.models import User
        from ceu.web.sign_in import signed_in_session

        office = session.scalars(select(User).where(User.email == "office@example.org")).one()
        state = signed_in_session(office, course.clock())
        cookie = course.app.session_interface.get_signing_serializer(course.app).dumps(state)
    page.context.add_cookies([{"name": "session", "value": cookie, "url": course.url}])
    page.goto(f"{course.url}/admin/records")
    with page.expect_download() as download:
        page.get_by_label(re.compile("^CSV")).check()
        page.get_by_role("button", name="Download").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_whole_path_on_postgresql(browser, postgresql, tmp_path, clock):
    settings = Settings(instance=tmp_path, content=LIBRARY, database=postgresql.fresh())
    live = InProcess(on_free_port(settings), clock)
    try:
        with live.make() as make:
            make.course()
            make.user("admin", mail="office@example.org", name="Office")
        context = browser.new_context(timezone_id="America/New_York")
        context.set_default_timeout(10_000)
        page = context.new_page()
        steps.arrive_at_certificate(page, live)
        with page.expect_download():
            page.get_by_role("button", name=re.compile("Download PDF")).click()
        [row] = exported(page, live)
        assert (row["legal_name"], row["jurisdiction"]) == ("Ada Ross", "FL")
        context.close()
    finally:
        live.stop()


def test_without_the_network_the_page_says_not_saved_and_saves_later(course, browser):
    context = browser.new_context(timezone_id="America/New_York")
    context.set_default_timeout(10_000)
    page = context.new_page()
    steps.enter(page, course)
    page.goto(f"{course.url}{steps.START}/later-on/quiz")
    steps.press(page, page.get_by_role("button", name="Begin"))
    page.wait_for_url("**/quiz/1")
    told = page.locator("[data-save-state]")
    context.set_offline(True)
    page.locator("main fieldset input").first.check()
    expect(told).to_contain_text(re.compile("keep this page open", re.IGNORECASE))
    context.set_offline(False)
    expect(told).to_contain_text("Saved at", timeout=20_000)
    page.reload()
    assert page.locator("main input:checked").count() == 1

    context.set_offline(True)
    page.locator("main fieldset input").last.check()
    expect(told).to_contain_text("offline")
    page.get_by_role("button", name="Save and go on").click()
    expect(told).to_contain_text("this page stays open")
    assert page.url.endswith("/quiz/1")
    assert page.locator("main fieldset input").last.is_checked()
    context.set_offline(False)
    page.wait_for_url("**/quiz/2", timeout=20_000)
    page.goto(f"{course.url}{steps.START}/later-on/quiz/1")
    assert page.locator("main fieldset input").last.is_checked()
    context.close()


def test_a_button_pressed_while_the_server_does_not_answer_waits_for_it(course, browser):
    """The network is there and the server is not: a choice is kept in the page, and changed there, until it is back."""
    context = browser.new_context(timezone_id="America/New_York")
    context.set_default_timeout(10_000)
    page = context.new_page()
    steps.enter(page, course)
    page.goto(f"{course.url}{steps.START}/later-on/quiz")
    steps.press(page, page.get_by_role("button", name="Begin"))
    page.wait_for_url("**/quiz/1")
    told, choices = page.locator("[data-save-state]"), page.locator("main fieldset input")
    page.route("**/quiz/1", lambda route: route.abort())
    choices.first.check()
    go_on = page.get_by_role("button", name="Save and go on")
    go_on.click()
    expect(told).to_contain_text("this page stays open")
    choices.last.check()
    expect(told).to_contain_text("Trying again")
    page.unroute("**/quiz/1")
    expect(told).to_contain_text("Saved at", timeout=20_000)
    assert page.url.endswith("/quiz/1"), "who has chosen again presses again"
    steps.press(page, go_on)
    assert page.url.endswith("/quiz/2")
    context.close()


def test_after_a_fail_the_key_stays_hidden_until_a_pass(page, course, clock):
    steps.give_key(course)
    steps.enter(page, course)
    steps.take_test(page, course, "later-on", right=False)
    told = page.locator("main").inner_text()
    assert "Not passed yet" in told
    assert "0 of 4, needed 3" in told
    assert "November 24, 2026, 10:00 AM EST" in told
    assert page.locator("fieldset").count() == 0
    page.goto(f"{course.url}{steps.START}/later-on/quiz")
    assert page.get_by_role("button", name="Begin").count() == 0
    clock.move(hours=24)
    page.goto(f"{course.url}/account/login?next={steps.START}/later-on/quiz")
    if page.get_by_label("Password", exact=True).count():
        steps.sign_in(page)
    steps.take_test(page, course, "later-on")
    assert "You passed" in page.locator("h1").inner_text()
    assert page.locator(".option-right").count() >= 4


def test_an_answer_survives_the_night(page, course, clock):
    steps.enter(page, course)
    page.goto(f"{course.url}{steps.START}/later-on/quiz")
    steps.press(page, page.get_by_role("button", name="Begin"))
    page.wait_for_url("**/quiz/1")
    clock.move(hours=13)
    chosen = steps.choices(course, "later-on")
    steps.answer_page(page, chosen)
    assert "Sign in" in page.title()
    steps.sign_in(page)
    assert "was saved" in page.locator("body").inner_text()
    page.goto(f"{course.url}{steps.START}/later-on/quiz/1")
    assert page.locator("main input:checked").count() >= 1


def test_a_test_is_left_on_one_device_and_finished_on_another(page, course, browser):
    steps.enter(page, course)
    page.goto(f"{course.url}{steps.START}/later-on/quiz")
    steps.press(page, page.get_by_role("button", name="Begin"))
    page.wait_for_url("**/quiz/1")
    chosen = steps.choices(course, "later-on")
    steps.answer_page(page, chosen)
    state = page.context.storage_state()
    other = browser.new_context(storage_state=json.loads(json.dumps(state))).new_page()
    other.goto(f"{course.url}{steps.START}/later-on/quiz/1")
    assert other.locator("main input:checked").count() >= 1
    other.goto(f"{course.url}{steps.START}/later-on/quiz/2")
    while "/quiz/review" not in other.url:
        steps.answer_page(other, chosen)
    steps.press(other, other.get_by_role("button", name="Hand in"))
    page.goto(f"{course.url}{steps.START}/later-on/quiz/2")
    assert page.url.endswith("/quiz/result")
    other.context.close()
