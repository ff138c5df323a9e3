"""The second email address: added, confirmed, used for recovery and notices, removed."""

import pytest
from account_steps import PASSWORD, learner, mails, path_in, register, sign_in
from sqlalchemy import select

from ceu.models import SecondMail, User

SECOND = "ada@example.net"


@pytest.fixture
def ada(app, client, session, clock):
    user = learner(app, session, clock)
    sign_in(client)
    return user


def add(client, mail=SECOND):
    client.browse("/account/sign-in-methods/")
    client.browse("/account/second-email/")
    return client.submit(email=mail)


def confirm(client, session):
    client.browse(path_in(next(mail for mail in reversed(mails(session)) if mail.kind == "second_mail")))
    return client.submit()


@pytest.fixture
def second(ada, client, session):
    add(client)
    confirm(client, session)
    return ada


def errors(page):
    return " ".join(item.get_text() for item in page.select(".error-summary li"))


def last(session, count=2):
    return [(mail.recipient, mail.kind) for mail in mails(session)[-count:]]


def test_it_is_added_confirmed_by_its_link_and_both_addresses_are_told(ada, client, session):
    assert "Not confirmed yet" in add(client, "Ada@Example.NET").words()
    (mail,) = mails(session)
    assert (mail.recipient, mail.kind) == (SECOND, "second_mail")
    client.get(path_in(mail))
    assert session.scalars(select(SecondMail.confirmed_at)).one() is None, "opening the link is not confirming"
    assert "Confirmed" in confirm(client, session).words()
    assert last(session) == [("ada.ross@example.org", "sign_in_changed"), (SECOND, "sign_in_changed")]


def test_without_a_sign_in_the_link_confirms_too(app, ada, client, session):
    add(client)
    assert confirm(app.test_client(), session).h1.text == "Sign in"
    session.expire_all()
    assert session.scalars(select(SecondMail.confirmed_at)).one() is not None


@pytest.mark.parametrize("mail", ["not an address", "", "ada.ross@example.org"])
def test_what_cannot_be_a_second_address_is_said(ada, client, session, mail):
    page = add(client, mail)
    assert errors(page)
    assert page.select_one("[name=email]")["value"] == mail
    assert mails(session) == []


def test_the_address_of_another_account_gets_no_link_and_the_page_says_the_same(app, ada, client, session, clock):
    learner(app, session, clock, "eve@example.org", "Eve")
    words = add(client, "eve@example.org").select_one(".messages").get_text()
    assert mails(session) == []
    assert words == add(client, "new@example.org").select_one(".messages").get_text().replace("new@", "eve@")
    assert len(mails(session)) == 1


@pytest.mark.parametrize("typed", ["ada.ross@example.org", SECOND])
def test_a_new_password_can_be_asked_for_with_either_and_the_link_goes_there(app, second, session, typed):
    other = app.test_client()
    other.browse("/account/reset")
    words = other.submit(email=typed).select_one(".messages").get_text()
    other.browse("/account/reset")
    assert words.replace(typed, "X") == (
        other.submit(email="nobody@example.org").select_one(".messages").get_text().replace("nobody@example.org", "X")
    )
    assert last(session, 1) == [(typed, "reset")]
    other.browse(path_in(mails(session)[-1]))
    other.submit(password="nine yellow boats")
    assert last(session) == [("ada.ross@example.org", "password_changed"), (SECOND, "password_changed")]
    assert sign_in(other, password="nine yellow boats").h1.text == "Your account"


def test_an_address_that_is_not_confirmed_recovers_nothing(app, ada, client, session):
    add(client)
    other = app.test_client()
    other.browse("/account/reset")
    other.submit(email=SECOND)
    assert [mail.kind for mail in mails(session)] == ["second_mail"]


def test_nobody_signs_in_or_registers_with_it(app, second, session):
    other = app.test_client()
    assert "is not right" in errors(sign_in(other, SECOND))
    register(other, SECOND, "another fine password", "Eve")
    assert [user.legal_name for user in session.scalars(select(User))] == ["Ada Ross"]
    assert last(session, 1) == [("ada.ross@example.org", "already_here")]


def test_nobody_changes_her_first_address_to_it(app, second, session, clock):
    learner(app, session, clock, "eve@example.org", "Eve")
    other = app.test_client()
    sign_in(other, "eve@example.org")
    count = len(mails(session))
    other.browse("/account/change-email")
    other.submit(email=SECOND, password=PASSWORD)
    assert len(mails(session)) == count


def test_its_owner_makes_it_her_first_one(second, client, session):
    client.browse("/account/change-email")
    client.submit(email=SECOND, password=PASSWORD)
    client.browse(path_in(mails(session)[-1]))
    client.submit()
    session.expire_all()
    assert session.scalars(select(User.email)).one() == SECOND
    assert session.scalars(select(SecondMail)).all() == []


def test_removing_it_tells_both_and_asks_for_the_password_after_a_while(second, client, session, clock):
    clock.move(minutes=41)
    client.browse("/account/sign-in-methods/")
    assert client.submit('form[action$="/remove"]').h1.text == "Your password, please"
    client.submit(password=PASSWORD)
    assert "Your second email address is removed." in client.submit('form[action$="/remove"]').words()
    assert last(session) == [("ada.ross@example.org", "sign_in_changed"), (SECOND, "sign_in_changed")]
    assert session.scalars(select(SecondMail)).all() == []


def test_replacing_it_tells_the_one_before(second, client, session):
    add(client, "third@example.net")
    assert last(session, 3) == [
        ("ada.ross@example.org", "sign_in_changed"),
        (SECOND, "sign_in_changed"),
        ("third@example.net", "second_mail"),
    ]


def test_an_old_link_or_one_cut_off_is_refused_with_what_to_do(ada, client, session, clock):
    add(client)
    path = path_in(mails(session)[0])
    assert "Add the address again" in client.browse(path[:-3], status=404).words()
    add(client, "third@example.net")
    assert "removed or replaced" in client.browse(path, status=404).words()


def test_links_are_limited_by_address(ada, client):
    for _ in range(5):
        add(client)
    client.browse("/account/second-email/")
    client.submit(email=SECOND, status=429)
