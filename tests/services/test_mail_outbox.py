"""Mail is sent after the commit, once, to a folder or to a real mail server."""

import email
import email.policy
import re
import ssl
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import network
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from databases import make_engine
from mail_server import Postbox, smtp
from sqlalchemy import select
from sqlalchemy.orm import Session

from ceu.models import Outbox
from ceu.services import mail
from config import Settings

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
LINK = "https://ce.example.org/account/reset/" + "k" * 120


@pytest.fixture
def free_port():
    return network.free_port()


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture
def server(postbox):
    with smtp(postbox) as address:
        yield address


@pytest.fixture
def outbox(databases):
    """An engine on a database of its own: sending has transactions of its own."""
    engine = make_engine(databases.fresh())
    yield engine
    engine.dispose()


def write(engine, *recipients, subject="Choose a new password", body=f"Hello,\n\nhere:\n\n{LINK}\n", now=NOW):
    with Session(engine) as session:
        rows = [
            mail.write(session, recipient=recipient, subject=subject, body=body, kind="reset", now=now)
            for recipient in recipients
        ]
        session.commit()
        return [row.id for row in rows]


def rows(engine):
    with Session(engine) as session:
        return list(session.scalars(select(Outbox).order_by(Outbox.id)))


def settings(tmp_path, **more):
    return Settings(instance=tmp_path, mail_sender="CE office <ce@clinic.example.org>", **more)


def test_without_a_server_mail_goes_to_the_instance_folder_as_files_any_mail_program_reads(outbox, tmp_path):
    write(outbox, "ada@example.org", body=f"Hello José,\n\nhere:\n\n{LINK}\n")
    write(outbox, "ada@example.org")
    assert mail.deliver(outbox, settings(tmp_path), NOW) == 2
    first, second = sorted((tmp_path / "mail").glob("*.eml"))
    message = email.message_from_bytes(first.read_bytes(), policy=email.policy.default)
    assert message["To"] == "ada@example.org"
    assert message["Subject"] == "Choose a new password"
    assert "José" in message.get_content()
    assert LINK in message.get_content()
    assert LINK in second.read_text()  # unbroken, to be copied


def test_a_real_server_receives_the_mail(outbox, tmp_path, server, postbox):
    write(outbox, "ada@example.org")
    assert mail.deliver(outbox, settings(tmp_path, smtp=server), NOW) == 1
    ((recipients, message),) = postbox.received
    assert recipients == ["ada@example.org"]
    assert message["From"] == "CE office <ce@clinic.example.org>"
    assert message["Date"] == "Mon, 23 Nov 2026 15:00:00 +0000"
    assert message["Message-ID"].endswith("@clinic.example.org>")
    assert LINK in message.get_content()
    assert not (tmp_path / "mail").exists()


def test_a_sent_mail_is_not_sent_again(outbox, tmp_path, server, postbox):
    write(outbox, "ada@example.org")
    for _ in range(3):
        mail.deliver(outbox, settings(tmp_path, smtp=server), NOW)
    assert len(postbox.received) == 1
    assert rows(outbox)[0].sent_at == NOW


def test_a_refused_mail_stays_with_what_the_server_said_and_is_sent_later(outbox, tmp_path, server, postbox):
    write(outbox, "ada@example.org")
    postbox.refuse = "451 The disk is full"
    to_server = settings(tmp_path, smtp=server)
    assert mail.deliver(outbox, to_server, NOW) == 0
    (row,) = rows(outbox)
    assert row.sent_at is None
    assert row.claimed_at is None
    assert "The disk is full" in row.last_error
    assert row.tries == 1
    postbox.refuse = None
    assert mail.deliver(outbox, to_server, NOW) == 0, "not at once"
    assert mail.deliver(outbox, to_server, NOW + timedelta(minutes=3)) == 1
    (row,) = rows(outbox)
    assert (row.last_error, row.tries) == ("", 2)
    assert len(postbox.received) == 1


def test_a_server_that_is_not_there_leaves_the_mail_in_the_outbox(outbox, tmp_path, free_port):
    write(outbox, "ada@example.org", "eve@example.org")
    assert mail.deliver(outbox, settings(tmp_path, smtp=f"smtp://127.0.0.1:{free_port}"), NOW) == 0
    assert ["ConnectionRefusedError" in row.last_error for row in rows(outbox)] == [True, True]


def test_the_wait_grows_with_every_failure_up_to_six_hours(outbox, tmp_path, free_port):
    write(outbox, "ada@example.org")
    at, waits = NOW, []
    for _ in range(12):
        mail.deliver(outbox, settings(tmp_path, smtp=f"smtp://127.0.0.1:{free_port}"), at)
        waits.append((rows(outbox)[0].not_before - at).total_seconds() / 60)
        at = rows(outbox)[0].not_before
    assert waits[:4] == [2, 4, 8, 16]
    assert waits[-1] == 360


def test_several_workers_send_each_mail_once(outbox, tmp_path, server, postbox):
    write(outbox, *(f"learner{number}@example.org" for number in range(12)))
    to_server = settings(tmp_path, smtp=server)
    with ThreadPoolExecutor(4) as workers:
        sent = sum(workers.map(lambda _: mail.deliver(outbox, to_server, NOW), range(8)))
    assert sent == 12
    assert sorted(recipients[0] for recipients, _ in postbox.received) == sorted(
        f"learner{number}@example.org" for number in range(12)
    )


def test_a_mail_whose_worker_died_while_sending_is_not_sent_twice(outbox, tmp_path, server, postbox):
    (mail_id,) = write(outbox, "ada@example.org")
    with Session(outbox) as session:
        session.get_one(Outbox, mail_id).claimed_at = NOW
        session.commit()
    assert mail.deliver(outbox, settings(tmp_path, smtp=server), NOW + timedelta(days=1)) == 0
    assert postbox.received == []


@pytest.mark.parametrize(("env", "kept"), [("production", False), ("development", True)])
def test_the_text_of_a_sent_mail_is_deleted_in_production(outbox, tmp_path, server, env, kept):
    write(outbox, "ada@example.org")
    mail.deliver(outbox, settings(tmp_path, smtp=server, env=env), NOW)
    assert (LINK in rows(outbox)[0].body) is kept


def test_a_line_break_in_a_subject_makes_no_header(outbox, tmp_path):
    write(outbox, "ada@example.org", subject="Hello\r\nBcc: eve@example.org")
    mail.deliver(outbox, settings(tmp_path), NOW)
    (file,) = (tmp_path / "mail").glob("*.eml")
    assert not re.search(rb"^Bcc:", file.read_bytes(), re.MULTILINE)


def test_user_and_password_are_shown_only_to_a_server_that_proves_itself(outbox, tmp_path, free_port, monkeypatch):
    """STARTTLS and a login, against a real server with a certificate of its own authority."""
    folder = tmp_path / "tls"
    folder.mkdir()
    authority = certificate_for(folder, "localhost")
    shown = []

    def check(server, session, envelope, mechanism, data):
        shown.append((data.login, data.password))
        return AuthResult(success=True)

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "server.pem")
    box = Postbox()
    controller = Controller(
        box,
        hostname="127.0.0.1",
        server_hostname="localhost",
        port=free_port,
        tls_context=context,
        require_starttls=True,
        authenticator=check,
        auth_required=True,
    )
    controller.start()
    try:
        write(outbox, "ada@example.org")
        to_server = settings(tmp_path, smtp=f"smtp+starttls://ce%40clinic:p%2Fss@localhost:{free_port}")
        assert mail.deliver(outbox, to_server, NOW) == 0
        assert "CERTIFICATE_VERIFY_FAILED" in rows(outbox)[0].last_error
        assert shown == []
        monkeypatch.setenv("SSL_CERT_FILE", str(authority))
        assert mail.deliver(outbox, to_server, NOW + timedelta(hours=1)) == 1
    finally:
        controller.stop()
    assert shown == [(b"ce@clinic", b"p/ss")]
    assert len(box.received) == 1


def certificate_for(folder: Path, host: str) -> Path:
    """Write a self-signed certificate with its key; returns the file to trust."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "server.pem").write_bytes(private + public)
    (folder / "authority.pem").write_bytes(public)
    return folder / "authority.pem"


def test_mail_sent_long_ago_is_deleted_and_other_mail_stays(session):
    rows = [
        mail.write(session, recipient=f"{name}@example.org", subject="Hello", body="Hello", kind="welcome", now=NOW)
        for name in ("old", "new", "unsent")
    ]
    rows[0].sent_at, rows[1].sent_at = NOW, NOW + timedelta(days=2)
    session.flush()
    mail.forget_old(session, NOW + mail.KEPT + timedelta(days=1))
    assert sorted(session.scalars(select(Outbox.recipient))) == ["new@example.org", "unsent@example.org"]
