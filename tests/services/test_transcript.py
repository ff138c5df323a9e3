"""Transcript and renewal: what was completed, here and elsewhere."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pikepdf
import pytest

from ceu.domain import transcript as rules
from ceu.models import CertificateEvent, CompletionFacts, Course
from ceu.services import catalog, certificates, credentials, earning, renewal, transcript
from ceu.services.transcript import Wanted

TODAY = date(2026, 11, 23)


@pytest.fixture
def ada(make):
    return make.user(name="Ada Ross")


def test_hours_of_a_sample_provider_are_without_credit(session, make, ada):
    make.credential(ada)
    make.completion(ada)
    found = transcript.of(session, ada, Wanted())
    [total] = found.totals
    assert (total.unit, total.credit, total.here) == ("clock hours", False, True)
    assert total.hours == make.certificate(ada).hours
    assert found.sample


def test_two_bodies_rules_for_one_license_count_once(session, make, ada):
    make.credential(ada, jurisdiction="NY")
    make.completion(ada)
    assert len(make.certificates(ada)) == 2
    found = transcript.of(session, ada, Wanted())
    assert [total.unit for total in found.totals] == ["contact hours"]
    assert sum(one.why == rules.SAME_COMPLETION for one in found.counted) == 1


def test_a_selection_by_license_and_days(session, make, ada):
    florida, new_york = make.credential(ada), make.credential(ada, jurisdiction="NY")
    make.completion(ada)
    old = make.outside(ada, florida, completed_on=date(2020, 1, 1))
    keys = [one.entry.key for one in transcript.of(session, ada, Wanted(license=florida.id)).counted]
    assert len(keys) == 2
    assert f"outside:{old.id}" in keys
    assert len(transcript.of(session, ada, Wanted(license=new_york.id)).counted) == 2
    assert transcript.of(session, ada, Wanted(license=None)).counted == ()
    assert [
        one.entry.key
        for one in transcript.of(session, ada, Wanted(start=date(2019, 1, 1), end=date(2021, 1, 1))).counted
    ] == [f"outside:{old.id}"]


def test_a_removed_license_can_still_be_asked_for_while_something_names_it(session, make, clock, ada):
    named, unnamed = make.credential(ada), make.credential(ada, jurisdiction="OH")
    make.outside(ada, named)
    for one in (named, unnamed):
        credentials.remove(one, clock())
    assert list(transcript.licenses(session, ada)) == [named.id]


def test_a_revoked_certificate_stays_listed_and_counts_nothing(session, make, clock, ada):
    make.credential(ada)
    make.completion(ada)
    certificate = make.certificate(ada)
    session.add(
        CertificateEvent(certificate_id=certificate.id, verb="revoked", at=clock(), actor_id=None, reason="In error.")
    )
    session.flush()
    found = transcript.of(session, ada, Wanted())
    assert found.totals == ()
    assert [one.why for one in found.counted] == [rules.REVOKED]


def test_the_hours_of_some_modules_are_fewer_than_those_of_all(session, make, ada):
    make.course()
    offer = catalog.current(session, "grief-care")
    body = offer.body("nbcc")
    whole = earning.hours_of(offer, body, offer.course.modules)
    assert whole == next(line.units for line in offer.worksheet.bodies if line.body.id == "nbcc")
    assert earning.hours_of(offer, body, offer.course.modules[:1]) < whole
    assert earning.hours_of(offer, None, offer.course.modules[:1]) <= Decimal("0.5")


def test_the_transcript_takes_as_many_statements_for_many_entries_as_for_few(session, make, ada, count_queries):
    license_ = make.credential(ada)
    make.completion(ada)
    transcript.of(session, ada, Wanted())

    def statements():
        session.expire_all()
        assert ada.id
        with count_queries() as count:
            transcript.of(session, ada, Wanted())
        return count()

    few = statements()
    for _ in range(5):
        make.outside(ada, license_)
    make.credential(ada, jurisdiction="NY")
    assert statements() == few


def test_the_pdf_is_tagged_names_every_certificate_and_is_the_same_every_time(session, make, clock, ada):
    make.credential(ada, jurisdiction="NY")
    make.completion(ada)
    make.outside(ada, title="Boundaries")
    found = transcript.of(session, ada, Wanted(start=date(2026, 1, 1)))

    def draw():
        return transcript.pdf(session, ada, found, public_url="https://ce.example.org", today=TODAY, now=clock())

    made = draw()
    assert made == draw()
    with pikepdf.open(io.BytesIO(made)) as opened, opened.open_metadata() as about:
        assert opened.Root.MarkInfo.Marked
        assert about["pdfuaid:part"] == "1"
        assert opened.Root.Lang == "en-US"


def test_a_name_that_cannot_be_printed_does_not_stop_the_pdf(session, make, clock):
    user = make.user(name="山田 Ada")
    make.outside(user, make.credential(user, name_as_printed="Ada"))
    found = transcript.of(session, user, Wanted())
    assert transcript.pdf(session, user, found, public_url="https://x.org", today=TODAY, now=clock())


def test_a_retired_course_stays_on_the_transcript(session, make, clock, ada):
    make.completion(ada)
    session.get(Course, make.course()).retired_at = clock()
    session.flush()
    [one] = transcript.of(session, ada, Wanted()).counted
    assert one.entry.title == "Caring for people who grieve"


# Renewal


def of(session, user, credential):
    return renewal.of(session, user, credential, today=TODAY)


def test_a_renewal_counts_its_cycle_and_its_license_only(session, make, ada):
    mine = make.credential(ada, jurisdiction="NY", title="LMHC", expires_on=TODAY + timedelta(days=90))
    other = make.credential(ada)
    make.outside(ada, mine)
    make.outside(ada, mine, completed_on=date(2020, 1, 1))
    make.outside(ada, other)
    found = of(session, ada, mine)
    assert (found.tally.done, found.tally.ethics, found.days_left) == (6, 3, 90)
    assert found.missing == 30
    assert found.cycle.end == mine.expires_on


def test_home_study_over_the_cap_is_left_out(session, make, ada):
    mine = make.credential(ada, jurisdiction="NY", title="LMHC", expires_on=TODAY + timedelta(days=90))
    make.outside(ada, mine, home_study=True, hours=Decimal("14.5"))
    found = of(session, ada, mine)
    assert (found.tally.done, found.tally.over_cap) == (12, Decimal("2.5"))


def test_hours_without_credit_are_in_no_sum_and_said_apart(session, make, ada):
    mine = make.credential(ada, expires_on=TODAY + timedelta(days=90))
    make.completion(ada)
    found = of(session, ada, mine)
    assert found.tally.done == 0
    assert found.without_credit == make.certificate(ada).hours


def test_without_a_rule_or_a_day_of_expiry_everything_is_counted(session, make, ada):
    wyoming = make.credential(ada, jurisdiction="WY", title="LPC", expires_on=TODAY)
    make.outside(ada, wyoming, completed_on=date(2001, 1, 1))
    found = of(session, ada, wyoming)
    assert (found.rule, found.cycle, found.days_left, found.tally.done, found.missing) == (None, None, 0, 6, 0)
    florida = make.credential(ada)
    make.outside(ada, florida, completed_on=date(2001, 1, 1))
    found = of(session, ada, florida)
    assert found.rule
    assert (found.cycle, found.days_left, found.tally.done) == (None, None, 6)


def test_every_license_has_its_renewal(session, make, ada):
    assert renewal.every(session, ada, today=TODAY) == []
    first, second = make.credential(ada), make.credential(ada, jurisdiction="NY")
    assert [one.credential for one in renewal.every(session, ada, today=TODAY)] == [first, second]


def test_facts_disposed_of_leave_the_line_on_the_list(session, make, clock, ada):
    make.credential(ada)
    make.completion(ada)
    [held] = certificates.of_user(session, ada)
    session.add(
        CertificateEvent(certificate_id=held.certificate.id, verb="disposed", at=clock(), actor_id=None, reason="Time.")
    )
    session.flush()
    session.execute(certificates.FactsRow.__table__.delete())
    session.execute(CompletionFacts.__table__.delete())
    session.expire_all()
    [one] = transcript.of(session, ada, Wanted()).counted
    assert (one.entry.title, one.entry.credit) == ("Caring for people who grieve", False)
