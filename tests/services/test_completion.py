"""From the last requirement to the certificate."""

import json
from datetime import UTC, date, datetime

import pytest
from factories import COURSE, PUBLIC_URL

from ceu.domain import attestation
from ceu.domain.certificate import facts, number
from ceu.errors import NotYet
from ceu.models import Attestation, Certificate, CertificateEvent, Completion, CompletionFacts, Evaluation
from ceu.models import CertificateFacts as FactsRow
from ceu.services import completion, credentials
from ceu.services.completion import NameNotPrintable
from ceu.services.signing import NotSigned


def complete(session, make, user, **changes):
    given = {"agreed": True, "typed_name": user.legal_name, "public_url": PUBLIC_URL, "now": make.now, **changes}
    completion.complete(session, user, make.standing(user), **given)
    session.flush()


def test_nothing_is_certified_while_something_is_open(session, make):
    user = make.user()
    make.credential(user)
    make.passed(user)
    with pytest.raises(NotYet, match="evaluation"):
        complete(session, make, user)
    assert make.rows(Completion) == []


def test_without_a_credential_the_wish_has_to_be_explicit(session, make):
    user = make.user()
    make.evaluated(user)
    with pytest.raises(NotYet, match="credential"):
        complete(session, make, user)
    user.wants_no_credit = True
    complete(session, make, user)
    [certificate] = make.rows(Certificate)
    assert (certificate.credential_id, certificate.body) == (None, "")


def test_the_statement_has_to_be_ticked_and_signed_with_ones_name(session, make):
    user = make.user(name="José O'Neil-Smith")
    make.credential(user)
    make.evaluated(user)
    with pytest.raises(NotSigned, match="Tick"):
        complete(session, make, user, agreed=False)
    with pytest.raises(NotSigned, match="José"):
        complete(session, make, user, typed_name="Somebody Else")
    with pytest.raises(NotSigned) as both:
        complete(session, make, user, agreed=False, typed_name=" ")
    assert list(both.value.wrong) == ["agreed", "typed_name"]
    complete(session, make, user, typed_name="jose oneil smith")
    [row] = make.rows(Attestation)
    assert row.statement == attestation.statement("Caring for people who grieve")
    assert (row.version, row.at) == (attestation.VERSION, make.now)
    [personal] = make.rows(CompletionFacts)
    assert json.loads(personal.facts)["typed_name"] == "jose oneil smith"


def test_each_credential_gets_a_certificate_for_each_fitting_option(session, make):
    user = make.user()
    florida = make.credential(user)
    new_york = make.credential(user, jurisdiction="NY", number="012345")
    national = make.credential(user, kind="national_certification", jurisdiction="", number="0099", title="NCC")
    make.completion(user)
    issued = {(row.credential_id, row.body) for row in make.rows(Certificate)}
    assert issued == {(florida.id, "nbcc"), (new_york.id, "nbcc"), (new_york.id, "nysed"), (national.id, "nbcc")}


def test_a_credential_that_no_option_fits_gets_a_certificate_without_credit(session, make):
    user = make.user()
    nurse = make.credential(user, profession="nurse", title="RN", number="RN1")
    make.completion(user)
    [certificate] = make.rows(Certificate)
    assert (certificate.credential_id, certificate.body) == (nurse.id, "")


def test_completing_twice_changes_nothing(session, make, clock):
    user = make.user()
    make.credential(user)
    where = make.evaluated(user)
    for _ in range(2):
        completion.complete(
            session,
            user,
            where,
            agreed=True,
            typed_name=user.legal_name,
            public_url=PUBLIC_URL,
            now=clock.move(hours=1),
        )
        session.flush()
    assert len(make.rows(Completion)) == 1
    assert len(make.rows(Certificate)) == 1


def test_the_facts_stay_when_the_person_changes(session, make):
    user = make.user(name="Ada Ross")
    credential = make.credential(user)
    make.completion(user)
    user.legal_name = credential.name_as_printed = "Ada Lovelace"
    session.flush()
    [row] = make.rows(FactsRow)
    assert facts.from_json(row.facts).learner == "Ada Ross"


def test_the_ledger_holds_digests_and_the_facts_hold_the_person(session, make):
    user = make.user(name="Ada Ross")
    make.credential(user)
    made = make.completion(user)
    [personal] = make.rows(CompletionFacts)
    [printed] = make.rows(FactsRow)
    [certificate] = make.rows(Certificate)
    assert made.facts_digest == facts.digest(personal.facts)
    assert certificate.facts_digest == facts.digest(printed.facts)
    assert json.loads(personal.facts)["legal_name"] == "Ada Ross"
    assert [event.verb for event in make.rows(CertificateEvent)] == ["issued"]


def test_a_completion_lists_the_revisions_passed(session, make):
    made = make.completion(make.user())
    where = make.standing(made.enrollment.user)
    assert made.module_revisions == dict(
        zip(where.offer.course.modules, where.offer.course.module_digests, strict=True)
    )
    assert (made.score, made.total) == (8, 8) or made.score == made.total


def test_the_evaluation_cannot_be_led_back_to_a_person(session, make):
    user = make.user(name="Ada Ross")
    make.evaluated(user)
    [row] = make.rows(Evaluation)
    assert {column.name for column in Evaluation.__table__.columns} == {"id", "course", "revision", "day", "answers"}
    assert "Ada" not in json.dumps(row.answers)
    assert make.standing(user).evaluated_on == row.day


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("America/New_York", datetime(2027, 3, 14, 4, 45, tzinfo=UTC), date(2027, 3, 13)),  # 11:45 PM in Florida
        ("America/New_York", datetime(2027, 7, 1, 3, 45, tzinfo=UTC), date(2027, 6, 30)),  # 11:45 PM in summer
        ("Pacific/Honolulu", datetime(2027, 7, 1, 9, 45, tzinfo=UTC), date(2027, 6, 30)),  # 11:45 PM in Hawaii
        ("Pacific/Honolulu", datetime(2027, 7, 1, 10, 0, tzinfo=UTC), date(2027, 7, 1)),  # midnight in Hawaii
    ],
)
def test_a_quarter_to_midnight_counts_for_the_day_it_is_there(session, make, clock, zone, moment, day):
    user = make.user(zone=zone)
    make.credential(user)
    make.evaluated(user)
    clock.at = moment
    made = make.completion(user)
    [printed] = make.rows(FactsRow)
    assert (made.local_date, made.time_zone) == (day, zone)
    assert facts.from_json(printed.facts).completed_on == day


def test_a_name_the_certificate_cannot_print_is_refused_before_anything_is_certified(session, make):
    user = make.user(name="山田 花子")
    make.credential(user)
    make.evaluated(user)
    with pytest.raises(NameNotPrintable, match="Latin"):
        complete(session, make, user)
    assert make.rows(Completion) == []


def test_a_credential_added_later_gets_its_certificate_for_the_same_completion(session, make, clock):
    user = make.user()
    make.credential(user)
    made = make.completion(user)
    clock.move(days=40)
    make.credential(user, jurisdiction="NY", number="012345")
    assert completion.issue_for_later_credentials(session, user, made, public_url=PUBLIC_URL, now=clock()) == 2
    assert completion.not_yet_issued(session, user, made, public_url=PUBLIC_URL) == []
    days = {facts.from_json(row.facts).completed_on for row in make.rows(FactsRow)}
    assert days == {made.local_date}


def test_a_removed_credential_gets_none(session, make):
    user = make.user()
    credential = make.credential(user)
    make.credential(user, number="MH 2", jurisdiction="OH")
    credentials.remove(credential, make.now)
    make.completion(user)
    assert credential.id not in {row.credential_id for row in make.rows(Certificate)}


def test_finishing_takes_the_same_number_of_statements_whatever_the_history(session, make, count_queries):
    def statements(user):
        where = make.evaluated(user)
        with count_queries() as count:
            completion.complete(
                session, user, where, agreed=True, typed_name=user.legal_name, public_url=PUBLIC_URL, now=make.now
            )
            session.flush()
        return count()

    fresh, tried = make.user(), make.user()
    make.credential(fresh)
    make.credential(tried)
    make.attempt(tried, wrong=4)
    make.clock.move(hours=25)
    assert statements(fresh) == statements(tried)


def test_a_sample_provider_gives_no_credit_and_says_so(session, make):
    user = make.user()
    make.credential(user)
    make.completion(user)
    [row] = make.rows(FactsRow)
    printed = facts.from_json(row.facts)
    assert not printed.credit
    assert any("no approval by any body" in notice for notice in printed.notices)
    assert any("certifies no one" in notice for notice in printed.notices)
    assert printed.authors == ()


def test_numbers_are_random_and_readable(session, make):
    user = make.user()
    make.credential(user)
    make.credential(user, jurisdiction="NY", number="012345")
    rows = make.certificates(user)
    assert len({row.number for row in rows}) == len(rows) == 3
    assert all(number.read_number(number.display(row.number).lower()) == row.number for row in rows)


def test_the_course_can_be_revised_between_test_and_attestation(session, make, tmp_path):
    from test_assessment import revised_library

    user = make.user()
    make.credential(user)
    where = make.evaluated(user)
    passed_in = where.offer.course.module_digests[0]
    make.publish(revised_library(tmp_path))
    complete(session, make, user)
    made = completion.completion_of(session, user, COURSE)
    assert made.module_revisions["first-weeks"] == passed_in
    assert made.course_revision == make.standing(user).offer.digest
