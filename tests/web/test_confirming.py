"""Confirming an email address: the link, its page, and asking for it again."""

from datetime import timedelta

from account_steps import learner, mails, path_in, register, sign_in
from flask.testing import FlaskClient
from sqlalchemy import select

from ceu.models import User


def test_the_next_page_shows_the_mail_just_written_once(client, session):
    page = register(client)
    shown = page.select_one(".dev-mail")
    assert "Your account for continuing education" in shown.get_text()
    assert shown.a["href"].startswith("http://127.0.0.1:8000/account/confirm/")
    assert mails(session)[0].sent_at is not None
    assert not client.browse("/account/").select(".dev-mail")


def test_a_mail_is_shown_only_to_the_browser_that_caused_it(app, client, session):
    register(client)
    assert "Mail just written" not in app.test_client().browse("/account/login").words()


def test_opening_the_confirmation_link_changes_nothing_and_its_button_confirms(app, client, session):
    register(client)
    link = path_in(mails(session)[0])
    FlaskClient(app, app.response_class).head(link)
    page = client.browse(link)
    assert page.h1.text == "Confirm your email address"
    session.expire_all()
    assert session.scalars(select(User.confirmed_at)).one() is None
    client.submit()
    session.expire_all()
    assert session.scalars(select(User.confirmed_at)).one() is not None
    assert "confirmed before" in client.browse(link).words()


def test_a_broken_confirmation_link_offers_a_new_one(client):
    page = client.browse("/account/confirm/nonsense")
    assert page.h1.text == "Confirm your email address"
    assert "Ask for a new one" in page.words()


def test_a_new_confirmation_link_is_sent_only_to_who_needs_it_and_the_answer_is_the_same(app, client, session, clock):
    learner(app, session, clock, "unconfirmed@example.org", confirmed=False)
    learner(app, session, clock, "confirmed@example.org")
    answers = set()
    for mail in ("unconfirmed@example.org", "confirmed@example.org", "nobody@example.org"):
        client.browse("/account/confirm")
        answers.add(client.submit(email=mail).select_one(".messages").get_text().replace(mail, "X"))
    assert len(answers) == 1
    assert [mail.recipient for mail in mails(session)] == ["unconfirmed@example.org"]


def test_who_is_signed_in_finds_her_address_in_the_form(app, client, session, clock):
    ada = learner(app, session, clock, confirmed=False)
    assert client.browse("/account/confirm").select_one("#email").get("value", "") == ""
    sign_in(client)
    client.browse("/account/")
    page = client.follow("Send it again")
    assert "@" not in client.address, "addresses of persons do not belong into the log"
    assert page.select_one("#email")["value"] == ada.email
    client.submit()
    assert [mail.recipient for mail in mails(session)] == [ada.email]


def test_a_link_too_old_leads_to_a_form_that_knows_the_address(app, client, session, monkeypatch):
    register(client)
    link = path_in(mails(session)[0])
    client.delete_cookie("session")
    monkeypatch.setitem(app.config, "SECURITY_CONFIRM_EMAIL_WITHIN", timedelta(seconds=-1))
    page = client.browse(link)
    assert "Ask for a new one" in page.words()
    assert page.select_one("#email")["value"] == "ada.ross@example.org"
