"""Taking one's data, asking for erasure, changing one's mind, and going: in a Chromium without script."""

import zipfile

import pytest
import steps
from steps import PASSWORD, press

from ceu.cli import disposal
from ceu.models import User

ADA, MAIL = "Ada Ross", "ada.ross@example.org"
NOTICE = "Your account will be erased after"


@pytest.fixture
def page(browser):
    context = browser.new_context(java_script_enabled=False, timezone_id="America/New_York", locale="en-US")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def number(live):
    """Ada has completed the course; the number of her certificate."""
    from flask_security import hash_password

    steps.give_key(live)
    with live.app.app_context():
        hashed = hash_password(PASSWORD)
    with live.make() as make:
        user = make.user(name=ADA, mail=MAIL, password_hash=hashed)
        make.credential(user)
        return make.certificate(user).number


def dispose(live):
    from ceu.extensions import db

    with live.app.app_context():
        return disposal.dispose(db.session(), live.clock())


def sign_in(page, live):
    page.goto(f"{live.url}/account/login?next=/account/data/")
    steps.sign_in(page, MAIL)


def ask(page, live):
    page.goto(f"{live.url}/account/erasure/")
    page.get_by_label("Your password").fill(PASSWORD)
    press(page, page.get_by_role("button", name="Erase my account in seven days"))


def confirmed(page, live, number):
    """Return what the public check says of the name."""
    page.goto(f"{live.url}/certificates/{number}")
    page.locator("main input[name=name]").fill(ADA)
    press(page, page.locator("main button[type=submit]"))
    return page.locator("main").inner_text()


def test_everything_is_taken_the_mind_changed_and_the_account_erased(page, live, clock, number, tmp_path):
    sign_in(page, live)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download all my data").click()
    taken.value.save_as(tmp_path / "mine.zip")
    with zipfile.ZipFile(tmp_path / "mine.zip") as archive:
        archive.extractall(tmp_path)
    page.goto((tmp_path / "index.html").as_uri())
    assert ADA in page.locator("main").inner_text()
    signed = page.get_by_role("link", name=number[:4]).get_attribute("href")
    assert (tmp_path / signed).read_bytes().startswith(b"%PDF")

    page.goto(f"{live.url}/account/data/")
    press(page, page.get_by_role("link", name="Erase my account"))
    assert "November 23, 2033" in page.get_by_role("row", name="Caring for people who grieve").inner_text()
    ask(page, live)
    page.goto(f"{live.url}{steps.START}/first-weeks/looks")
    assert NOTICE in page.locator(".messages").inner_text()
    clock.move(days=6)
    sign_in(page, live)
    keep = page.get_by_role("button", name="Keep my account")
    keep.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Nothing was erased." in page.locator(".messages").inner_text()
    clock.move(days=2)
    assert dispose(live).erased == 0

    sign_in(page, live)
    ask(page, live)
    clock.move(days=7)
    assert dispose(live).erased == 1
    page.goto(f"{live.url}/account/")
    assert "/account/login" in page.url
    sign_in(page, live)
    assert "is not right" in page.locator("main").inner_text()
    assert "The name matches" in confirmed(page, live, number)

    steps.register(page, live)
    with live.session() as session:
        assert session.query(User).filter_by(email=MAIL).one().erased_at is None
    clock.move(days=7 * 366)
    assert dispose(live).disposed == 1
    assert "The name can no longer be confirmed" in confirmed(page, live, number)
