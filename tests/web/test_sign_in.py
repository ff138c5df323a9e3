"""Signing up, in and out."""

from urllib.parse import urljoin, urlsplit

import pytest
from account_steps import PASSWORD, learner, mails, path_in, register, sign_in
from sqlalchemy import select

from ceu.models import User
from ceu.web.sign_in import SEEN

WRONG = "The email address or the password is not right."


def errors(page):
    return " ".join(item.get_text() for item in page.select(".error-summary li"))


def test_a_new_learner_is_signed_in_at_once_and_her_address_is_in_lower_case(client, session):
    page = register(client)
    assert page.h1.text == "Your account"
    user = session.scalars(select(User)).one()
    assert (user.email, user.legal_name, [role.name for role in user.roles]) == (
        "ada.ross@example.org",
        "Ada Ross",
        ["learner"],
    )
    assert user.password.startswith("$argon2id$")
    assert user.confirmed_at is None


def test_registering_a_known_address_makes_no_account_and_its_owner_is_told(app, client, session, clock):
    learner(app, session, clock)
    page = register(client, "ADA.ross@example.org", "another fine password", "Eve")
    assert page.h1.text == "Sign in"
    assert "We have just sent an email to" in page.words()
    assert [user.legal_name for user in session.scalars(select(User))] == ["Ada Ross"]
    (mail,) = mails(session)
    assert mail.recipient == "ada.ross@example.org"
    assert "You have one already" in mail.body
    assert "/confirm/" not in mail.body


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("short", "at least 12 characters"),
        ("ada.ross@example.org", "easy to guess"),
        ("Ross-Ada-1975", "easy to guess"),
        ("aaaaaaaaaaaaaa", "easy to guess"),
        ("Password123456", "easy to guess"),
        ("123456789012345", "easy to guess"),
    ],
)
def test_a_password_is_long_and_not_the_first_guess(client, session, password, told):
    page = register(client, password=password)
    assert told in errors(page)
    assert session.scalars(select(User)).all() == []


@pytest.mark.parametrize(
    "password", ["lamps lamps lamps", "correct horse battery", "кастрюля под дождём", "x" * 11 + "é"]
)
def test_a_password_needs_no_kinds_of_characters(client, password):
    assert register(client, password=password).h1.text == "Your account"
    client.post("/account/logout", data={"csrf_token": client.page.select_one("[name=csrf_token]")["value"]})
    assert sign_in(client, password=password).h1.text == "Your account"


def test_signing_in_ignores_the_case_of_the_address_only(app, client, session, clock):
    learner(app, session, clock)
    assert WRONG in errors(sign_in(client, "Ada.ROSS@example.org", PASSWORD.upper()))
    assert sign_in(client, " Ada.ROSS@example.org ").h1.text == "Your account"


def test_a_wrong_password_and_an_unknown_address_look_the_same(app, client, session, clock):
    learner(app, session, clock)
    learner(app, session, clock, "gone@example.org").active = False
    session.commit()
    pages = {
        sign_in(client, "ada.ross@example.org", "not her password").main.get_text().replace("ada.ross", "X"),
        sign_in(client, "nobody@example.org", "not her password").main.get_text().replace("nobody", "X"),
        sign_in(client, "gone@example.org", "not her password").main.get_text().replace("gone", "X"),
    }
    assert len(pages) == 1
    assert WRONG in pages.pop()


def test_a_closed_account_cannot_be_entered(app, client, session, clock):
    user = learner(app, session, clock)
    sign_in(client)
    user.active = False
    session.commit()
    assert client.browse("/account/").h1.text == "Sign in"
    assert sign_in(client).h1.text == "Sign in"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "////evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        " //evil.example",
        "javascript:alert(1)",
    ],
)
def test_signing_in_leads_nowhere_outside(app, client, session, clock, target):
    learner(app, session, clock)
    client.get("/account/login", query_string={"next": target})
    token = client.page.select_one("main [name=csrf_token]")["value"]
    answer = client.post(
        "/account/login",
        data={"csrf_token": token, "email": "ada.ross@example.org", "password": PASSWORD, "next": target},
    )
    assert answer.status_code == 302
    landing = urlsplit(urljoin("http://localhost/account/login", answer.location.replace("\\", "/")))
    assert (landing.scheme, landing.netloc) == ("http", "localhost")


def test_signing_in_leads_back_to_the_page_that_asked(app, client, session, clock):
    learner(app, session, clock)
    assert client.browse("/account/credentials/").h1.text == "Sign in"
    client.submit(email="ada.ross@example.org", password=PASSWORD)
    assert client.page.h1.text == "Your credentials"


@pytest.mark.parametrize(
    ("roles", "place"),
    [(("learner",), "/learn/"), (("instructor",), "/learn/"), (("auditor",), "/admin/"), ((), "/account/")],
)
def test_signing_in_leads_to_the_first_place_the_roles_open(app, client, session, clock, roles, place):
    learner(app, session, clock, roles=roles)
    sign_in(client, at="/account/login")
    assert client.address.rstrip("?") == place
    client.browse("/account/login")
    assert client.address.rstrip("?") == place, "who is signed in already is led there too"
    for link in client.browse("/").select("main a[href^='/'], header a[href^='/']"):
        assert client.get(link["href"], follow_redirects=True).status_code == 200, link


def test_signing_out_is_a_post_and_leaves_nothing_in_the_session(app, client, session, clock):
    learner(app, session, clock)
    sign_in(client)
    assert client.get("/account/logout").status_code == 405
    client.browse("/account/")
    page = client.submit("header form")
    assert "You are signed out." in page.words()
    with client.session_transaction() as state:
        assert set(state) <= {"csrf_token", "_flashes"}


@pytest.mark.parametrize(
    "path",
    ["/account/login", "/account/register", "/account/reset", "/account/confirm", "/account/", "/account/change"],
)
def test_a_form_of_another_site_is_refused(app, client, session, clock, path):
    learner(app, session, clock)
    sign_in(client)
    assert client.post(path, data={"email": "ada.ross@example.org"}).status_code == 400


def test_changing_the_password_ends_all_other_sessions(app, client, session, clock):
    learner(app, session, clock)
    other = app.test_client()
    sign_in(other)
    sign_in(client)
    client.browse("/account/change")
    assert "not your password" in errors(client.submit(password="wrong", new_password="nine yellow boats"))
    page = client.submit(password=PASSWORD, new_password="nine yellow boats")
    assert page.h1.text == "Your account"
    assert client.browse("/account/").h1.text == "Your account"
    assert other.browse("/account/").h1.text == "Sign in"
    assert [mail.subject for mail in mails(session)] == ["Your password was changed"]
    assert WRONG in errors(sign_in(other))
    assert sign_in(other, password="nine yellow boats").h1.text == "Your account"


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(app, client, session, clock):
    learner(app, session, clock)
    other = app.test_client()
    sign_in(other)
    client.browse("/account/reset")
    known = client.submit(email="ada.ross@example.org").select_one(".messages").get_text()
    client.browse("/account/reset")
    unknown = client.submit(email="nobody@example.org").select_one(".messages").get_text()
    assert known.replace("ada.ross", "nobody") == unknown
    (mail,) = mails(session)
    client.browse(path_in(mail))
    assert "easy to guess" in errors(client.submit(password="Ada Ross Ada Ross"))
    assert "Your new password is saved" in client.submit(password="nine yellow boats").words()
    assert "used" in client.browse(path_in(mail)).words()
    assert other.browse("/account/").h1.text == "Sign in"
    assert sign_in(client, password="nine yellow boats").h1.text == "Your account"


def test_links_in_mails_do_not_follow_the_host_header(app, client, session, clock):
    learner(app, session, clock)
    client.get("/account/reset", headers={"Host": "evil.example"})
    token = client.page.select_one("main [name=csrf_token]")["value"]
    with client.session_transaction(headers={"Host": "evil.example"}) as state:
        kept = dict(state)
    with client.session_transaction() as state:
        state.update(kept)
    client.post(
        "/account/reset", data={"csrf_token": token, "email": "ada.ross@example.org"}, headers={"Host": "evil.example"}
    )
    bodies = [mail.body for mail in mails(session)]
    assert not any("evil.example" in body for body in bodies)


def test_the_mail_address_changes_when_the_new_one_is_confirmed(app, client, session, clock):
    learner(app, session, clock)
    learner(app, session, clock, "taken@example.org")
    sign_in(client)
    client.browse("/account/change-email")
    assert "not your password" in errors(client.submit(email="new@example.org", password="wrong password"))
    client.submit(email="taken@example.org", password=PASSWORD)
    assert mails(session) == []
    client.browse("/account/change-email")
    client.submit(email="New@Example.org", password=PASSWORD)
    (mail,) = mails(session)
    client.browse(path_in(mail))
    session.expire_all()
    assert session.scalars(select(User.email).order_by(User.id)).first() == "ada.ross@example.org"
    client.submit()
    session.expire_all()
    assert session.scalars(select(User.email).order_by(User.id)).first() == "new@example.org"
    assert [(mail.recipient, mail.kind) for mail in mails(session)] == [
        ("new@example.org", "change_mail"),
        ("ada.ross@example.org", "mail_changed"),
    ]


def test_static_files_and_the_health_check_ask_the_database_nothing(app, client, session, clock, count_queries):
    sign_in_state = learner(app, session, clock)
    client.sign_in(sign_in_state)
    with count_queries() as count:
        client.get("/static/css/tokens.css").close()
        client.get("/healthz")
    assert count() == 0, list(count)


def test_a_person_and_her_roles_are_one_statement(app, client, session, clock, count_queries):
    client.sign_in(learner(app, session, clock, roles=("learner", "instructor")))
    with count_queries() as count:
        client.get("/help")
    assert len([line for line in count if "roles_users" in line or 'FROM "user"' in line or "FROM user" in line]) == 1


def test_the_cookie_is_not_written_anew_with_every_page(app, client, session, clock):
    learner(app, session, clock)
    sign_in(client)
    client.get("/account/")
    assert "Set-Cookie" not in client.get("/help").headers
    with client.session_transaction() as state:
        before = state[SEEN]
    clock.move(minutes=10)
    client.get("/account/")
    with client.session_transaction() as state:
        assert state[SEEN] == before + 600
