"""Having one's account erased, on the pages."""

import pytest
from account_steps import PASSWORD, learner, mails, sign_in
from sqlalchemy import select

from ceu.models import SignIn, User
from ceu.services import erasure

ERASURE = "/account/erasure/"
BANNER = "Your account will be erased after November 30, 2026, 10:00 AM EST"


@pytest.fixture
def ada(app, client, session, clock, make):
    user = learner(app, session, clock)
    make.credential(user)
    make.certificate(user)
    session.commit()
    sign_in(client)
    return user


def ask(client, password=PASSWORD, **more):
    client.browse(ERASURE)
    return client.submit(password=password, **more)


def test_the_page_says_what_goes_what_stays_until_when_and_why(client, ada):
    words = client.browse(ERASURE).words()
    assert "Take your certificates now" in words
    assert "Caring for people who grieve November 23, 2026 November 23, 2033 7 years from completion" in words
    assert "your notes and highlights" in words


def test_without_a_completed_course_nothing_that_names_her_has_to_stay(app, client, session, clock):
    learner(app, session, clock)
    sign_in(client)
    assert "nothing has to be kept that names you" in client.browse(ERASURE).words()


def test_the_request_is_told_by_mail_and_on_every_page(client, ada, session):
    page = ask(client)
    assert BANNER in page.words()
    assert not page.select("input[type=password]")
    assert [one.kind for one in mails(session)] == ["erasure asked for"]
    for address in ("/", "/learn/", "/learn/grief-care/first-weeks/looks", "/help", "/account/"):
        assert BANNER in client.browse(address).words(), address


def test_a_kept_page_shows_the_notice_to_its_person_alone(app, client, ada, session, clock, make):
    section = "/learn/grief-care/first-weeks/looks"
    client.browse(section)
    ask(client)
    assert BANNER in client.browse(section).words()
    eve = learner(app, session, clock, mail="eve@example.org", name="Eve Else")
    make.enrollment(eve)
    session.commit()
    other = app.test_client()
    sign_in(other, mail="eve@example.org")
    assert BANNER not in other.browse(section).words()


def test_one_click_keeps_the_account(client, ada, session):
    ask(client)
    client.browse("/learn/")
    page = client.submit('form[action$="/withdraw"]')
    assert "Nothing was erased." in page.words()
    assert BANNER not in page.words()
    assert [one.kind for one in mails(session)] == ["erasure asked for", "erasure taken back"]
    assert session.get_one(User, ada.id).erase_after is None


def test_a_wrong_password_asks_nothing(client, ada, session):
    page = ask(client, password="not the password", status=422)
    assert "This is not your password." in page.words()
    assert mails(session) == []
    for _ in range(9):
        client.submit(password="not the password", status=422)
    assert "too many tries" in client.submit(password=PASSWORD, status=429).words()


def test_signing_in_and_taking_all_data_works_meanwhile_and_ends_with_the_erasure(client, ada, session, clock):
    ask(client)
    clock.move(days=6)
    sign_in(client)
    client.browse("/account/data/")
    with client.post("/account/data/", headers=client.csrf()) as answer:
        assert answer.status_code == 200
    clock.move(days=1)
    assert erasure.erase(session, ada.id, now=clock())
    session.commit()
    assert client.browse("/account/").h1.text == "Sign in"
    assert session.scalars(select(SignIn)).all() == []
    page = sign_in(client, status=200)
    assert "is not right" in page.words()


def test_the_only_admin_is_told_what_to_do_first(app, client, session, clock):
    learner(app, session, clock, roles=("learner", "admin"))
    sign_in(client)
    assert "Make another account an admin first" in ask(client, status=422).words()


def test_the_office_sees_the_request_and_has_no_button_for_it(app, client, ada, session, clock, make):
    ask(client)
    desk = app.test_client()
    desk.sign_in(make.user("admin"))
    desk.post(f"/admin/people/{ada.id}/open", headers=desk.csrf())
    page = desk.browse(f"/admin/people/{ada.id}")
    assert "This person has asked for the account to be erased" in page.words()
    assert not page.select('form[action*="erasure"]')
