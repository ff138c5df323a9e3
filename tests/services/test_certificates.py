"""Certificates afterwards: the file, the public check, the holder's name."""

from hashlib import sha256

import pytest

from ceu.domain.certificate import signature
from ceu.domain.certificate.number import display
from ceu.errors import NotFound
from ceu.models import CertificateEvent, CertificateFile
from ceu.services import certificates


@pytest.fixture
def held(make):
    user = make.user(name="Ada Ross")
    make.credential(user)
    make.completion(user)
    return make.certificate(user)


def test_the_signed_file_is_made_once_and_served_for_ever(session, make, clock, held, key):
    first = certificates.make_pdf(session, held.number, key, now=clock())
    session.flush()
    clock.move(days=365)
    assert certificates.make_pdf(session, held.number, key, now=clock()) == first
    [row] = make.rows(CertificateFile)
    assert row.sha256 == sha256(first).hexdigest()
    assert certificates.stored_pdf(session, held.number) == first


def test_the_file_carries_the_facts_of_the_record(session, clock, held, key):
    verified = signature.verify(certificates.make_pdf(session, held.number, key, now=clock()), [key.certificate])
    assert verified.digest == held.facts_digest
    assert verified.facts.learner == "Ada Ross"


def test_anybody_may_know_state_course_date_and_hours_but_no_name(session, held):
    record = certificates.find_public(session, display(held.number).lower())
    assert (record.state, record.course_title) == ("valid", "Caring for people who grieve")
    assert record.hours == held.hours
    assert "Ada" not in repr(record)


@pytest.mark.parametrize("typed", ["", "hello", "0000-0000-000", "CEU-123"])
def test_a_number_that_is_none_is_not_found_with_a_reason(session, typed):
    with pytest.raises(NotFound, match="number"):
        certificates.find_public(session, typed)


def test_the_public_check_takes_one_statement(session, held, count_queries):
    certificates.find_public(session, held.number)
    with count_queries() as count:
        certificates.find_public(session, held.number)
    assert count() == 1


@pytest.mark.parametrize(
    ("typed", "matches"),
    [("ada ross", True), ("ROSS, Ada", True), ("Áda Ross", True), ("Ada", False), ("", False), ("Ada Rossi", False)],
)
def test_the_name_is_confirmed_when_the_checker_types_it(session, held, typed, matches):
    assert certificates.holder_is(session, held.number, typed) is matches


def test_a_revoked_certificate_says_so(session, held, clock):
    session.add(
        CertificateEvent(certificate_id=held.id, verb="revoked", at=clock(), actor_id=None, reason="Issued in error.")
    )
    session.flush()
    assert certificates.find_public(session, held.number).state == "revoked"


def test_a_learner_lists_only_her_own(session, make, held):
    assert certificates.of_user(session, make.user()) == []


def test_a_revoked_certificate_stays_revoked_when_its_facts_are_disposed_of(session, held, clock):
    for verb in ("revoked", "disposed"):
        event = CertificateEvent(certificate_id=held.id, verb=verb, at=clock(), actor_id=None, reason="On request.")
        session.add(event)
        session.flush()
    assert certificates.find_public(session, held.number).state == "revoked"
