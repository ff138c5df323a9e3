"""Sign-in methods in a real Chromium: passkeys by a virtual authenticator, codes, and signing out from afar."""

import time

import pytest
import steps
from looking import axe, look
from passlib.totp import TOTP
from playwright.sync_api import TimeoutError as TooLate
from playwright.sync_api import expect
from sqlalchemy import select

from ceu.models import Outbox, WebAuthn

METHODS = "/account/sign-in-methods/"


@pytest.fixture
def home(live):
    """The server by a name: passkeys are made for names, not for numbers."""
    return f"http://localhost:{live.settings.port}"


@pytest.fixture
def device(page):
    """A security key with a PIN or a finger, plugged into the page's browser; `device(verified=False)` says no."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    def set_verified(*, verified):
        named = {"authenticatorId": made["authenticatorId"], "isUserVerified": verified}
        session.send("WebAuthn.setUserVerified", named)

    return set_verified


def sign_up(page, home, mail="ada.ross@example.org"):
    page.goto(f"{home}/account/register")
    page.get_by_label("Full legal name").fill("Ada Ross")
    page.get_by_label("Email address").fill(mail)
    page.get_by_label("Password", exact=True).fill(steps.PASSWORD)
    steps.press(page, page.get_by_role("button", name="Create account"))


def sign_out(page):
    steps.press(page, page.get_by_role("button", name="Sign out", exact=True))


def give_password(page, home):
    page.goto(f"{home}/account/login?next={METHODS}")
    steps.sign_in(page)


def add_passkey(page, home, name, use):
    page.goto(f"{home}{METHODS}")
    steps.press(page, page.get_by_role("link", name="Add a passkey"))
    page.get_by_label("Name").fill(name)
    page.get_by_label(use).check()
    steps.press(page, page.get_by_role("button", name="Continue"))


def test_a_passkey_is_added_signs_in_alone_is_renamed_and_removed(page, live, home, device):
    sign_up(page, home)
    add_passkey(page, home, "Ada\u2019s <phone> & key", "To sign in without my password")
    page.wait_for_url(f"**{METHODS}")
    expect(page.locator("main")).to_contain_text("Ada\u2019s <phone> & key")
    sign_out(page)

    page.goto(f"{home}{METHODS}")
    steps.press(page, page.get_by_role("button", name="Sign in with a passkey"))
    page.wait_for_url(f"**{METHODS}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign-in methods")

    steps.press(page, page.get_by_role("link", name="Rename"))
    page.get_by_label("Name").fill("My phone")
    steps.press(page, page.get_by_role("button", name="Save the name"))
    steps.press(page, page.get_by_role("link", name="Remove My phone"))
    steps.press(page, page.get_by_role("button", name="Remove it"))
    expect(page.locator("main")).to_contain_text("None yet.")
    with live.session() as session:
        told = [mail.body for mail in session.scalars(select(Outbox).where(Outbox.kind == "sign_in_changed"))]
        assert session.scalars(select(WebAuthn)).all() == []
    assert ["was added" in told[0], "was removed" in told[1]] == [True, True]

    sign_out(page)
    page.goto(f"{home}/account/login")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator(".messages")).to_contain_text("does not open this account")


def test_a_device_that_does_not_know_who_holds_it_is_refused_and_can_be_asked_again(page, home, device):
    sign_up(page, home)
    add_passkey(page, home, "Key", "To sign in without my password")
    page.wait_for_url(f"**{METHODS}")
    sign_out(page)
    device(verified=False)
    page.goto(f"{home}/account/login")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("No passkey was given")
    device(verified=True)
    page.get_by_role("button", name="Ask my device").click()
    page.wait_for_url("**/learn/")


def test_a_passkey_as_second_step_follows_the_password_and_leads_where_one_was_going(page, home, device):
    sign_up(page, home)
    add_passkey(page, home, "Key", "As a second step after my password")
    page.wait_for_url(f"**{METHODS}")
    expect(page.locator("main")).to_contain_text("Make recovery codes")
    sign_out(page)
    give_password(page, home)
    expect(page.get_by_role("heading", level=1)).to_have_text("Use your passkey as the second step")
    steps.press(page, page.get_by_role("button", name="Use a passkey"))
    try:
        page.wait_for_url(f"**{METHODS}", timeout=5_000)
    except TooLate:  # on a busy machine the device may not be ready: the page says so and offers to ask again
        page.locator("[data-passkey-again]").click()
        page.wait_for_url(f"**{METHODS}")


def test_another_persons_passkey_is_no_second_step(page, live, home, device):
    """Whoever holds the key of another person signs in neither as herself nor as that person."""
    sign_up(page, home, "eve@example.org")
    add_passkey(page, home, "Eve's", "As a second step after my password")
    page.wait_for_url(f"**{METHODS}")
    sign_out(page)
    sign_up(page, home)
    with live.session() as session:
        eve = session.scalars(select(WebAuthn)).one()
        copied = {name: getattr(eve, name) for name in ("public_key", "sign_count", "backup_state", "device_type")}
        session.add(
            WebAuthn(
                user_id=2,
                credential_id=b"another",
                usage="secondary",
                name="Hers",
                lastuse_datetime=eve.lastuse_datetime,
                **copied,
            )
        )
    sign_out(page)
    give_password(page, home)
    # The page asks for Ada's; this device answers with Eve's.
    page.route(
        "**/account/wan-signin**",
        lambda route: route.fulfill(response=(got := route.fetch()), body=other(got.text(), eve_id)),
    )
    with live.session() as session:
        from webauthn.helpers import bytes_to_base64url

        found = session.scalars(select(WebAuthn).where(WebAuthn.user_id == 1)).one()
        eve_id = bytes_to_base64url(found.credential_id)

    def other(text, wanted):
        return text.replace(bytes_to_base64url(b"another"), wanted)

    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator(".messages")).to_contain_text("does not open this account")
    page.goto(f"{home}/account/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_an_app_and_a_passkey_are_a_choice_and_a_recovery_code_takes_their_place(page, home, device):
    sign_up(page, home)
    page.goto(f"{home}{METHODS}app")
    key = page.locator("code.key").inner_text().replace("-", "")
    page.get_by_label("Code from the app").fill(TOTP(key=key, format="base32").generate(int(time.time())).token)
    steps.press(page, page.get_by_role("button", name="Turn on the second step"))
    code = page.locator(".codes code").first.inner_text()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the codes").click()
    expect(page.get_by_role("status")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()").startswith(code)
    add_passkey(page, home, "Key", "As a second step after my password")
    page.wait_for_url(f"**{METHODS}")
    sign_out(page)
    give_password(page, home)
    page.get_by_label("With a code of my authenticator app").check()
    steps.press(page, page.get_by_role("button", name="Continue"))
    steps.press(page, page.get_by_role("link", name="Use a recovery code"))
    page.get_by_label("Recovery code").fill(code.lower())
    steps.press(page, page.get_by_role("button", name="Sign in"))
    page.wait_for_url(f"**{METHODS}")


def test_without_script_the_page_says_what_is_missing(browser, live, home):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{home}/account/login")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("main")).to_contain_text("This step needs a script")
    expect(page.get_by_role("button", name="Ask my device")).to_be_hidden()
    context.close()


def test_at_an_address_without_a_name_the_page_says_why_there_is_no_passkey(page, live):
    page.goto(f"{live.url}/account/login")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("proper address")


def test_one_browser_signs_the_other_out(browser, page, home):
    sign_up(page, home)
    other = browser.new_context()
    phone = other.new_page()
    give_password(phone, home)
    page.goto(f"{home}/account/sign-ins/")
    expect(page.locator("main .card")).to_have_count(2)
    steps.press(page, page.get_by_role("button", name="Sign out Chrome"))
    phone.goto(f"{home}/account/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.goto(f"{home}/account/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    other.close()


def test_axe_finds_nothing_on_the_pages_between_password_and_account(page, home, device):
    found = []

    def examine(name):
        page.set_viewport_size({"width": 320, "height": 700})
        found.extend(f"{name}: {fault}" for fault in [*axe(page), *look(page, "tooWide", "tooSmall")])
        page.set_viewport_size({"width": 1280, "height": 900})

    sign_up(page, home)
    page.goto(f"{home}{METHODS}app")
    key = page.locator("code.key").inner_text().replace("-", "")
    page.get_by_label("Code from the app").fill("000000")
    steps.press(page, page.get_by_role("button", name="Turn on the second step"))
    examine("a wrong first code")
    page.get_by_label("Code from the app").fill(TOTP(key=key, format="base32").generate(int(time.time())).token)
    steps.press(page, page.get_by_role("button", name="Turn on the second step"))
    examine("recovery codes")
    page.goto(f"{home}{METHODS}app/remove")
    examine("removing the app")
    sign_out(page)
    give_password(page, home)
    examine("the second step")
    page.get_by_label("Code from your authenticator app").fill("000000")
    steps.press(page, page.get_by_role("button", name="Sign in", exact=True))
    examine("a wrong code")
    steps.press(page, page.get_by_role("link", name="Use a recovery code"))
    examine("a recovery code")
    page.goto(f"{home}/account/login")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("No passkey was given")
    examine("a device without a passkey")
    assert not found, "\n".join(found)
