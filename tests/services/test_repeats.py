"""A course is taken once more: the office opens it with a reason, and what was completed before stays."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from factories import COURSE, PUBLIC_URL

from ceu.domain import transcript as rules
from ceu.errors import NotFound, RuleError
from ceu.models import AuditEvent, Completion, Course, Enrollment, Outbox, RepeatGrant
from ceu.services import assessment, certificates, completion, people, renewal, repeats, study, transcript
from ceu.services.assessment import NotBegun
from ceu.services.repeats import OpenAlready
from ceu.services.study import EnrollmentClosed
from ceu.services.transcript import Wanted


@pytest.fixture
def admin(make):
    return make.user("admin", name="Office Person")


@pytest.fixture
def ada(make):
    user = make.user(name="Ada Ross", mail="ada@example.org")
    make.credential(user)
    return user


@pytest.fixture
def open_again(session, clock, admin):
    def act(user, reason="A new license period."):
        return repeats.open_again(session, user, COURSE, reason, actor_id=admin.id, public_url=PUBLIC_URL, now=clock())

    return act


def start(session, make, user):
    digest = session.get(Course, COURSE).current
    return study.start(session, user, COURSE, disclosed=digest, now=make.now)


def test_a_completed_course_begins_anew_and_the_old_completion_is_untouched(session, make, clock, ada, open_again):
    before = make.completion(ada)
    facts = (before.completed_at, before.local_date, before.facts_digest, before.enrollment_id)
    open_again(ada)
    clock.move(days=400)
    enrollment = start(session, make, ada)
    assert (enrollment.cycle, enrollment.repeat_reason, enrollment.disclosed_at) == (
        2,
        "A new license period.",
        clock(),
    )
    where = make.standing(ada)
    assert (where.cycle, where.read, where.completion_id, where.passed) == (2, {}, None, frozenset())
    assert completion.completion_of(session, ada, COURSE) is before
    make.completion(ada)
    old, new = make.rows(Completion)
    assert (old.completed_at, old.local_date, old.facts_digest, old.enrollment_id) == facts
    assert new.enrollment_id == enrollment.id
    assert [one.state for one in certificates.of_user(session, ada)] == ["valid", "valid"]


def test_without_leave_starting_again_changes_nothing(session, make, ada):
    make.completion(ada)
    assert start(session, make, ada).cycle == 1
    assert len(make.rows(Enrollment)) == 1


def test_leave_is_for_one_more_time(session, make, ada, open_again):
    make.completion(ada)
    open_again(ada)
    for _ in range(2):
        assert start(session, make, ada).cycle == 2
    assert repeats.waiting(session, ada) == set()
    make.completion(ada)
    assert start(session, make, ada).cycle == 2
    open_again(ada)
    assert repeats.waiting(session, ada) == {COURSE}
    assert start(session, make, ada).cycle == 3


def test_who_when_and_why_are_on_record_and_the_learner_is_written_to(make, clock, ada, admin, open_again):
    make.completion(ada)
    letter = open_again(ada, "  Her board asked for it. ")
    [grant] = make.rows(RepeatGrant)
    assert (grant.user_id, grant.cycle, grant.granted_by, grant.reason, grant.at) == (
        ada.id,
        2,
        admin.id,
        "Her board asked for it.",
        clock(),
    )
    [event] = [one for one in make.rows(AuditEvent) if one.verb == "opened a course again"]
    assert (event.actor_id, event.object, event.data) == (admin.id, f"user:{ada.id}", {"course": COURSE, "cycle": 2})
    assert letter.recipient == "ada@example.org"
    assert "/learn/grief-care/start" in letter.body
    assert "Her board" not in letter.body


def test_a_second_click_changes_nothing(make, ada, open_again):
    make.completion(ada)
    open_again(ada)
    with pytest.raises(OpenAlready):
        open_again(ada)
    assert len(make.rows(RepeatGrant)) == len(make.rows(Outbox)) == 1


def test_what_is_not_completed_or_not_offered_is_not_opened(session, make, clock, ada, open_again):
    make.course()
    with pytest.raises(RuleError, match="has not completed"):
        open_again(ada)
    make.read(ada)
    with pytest.raises(RuleError, match="has not completed"):
        open_again(ada)
    make.completion(ada)
    with pytest.raises(RuleError, match="Write why"):
        open_again(ada, "  ")
    session.get(Course, COURSE).retired_at = clock()
    session.flush()
    with pytest.raises(NotFound):
        open_again(ada)
    session.get(Course, COURSE).retired_at = None
    clock.move(days=365 * 10)
    with pytest.raises(EnrollmentClosed):
        open_again(ada)
    assert repeats.possible(session, ada, study.standings(session, ada), clock()) == []


def test_the_office_is_offered_what_can_be_opened(session, make, clock, ada, open_again):
    def offered():
        found = repeats.possible(session, ada, study.standings(session, ada), clock())
        return [where.offer.slug for where in found]

    make.read(ada)
    assert offered() == []
    make.completion(ada)
    assert offered() == [COURSE]
    open_again(ada)
    assert offered() == []
    start(session, make, ada)
    assert offered() == []
    [study_] = people.studies(session, ada, clock())
    assert (study_.where.cycle, study_.completion) == (2, None)


def test_a_test_of_the_time_before_is_not_the_one_she_takes_now(session, make, clock, ada, open_again):
    make.completion(ada)
    assert assessment.latest(session, ada, COURSE, "first-weeks").attempt.score is not None
    open_again(ada)
    start(session, make, ada)
    with pytest.raises(NotBegun):
        assessment.latest(session, ada, COURSE, "first-weeks")
    make.attempt(ada, wrong=4)
    assert make.standing(ada).passed == frozenset()


@pytest.fixture
def twice(session, make, clock, ada, open_again):
    """Ada has completed the course twice, with so many days between; hours are with credit, as of a real provider."""

    def complete(days):
        make.completion(ada)
        open_again(ada)
        clock.move(days=days)
        start(session, make, ada)
        make.completion(ada)

    return complete


def test_on_the_transcript_the_hours_count_once_and_it_says_why(session, ada, twice):
    twice(days=30)
    found = transcript.of(session, ada, Wanted())
    assert [(bool(one.hours), one.why) for one in found.counted] == [(False, rules.SAME_COURSE), (True, "")]
    [total] = found.totals
    assert total.hours == found.counted[0].entry.hours
    only = transcript.of(session, ada, Wanted(start=date(2026, 12, 1)))
    assert [one.why for one in only.counted] == [""]


@pytest.mark.parametrize(("days", "counted"), [(30, [0, 1]), (800, [1])])
def test_toward_a_renewal_it_counts_once_in_each_cycle(session, ada, twice, clock, days, counted):
    ada.credentials[0].expires_on = clock().date() + timedelta(days=days + 60)
    twice(days)
    found = renewal.of(session, ada, ada.credentials[0], today=clock().date())
    hours = [one.hours for one in found.counted]
    assert [bool(one) for one in hours] == [bool(one) for one in counted]
    assert sum(hours, Decimal(0)) == found.without_credit
