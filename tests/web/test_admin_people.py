"""The CE office finds persons, grants attempts and roles, and sends mail again; each look is recorded."""

import pytest

from ceu.domain.assessment import retake
from ceu.models import AttemptGrant, AuditEvent, Outbox
from ceu.services import mail, people


@pytest.fixture
def admin(make):
    return make.user("admin", name="Office Person", mail="office@example.org")


@pytest.fixture
def desk(client, admin, session):
    session.commit()
    return client.sign_in(admin)


@pytest.fixture
def ada(make):
    user = make.user(name="Ada Ross", mail="ada@example.org")
    make.credential(user)
    return user


def find(desk, wanted):
    desk.browse("/admin/people")
    return desk.submit('form[action="/admin/people"]', wanted=wanted)


def open_record(desk, user):
    find(desk, user.email)
    return desk.submit(f'form[action="/admin/people/{user.id}/open"]')


def test_a_person_is_found_and_opened(desk, ada):
    page = find(desk, "ross")
    assert "1 person" in page.words()
    page = open_record(desk, ada)
    assert page.h1.text == "Ada Ross"
    assert "ada@example.org" in page.words()
    assert "Counselor" in page.words()
    assert "has not started a course" in page.words()


def test_what_was_searched_for_is_not_in_the_address(desk, ada):
    find(desk, "ada@example.org")
    assert "ada" not in desk.address


def test_nobody_found_says_what_to_do(desk):
    assert "Try a shorter part" in find(desk, "nobody at all").words()


def test_an_empty_search_is_refused(desk):
    desk.browse("/admin/people")
    page = desk.submit('form[action="/admin/people"]', wanted=" ", status=422)
    assert "Type a name or email address" in page.select_one(".error-summary").text


def test_a_record_stays_closed_until_it_is_opened_and_closes_after_an_hour(desk, ada, make, session, admin, clock):
    page = desk.browse(f"/admin/people/{ada.id}")
    assert page.h1.text == "This record is closed"
    assert "Ross" not in page.words()
    page = desk.submit(f'form[action="/admin/people/{ada.id}/open"]')
    assert page.h1.text == "Ada Ross"
    session.expire_all()
    [event] = [one for one in make.rows(AuditEvent) if one.verb == people.OPENED]
    assert (event.actor_id, event.object) == (admin.id, f"user:{ada.id}")
    clock.move(minutes=61)
    assert desk.browse(f"/admin/people/{ada.id}").h1.text == "This record is closed"


def test_a_person_who_is_not_there_is_not_found(desk):
    desk.browse("/admin/people/999999", status=404)


def test_one_more_attempt_is_granted_with_a_reason(desk, ada, make, session, clock, admin):
    make.read(ada)
    while not isinstance(make.standing(ada).next_attempt("first-weeks", clock()), retake.Exhausted):
        make.attempt(ada, wrong=99)
        clock.move(days=2)
    session.commit()
    desk.sign_in(admin)
    assert "All attempts used" in open_record(desk, ada).words()
    form = f'form[action="/admin/people/{ada.id}/attempts"]'
    page = desk.submit(form, reason="  ", status=422)
    assert "why this attempt is granted" in page.select_one(".error-summary").text
    page = desk.submit(form, reason="The power failed.")
    assert "One more attempt is granted" in page.words()
    assert "1 granted" in page.words()
    session.expire_all()
    assert [grant.reason for grant in make.rows(AttemptGrant)] == ["The power failed."]


def test_a_test_of_somebody_else_cannot_be_granted_here(desk, ada, make, session):
    other = make.user()
    make.credential(other)
    make.read(ada)
    make.read(other)
    session.commit()
    theirs = make.standing(other).enrollment_id
    open_record(desk, ada)
    form = f'form[action="/admin/people/{ada.id}/attempts"]'
    desk.submit(form, test=f"{theirs}:first-weeks", reason="Ill.", status=422)
    assert make.rows(AttemptGrant) == []


def role_form(name, act):
    return f'form:has(input[name="role"][value="{name}"]):has(button[value="{act}"])'


@pytest.mark.parametrize("wanted", ["", " a ", "x" * 300])
def test_a_search_that_cannot_be_is_told_beside_its_field_and_recorded_nowhere(desk, make, wanted):
    desk.browse("/admin/people")
    page = desk.submit("form.form", status=422, wanted=wanted)
    assert page.select_one(".error-summary a[href='#wanted']")
    assert [one.verb for one in make.rows(AuditEvent) if one.verb == "searched people"] == []


def test_roles_are_granted_and_withdrawn(desk, ada, session):
    open_record(desk, ada)
    page = desk.submit(role_form("reviewer", "grant"), button="act")
    assert "Roles changed: learner, reviewer." in page.words()
    page = desk.submit(role_form("reviewer", "withdraw"), button="act")
    assert "Roles changed: learner." in page.words()


def test_the_last_admin_stays_admin(desk, admin):
    open_record(desk, admin)
    page = desk.submit(role_form("admin", "withdraw"), button="act", status=422)
    assert "only admin" in page.words()


def test_mail_that_was_refused_can_be_sent_again(desk, session, clock, make):
    letter = mail.write(
        session, recipient="ada@example.org", subject="Your link", body="Secret link", kind="test", now=clock()
    )
    letter.last_error, letter.tries = "550 no such person", 2
    session.commit()
    assert "1 mail was refused" in desk.browse("/admin/").words()
    page = desk.follow("See unsent mail")
    assert "550 no such person" in page.words()
    assert "Secret" not in page.words()
    desk.submit(f'form[action="/admin/outbox/{letter.id}"]')
    session.expire_all()
    assert [one.verb for one in make.rows(AuditEvent) if one.object == f"mail:{letter.id}"] == ["retried a mail"]
    assert make.rows(Outbox)[0].sent_at == clock(), "sent by this very request"
    assert "All mail has left" in desk.browse("/admin/outbox").words()


def test_only_admins_see_people_and_mail(client, ada, make, session):
    for role in ("learner", "instructor", "reviewer", "auditor"):
        client.sign_in(make.user(role))
        session.commit()
        for address in ("/admin/people", f"/admin/people/{ada.id}", "/admin/outbox"):
            assert client.get(address).status_code == 403, (role, address)
