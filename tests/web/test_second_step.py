"""The second step: an authenticator app and recovery codes, set up, used, limited and removed."""

import re

import pytest
from account_steps import PASSWORD, learner, mails, path_in, register, sign_in
from browsing import Client
from passlib.totp import TOTP
from sqlalchemy import select

from ceu import create_app
from ceu.extensions import db
from ceu.models import AuditEvent, User
from ceu.services import accounts
from ceu.web.accounts import totp
from ceu.web.accounts.second_step import BEGAN
from config import Settings

METHODS = "/account/sign-in-methods/"


@pytest.fixture
def ada(app, client, session, clock):
    return learner(app, session, clock)


@pytest.fixture(autouse=True)
def apps_clock(app, clock, monkeypatch):
    """Let the library's codes follow the test's clock."""
    factory = app.extensions["security"].totp_factory
    monkeypatch.setattr(
        factory, "_totp", factory._totp.using(now=lambda: clock().timestamp(), wallet=factory._totp.wallet)
    )


def errors(page):
    return " ".join(item.get_text() for item in page.select(".error-summary li"))


def code_of(key, clock):
    return TOTP(key=key, format="base32").generate(int(clock().timestamp())).token


def set_up(client, clock):
    """Set an app up on the page; returns its key and the recovery codes."""
    client.browse(METHODS)
    page = client.follow("Set up an app")
    key = page.select_one("code.key").text.replace("-", "")
    page = client.submit(code=code_of(key, clock))
    return key, [code.text for code in page.select(".codes code")]


def signed_out(client):
    client.browse("/account/")
    client.submit("header form")
    return client


@pytest.fixture
def with_app(ada, client, clock):
    sign_in(client)
    made = set_up(client, clock)
    signed_out(client)
    clock.move(minutes=1)
    return made


def test_an_app_is_set_up_with_a_picture_and_letters_and_ten_codes_are_shown_once(ada, client, session, clock):
    sign_in(client)
    key, codes = set_up(client, clock)
    assert client.page.h1.text == "Your recovery codes"
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}", code) for code in codes)
    session.expire_all()
    user = session.scalars(select(User)).one()
    assert key not in user.tf_totp_secret
    assert not any(code.replace("-", "") in "".join(user.mf_recovery_codes) for code in codes)
    assert [mail.recipient for mail in mails(session) if mail.kind == "sign_in_changed"] == [user.email]
    assert "An authenticator app was added." in mails(session)[-1].body
    assert codes[0] not in str(client.browse(METHODS))
    assert "10 of them are left" in client.page.words()


def test_a_mistyped_first_code_keeps_the_key(ada, client, clock):
    sign_in(client)
    client.browse(METHODS + "app")
    key = client.page.select_one("code.key").text
    assert "This code is not right" in errors(client.submit(code="000 00"))
    assert client.page.select_one("code.key").text == key
    assert client.browse(METHODS + "app").select_one("code.key").text == key
    assert client.page.select_one("svg[role=img] path") is not None


def test_after_the_password_the_code_is_asked_for_and_the_page_that_asked_is_reached(with_app, client, clock):
    key, _ = with_app
    client.browse("/account/credentials/")
    page = client.submit(email="ada.ross@example.org", password=PASSWORD)
    assert page.h1.text == "The second step"
    assert client.get("/account/credentials/").status_code == 303, "the password alone opens nothing"
    client.browse("/account/tf-validate?next=/account/credentials/")
    code = code_of(key, clock)
    assert client.submit(code=f"{code[:3]} {code[3:]}").h1.text == "Your credentials"


def test_a_code_works_once(app, with_app, client, clock):
    key, _ = with_app
    sign_in(client)
    client.submit(code=code_of(key, clock))
    other = app.test_client()
    sign_in(other)
    assert "used before" in errors(other.submit(code=code_of(key, clock)))


def test_codes_of_minutes_ago_are_not_good(with_app, client, clock):
    key, _ = with_app
    old = code_of(key, clock)
    clock.move(minutes=2)
    sign_in(client)
    assert "not right" in errors(client.submit(code=old))


def test_five_wrong_codes_wait_and_the_right_one_waits_too(with_app, client, clock):
    key, codes = with_app
    sign_in(client)
    for wrong in ("000000", "111111", "abc", "222222", "333333"):
        client.submit(code=wrong)
    assert client.submit(code=code_of(key, clock), status=429).h1.text == "Too many tries"
    sign_in(client)
    client.browse("/account/mf-recovery")
    client.submit(code=codes[0], status=429)
    clock.move(minutes=16)
    sign_in(client)
    assert client.submit(code=code_of(key, clock)).h1.text == "Your account"


def test_the_password_of_an_account_with_a_second_step_never_counts_as_a_wrong_one(app, with_app, clock):
    for _ in range(12):
        other = app.test_client()
        assert sign_in(other).h1.text == "The second step"


def test_a_recovery_code_works_once_in_any_spelling_and_its_owner_is_told(app, with_app, client, session, clock):
    _, codes = with_app
    sign_in(client)
    client.follow("Use a recovery code")
    assert client.submit(code=f" {codes[3].lower().replace('-', ' ').replace('0', 'o')} ").h1.text == "Your account"
    assert "9 are left" in mails(session)[-1].body
    other = app.test_client()
    sign_in(other)
    other.follow("Use a recovery code")
    assert "used before" in errors(other.submit(code=codes[3]))


def test_the_second_step_takes_a_quarter_of_an_hour_at_most(with_app, client, clock):
    key, _ = with_app
    sign_in(client)
    clock.move(minutes=16)
    page = client.submit(code=code_of(key, clock))
    assert page.h1.text == "Sign in"
    assert "took more than 15 minutes" in page.words()
    with client.session_transaction() as state:
        assert not {"tf_user_id", BEGAN} & set(state)


def test_without_a_right_password_there_is_no_second_step(ada, client):
    for path in ("/account/tf-validate", "/account/mf-recovery", "/account/tf-select"):
        assert client.browse(path).h1.text == "Sign in"


def test_a_password_reset_leaves_the_second_step_in_place(with_app, client, session):
    client.browse("/account/reset")
    client.submit(email="ada.ross@example.org")
    client.browse(path_in(mails(session)[-1]))
    client.submit(password="nine yellow boats")
    assert sign_in(client, password="nine yellow boats").h1.text == "The second step"


def test_a_password_reset_ends_a_second_step_that_had_begun(app, with_app, client, session, clock):
    key, _ = with_app
    thief = app.test_client()
    sign_in(thief)
    client.browse("/account/reset")
    client.submit(email="ada.ross@example.org")
    client.browse(path_in(mails(session)[-1]))
    client.submit(password="nine yellow boats")
    assert thief.submit(code=code_of(key, clock)).h1.text == "Sign in"


def test_the_first_admin_link_opens_no_account_there_is(app, with_app, client, session, clock):
    token = accounts.first_admin_link(session, clock())
    session.commit()
    client.browse(f"/account/first-admin/{token}")
    page = client.submit(legal_name="Ada Ross", email="ada.ross@example.org", password="nine yellow boats")
    assert "already an account" in errors(page)
    assert client.browse("/account/").h1.text == "Sign in"


def test_removing_the_app_asks_for_the_password_after_a_while_and_the_owner_is_told(with_app, client, session, clock):
    key, _ = with_app
    sign_in(client)
    client.submit(code=code_of(key, clock))
    clock.move(minutes=11)
    client.browse(METHODS)
    assert client.follow("Remove the app").h1.text == "Your password, please"
    assert "not your password" in errors(client.submit(password="not her password"))
    assert client.submit(password=PASSWORD).h1.text == "Remove the authenticator app"
    assert "Not set up" in client.submit().words()
    assert "was removed" in mails(session)[-1].body
    session.expire_all()
    user = session.scalars(select(User)).one()
    assert (user.tf_totp_secret, user.mf_recovery_codes) == (None, [])
    assert sign_in(signed_out(client)).h1.text == "Your account"
    verbs = [(event.verb, event.data) for event in session.scalars(select(AuditEvent))]
    assert ("removed sign-in method", {"method": "authenticator app"}) in verbs


def test_a_form_sent_long_after_the_password_changes_nothing(with_app, client, session, clock):
    key, _ = with_app
    sign_in(client)
    client.submit(code=code_of(key, clock))
    client.browse(METHODS + "app/remove")
    clock.move(minutes=41)
    page = client.submit()
    assert page.h1.text == "Your password, please"
    assert "Nothing was changed" in page.words()
    session.expire_all()
    assert session.scalars(select(User.tf_totp_secret)).one() is not None


def test_guessing_the_password_in_a_found_browser_is_limited(ada, client, clock):
    sign_in(client)
    client.browse("/account/again/?next=/account/")
    for _ in range(10):
        client.submit(password="not her password")
    client.submit(password=PASSWORD, status=429)


def test_new_recovery_codes_void_those_before(app, with_app, client, clock):
    key, codes = with_app
    sign_in(client)
    client.submit(code=code_of(key, clock))
    client.browse(METHODS)
    client.follow("Make new codes")
    new = [code.text for code in client.submit().select(".codes code")]
    other = app.test_client()
    sign_in(other)
    other.browse("/account/mf-recovery")
    assert "not right" in errors(other.submit(code=codes[0]))
    other.submit(code=new[0])
    assert other.browse("/account/").h1.text == "Your account"


@pytest.mark.parametrize(
    "path",
    ["/account/tf-setup", "/account/tf-setup/token", "/account/tf-rescue", "/account/mf-recovery-codes"],
)
def test_the_librarys_own_pages_are_closed(ada, client, path):
    sign_in(client)
    answer = client.post(path, headers=client.csrf())
    assert answer.status_code == 403


def test_keys_are_encrypted_by_the_highest_number_and_all_numbers_decrypt(settings):
    from dataclasses import replace

    one = totp.encrypting_secrets(settings)
    two = totp.encrypting_secrets(replace(settings, totp_secrets=f"1:{'a' * 32}, 10:{'b' * 32}, 9:{'c' * 32}"))
    assert set(two) == {"0", "1", "9", "10"}
    assert one["0"] == two["0"] != totp.encrypting_secrets(replace(settings, secret_key="another"))["0"]
    old, new = totp.Codes(one, "CEU"), totp.Codes(two, "CEU")
    kept = old.generate_totp_secret()
    assert new.get_totp_pretty_key(kept) == old.get_totp_pretty_key(kept)
    assert '"t":"10"' in new.generate_totp_secret().replace(" ", "")


def test_asking_for_erasure_takes_the_code_as_well(with_app, client, session, clock):
    key, _ = with_app
    sign_in(client)
    client.submit(code=code_of(key, clock))
    clock.move(minutes=1)
    client.browse("/account/erasure/")
    assert "Codes change every 30 seconds" in errors(client.submit(password=PASSWORD, code="000000", status=422))
    assert session.scalars(select(User.erase_after)).one() is None
    client.submit(password=PASSWORD, code=code_of(key, clock))
    assert "Your account will be erased" in client.page.words()


def test_on_postgresql_codes_are_used_up_as_well(tmp_path, postgresql, clock, monkeypatch):
    """The rows that are locked while a code is checked are PostgreSQL's own affair."""
    made = create_app(Settings(instance=tmp_path, database=postgresql.fresh()))
    made.test_client_class = Client
    client = made.test_client()
    made.config["CLOCK"] = clock
    factory = made.extensions["security"].totp_factory
    follow = factory._totp.using(now=lambda: clock().timestamp(), wallet=factory._totp.wallet)
    monkeypatch.setattr(factory, "_totp", follow)
    register(client)
    key, codes = set_up(client, clock)
    signed_out(client)
    clock.move(minutes=1)
    sign_in(client)
    client.submit(code=code_of(key, clock))
    assert client.page.h1.text == "Your account"
    signed_out(client)
    sign_in(client)
    assert "used before" in errors(client.submit(code=code_of(key, clock)))
    client.follow("Use a recovery code")
    assert client.submit(code=codes[0]).h1.text == "Your account"
    client.browse(METHODS)
    assert "9 of them are left" in client.page.words()
    client.browse("/account/sign-ins/")
    assert len(client.page.select("main .card")) == 1
    with made.app_context():
        db.engine.dispose()
