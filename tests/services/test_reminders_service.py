"""Reminders: to whom, about what, and in how many statements; on both databases."""

from datetime import timedelta

import pytest
from databases import count_queries
from factories import COURSE
from sqlalchemy import select

from ceu.domain.certificate import keys
from ceu.domain.progress import StepKind
from ceu.domain.reminders import Kind
from ceu.models import Outbox, Reminder
from ceu.services import certificates, mail_choices, reminders
from ceu.services.reminders import Letter

SECRET = "s" * 40


@pytest.fixture
def look(session, clock):
    """What is due at the test's time."""

    def run(**more):
        session.flush()
        return list(reminders.look(session, after=0, now=clock(), **more).due)

    return run


@pytest.fixture
def remind(session, clock, look):
    """Write what is due; returns the kinds that were written."""

    def run():
        letters = [Letter(one, "Subject", "Body") for one in look()]
        return reminders.queue(session, letters, secret=SECRET, now=clock())

    return run


def kinds(due):
    return [one.key.kind for one in due]


def test_a_course_left_alone_for_a_week_is_brought_to_mind_with_the_next_step(make, look, clock):
    ada = make.user()
    make.enrollment(ada)
    clock.move(days=6)
    assert look() == []
    clock.move(days=1)
    (found,) = look()
    assert (found.user_id, found.name, found.key.kind) == (ada.id, "Ada Ross", Kind.UNFINISHED)
    assert (found.matter.course, found.matter.step.kind, found.matter.read.done) == (COURSE, StepKind.SECTION, 0)


def test_a_reminder_is_written_once_and_its_mail_with_it(make, remind, clock, session):
    ada = make.user(mail="ada@example.org")
    make.enrollment(ada)
    clock.move(days=7)
    assert [remind(), remind()] == [[Kind.UNFINISHED], []]
    clock.move(days=1)
    assert remind() == []
    (row,) = session.scalars(select(Reminder))
    (letter,) = session.scalars(select(Outbox))
    assert (row.user_id, row.kind, row.occasion) == (ada.id, "unfinished", "1")
    assert (letter.recipient, letter.unsubscribe) == (
        "ada@example.org",
        mail_choices.stop_path(SECRET, ada.id, Kind.UNFINISHED),
    )


def test_what_another_process_wrote_meanwhile_is_not_written_again(make, look, clock, session):
    make.enrollment(make.user())
    clock.move(days=7)
    letters = [Letter(one, "Subject", "Body") for one in look()]
    assert reminders.queue(session, letters, secret=SECRET, now=clock()) == [Kind.UNFINISHED]
    assert reminders.queue(session, letters, secret=SECRET, now=clock()) == []
    assert len(session.scalars(select(Outbox)).all()) == 1


@pytest.mark.parametrize(
    "closed",
    [
        {"confirmed_at": None},
        {"active": False},
        {"erased_at": True},
    ],
    ids=["unconfirmed", "deactivated", "erased"],
)
@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_some_accounts_are_never_written_to(make, look, clock, session, closed, when):
    ada = make.user()
    make.enrollment(ada)
    clock.move(days=7)
    letters = [Letter(one, "Subject", "Body") for one in look()]
    for name, value in closed.items():
        setattr(ada, name, clock() if name == "erased_at" else value)
    if when == "before":
        assert look() == []
    else:
        session.flush()
        assert reminders.queue(session, letters, secret=SECRET, now=clock()) == []
        assert session.scalars(select(Reminder)).all() == []


def test_nobody_is_written_to_at_night_where_she_is(make, look, clock):
    for zone in ("America/New_York", "Pacific/Honolulu"):
        make.enrollment(make.user(zone=zone, name=zone))
    clock.move(days=7)  # 10 in the morning in New York, 5 in Honolulu
    assert [one.name for one in look()] == ["America/New_York"]
    clock.move(hours=10)
    assert [one.name for one in look()] == ["Pacific/Honolulu"]


def test_the_wait_before_a_retake_is_over(make, look, clock):
    ada = make.user()
    make.credential(ada)
    make.attempt(ada, wrong=4)
    clock.move(hours=23)
    assert look() == []
    clock.move(hours=1)
    (found,) = look()
    assert found.key.kind is Kind.RETAKE
    assert (found.matter.step.kind, found.matter.step.module) == (StepKind.QUIZ, "first-weeks")
    make.open_attempt(ada)
    assert look() == [], "she has begun it"


def test_a_test_that_may_not_be_taken_any_more_is_not_asked_for(make, look, clock):
    ada = make.user()
    make.credential(ada)
    make.passed(ada)  # of the other module too, so that nothing else is next
    eve = make.user()
    make.credential(eve)
    make.read(eve)
    make.attempt(eve, "later-on")
    for _ in range(3):
        make.attempt(eve, wrong=4)
        clock.move(hours=25)
    clock.move(days=8)
    assert {one.user_id for one in look()} == {ada.id}


def test_an_open_test_in_which_answers_were_saved_is_no_quiet_course(make, look, clock):
    ada = make.user()
    make.credential(ada)
    make.read(ada)
    clock.move(days=6)
    make.open_attempt(ada)
    clock.move(days=2)
    assert look() == []


def test_only_the_signature_is_missing_for_the_certificate(make, look, clock):
    ada = make.user()
    make.credential(ada)
    make.evaluated(ada)
    clock.move(days=3)
    (found,) = look()
    assert (found.key.kind, found.matter.step.kind) == (Kind.CERTIFICATE, StepKind.ATTESTATION)


def test_a_certificate_that_nobody_has_fetched_waits(make, look, clock, session, tmp_path):
    ada, eve = make.user(), make.user()
    for user in (ada, eve):
        make.credential(user)
        make.completion(user)
    key = keys.make_key(tmp_path, common_name="Provider", now=clock())
    certificates.make_pdf(session, make.certificate(eve).number, key, now=clock())
    clock.move(days=2)
    (found,) = look()
    assert (found.user_id, found.key.kind, found.matter.step.kind) == (
        ada.id,
        Kind.CERTIFICATE,
        StepKind.CERTIFICATES,
    )
    assert found.matter.title == make.standing(ada).offer.course.title


def test_a_license_is_announced_with_its_hours_in_the_order_of_its_days(make, remind, look, clock):
    ada = make.user()
    license_ = make.credential(ada, expires_on=clock().date() + timedelta(days=91))
    make.outside(ada, license_)
    written = []
    for _ in range(95):
        written += [(clock().date() - license_.expires_on).days for one in look() if one.matter.tally.done == 6]
        remind()
        clock.move(days=1)
    assert written == [-90, -30, -7]


def test_a_removed_license_and_a_retired_course_are_let_be(make, look, clock, session, tmp_path):
    ada = make.user()
    license_ = make.credential(ada, expires_on=clock().date() + timedelta(days=20))
    make.enrollment(ada)
    assert kinds(look()) == [Kind.RENEWAL]
    license_.removed_at = clock()
    clock.move(days=7)
    assert kinds(look()) == [Kind.UNFINISHED]
    make.standing(ada)
    from ceu.models import Course

    session.get_one(Course, COURSE).retired_at = clock()
    assert look() == []


def test_what_is_switched_off_is_not_written_and_what_waits_is_deleted(make, look, remind, clock, session):
    ada, eve = make.user(), make.user()
    make.enrollment(ada)
    make.enrollment(eve)
    mail_choices.stop(session, eve.id, [Kind.UNFINISHED], secret=SECRET, now=clock())
    clock.move(days=7)
    assert [one.user_id for one in look()] == [ada.id]
    letters = [Letter(one, "Subject", "Body") for one in look()]
    assert remind() == [Kind.UNFINISHED]
    mail_choices.stop(session, ada.id, [Kind.UNFINISHED], secret=SECRET, now=clock())
    assert session.scalars(select(Outbox)).all() == []
    session.execute(Reminder.__table__.delete())
    assert reminders.queue(session, letters, secret=SECRET, now=clock()) == [], "switched off meanwhile"


def test_a_choice_can_be_taken_back(make, session, clock):
    ada = make.user()
    for chosen in ([Kind.RENEWAL], list(Kind), []):
        for _ in range(2):
            mail_choices.choose(session, ada, chosen, secret=SECRET, now=clock())
            assert mail_choices.wanted(session, ada) == frozenset(chosen)


def test_statements_and_memory_do_not_grow_with_people(make, clock, session):
    def page(many):
        for _ in range(many):
            ada = make.user()
            make.credential(ada, expires_on=clock().date() + timedelta(days=30))
            make.enrollment(ada)
        session.flush()
        session.expire_all()
        with count_queries() as count:
            found = reminders.look(session, after=0, now=clock())
        return count(), len(found.due)

    page(1)  # what a revision says is read once a process
    (few, one), (many, eight) = page(0), page(7)
    assert (one, eight) == (1, 8)
    assert few == many <= 12


def test_people_are_looked_at_in_pages_and_nobody_twice(make, clock, session):
    people = [make.user() for _ in range(5)]
    for user in people:
        make.enrollment(user)
    clock.move(days=7)
    found, after = [], 0
    while after is not None:
        page = reminders.look(session, after=after, now=clock(), most=2)
        assert len(page.due) <= 2
        found += [one.user_id for one in page.due]
        after = page.after
    assert found == [user.id for user in people]
