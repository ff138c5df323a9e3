"""What the CE office sees first."""

from datetime import date, timedelta

import pytest
from databases import count_queries

from ceu.errors import NotFound, RuleError
from ceu.models import Outbox
from ceu.services import mail, overview, reports
from ceu.services.records import Filter


def test_numbers_count_what_there_is_in_one_statement(make, session):
    make.completion(make.user())
    make.enrollment(make.user())
    with count_queries() as count:
        numbers = overview.numbers(session, date(2026, 11, 30))
    assert numbers == overview.Numbers(learners=2, enrollments=2, completions_this_month=1, certificates=1)
    assert count() == 1
    assert overview.numbers(session, date(2026, 12, 1)).completions_this_month == 0


def test_a_course_is_named_ninety_days_before_it_expires(make, session):
    make.course()
    expires = date(2029, 10, 31)
    assert overview.expiring(session, expires - timedelta(days=91)) == []
    [soon] = overview.expiring(session, expires - timedelta(days=90))
    assert (soon.offer.slug, soon.expired) == ("grief-care", False)
    [gone] = overview.expiring(session, expires + timedelta(days=1))
    assert gone.expired


def test_exports_are_listed_newest_first_with_who_made_them(make, session, clock):
    admin = make.user("admin", mail="office@example.org")
    first = reports.begin(session, "records csv", f"user:{admin.id}", Filter(), clock())
    second = reports.begin(session, "records jsonl", "command line (root)", Filter(), clock())
    reports.finish(session, second.id, rows=0, sha256="0" * 64, now=clock(), outcome=reports.COMPLETE)
    session.flush()
    listed = overview.exports(session)
    assert [(one.report.id, one.by) for one in listed] == [
        (second.id, "command line (root)"),
        (first.id, "office@example.org"),
    ]
    assert listed[0].result.outcome == "complete"
    assert listed[1].result is None
    assert [one.report.id for one in overview.exports(session, before=second.id)] == [first.id]


@pytest.fixture
def letter(session, clock):
    made = mail.write(session, recipient="ada@example.org", subject="Hello", body="Hello.", kind="test", now=clock())
    session.flush()
    return made


def test_a_mail_that_was_only_written_is_no_trouble(letter, session, clock):
    assert overview.unsent(session) == [letter]
    assert overview.failed_mails(session, clock()) == 0


def test_a_refused_mail_can_be_made_due_at_once(letter, make, session, clock):
    admin = make.user("admin")
    letter.last_error, letter.tries, letter.not_before = "550 no such person", 3, clock() + timedelta(hours=6)
    session.flush()
    assert overview.failed_mails(session, clock()) == 1
    overview.retry_mail(session, letter.id, actor_id=admin.id, now=clock())
    session.refresh(letter)
    assert (letter.not_before, letter.tries) == (None, 3)


def test_a_mail_in_doubt_can_be_sent_again_but_not_one_being_sent(letter, make, session, clock):
    admin = make.user("admin")
    letter.claimed_at = clock()
    session.flush()
    with pytest.raises(RuleError, match="being sent right now"):
        overview.retry_mail(session, letter.id, actor_id=admin.id, now=clock())
    assert overview.failed_mails(session, clock()) == 0
    clock.move(minutes=11)
    assert overview.failed_mails(session, clock()) == 1
    overview.retry_mail(session, letter.id, actor_id=admin.id, now=clock())
    session.refresh(letter)
    assert letter.claimed_at is None


def test_a_sent_mail_is_not_sent_again(letter, make, session, clock):
    letter.sent_at = clock()
    session.flush()
    with pytest.raises(NotFound):
        overview.retry_mail(session, letter.id, actor_id=make.user("admin").id, now=clock())
    assert make.rows(Outbox)[0].tries == 0
