"""Erasing an account: what goes, what stays, and until when."""

from datetime import timedelta

import papers_made
import pytest
from sqlalchemy import func, select

from ceu.domain.notes import Anchor
from ceu.models import (
    AuditEvent,
    CertificateEvent,
    CertificateFacts,
    CertificateFile,
    CompletionFacts,
    Credential,
    Evaluation,
    Outbox,
    SecondMail,
    User,
    WebAuthn,
)
from ceu.services import accounts, certificates, erasure, kept_posts, mail, notes, people, retained
from ceu.services.erasure import WAIT, OnlyAdmin
from ceu.services.holdings import HOLDINGS, Fate

NAME, LICENSE, HOME = "Ada Ownername", "MH 777123", "ada.home@example.org"


@pytest.fixture
def ada(session, make, clock, key):
    """Ada has something of everything, a course completed and one license no certificate names."""
    user = make.user(name=NAME, mail="ada@example.org")
    license_ = make.credential(user, number=LICENSE)
    certificates.make_pdf(session, make.certificate(user).number, key, now=clock())
    make.credential(user, number="NY 999", jurisdiction="NY")
    make.outside(user, license_, file=papers_made.pdf())
    where = make.standing(user)
    given = {"body": "Mine.", "anchor": Anchor("Grief moves."), "revision": "", "now": clock()}
    notes.add(session, user, where, "first-weeks", "looks", **given)
    kept_posts.keep(session, user_id=user.id, path="/learn/", noun="note", form=[("body", NAME)], now=clock())
    mail.write(session, recipient=user.email, subject="S", body=NAME, kind="welcome", now=clock())
    session.add(SecondMail(user_id=user.id, email=HOME, added_at=clock(), confirmed_at=clock()))
    session.add(
        WebAuthn(
            user_id=user.id, name="My phone", usage="first", credential_id=b"c", public_key=b"p", sign_count=0,
            backup_state=False, device_type="multi_device", lastuse_datetime=clock().replace(tzinfo=None),
        )
    )  # fmt: skip
    session.flush()
    return user


def ask(session, user, clock):
    made = erasure.ask(session, user, office="ce@example.org", public_url="https://ce.example.org", now=clock())
    session.flush()
    return made


@pytest.fixture
def erased(session, ada, clock):
    """Ada, eight days after she asked."""
    ask(session, ada, clock)
    clock.move(days=8)
    assert erasure.erase(session, ada.id, now=clock())
    return ada


def count(session, holding, user):
    return session.scalar(select(func.count()).select_from(holding.rows).where(holding.of(user.id)))


def everything(session):
    """Return all that stands in each table, as text."""
    return {
        table.name: "\n".join(str(tuple(row)) for row in session.execute(select(table)))
        for table in User.metadata.sorted_tables
    }


def test_asking_sets_a_day_and_writes_to_all_addresses(session, ada, clock):
    letters = ask(session, ada, clock)
    assert ada.erase_after == clock() + WAIT
    assert [one.recipient for one in letters] == ["ada@example.org", HOME]
    assert letters[0].subject == "Your account will be erased on November 30, 2026"
    assert "https://ce.example.org/account/data/" in letters[0].body
    assert ask(session, ada, clock) == []


def test_nothing_is_erased_before_the_seven_days_are_over_nor_after_a_change_of_mind(session, ada, clock):
    ask(session, ada, clock)
    clock.move(days=7, seconds=-1)
    assert erasure.due(session, clock()) == []
    assert not erasure.erase(session, ada.id, now=clock())
    letters = erasure.take_back(session, ada, now=clock())
    assert [one.recipient for one in letters] == ["ada@example.org", HOME]
    clock.move(days=30)
    assert erasure.due(session, clock()) == []
    assert not erasure.erase(session, ada.id, now=clock())
    assert ada.legal_name == NAME
    assert erasure.take_back(session, ada, now=clock()) == []


def test_each_table_gets_the_fate_that_is_told(session, ada, clock):
    before = {holding.key: count(session, holding, ada) for holding in HOLDINGS}
    ask(session, ada, clock)
    clock.move(days=7)
    assert erasure.erase(session, ada.id, now=clock())
    after = {holding.key: count(session, holding, ada) for holding in HOLDINGS}
    assert before["notes"]
    assert before["credit_elsewhere"]
    assert before["passkeys"]
    for holding in HOLDINGS:
        if holding.fate is Fate.DELETED:
            assert after[holding.key] == 0, holding.key
        elif holding.key != "credentials":
            assert after[holding.key] == before[holding.key], holding.key
    assert (before["credentials"], after["credentials"]) == (2, 1)


def test_nobody_is_named_any_more_but_in_the_facts_that_are_kept(session, erased):
    texts = everything(session)
    letters = texts.pop("outbox")
    named = {name for name, text in texts.items() if NAME in text or LICENSE in text or "MH777123" in text}
    assert named == {"completion_facts", "certificate_facts"}
    assert not [name for name, text in texts.items() if "ada@example" in text or HOME in text]
    assert NAME not in letters


def test_the_shell_is_closed_and_its_address_free(session, make, erased, clock):
    session.expire_all()
    assert (erased.active, erased.password, erased.erased_at, erased.erase_after) == (False, None, clock(), None)
    assert make.user(mail="ada@example.org").id != erased.id
    assert people.search(session, "erased", actor_id=erased.id, now=clock()) == []


def test_a_course_not_completed_goes_with_its_open_attempt_and_its_evaluation_stays_nobodys(session, make, clock):
    eve = make.user(name="Eve Else")
    make.open_attempt(eve)
    done = make.user(name="Other")
    make.completion(done)
    opinions = len(make.rows(Evaluation))
    ask(session, eve, clock)
    clock.move(days=7)
    assert erasure.erase(session, eve.id, now=clock())
    left = {holding.key: count(session, holding, eve) for holding in HOLDINGS}
    assert {name for name, rows in left.items() if rows} == {"profile", "enrollments"}
    assert count(session, next(one for one in HOLDINGS if one.key == "sections_read"), done)
    assert len(make.rows(Evaluation)) == opinions


def test_the_last_letter_goes_to_all_addresses_and_is_forgotten_once_sent(session, make, erased, clock):
    letters = [one for one in make.rows(Outbox) if one.recipient in {"ada@example.org", HOME}]
    assert [one.subject for one in letters] == ["Your account is erased"] * 2
    letters[0].sent_at = clock()
    session.flush()
    erasure.forget_last_letters(session, clock())
    assert [one.recipient for one in make.rows(Outbox)] == [letters[1].recipient]
    erasure.forget_last_letters(session, clock() + timedelta(days=31))
    assert make.rows(Outbox) == []


def test_a_second_run_changes_nothing_and_sweeps_what_came_in_between(session, make, erased, clock):
    before = everything(session)
    assert erasure.due(session, clock()) == [erased.id]
    assert not erasure.erase(session, erased.id, now=clock())
    assert everything(session) == before
    kept_posts.keep(session, user_id=erased.id, path="/", noun="note", form=[], now=clock())
    assert not erasure.erase(session, erased.id, now=clock())
    assert everything(session) == before
    clock.move(days=2)
    assert erasure.due(session, clock()) == []


def test_the_only_admin_is_refused_and_one_who_became_it_waits(session, make, clock):
    one, other = make.user("admin"), make.user("admin")
    ask(session, one, clock)
    accounts.withdraw_role(session, other, "admin", actor_id=one.id, now=clock())
    with pytest.raises(OnlyAdmin):
        ask(session, one, clock)
    clock.move(days=7)
    assert not erasure.erase(session, one.id, now=clock())
    accounts.grant_role(session, other, "admin", actor_id=one.id, now=clock())
    assert erasure.erase(session, one.id, now=clock())


def test_facts_are_kept_for_seven_years_and_then_disposed_of_once(session, make, erased, clock):
    certificate = make.certificate(erased)
    [one] = retained.of(session, erased.id)
    assert (one.years, one.until.isoformat()) == (7, "2033-11-23")
    clock.at = clock.at.replace(year=2033, month=11, day=23)
    assert retained.over(session, clock()) == []
    assert retained.dispose(session, erased.id, now=clock()) == 0
    assert certificates.holder_is(session, certificate.number, NAME) is True
    clock.move(days=1)
    assert retained.over(session, clock()) == [erased.id]
    assert retained.dispose(session, erased.id, now=clock()) == 1
    assert [make.rows(table) for table in (CertificateFile, CertificateFacts, CompletionFacts)] == [[], [], []]
    assert [event.verb for event in make.rows(CertificateEvent)] == ["issued", "disposed"]
    assert retained.over(session, clock()) == []
    assert retained.dispose(session, erased.id, now=clock()) == 0
    left = {holding.key for holding in HOLDINGS if holding.fate in {Fate.RETAINED, Fate.WITH_THE_COURSE}
            and count(session, holding, erased)}  # fmt: skip
    assert left == set()
    assert not [name for name, text in everything(session).items() if NAME in text or LICENSE in text]


def test_the_public_check_says_what_can_still_be_said(session, make, erased, clock):
    number = make.certificate(erased).number
    before = certificates.find_public(session, number)
    clock.move(days=366 * 7)
    retained.dispose(session, erased.id, now=clock())
    assert certificates.find_public(session, number) == before
    assert certificates.holder_is(session, number, NAME) is None


def test_the_facts_of_whoever_has_an_account_are_never_disposed_of(session, make, ada, clock):
    clock.move(days=366 * 20)
    assert retained.over(session, clock()) == []
    assert retained.dispose(session, ada.id, now=clock()) == 0


def test_no_event_names_her(session, make, erased):
    verbs = [event.verb for event in make.rows(AuditEvent)]
    assert {"asked for erasure", "erased an account"} <= set(verbs)
    told = str([(event.object, event.data) for event in make.rows(AuditEvent)])
    assert "Ada" not in told
    assert "@" not in told


def test_a_license_that_a_certificate_names_stays_as_an_empty_row(session, make, erased):
    [row] = make.rows(Credential)
    session.refresh(row)
    assert (row.number, row.normalized_number, row.name_as_printed) == ("", "", "")
    assert row.removed_at is not None
