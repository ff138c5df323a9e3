"""Where a person is signed in, and signing out from afar."""

import pytest
from account_steps import PASSWORD, learner, sign_in
from sqlalchemy import select, text

from ceu.models import SignIn
from ceu.web.sign_in import TOKEN

FIREFOX = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"}
PHONE = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Safari/604.1"}


@pytest.fixture
def ada(app, client, session, clock):
    user = learner(app, session, clock)
    session.execute(text("DELETE FROM sign_in"))  # only the sign-ins of these tests
    session.commit()
    return user


def browser(app, headers):
    made = app.test_client()
    made.environ_base["HTTP_USER_AGENT"] = headers["User-Agent"]
    sign_in(made)
    return made


def cards(page):
    return [card.select_one("h2").get_text() for card in page.select("main .card")]


def test_the_list_names_each_browser_and_marks_this_one(app, ada, clock):
    desk = browser(app, FIREFOX)
    clock.move(hours=1)
    browser(app, PHONE)
    page = desk.browse("/account/sign-ins/")
    assert cards(page) == ["Firefox on Windows", "Safari on an iPhone"]
    assert "This browser" in page.select("main .card")[0].get_text()
    assert "in the hour from November 23, 2026, 11:00 AM EST" in page.words()


def test_a_browser_signed_out_from_afar_is_out_at_its_next_request(app, ada):
    desk, phone = browser(app, FIREFOX), browser(app, PHONE)
    desk.browse("/account/sign-ins/")
    page = desk.submit('form[action$="/end"]')
    assert "Signed out: Safari on an iPhone." in page.words()
    assert cards(page) == ["Firefox on Windows"]
    page = phone.browse("/account/")
    assert page.h1.text == "Sign in"
    assert "the sign-in was ended from another browser. Sign in to go on." in page.words()
    assert desk.browse("/account/").h1.text == "Your account"


def test_signing_out_everywhere_else_leaves_this_browser(app, ada):
    desk, *others = browser(app, FIREFOX), browser(app, PHONE), browser(app, PHONE)
    desk.browse("/account/sign-ins/")
    assert "Signed out in 2 other browsers." in desk.submit('form[action$="/end-others"]').words()
    assert {other.browse("/account/").h1.text for other in others} == {"Sign in"}
    assert "everywhere else" not in desk.browse("/account/sign-ins/").words()


def test_a_copied_cookie_is_dead_once_its_owner_signs_out(app, ada):
    desk, thief = browser(app, FIREFOX), app.test_client()
    with desk.session_transaction() as state:
        copied = dict(state)
    with thief.session_transaction() as state:
        state.update(copied)
    assert thief.browse("/account/").h1.text == "Your account"
    desk.browse("/account/")
    desk.submit("header form")
    assert thief.browse("/account/").h1.text == "Sign in"


def test_the_sign_in_of_somebody_else_opens_nothing(app, ada, session, clock):
    learner(app, session, clock, "eve@example.org", "Eve")
    desk, other = browser(app, FIREFOX), app.test_client()
    sign_in(other, "eve@example.org")
    with other.session_transaction() as state:
        token = state[TOKEN]
    with desk.session_transaction() as state:
        state[TOKEN] = token
    assert desk.browse("/account/").h1.text == "Sign in"


def test_signing_in_again_here_is_one_row(app, ada, session, clock):
    desk = browser(app, FIREFOX)
    clock.move(hours=13)
    sign_in(desk)
    assert len(session.scalars(select(SignIn)).all()) == 1


def test_reading_writes_nothing_and_the_first_post_of_an_hour_notes_it(app, ada, session, clock):
    desk = browser(app, FIREFOX)
    clock.move(hours=2)
    desk.browse("/account/")
    seen = select(SignIn.last_seen_at)
    assert session.scalars(seen).one().hour == 15
    desk.submit("main form")
    assert session.scalars(seen).one().hour == 17


def test_a_new_password_empties_the_list(app, ada, session):
    desk = browser(app, FIREFOX)
    browser(app, PHONE)
    desk.browse("/account/change")
    desk.submit(password=PASSWORD, new_password="nine yellow boats")
    assert cards(desk.browse("/account/sign-ins/")) == ["Firefox on Windows"]


def test_registering_is_a_sign_in_too(client):
    client.browse("/account/register")
    client.submit(legal_name="Ada Ross", email="ada.ross@example.org", password=PASSWORD)
    assert cards(client.browse("/account/sign-ins/")) == ["An unknown browser"]
