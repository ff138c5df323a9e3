"""A changed name in a real browser without script: the learner changes it, the office corrects, everybody is told."""

import re

import pytest
import steps

from ceu.domain.certificate import signature
from ceu.domain.certificate.keys import load_issuers


@pytest.fixture
def page(browser):
    context = browser.new_context(java_script_enabled=False, timezone_id="America/New_York")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def office(live):
    """Sign the page in as the office, or as the learner."""
    from ceu.models import User
    from ceu.web.sign_in import signed_in_session

    with live.make() as make:
        ids = {"office": make.user("admin", name="Office").id}
        ada = make.user(name="Ada Ross", mail="ada.ross@example.org")
        make.credential(ada, number="MH 01234")
        ids["ada"], number = ada.id, make.certificate(ada).number
    steps.give_key(live)

    def be(page, who):
        with live.session() as session, live.app.test_request_context():
            state = signed_in_session(session.get_one(User, ids[who]), live.clock())
            cookie = live.app.session_interface.get_signing_serializer(live.app).dumps(state)
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "session", "value": cookie, "url": live.url}])

    be.number = number
    return be


def find(page, live, number):
    page.goto(f"{live.url}/admin/people")
    page.get_by_label("Name, email address or certificate number").fill(number)
    steps.press(page, page.get_by_role("button", name="Search"))
    steps.press(page, page.get_by_role("button", name=re.compile("^Open the record")))


def test_from_a_changed_name_to_the_new_file_and_from_there_to_a_revocation(page, live, office, tmp_path):
    office(page, "ada")
    page.goto(f"{live.url}/account/credentials/")
    steps.press(page, page.get_by_role("link", name="Change").first)
    page.get_by_label("Name as printed on it").fill("Ada Lovell")
    steps.press(page, page.get_by_role("button", name="Save"))

    office(page, "office")
    find(page, live, office.number)
    steps.press(page, page.locator("main table a.num"))
    steps.press(page, page.get_by_role("link", name="Issue a corrected certificate"))
    assert "instead of Ada Ross" in page.locator("main").inner_text()
    page.get_by_label("Reason").fill("Her name changed.")
    steps.press(page, page.get_by_role("button", name="Show the difference"))
    steps.press(page, page.get_by_role("button", name="Issue the corrected certificate"))
    assert "The learner is told by mail" in page.locator("body").inner_text()
    new = page.locator("h1").inner_text().removeprefix("Certificate ")

    office(page, "ada")
    page.goto(f"{live.url}{steps.START}/certificates")
    assert f"Use {new} instead" in page.locator("main").inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("Download PDF")).click()
    file = tmp_path / "new.pdf"
    download.value.save_as(file)
    verified = signature.verify(file.read_bytes(), load_issuers(live.settings.instance / "keys"))
    assert verified.facts.learner == "Ada Lovell"

    page.context.clear_cookies()
    page.goto(f"{live.url}/certificates/{office.number}")
    assert "was superseded on" in page.locator("main").inner_text()
    steps.press(page, page.get_by_role("link", name=new))
    assert "is valid" in page.locator("main").inner_text()

    office(page, "office")
    find(page, live, new)
    steps.press(page, page.get_by_role("link", name=new))
    steps.press(page, page.get_by_role("link", name="Revoke this certificate"))
    page.get_by_label("Reason").fill("Somebody else sat the test.")
    steps.press(page, page.get_by_role("button", name="Continue"))
    steps.press(page, page.get_by_role("button", name="Revoke this certificate"))
    assert "is revoked" in page.locator("body").inner_text()
    page.context.clear_cookies()
    page.goto(f"{live.url}/certificates/{new}")
    assert "was revoked on" in page.locator("main").inner_text()
    assert "Somebody else" not in page.locator("main").inner_text()


def test_a_course_is_opened_once_more_and_taken_again(page, live, office):
    office(page, "office")
    find(page, live, office.number)
    steps.press(page, page.get_by_role("link", name="Open a completed course once more"))
    page.get_by_label("Reason").fill("A new license period.")
    steps.press(page, page.get_by_role("button", name="Open it once more"))
    assert "is told by mail" in page.locator("body").inner_text()

    office(page, "ada")
    page.goto(f"{live.url}/learn/")
    steps.press(page, page.get_by_role("link", name="Take it once more"))
    steps.press(page, page.get_by_role("button", name="Start the course once more"))
    page.goto(f"{live.url}{steps.START}")
    for address in [link.get_attribute("href") for link in page.locator(".outline a").all()]:
        page.goto(f"{live.url}{address}")
        steps.press(page, page.get_by_role("button", name="Mark as read and continue"))
    for module in ("first-weeks", "later-on"):
        steps.take_test(page, live, module)
    steps.evaluate(page, live)
    steps.attest(page, live)
    assert page.get_by_role("button", name=re.compile("Download PDF")).count() == 2
    page.goto(f"{live.url}/learn/transcript")
    assert "the same course again; counted once among these" in page.locator("main").inner_text()
