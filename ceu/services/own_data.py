"""Everything the platform holds about a person, for that person: values by key, and files, in one zip.

What it is made of stands in `holdings`. Nothing of it is stored but certificates that had not been asked for yet.
"""

import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ceu.domain import notes as noted
from ceu.domain.assessment.draw import Form
from ceu.domain.certificate.keys import SigningKey
from ceu.domain.certificate.number import display
from ceu.domain.content.schema import from_plain
from ceu.models import Attempt, AuditEvent, Outbox, OutsideCredit, Role, User
from ceu.services import audit, catalog, certificates, notes, second_mail
from ceu.services.holdings import HOLDINGS, Holding

FORMAT = 1  # of data.json; its keys are listed in docs/own-data.md
IN_MEMORY = 10_000_000  # bytes; a larger zip is put together on disk, in a file without a name

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """What is held of one kind: its key in data.json, a heading, and the rows with their values."""

    key: str
    title: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class File:
    """A file of the zip, as data.json lists it."""

    path: str
    sha256: str
    bytes: int


Page = Callable[[Sequence[Part], Sequence[File]], str]  # makes the readable page


def collect(session: Session, user: User) -> list[Part]:
    """Return all that is held about `user`, in the order of data.json."""
    parts = [Part(one.key, one.title, _rows(session, one, user)) for one in HOLDINGS]
    by_key = {part.key: part.rows for part in parts}
    for row in by_key["roles"]:
        row["role"] = session.get_one(Role, row.pop("role_id")).name
    for key in ("completion_facts", "certificate_facts"):
        for row in by_key[key]:
            row["facts"] = {name: value for name, value in json.loads(row["facts"]).items() if name != "salt"}
    for row in by_key["notes"]:
        row["anchor"] = json.loads(row["anchor"]) if row["anchor"] else None
    _in_words(session, by_key["answers"])
    return [
        *parts,
        Part("account_events", "What happened in your account", _events(session, user, by_key)),
        Part("mails", "Mail sent to you", _mails(session, user)),
    ]


def _rows(session: Session, holding: Holding, user: User) -> list[Row]:
    table = holding.rows
    found = session.execute(
        select(*(table.c[name] for name in holding.columns))
        .where(holding.of(user.id))
        .order_by(*table.primary_key.columns)
    )
    return [dict(row) for row in found.mappings()]


def _in_words(session: Session, answers: list[Row]) -> None:
    """Say what was asked and chosen. Whether it was right is not told: the question may be asked again."""
    ids = {row["attempt_id"] for row in answers}
    forms = {one.id: one for one in session.scalars(select(Attempt).where(Attempt.id.in_(ids)))}
    for row in answers:
        attempt, chosen = forms[row["attempt_id"]], row.pop("response")
        asked = catalog.questions(session, attempt.revision)
        item = next(one for one in from_plain(Form, attempt.form).questions if one.id == row["question"])
        question = asked[item.digest]
        row["asked"] = question.stem
        row["chosen"] = [question.options[index].text for index in item.order if index in chosen]


def _events(session: Session, user: User, held: dict[str, list[Row]]) -> list[Row]:
    about = [f"user:{user.id}"]
    for table, key in ((one.table, one.key) for one in HOLDINGS if "id" in one.columns):
        about += [f"{table}:{row['id']}" for row in held[key]]
    found = session.scalars(select(AuditEvent).where(AuditEvent.object.in_(about)).order_by(AuditEvent.id))
    by = {user.id: "you", None: "the platform"}
    return [
        {
            "at": one.at,
            "verb": one.verb,
            "object": one.object,
            "by": by.get(one.actor_id, "the office"),
            "data": one.data,
        }
        for one in found
    ]


def _mails(session: Session, user: User) -> list[Row]:
    found = session.scalars(
        select(Outbox).where(Outbox.recipient.in_(second_mail.addresses(session, user))).order_by(Outbox.id)
    )
    names = ("recipient", "subject", "kind", "created_at", "sent_at")  # a text holds one-time links
    return [{name: getattr(one, name) for name in names} for one in found]


def pack(
    session: Session,
    user: User,
    *,
    page: Page,
    key: Callable[[], SigningKey],
    day: str,
    now: datetime,
) -> IO[bytes]:
    """Return the zip as an open file. Certificates that were never asked for are signed now; the caller commits.

    Args:
        session: A session that may write.
        user: Whose data, and to whom they are given.
        page: Makes the readable page from the parts and the other files.
        key: Gets what signs certificates; it is asked for only where there are any.
        day: The person's date in words, for the notes.
        now: The time in UTC.
    """
    written = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 the caller hands it out
    try:
        _write(session, user, written, page=page, key=key, day=day, now=now)
    except BaseException:
        written.close()
        raise
    written.seek(0)
    return written


def _write(
    session: Session,
    user: User,
    written: IO[bytes],
    *,
    page: Page,
    key: Callable[[], SigningKey],
    day: str,
    now: datetime,
) -> None:
    files: list[File] = []
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(path: str, content: bytes) -> None:
            archive.writestr(zipfile.ZipInfo(path, now.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
            files.append(File(path, sha256(content).hexdigest(), len(content)))

        _put_certificates(session, user, put, key, now)
        _put_uploads(session, user, put)
        put("notes.md", noted.as_markdown(notes.of_user(session, user), day=day).encode())
        audit.record(session, "downloaded all data", f"user:{user.id}", actor_id=user.id, now=now, files=len(files))
        session.flush()
        parts = collect(session, user)
        put("index.html", page(parts, files).encode())
        put("data.json", _json(parts, files, now))


def _put_certificates(
    session: Session, user: User, put: Callable[[str, bytes], None], key: Callable[[], SigningKey], now: datetime
) -> None:
    for held in certificates.of_user(session, user):
        if not held.has_file and (held.facts is None or held.state != "valid"):
            continue  # no file is made any more: its facts were disposed of, or it ended before it was asked for
        content = certificates.make_pdf(session, held.certificate.number, key(), now=now)
        day = held.certificate.completion.local_date.isoformat()
        put(f"certificates/{day}-{display(held.certificate.number)}.pdf", content)


def _put_uploads(session: Session, user: User, put: Callable[[str, bytes], None]) -> None:
    with_file = (
        select(OutsideCredit.id, OutsideCredit.file_name)
        .where(OutsideCredit.user_id == user.id, OutsideCredit.file_sha256.is_not(None))
        .order_by(OutsideCredit.id)
    )
    for outside_id, name in session.execute(with_file).all():  # one file at a time: together they may be 60 MB
        content = session.scalars(select(OutsideCredit.file).where(OutsideCredit.id == outside_id)).one()
        put(f"elsewhere/{outside_id}-{name}", content or b"")


def _json(parts: Sequence[Part], files: Sequence[File], now: datetime) -> bytes:
    whole: Row = {"format": FORMAT, "made_at": now}
    whole |= {part.key: part.rows for part in parts}
    whole["files"] = [{"path": one.path, "sha256": one.sha256, "bytes": one.bytes} for one in files]
    return json.dumps(whole, default=_plain, ensure_ascii=False, indent=2).encode() + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        # Some columns are the account library's and come without their zone; they are in UTC as well.
        return value.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in data.json")
