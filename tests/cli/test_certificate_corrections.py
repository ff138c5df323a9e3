"""`ceu certificate revoke` and `ceu certificate correct`; `test_certificate_pdf.py` runs the program itself."""

import pytest
from sqlalchemy import select

from ceu.cli.certificates import certificate
from ceu.models import CertificateEvent, Outbox
from ceu.services import certificate_cases


@pytest.fixture
def ceu(app, session):
    def run(*arguments):
        done = app.test_cli_runner().invoke(certificate, arguments)
        session.expire_all()
        return done

    return run


@pytest.fixture
def number(make, session):
    user = make.user(name="Ada Ross")
    make.credential(user, number="MH 0123")
    number = make.certificate(user).number
    session.commit()
    return number


def case_of(session, number):
    found = certificate_cases.find(session, number)
    return found.state, found.replaced_by, found.facts.learner, found.facts.license_number


def test_a_certificate_is_revoked_with_a_reason_and_its_file_is_not_made(ceu, session, number, tmp_path):
    done = ceu("revoke", number, "--reason", "Issued in error.")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "is revoked" in done.stdout
    case = certificate_cases.find(session, number)
    assert (case.state, case.ending.reason, case.ending.actor_id) == ("revoked", "Issued in error.", None)
    letter = session.scalars(select(Outbox).order_by(Outbox.id.desc())).first()
    assert (letter.recipient, letter.kind, letter.sent_at is not None) == (case.user.email, "certificate revoked", True)
    again = ceu("revoke", number, "--reason", "Once more.")
    assert (again.exit_code, "revoked before" in again.stderr) == (1, True)
    written = ceu("pdf", number, "-o", str(tmp_path / "c.pdf"))
    assert (written.exit_code, "before its file was made" in written.stderr) == (1, True)


def test_a_file_made_before_is_written_with_a_warning(ceu, number, tmp_path):
    ceu("pdf", number, "-o", str(tmp_path / "a.pdf"))
    ceu("revoke", number, "--reason", "Issued in error.")
    written = ceu("pdf", number, "-o", str(tmp_path / "b.pdf"))
    assert written.exit_code == 0
    assert "no longer counts" in written.stderr
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_a_certificate_is_corrected_after_a_look_at_what_would_change(ceu, session, number):
    given = ("--reason", "Mistyped.", "--name", "Ada Lovell", "--license", "MH 0132")
    dry = ceu("correct", number, *given, "--dry-run")
    assert dry.stdout.splitlines() == [
        "Name: Ada Ross -> Ada Lovell",
        "License number: MH 0123 -> MH 0132",
        "Nothing was issued.",
    ]
    done = ceu("correct", number, *given)
    assert done.exit_code == 0, done.stderr
    state, new, *facts = case_of(session, number)
    assert (state, facts) == ("superseded", ["Ada Ross", "MH 0123"])
    assert case_of(session, new) == ("valid", "", "Ada Lovell", "MH 0132")


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("revoke", "00000000000", "--reason", "R"), "No certificate with the number"),
        (("revoke", "{number}", "--reason", " "), "Write why"),
        (("correct", "{number}", "--reason", "R"), "Nothing would change"),
        (("correct", "{number}", "--reason", "R", "--name", "山田"), "cannot print"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(ceu, session, number, command, told):
    done = ceu(*(part.format(number=number) for part in command))
    assert done.exit_code == 1
    assert told in done.stderr
    case = certificate_cases.find(session, number)
    events = session.scalars(select(CertificateEvent).where(CertificateEvent.certificate_id == case.certificate.id))
    assert [event.verb for event in events] == ["issued"]
