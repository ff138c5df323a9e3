"""A certificate is revoked: by whom, when and why, once, and it counts nowhere any more."""

import pytest
from factories import PUBLIC_URL
from sqlalchemy.exc import IntegrityError

from ceu.domain.certificate.number import display
from ceu.errors import NotFound, RuleError
from ceu.models import AuditEvent, CertificateEvent, CertificateFile, Outbox
from ceu.services import certificate_cases, certificates, completion, transcript
from ceu.services.certificate_cases import AlreadyEnded
from ceu.services.certificates import NoLongerValid
from ceu.services.transcript import Wanted


@pytest.fixture
def admin(make):
    return make.user("admin", name="Office Person", mail="office@example.org")


@pytest.fixture
def ada(make):
    user = make.user(name="Ada Ross", mail="ada@example.org")
    make.credential(user, number="MH 1")
    make.completion(user)
    return user


@pytest.fixture
def revoke(session, clock, admin):
    """`revoke(certificate)` as the office does it."""

    def act(certificate, reason="Somebody else sat the test."):
        case = certificate_cases.find(session, certificate.number)
        return certificate_cases.revoke(
            session, case, reason, actor_id=admin.id, public_url=PUBLIC_URL, now=clock.move(days=1)
        )

    return act


def test_who_when_and_why_are_on_record(session, make, clock, ada, admin, revoke):
    certificate = make.certificate(ada)
    revoke(certificate, "  Somebody else sat the test. ")
    case = certificate_cases.find(session, display(certificate.number).lower())
    assert (case.state, case.user, case.facts.learner) == ("revoked", ada, "Ada Ross")
    assert [(event.verb, by) for event, by in case.history] == [("issued", ""), ("revoked", "office@example.org")]
    assert (case.ending.at, case.ending.reason) == (clock(), "Somebody else sat the test.")
    [event] = [one for one in make.rows(AuditEvent) if one.verb == "revoked a certificate"]
    assert (event.actor_id, event.object, event.data) == (admin.id, f"certificate:{certificate.id}", {})


def test_it_says_so_to_everybody_with_the_day_and_without_the_reason(session, make, ada, revoke):
    certificate = make.certificate(ada)
    letter = revoke(certificate)
    record = certificates.find_public(session, certificate.number)
    assert (record.state, str(record.ended_on), record.replaced_by) == ("revoked", "2026-11-24", "")
    [held] = certificates.of_user(session, ada)
    assert (held.state, str(held.ended_on), held.replaced_by) == ("revoked", "2026-11-24", "")
    assert letter.recipient == "ada@example.org"
    for told in (repr(record), letter.body, letter.subject):
        assert "sat the test" not in told
    assert "November 24, 2026" in letter.body
    assert display(certificate.number) in letter.subject


def test_it_counts_no_more(session, make, ada, revoke):
    revoke(make.certificate(ada))
    found = transcript.of(session, ada, Wanted())
    assert found.totals == ()


def test_a_file_that_was_never_made_is_not_made_any_more(session, make, clock, ada, revoke, key):
    certificate = make.certificate(ada)
    revoke(certificate)
    with pytest.raises(NoLongerValid, match="revoked before its file was made"):
        certificates.make_pdf(session, certificate.number, key, now=clock())
    assert make.rows(CertificateFile) == []


def test_a_file_that_was_made_stays_on_record(session, make, clock, ada, revoke, key):
    certificate = make.certificate(ada)
    made = certificates.make_pdf(session, certificate.number, key, now=clock())
    session.flush()
    revoke(certificate)
    assert certificates.stored_pdf(session, certificate.number) == made


def test_a_second_click_changes_nothing(session, make, ada, revoke):
    certificate = make.certificate(ada)
    revoke(certificate)
    with pytest.raises(AlreadyEnded, match="revoked before"):
        revoke(certificate)
    assert len(make.rows(CertificateEvent)) == 2
    assert len(make.rows(Outbox)) == 1


def test_of_two_who_saw_it_valid_the_database_refuses_the_second(session, make, clock, ada, admin, revoke):
    certificate = make.certificate(ada)
    seen = certificate_cases.find(session, certificate.number)
    revoke(certificate)
    with pytest.raises(AlreadyEnded, match="Somebody else has just"):
        certificate_cases.revoke(session, seen, "Mine.", actor_id=admin.id, public_url=PUBLIC_URL, now=clock())
    assert [event.verb for event in make.rows(CertificateEvent)] == ["issued", "revoked"]
    assert len(make.rows(Outbox)) == 1


def test_a_certificate_ends_once_whoever_writes_to_the_database(session, make, clock, ada, revoke):
    certificate = make.certificate(ada)
    revoke(certificate)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(
            CertificateEvent(certificate_id=certificate.id, verb="superseded", at=clock(), actor_id=None, reason="")
        )


@pytest.mark.parametrize(("reason", "told"), [("  ", "Write why"), ("x" * 2001, "at most 2000")])
def test_it_needs_a_reason_that_can_be_kept(make, ada, revoke, reason, told):
    with pytest.raises(RuleError, match=told):
        revoke(make.certificate(ada), reason)


def test_an_unknown_number_is_not_found(session):
    for typed in ("", "nonsense", "0000-0000-000"):
        with pytest.raises(NotFound):
            certificate_cases.find(session, typed)


def test_nobody_is_written_to_whose_account_was_erased(session, make, clock, ada, revoke):
    ada.erased_at = clock()
    session.flush()
    assert revoke(make.certificate(ada)) is None
    assert make.rows(Outbox) == []


def test_entering_the_license_anew_does_not_bring_back_what_was_revoked(session, make, clock, ada, revoke):
    certificate = make.certificate(ada)
    revoke(certificate)
    make.session.get_one(type(ada.credentials[0]), certificate.credential_id).removed_at = clock()
    make.credential(ada, number="mh-1")
    finished = completion.completion_of(session, ada, "grief-care")
    assert completion.not_yet_issued(session, ada, finished, public_url=PUBLIC_URL) == []
    make.credential(ada, jurisdiction="OH", number="E.1")
    [plan] = completion.not_yet_issued(session, ada, finished, public_url=PUBLIC_URL)
    assert plan.facts.license_number == "E.1"
