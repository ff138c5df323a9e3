"""The office opens a completed course once more; the learner is shown what to know, and starts anew."""

import pytest
from factories import COURSE

from ceu.models import Enrollment, Outbox, RepeatGrant
from ceu.services import people, repeats

LEARN = f"/learn/{COURSE}"


@pytest.fixture
def ada(make):
    user = make.user(name="Ada Ross", mail="ada@example.org")
    make.credential(user)
    make.completion(user)
    return user


@pytest.fixture
def desk(client, make, session, ada):
    admin = make.user("admin", name="Office Person")
    people.open_record(session, ada, actor_id=admin.id, now=make.now)
    session.commit()
    return client.sign_in(admin)


@pytest.fixture
def opened(make, session, ada):
    make.opened_again(ada)
    session.commit()
    return ada


def test_a_course_is_opened_once_more_with_a_reason(desk, make, session, ada):
    desk.browse(f"/admin/people/{ada.id}")
    page = desk.follow("Open a completed course once more")
    assert "Some boards do not count the same course twice" in page.words()
    page = desk.submit(reason="  ", status=422)
    assert "Write why" in page.select_one(".error-summary").text
    page = desk.submit(reason="A new license period.")
    assert "open to this person once more, who is told by mail" in page.words()
    session.expire_all()
    assert [grant.reason for grant in make.rows(RepeatGrant)] == ["A new license period."]
    assert [letter.sent_at for letter in make.rows(Outbox)] == [make.now]
    page = desk.browse(f"/admin/people/{ada.id}/again")
    assert "not started yet" in page.words()
    assert not page.select("main form")


def test_a_second_click_is_told_and_changes_nothing(desk, make, session, ada):
    page = desk.browse(f"/admin/people/{ada.id}/again")
    desk.submit(reason="Once.")
    desk.page, desk.address = page, f"/admin/people/{ada.id}/again"
    assert "Nothing was changed" in desk.submit(reason="Twice.").words()
    session.expire_all()
    assert [grant.reason for grant in make.rows(RepeatGrant)] == ["Once."]


def test_nobody_else_opens_a_course(client, make, session, ada):
    for role in ("learner", "instructor", "reviewer", "auditor"):
        client.sign_in(make.user(role))
        session.commit()
        address = f"/admin/people/{ada.id}/again"
        assert client.get(address).status_code == 403
        assert client.post(address, data={"course": COURSE, "reason": "R"}, headers=client.csrf()).status_code == 403
    assert make.rows(RepeatGrant) == []


def test_a_closed_record_stays_closed(desk, ada, clock):
    clock.move(hours=2)
    assert desk.browse(f"/admin/people/{ada.id}/again").h1.text == "This record is closed"


def test_the_learner_reads_what_to_know_and_starts_anew(client, make, session, opened):
    client.sign_in(opened)
    assert client.browse("/learn/").select_one(f'a[href="{LEARN}/start"]')
    page = client.browse(LEARN)
    assert "You can take this course once more" in page.words()
    page = client.follow("Read what to know before you start")
    assert "Before you start again" in page.words()
    assert "Post-test and pass mark" in page.words()
    page = client.submit(button="Start the course once more")
    session.expire_all()
    first, second = make.rows(Enrollment)
    assert (second.cycle, second.repeat_reason) == (2, "A new license period.")
    assert first.id != second.id
    page = client.browse(LEARN)
    assert "Taken again" in page.words()
    assert "A new license period" not in page.words()
    assert "Taken again" in client.browse("/learn/").words()
    page = client.browse(f"{LEARN}/certificates")
    assert "Download PDF" in page.words()
    assert client.browse(f"{LEARN}/first-weeks/quiz/result").h1.text != "You passed"


def test_whoever_may_not_repeat_is_led_to_the_course(client, ada, session):
    session.commit()
    client.sign_in(ada)
    assert client.get(f"{LEARN}/start").status_code == 303
    page = client.browse(f"{LEARN}/start")
    assert "once more" not in page.words()


def test_an_address_typed_does_not_start_a_course_without_leave(client, make, ada, session):
    session.commit()
    client.sign_in(ada).browse(LEARN)
    client.post(f"{LEARN}/start", data={"disclosed": "x"}, headers=client.csrf())
    assert repeats.waiting(session, ada) == set()
    assert len(make.rows(Enrollment)) == 1
