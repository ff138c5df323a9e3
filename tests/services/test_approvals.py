"""Credit of an approved provider: given by an active approval and by nothing else (requirements 13 and 14)."""

import shutil
from datetime import timedelta

import pytest
from factories import COURSE, LIBRARY

from ceu.domain.certificate import facts
from ceu.models import CertificateFacts
from ceu.services import catalog, certificates, earning, records, renewal, study, transcript

PERSON = {
    "sample: true": "sample: false",
    'review: "none yet"': 'review: "Reviewed by an invented reviewer, PhD, on 2026-10-01"',
    'name: "none named"': 'name: "An invented administrator, PhD"',
    'name: "CEU project, test content"': 'name: "An invented author"',
    'credentials: "none claimed"': 'credentials: "PhD"',
    '    statement: "Test provider: not approved by NBCC. This certificate is for {hours} clock hours of {course}."': (
        '    statement: "{name}, {number}, {period}: {hours} clock hours of {course}."'
    ),
}
APPROVAL = '    approval: "ACEP No. 0000"\n    approval_from: {}\n    approval_to: {}\n'


@pytest.fixture
def approved(make, tmp_path):
    """`approved(first, last)`: the test library, published by a provider whose NBCC approval runs from day to day."""

    def publish(first, last):
        folder = tmp_path / "library"
        shutil.copytree(LIBRARY, folder)
        text = (folder / "provider.md").read_text()
        for old, new in PERSON.items():
            assert old in text, old
            text = text.replace(old, new, 1)
        text = text.replace("    approval: none\n", APPROVAL.format(first, last), 1)
        (folder / "provider.md").write_text(text)
        assert ("course", COURSE) in make.publish(folder).published

    return publish


def printed(make):
    return {row.body: row for row in (facts.from_json(one.facts) for one in make.rows(CertificateFacts))}


def test_within_the_approval_the_certificate_carries_credit_and_the_operators_statement(make, approved, clock):
    today = clock().date()
    approved(today, today)
    user = make.user(name="Ada Ross")
    make.credential(user, jurisdiction="NY")
    make.completion(user)
    found = printed(make)
    nbcc = found.pop("National Board for Certified Counselors (NBCC)")
    [nysed] = found.values()
    assert nbcc.credit
    assert nbcc.statement == (
        "Test provider (demonstration), ACEP No. 0000, November 23, 2026 – November 23, 2026: "
        "1.0 clock hours of Caring for people who grieve."
    )
    assert (nbcc.provider_number, nbcc.approval_from, nbcc.approval_to) == ("ACEP No. 0000", today, today)
    assert nbcc.authors == ("An invented author, PhD",)
    assert not nysed.credit
    assert nysed.statement == nysed.provider_number == ""


@pytest.mark.parametrize("days", [(-10, -1), (1, 10)])
def test_outside_the_approval_the_certificate_gives_no_credit_of_that_body(make, approved, clock, days):
    first, last = (clock().date() + timedelta(days=day) for day in days)
    approved(first, last)
    user = make.user()
    make.credential(user)
    make.completion(user)
    [nbcc] = printed(make).values()
    assert not nbcc.credit
    assert nbcc.statement == nbcc.provider_number == ""


@pytest.mark.parametrize(("days", "credit"), [((0, 0), True), ((-10, -1), False), ((1, 10), False)])
def test_the_public_check_and_the_export_say_what_the_certificate_says(session, make, approved, clock, days, credit):
    approved(*(clock().date() + timedelta(days=day) for day in days))
    user = make.user()
    make.credential(user)
    number = make.certificate(user).number
    assert certificates.find_public(session, number).credit is credit
    assert [row.credit for row in records.latest(session, records.Filter(), 5).rows] == ["yes" if credit else "no"]
    [fact] = printed(make).values()
    assert fact.credit is credit


def test_the_local_date_decides_at_the_end_of_an_approval(make, approved, clock):
    """At 03:00 UTC it is still the day before in New York and in Honolulu."""
    last = clock().date()
    approved(last, last)
    clock.move(hours=12)
    assert clock().date() > last
    user = make.user(zone="Pacific/Honolulu")
    make.credential(user)
    make.completion(user)
    [nbcc] = printed(make).values()
    assert nbcc.credit
    assert nbcc.completed_on == last


def test_the_course_page_names_an_approval_only_while_it_is_active(session, make, approved, clock):
    today = clock().date()
    approved(today, today)
    offer = catalog.current(session, COURSE)
    now = {one.line.body.id: one for one in earning.offered(offer, today)}
    later = {one.line.body.id: one for one in earning.offered(offer, today + timedelta(days=1))}
    assert (now["nbcc"].approved, now["nysed"].approved) == (True, False)
    assert now["nbcc"].statement.endswith("1.0 clock hours of Caring for people who grieve.")
    assert not later["nbcc"].approved
    assert later["nbcc"].statement == now["nysed"].statement == ""


def test_a_sample_always_says_what_is_missing(session, make, clock):
    make.course()
    for one in earning.offered(catalog.current(session, COURSE), study.local_date(make.user(), clock())):
        assert not one.approved
        assert "not approved" in one.statement


def test_hours_with_credit_go_toward_the_renewal_before_those_without(session, make, approved, clock):
    today = clock().date()
    approved(today, today)
    user = make.user()
    license_ = make.credential(user, jurisdiction="NY", title="LMHC", expires_on=today + timedelta(days=30))
    make.completion(user)
    [total] = transcript.of(session, user, transcript.Wanted()).totals
    assert (total.unit, total.credit) == ("clock hours", True)
    found = renewal.of(session, user, license_, today=today)
    assert (found.tally.done, found.without_credit) == (total.hours, 0)
