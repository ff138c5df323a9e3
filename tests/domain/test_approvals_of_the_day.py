"""Whose approvals count for an older revision: the hours stay, the approvals are of the day."""

from dataclasses import replace
from datetime import date

from content_values import body, provider

from ceu.domain.approvals import on_that_day

OLD = body(approval="7001", approval_from=date(2024, 1, 1), approval_to=date(2026, 1, 1))
NEW = replace(OLD, approval="7002", approval_from=date(2026, 1, 2), approval_to=date(2029, 1, 1), words_per_hour=9000)


def given(*bodies, sample=False):
    return replace(provider(*bodies), sample=sample)


def test_a_renewed_approval_holds_and_the_rule_of_the_revision_stays():
    [found] = on_that_day(given(OLD), given(NEW)).bodies
    assert (found.approval, found.approval_to) == ("7002", date(2029, 1, 1))
    assert found.words_per_hour == OLD.words_per_hour


def test_an_approval_that_ended_gives_nothing():
    [found] = on_that_day(given(OLD), given()).bodies
    assert found.approval is None


def test_what_was_published_as_a_sample_stays_one():
    assert on_that_day(given(OLD, sample=True), given(NEW)).sample
    assert on_that_day(given(OLD), given(NEW, sample=True)).sample
    assert not on_that_day(given(OLD), given(NEW)).sample


def test_the_same_provider_is_itself():
    same = given(OLD)
    assert on_that_day(same, same) is same
