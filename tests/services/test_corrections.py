"""A corrected certificate takes the place of another: a new number, what is on file now, and both are honest."""

from dataclasses import replace
from itertools import pairwise

import pytest
from factories import PUBLIC_URL
from sqlalchemy import delete

from ceu.domain.certificate import facts as certificate_facts
from ceu.domain.certificate import signature
from ceu.domain.certificate.number import display
from ceu.errors import NotFound, RuleError
from ceu.models import AuditEvent, Certificate, CertificateEvent, CertificateFacts, Outbox
from ceu.services import certificate_cases, certificates, completion, corrections, records, transcript
from ceu.services.certificate_cases import AlreadyEnded
from ceu.services.completion import NameNotPrintable
from ceu.services.corrections import NothingToCorrect
from ceu.services.records import Filter
from ceu.services.transcript import Wanted


@pytest.fixture
def admin(make):
    return make.user("admin", name="Office Person", mail="office@example.org")


@pytest.fixture
def license_(make, ada):
    return make.credential(ada, number="MH 0123", name_as_printed="Ada Ross")


@pytest.fixture
def ada(make):
    return make.user(name="Ada Ross", mail="ada@example.org")


@pytest.fixture
def old(make, ada, license_):
    """Her certificate as it was issued, with a number mistyped and the name she had then."""
    make.completion(ada)
    license_.number, license_.normalized_number = "MH 0132", "MH0132"
    license_.name_as_printed = "Ada Lovell"
    make.session.flush()
    return make.certificate(ada)


@pytest.fixture
def propose(session):
    def act(certificate, **given):
        case = certificate_cases.find(session, certificate.number)
        return corrections.propose(session, case, public_url=PUBLIC_URL, **given)

    return act


@pytest.fixture
def correct(session, clock, admin):
    """`correct(certificate)` as the office does it; returns the new one and the mail."""

    def act(certificate, reason="Her name changed.", **given):
        case = certificate_cases.find(session, certificate.number)
        correction = corrections.propose(session, case, public_url=PUBLIC_URL, **given)
        number, letter = corrections.correct(
            session, case, correction, reason, actor_id=admin.id, public_url=PUBLIC_URL, now=clock.move(days=1)
        )
        session.flush()
        return certificate_cases.find(session, number), letter

    return act


def revoke(session, clock, certificate):
    case = certificate_cases.find(session, certificate.number)
    certificate_cases.revoke(session, case, "In error.", actor_id=None, public_url=PUBLIC_URL, now=clock())
    session.flush()


def test_what_would_change_is_shown_beside_what_the_certificate_says(propose, old):
    changed = [(one.label, one.before, one.after) for one in propose(old).changes if one.before != one.after]
    assert changed == [("Name", "Ada Ross", "Ada Lovell"), ("License number", "MH 0123", "MH 0132")]


def test_the_new_one_has_a_number_and_facts_of_its_own_and_what_was_earned_is_the_same(session, correct, old):
    new, _ = correct(old)
    assert new.certificate.number != old.number
    assert (new.facts.learner, new.facts.license_number) == ("Ada Lovell", "MH 0132")
    assert new.certificate.facts_digest != old.facts_digest
    before = certificate_cases.find(session, old.number)
    assert (before.facts.learner, before.facts.license_number) == ("Ada Ross", "MH 0123")
    differ = ("number", "learner", "license_number", "check_url", "notices")
    assert replace(new.facts, **{name: getattr(before.facts, name) for name in differ}) == before.facts
    for name in ("completion_id", "credential_id", "profession", "jurisdiction", "body", "unit", "hours"):
        assert getattr(new.certificate, name) == getattr(old, name), name
    assert display(old.number) in " ".join(new.facts.notices)
    assert new.facts.check_url.endswith(display(new.certificate.number))


def test_both_say_by_whom_when_and_why(session, make, clock, admin, correct, old):
    new, _ = correct(old)
    before = certificate_cases.find(session, old.number)
    assert (before.state, before.replaced_by) == ("superseded", new.certificate.number)
    assert (new.state, new.corrects) == ("valid", old.number)
    for case in (before, new):
        event, by = case.history[-1]
        assert (by, event.at, event.reason) == ("office@example.org", clock(), "Her name changed.")
    [event] = [one for one in make.rows(AuditEvent) if one.verb == "corrected a certificate"]
    assert (event.actor_id, event.object, event.data) == (admin.id, f"certificate:{old.id}", {})


def test_the_public_is_led_from_the_old_number_to_the_new_one_and_told_nothing_else(session, correct, old):
    new, _ = correct(old)
    record = certificates.find_public(session, old.number)
    assert (record.state, record.replaced_by, str(record.ended_on)) == (
        "superseded",
        new.certificate.number,
        "2026-11-24",
    )
    assert certificates.find_public(session, new.certificate.number).state == "valid"
    for word in ("Ada", "Lovell", "0132", "changed"):
        assert word not in repr(record)


def test_hours_count_once_on_the_transcript_and_in_the_letter_to_a_board(session, ada, correct, old):
    before = transcript.of(session, ada, Wanted()).totals
    new, _ = correct(old)
    session.expire_all()
    found = transcript.of(session, ada, Wanted())
    assert [(one.hours, one.unit) for one in found.totals] == [(one.hours, one.unit) for one in before]
    assert {one.entry.number: (bool(one.hours), one.why) for one in found.counted} == {
        old.number: (False, "a corrected certificate took its place"),
        new.certificate.number: (True, ""),
    }


def test_the_record_has_both_rows_and_the_old_one_names_the_new(session, correct, old):
    new, _ = correct(old)
    session.commit()
    rows = {row.certificate_number: row for row in records.rows(session, Filter())}
    before, after = rows[display(old.number)], rows[display(new.certificate.number)]
    assert (before.status, before.replaced_by, before.license_number) == (
        "superseded",
        after.certificate_number,
        "MH 0123",
    )
    assert (after.status, after.replaced_by, after.license_number, after.legal_name) == (
        "valid",
        "",
        "MH 0132",
        "Ada Lovell",
    )


def test_the_learner_is_written_to_with_the_new_number(correct, old):
    new, letter = correct(old)
    assert letter.recipient == "ada@example.org"
    assert display(new.certificate.number) in letter.subject
    assert display(old.number) in letter.body
    assert "Her name changed" not in letter.body


def test_the_new_file_is_signed_and_the_old_one_is_not_made_any_more(session, clock, correct, old, key):
    new, _ = correct(old)
    made = certificates.make_pdf(session, new.certificate.number, key, now=clock())
    verified = signature.verify(made, [key.certificate])
    assert verified.facts.learner == "Ada Lovell"
    assert verified.digest == new.certificate.facts_digest
    with pytest.raises(certificates.NoLongerValid, match="superseded"):
        certificates.make_pdf(session, old.number, key, now=clock())


def test_a_chain_of_corrections_is_followed_step_by_step(session, make, correct, old, license_):
    chain = [certificate_cases.find(session, old.number)]
    for name in ("Ada Two", "Ada Three"):
        license_.name_as_printed = name
        session.flush()
        chain.append(correct(chain[-1].certificate)[0])
    states = [certificates.find_public(session, case.certificate.number) for case in chain]
    assert [one.state for one in states] == ["superseded", "superseded", "valid"]
    for one, after in pairwise(states):
        assert one.replaced_by == after.number


def test_a_name_and_a_number_can_be_given_otherwise_than_on_file(correct, old):
    new, _ = correct(old, name="  Ada  de Ross ", license_number=" MH-9\u200b ")
    assert (new.facts.learner, new.facts.license_number) == ("Ada de Ross", "MH-9")


def test_nothing_to_correct_is_said(make, ada, license_, propose):
    make.completion(ada)
    with pytest.raises(NothingToCorrect, match="Nothing would change"):
        propose(make.certificate(ada))


def test_a_certificate_without_a_license_takes_the_name_of_the_account(make, correct, propose):
    user = make.user(name="Bo Lind")
    certificate = make.certificate(user)
    user.legal_name = "Bo Lindgren"
    make.session.flush()
    with pytest.raises(RuleError, match="made out to no license"):
        propose(certificate, license_number="1")
    new, _ = correct(certificate)
    assert (new.facts.learner, new.facts.credential_kind, new.certificate.credential_id) == (
        "Bo Lindgren",
        "none",
        None,
    )


def test_a_superseded_one_is_not_corrected_again_and_not_revoked(session, clock, correct, propose, old):
    new, _ = correct(old)
    with pytest.raises(AlreadyEnded, match=display(new.certificate.number)):
        propose(old)
    with pytest.raises(AlreadyEnded, match="revoke that one"):
        revoke(session, clock, old)


def test_of_two_who_saw_it_valid_the_database_refuses_the_second(session, make, clock, correct, old):
    seen = certificate_cases.find(session, old.number)
    proposed = corrections.propose(session, seen, public_url=PUBLIC_URL)
    correct(old)
    with pytest.raises(AlreadyEnded):
        corrections.correct(session, seen, proposed, "Mine.", actor_id=None, public_url=PUBLIC_URL, now=clock())
    with pytest.raises(AlreadyEnded):
        certificate_cases.revoke(session, seen, "Mine.", actor_id=None, public_url=PUBLIC_URL, now=clock())
    assert len(make.rows(Certificate)) == 2
    assert len(make.rows(Outbox)) == 1


def test_one_that_was_revoked_in_error_gets_a_new_one_and_stays_revoked(session, clock, correct, old, license_):
    license_.number, license_.name_as_printed = "MH 0123", "Ada Ross"
    revoke(session, clock, old)
    seen = certificate_cases.find(session, old.number)
    proposed = corrections.propose(session, seen, public_url=PUBLIC_URL)
    new, letter = correct(old, "It was another person.")
    before = certificates.find_public(session, old.number)
    assert (before.state, before.replaced_by) == ("revoked", new.certificate.number)
    assert new.state == "valid"
    assert "it wherever" not in letter.body
    with pytest.raises(AlreadyEnded, match="just corrected"):
        corrections.correct(session, seen, proposed, "Mine.", actor_id=None, public_url=PUBLIC_URL, now=clock())


def test_one_whose_facts_were_disposed_of_is_revoked_and_not_corrected(session, clock, propose, old):
    session.add(CertificateEvent(certificate_id=old.id, verb="disposed", at=clock(), actor_id=None, reason="Time."))
    session.flush()
    session.execute(delete(CertificateFacts).where(CertificateFacts.certificate_id == old.id))
    with pytest.raises(RuleError, match="can be revoked, not corrected"):
        propose(old)
    revoke(session, clock, old)
    assert certificates.find_public(session, old.number).state == "revoked"


def test_an_erased_account_has_nothing_to_correct_from(session, clock, ada, propose, old):
    ada.erased_at = clock()
    session.flush()
    with pytest.raises(RuleError, match="erased"):
        propose(old)


def test_a_license_entered_anew_can_take_the_place_of_one_removed(session, make, clock, ada, correct, propose, old):
    session.get_one(type(ada.credentials[0]), old.credential_id).removed_at = clock()
    anew = make.credential(ada, number="MH 0999", name_as_printed="Ada Ross")
    stranger = make.credential(make.user())
    with pytest.raises(NotFound):
        propose(old, credential_id=stranger.id)
    new, _ = correct(old, credential_id=anew.id)
    assert (new.certificate.credential_id, new.facts.license_number) == (anew.id, "MH 0999")
    finished = completion.completion_of(session, ada, "grief-care")
    assert completion.not_yet_issued(session, ada, finished, public_url=PUBLIC_URL) == []


def test_a_license_has_one_valid_certificate_of_a_completion_and_body(session, make, clock, ada, correct, old):
    anew = make.credential(ada, number="MH 0999")
    finished = completion.completion_of(session, ada, "grief-care")
    completion.issue_for_later_credentials(session, ada, finished, public_url=PUBLIC_URL, now=clock())
    session.flush()
    with pytest.raises(RuleError, match="Revoke this one instead"):
        correct(old, credential_id=anew.id)


def test_hours_by_a_rule_that_does_not_fit_the_license_are_not_handed_on(make, ada, license_, propose):
    license_.jurisdiction = "NY"
    make.completion(ada)
    local = next(one for one in make.certificates(ada) if one.body == "nysed")
    license_.jurisdiction = "FL"
    make.session.flush()
    with pytest.raises(RuleError, match="which is not right for LMHC, Florida"):
        propose(local)


def test_a_name_that_cannot_be_printed_is_refused_before_anything_is_issued(make, correct, old):
    with pytest.raises(NameNotPrintable):
        correct(old, name="山田 Ada")
    with pytest.raises(RuleError, match="at most 255"):
        correct(old, name="A" * 256)
    with pytest.raises(RuleError, match="Write why"):
        correct(old, " ")
    assert len(make.rows(Certificate)) == 1


def test_what_was_shown_is_what_is_confirmed(propose, old, license_, session):
    shown = propose(old)
    assert propose(old).seal == shown.seal
    license_.name_as_printed = "Ada Third"
    session.flush()
    assert propose(old).seal != shown.seal


def test_the_digest_on_record_is_that_of_the_new_facts(make, correct, old):
    new, _ = correct(old)
    [text] = [row.facts for row in make.rows(CertificateFacts) if row.certificate_id == new.certificate.id]
    assert certificate_facts.digest(text) == new.certificate.facts_digest
