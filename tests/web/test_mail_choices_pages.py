"""Reminders in words, the link that stops them, and the page on which they are chosen."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from factories import COURSE
from sqlalchemy import select

from ceu.cli import reminding
from ceu.domain.reminders import Kind
from ceu.models import MailOff, Outbox
from ceu.services import mail_choices

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def remind(app, session, clock):
    """Write what is due; returns the mails."""

    def run():
        session.commit()
        with app.app_context():
            from ceu.extensions import db

            reminding.remind(app, db.session(), clock())
        return list(session.scalars(select(Outbox).order_by(Outbox.id)))

    return run


@pytest.fixture
def path(app, make):
    """The link for a person and a kind."""

    def of(user, kind=Kind.UNFINISHED):
        make.session.commit()
        return mail_choices.stop_path(app.config["SECRET_KEY"], user.id, kind)

    return of


def off(session):
    return [(row.user_id, row.kind) for row in session.scalars(select(MailOff).order_by(MailOff.kind))]


def test_an_unfinished_course_leads_to_its_next_section(make, remind, clock):
    make.enrollment(make.user())
    clock.move(days=7)
    (letter,) = remind()
    assert letter.subject == "Your course waits where you stopped"
    assert f"http://127.0.0.1:8000/learn/{COURSE}/first-weeks/looks\n" in letter.body
    assert "0 of 4 sections are read." in letter.body
    assert "\n\n\n" not in letter.body


def test_the_link_closes_what_is_open(make, remind, clock, client, session):
    ada = make.user()
    make.read(ada)
    clock.move(days=7)
    (letter,) = remind()
    address = f"/account/credentials/?next=/learn/{COURSE}"
    assert f"http://127.0.0.1:8000{address}\n" in letter.body
    assert client.sign_in(ada).get(address).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "subject", "place"),
    [
        (4, "Your post-test is open again", "first-weeks/quiz"),
        (0, "Your course waits where you stopped", "later-on/quiz"),
    ],
)
def test_a_post_test_is_led_to(make, remind, clock, wrong, subject, place):
    ada = make.user()
    make.credential(ada)
    make.attempt(ada, wrong=wrong)
    clock.move(days=1 if wrong else 7)
    (letter,) = remind()
    assert letter.subject == subject
    assert f"/learn/{COURSE}/{place}\n" in letter.body
    assert "fail" not in letter.body


def test_a_certificate_is_led_to_before_and_after_the_signature(make, remind, clock):
    ada, eve = make.user(), make.user()
    for user in (ada, eve):
        make.credential(user)
    make.evaluated(ada)
    make.completion(eve)
    clock.move(days=3)
    signing, fetching = remind()
    assert signing.subject == "One signature is missing for your certificate"
    assert f"/learn/{COURSE}/attestation\n" in signing.body
    assert fetching.subject == "Your certificate is ready"
    assert f"/learn/{COURSE}/certificates\n" in fetching.body


def test_a_renewal_says_the_hours_and_where_the_new_date_goes_and_no_license_number(make, remind, clock, client):
    ada = make.user()
    ruled = make.credential(ada, expires_on=date(2027, 1, 31), number="MH 777123")
    make.outside(ada, ruled, hours=Decimal("6.5"))
    clock.move(days=1)
    (letter,) = remind()
    assert "LMHC, Florida." in letter.body
    assert "January 31, 2027" in letter.body
    assert "777123" not in letter.body + letter.subject
    assert "Recorded here: 6.5 of the" in letter.body
    assert "check with your board" in letter.body
    client.sign_in(ada)
    for address in (f"/learn/renewal/{ruled.id}", f"/account/credentials/{ruled.id}"):
        assert f"http://127.0.0.1:8000{address}\n" in letter.body
        assert client.get(address).status_code == 200


def test_a_license_without_a_known_rule_says_so(make, remind, clock):
    make.credential(make.user(), jurisdiction="WY", title="LPC", expires_on=clock().date() + timedelta(days=30))
    (letter,) = remind()
    assert "Recorded here: 0.0 hours. We know no rule for this license." in letter.body


def test_the_page_behind_the_link_only_asks_and_names_nobody(client, make, path, session):
    ada = make.user(name="Ada Private", mail="private@example.org")
    page = client.browse(path(ada))
    assert page.h1.text == "Stop these mails?"
    assert "A course you have not finished" in page.words()
    assert "Private" not in page.text
    assert "private@" not in page.text
    assert off(session) == []


def test_its_button_stops_the_mails_without_signing_in(client, make, path, session):
    ada = make.user()
    client.browse(path(ada))
    page = client.submit("main form")
    assert page.h1.text == "These mails are stopped"
    assert off(session) == [(ada.id, "unfinished")]
    client.browse(path(ada))
    client.submit("main form")
    assert off(session) == [(ada.id, "unfinished")], "a second time changes nothing"


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_mail_program_stops_them_with_one_post_without_cookie_token_or_redirect(
    app, client, make, path, session, monkeypatch, content_type
):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    ada = make.user()
    answer = client.post(path(ada, Kind.RENEWAL), data=ONE_CLICK, content_type=content_type)
    assert answer.status_code == 200
    assert off(session) == [(ada.id, "renewal")]


@pytest.mark.parametrize("data", [{}, {"List-Unsubscribe": "No"}, {**ONE_CLICK, "more": "x"}])
def test_any_other_form_needs_the_token_that_guards_all_forms(client, make, path, session, data):
    ada = make.user()
    assert client.post(path(ada), data=data).status_code == 400
    assert off(session) == []


@pytest.mark.parametrize(
    "change", [lambda link: link[:-1], lambda link: link + "x", lambda _: "/mail/stop/no-such-token"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_that_was_cut_off_says_so(client, make, path, session, change, method):
    answer = client.open(change(path(make.user())), method=method, data=ONE_CLICK if method == "POST" else None)
    assert answer.status_code == 404
    assert client.page.h1.text == "This link cannot be used"
    assert off(session) == []


def test_the_link_of_an_account_that_is_gone_does_nothing(client, make, path, clock):
    ada = make.user()
    link = path(ada)
    ada.erased_at = clock()
    make.session.commit()
    assert client.post(link, data=ONE_CLICK).status_code == 404


def test_a_link_of_another_server_does_nothing(client, make):
    make.session.commit()
    assert (
        client.post(mail_choices.stop_path("x" * 40, make.user().id, Kind.RENEWAL), data=ONE_CLICK).status_code == 404
    )


def test_one_chooses_on_a_page_of_the_account(client, make, session):
    ada = make.user()
    client.sign_in(ada).browse("/account/")
    page = client.follow("Mail you get")
    assert len(page.select("input[type=checkbox][checked]")) == len(Kind)
    assert "cannot be switched off" in page.words()
    page = client.submit("main form", unfinished=[], retake=[])
    assert "Your choice is saved." in page.words()
    assert off(session) == [(ada.id, "retake"), (ada.id, "unfinished")]
    page = client.submit("main form", retake=["y"])
    assert off(session) == [(ada.id, "unfinished")]
    assert not page.select_one("#unfinished").has_attr("checked")


def test_a_choice_without_the_token_of_the_form_is_refused(client, make, session):
    client.sign_in(make.user())
    assert client.post("/account/mail", data={"renewal": "y"}).status_code == 400
    assert off(session) == []


def test_what_a_person_switched_off_is_not_written_any_more(client, make, remind, clock):
    ada = make.user()
    make.enrollment(ada)
    client.sign_in(ada).browse("/account/mail")
    client.submit("main form", unfinished=[])
    clock.move(days=7)
    assert remind() == []
