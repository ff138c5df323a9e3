"""Which reminder is due: few, further apart each time, never one a second time."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceu.domain import reminders
from ceu.domain.progress import StepKind
from ceu.domain.reminders import Kind, OpenCourse, Retake, Sent

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def course(step=StepKind.SECTION, last=NOW, can_go_on=True, retakes=()):
    return OpenCourse(enrollment=1, step=step, can_go_on=can_go_on, last=last, retakes=tuple(retakes))


def life(steps, days, step=StepKind.SECTION):
    """What is sent over so many days to a learner who does something on some of them, looked at every six hours."""
    sent, last = [], NOW
    for quarter in range(4 * days):
        now = NOW + quarter * DAY / 4
        if quarter in steps:
            last = now
        sent += [Sent(key, now) for key in reminders.for_course(course(step, last), sent, now)]
    return sent


def test_an_unfinished_course_is_brought_to_mind_after_a_week_three_weeks_and_two_months_and_then_never():
    assert [(one.key.occasion, (one.at - NOW).days) for one in life(set(), 200)] == [("1", 7), ("2", 21), ("3", 60)]


def test_a_course_that_only_misses_the_statement_is_a_certificate_that_is_nearly_ready():
    found = life(set(), 200, StepKind.ATTESTATION)
    assert [(one.key.kind, (one.at - NOW).days) for one in found] == [(Kind.CERTIFICATE, 2), (Kind.CERTIFICATE, 14)]


@given(st.sets(st.integers(0, 4 * 300)))
def test_whatever_the_learner_does_there_are_at_most_three_and_each_waits_for_a_week_of_quiet(steps):
    sent = life(steps, 300)
    assert len(sent) <= 3
    assert len({one.key for one in sent}) == len(sent)
    for one in sent:
        assert not any(one.at - 7 * DAY < NOW + step * DAY / 4 <= one.at for step in steps)
    gaps = [after.at - before.at for before, after in pairwise(sent)]
    assert all(gap >= wanted * DAY for gap, wanted in zip(gaps, (14, 39), strict=False))


def test_what_has_lain_for_months_is_let_lie():
    assert reminders.for_course(course(last=NOW - 120 * DAY), [], NOW) == []
    assert reminders.for_completion(1, NOW - 120 * DAY, [], NOW) == []


def test_where_the_next_step_is_not_possible_nothing_is_said():
    assert reminders.for_course(course(StepKind.QUIZ, NOW - 8 * DAY, can_go_on=False), [], NOW) == []


@pytest.mark.parametrize(("days", "due"), [(-0.1, False), (0, True), (6.9, True), (7, False)])
def test_an_open_post_test_is_news_for_a_week(days, due):
    opened = NOW - days * DAY
    found = reminders.for_course(course(retakes=[Retake("first-weeks", 1, opened)]), [], NOW)
    assert bool(found) is due
    assert all(key.kind is Kind.RETAKE for key in found)


def test_each_failed_attempt_has_a_reminder_of_its_own():
    def due(tries, sent):
        return reminders.for_course(course(retakes=[Retake("first-weeks", tries, NOW)]), sent, NOW)

    (first,) = due(1, [])
    assert due(1, [Sent(first, NOW)]) == []
    assert len(due(2, [Sent(first, NOW)])) == 1


@pytest.mark.parametrize(
    ("left", "days"),
    [(91, None), (90, 90), (61, 90), (60, None), (30, 30), (15, 30), (14, None), (7, 7), (1, 7), (0, None), (-1, None)],
)
def test_a_renewal_is_announced_90_30_and_7_days_before(left, days):
    found = reminders.for_license(1, date(2027, 1, 31), [], date(2027, 1, 31) - left * DAY)
    assert [key.occasion for key in found] == ([f"{days} days before 2027-01-31"] if days else [])


def test_a_new_day_of_expiry_is_a_new_occasion():
    (first,) = reminders.for_license(1, date(2027, 1, 31), [], date(2026, 11, 10))
    assert reminders.for_license(1, date(2027, 1, 31), [Sent(first, NOW)], date(2026, 11, 10)) == []
    assert reminders.for_license(1, date(2029, 1, 31), [Sent(first, NOW)], date(2028, 11, 10))


def test_a_person_gets_one_reminder_a_day_the_license_first():
    (license_,) = reminders.for_license(1, date(2026, 12, 20), [], date(2026, 11, 23))
    (reading,) = reminders.for_course(course(last=NOW - 8 * DAY), [], NOW)
    assert reminders.choose([reading, license_], [], NOW) == license_
    assert reminders.choose([reading], [Sent(license_, NOW)], NOW + timedelta(hours=19)) is None
    assert reminders.choose([reading], [Sent(license_, NOW)], NOW + DAY) == reading
    assert reminders.choose([], [], NOW) is None


@pytest.mark.parametrize(("hour", "awake"), [(0, False), (8, False), (9, True), (18, True), (19, False), (23, False)])
def test_nights_are_quiet(hour, awake):
    assert reminders.awake(datetime(2026, 11, 23, hour, 30, tzinfo=UTC)) is awake


def test_every_kind_is_told_on_the_page_of_mail_choices():
    assert set(reminders.TOLD) == set(Kind)
