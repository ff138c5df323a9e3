"""Mail: written into the outbox in the transaction that causes it, sent after the commit, each once."""

import smtplib
import ssl
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from sqlalchemy import Engine, delete, func, or_, select, update
from sqlalchemy.orm import Session

from ceu.models import Outbox
from config import Settings

TIMEOUT = 10  # seconds for each answer of the mail server
KEPT = timedelta(days=90)  # what was sent; long enough to answer "I got no mail"
BATCH = 20  # mails sent by one call, so that a request never works off a long queue
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}

UNFOLDED = default.clone(max_line_length=900)  # folding would break a long link; a line may have 998 characters

Send = Callable[[EmailMessage], None]


def write(
    session: Session,
    *,
    recipient: str,
    subject: str,
    body: str,
    kind: str,
    now: datetime,
    unsubscribe: str = "",
) -> Outbox:
    """Add a mail to the outbox. The caller commits, and sending follows.

    Args:
        session: The transaction that causes the mail.
        recipient: An email address.
        subject: One line.
        body: Plain text.
        kind: What the mail is for, such as "confirm"; kept for counting.
        now: The time in UTC.
        unsubscribe: The path at which such mails are stopped with one POST (RFC 8058); empty for necessary mail.
    """
    mail = Outbox(
        recipient=recipient,
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        kind=kind,
        created_at=now,
        unsubscribe=unsubscribe,
    )
    session.add(mail)
    return mail


def deliver(engine: Engine, settings: Settings, now: datetime, *, batch: int = BATCH) -> int:
    """Send what is due, necessary mail before reminders, oldest first, in transactions of its own.

    A mail is claimed and the claim committed before the server is spoken to; of several workers one gets it. A mail the
    server refuses, or cannot be reached for, stays with what was said and is due again later.

    The text of a sent mail is deleted in production: it holds one-time links and words for one person, and that it was
    sent is all the record needs. In development it stays, for the page that shows it.

    Returns:
        How many were sent.
    """
    send = _to_server(settings) if settings.smtp else _to_folder(settings.instance / "mail")
    sent = 0
    with Session(engine, join_transaction_mode="create_savepoint") as session:
        due = session.scalars(
            select(Outbox.id)
            .where(
                Outbox.sent_at.is_(None),
                Outbox.claimed_at.is_(None),
                or_(Outbox.not_before.is_(None), Outbox.not_before <= now),
            )
            .order_by(Outbox.unsubscribe != "", Outbox.id)  # nobody waits for a link behind a thousand reminders
            .limit(batch)
        ).all()
        session.commit()
        for mail_id in due:
            sent += _deliver_one(session, mail_id, send, settings, now)
    return sent


def _deliver_one(session: Session, mail_id: int, send: Send, settings: Settings, now: datetime) -> int:
    claimed = session.execute(
        update(Outbox)
        .where(Outbox.id == mail_id, Outbox.sent_at.is_(None), Outbox.claimed_at.is_(None))
        .values(claimed_at=now, tries=Outbox.tries + 1)
    )
    session.commit()
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        return 0  # another worker has it
    mail = session.get_one(Outbox, mail_id)
    message = _message(mail, settings)
    tries = mail.tries
    session.commit()  # no transaction stays open while the server is spoken to
    try:
        send(message)
    except (OSError, smtplib.SMTPException) as error:
        wait = timedelta(minutes=min(2**tries, 6 * 60))
        values: dict[str, object] = {"claimed_at": None, "not_before": now + wait, "last_error": _told(error)}
    else:
        values = {"sent_at": now, "last_error": ""}
        if settings.production:
            values |= {"body": "", "html": "", "unsubscribe": ""}
    session.execute(update(Outbox).where(Outbox.id == mail_id).values(**values))
    session.commit()
    return int("sent_at" in values)


def waiting(session: Session) -> int:
    """Return how many mails wait to be sent, now or later; those being sent at the moment are not counted."""
    waits = Outbox.sent_at.is_(None), Outbox.claimed_at.is_(None)
    return session.scalar(select(func.count(Outbox.id)).where(*waits)) or 0


def forget_old(session: Session, now: datetime) -> None:
    """Delete mail sent long ago: it names people, also at addresses which no account has any more. Caller commits."""
    session.execute(delete(Outbox).where(Outbox.sent_at < now - KEPT))


def texts(session: Session, ids: Sequence[int]) -> list[Outbox]:
    """Return the mails with these ids, for the page that shows them in development."""
    return list(session.scalars(select(Outbox).where(Outbox.id.in_(ids)).order_by(Outbox.id)))


def _message(mail: Outbox, settings: Settings) -> EmailMessage:
    message = EmailMessage(policy=UNFOLDED)
    message["From"] = settings.mail_sender
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    domain = settings.mail_sender.rpartition("@")[2].rstrip(">")
    message["Message-ID"] = f"<{mail.created_at:%Y%m%dT%H%M%S}-{mail.id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe:
        message["List-Unsubscribe"] = f"<{settings.public_url}{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    # Plain text stays as it is: a long link can then be copied from the file as well.
    message.set_content(mail.body, cte="7bit" if mail.body.isascii() else "quoted-printable")
    return message


def _to_folder(folder: Path) -> Send:
    def send(message: EmailMessage) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        name = message["Message-ID"].strip("<>").partition("@")[0]
        (folder / f"{name}.eml").write_bytes(message.as_bytes())

    return send


def _to_server(settings: Settings) -> Send:
    where = urlsplit(settings.smtp)

    def send(message: EmailMessage) -> None:
        with _connect(where) as server:
            if where.username:
                server.login(unquote(where.username), unquote(where.password or ""))
            server.send_message(message)

    return send


def _connect(where: SplitResult) -> smtplib.SMTP:
    host, port = where.hostname or "", where.port or PORTS[where.scheme]
    if where.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
    server = smtplib.SMTP(host, port, timeout=TIMEOUT)
    if where.scheme == "smtp+starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
