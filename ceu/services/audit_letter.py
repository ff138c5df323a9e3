"""Answer a board's audit letter: the list, every certificate, and what was uploaded, as one PDF or as a zip."""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from ceu.domain import papers, transcript_pdf
from ceu.domain.certificate.keys import SigningKey
from ceu.domain.certificate.number import display
from ceu.domain.records.cells import neutralize_row
from ceu.domain.transcript import Entry
from ceu.errors import RuleError
from ceu.models import User
from ceu.services import audit, certificates, outside, transcript
from ceu.services.transcript import Transcript, Wanted

COPY = (
    "The pages after this list are copies of the certificates. The signed originals are in the zip file that the "
    "learner can get from the same page; each can also be checked by its number."
)
ORIGINALS = "Each signed certificate lies beside this list as its own file; index.csv names the SHA-256 of every file."
COLUMNS = (
    *("file", "sha256", "bytes", "kind", "completed_on", "title", "provider", "license", "hours", "unit", "credit"),
    *("certificate_number", "check"),
)


class NothingToSend(RuleError):
    """No completion lies in what was chosen."""

    message = "Nothing was completed for this license between these dates. Choose other dates or another license."


@dataclass(frozen=True, slots=True)
class Paper:
    """A file of the answer and the line of the list it proves."""

    path: str
    title: str
    entry: Entry
    content: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A file to hand out."""

    name: str
    media_type: str
    content: bytes


def answer(
    session: Session,
    user: User,
    wanted: Wanted,
    *,
    as_zip: bool,
    key: SigningKey,
    public_url: str,
    today: date,
    now: datetime,
) -> Answer:
    """Return the answer; certificates that were never asked for are signed now. The caller commits.

    Retired courses change nothing: certificates are kept with their facts. Revoked ones are left out.

    Raises:
        NothingToSend: nothing was completed in what was chosen.
    """
    chosen = _valid(transcript.of(session, user, wanted))
    if not chosen.counted:
        raise NothingToSend
    found = [*_signed(session, chosen, key, now), *_uploaded(session, user, chosen)]
    note = ORIGINALS if as_zip else COPY
    sheet = transcript.sheet(
        session,
        user,
        chosen,
        title="Continuing education completed",
        notices=(note,),
        public_url=public_url,
        today=today,
    )
    cover = transcript_pdf.draw(sheet, now=now)
    audit.record(
        session,
        "answered an audit letter",
        f"credential:{wanted.license}" if isinstance(wanted.license, int) else f"user:{user.id}",
        actor_id=user.id,
        now=now,
        form="zip" if as_zip else "pdf",
        files=len(found),
        start=wanted.start.isoformat() if wanted.start else None,
        end=wanted.end.isoformat() if wanted.end else None,
    )
    name = f"continuing-education-{today.isoformat()}"
    if as_zip:
        return Answer(f"{name}.zip", "application/zip", _zip(cover, found, now))
    pages = [(one.title, papers.as_pages(one.content, one.kind, title=one.title, now=now)) for one in found]
    return Answer(f"{name}.pdf", papers.PDF, papers.merge(cover, pages))


def _valid(found: Transcript) -> Transcript:
    kept = tuple(one for one in found.counted if one.entry.state == "valid")
    return Transcript(found.wanted, found.record, kept, found.totals, found.sample)


def _signed(session: Session, chosen: Transcript, key: SigningKey, now: datetime) -> list[Paper]:
    made = []
    for one in chosen.here:
        held = chosen.record.held[one.entry.key]
        if held.facts is None and not held.has_file:
            continue  # disposed of at the end of its retention: the list still names it
        content = certificates.make_pdf(session, held.certificate.number, key, now=now)
        number = display(held.certificate.number)
        path = f"certificates/{one.entry.day.isoformat()}-{number}.pdf"
        made.append(Paper(path, f"{one.entry.title}, certificate {number}", one.entry, content, papers.PDF))
    return made


def _uploaded(session: Session, user: User, chosen: Transcript) -> list[Paper]:
    rows = [(one.entry, chosen.record.outside[one.entry.key]) for one in chosen.elsewhere]
    contents = outside.files(session, user, [row.id for _, row in rows])
    return [
        Paper(
            f"elsewhere/{row.completed_on.isoformat()}-{_slug(row.title)}-{row.id}.{papers.ENDINGS[row.file_type]}",
            f"{row.title}, {row.provider}",
            entry,
            contents[row.id],
            row.file_type,
        )
        for entry, row in rows
        if row.id in contents
    ]


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60] or "certificate"


def _zip(cover: bytes, found: list[Paper], now: datetime) -> bytes:
    files = [("list.pdf", cover), *((one.path, one.content) for one in found)]
    index = io.StringIO()
    writer = csv.writer(index)
    writer.writerow(COLUMNS)
    writer.writerow(_line("list.pdf", cover, None))
    for one in found:
        writer.writerow(neutralize_row(_line(one.path, one.content, one.entry)))
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in [*files, ("index.csv", index.getvalue().encode())]:
            archive.writestr(zipfile.ZipInfo(path, now.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _line(path: str, content: bytes, entry: Entry | None) -> list[str]:
    start = [path, sha256(content).hexdigest(), str(len(content))]
    if entry is None:
        return [*start, "list", *("" for _ in COLUMNS[4:])]
    return [
        *start,
        "certificate" if entry.here else "earned elsewhere",
        entry.day.isoformat(),
        entry.title,
        entry.provider,
        entry.license_told,
        transcript_pdf.plain(entry.hours),
        entry.unit,
        ("yes" if entry.credit else "no") if entry.here else "as reported",
        display(entry.number) if entry.number else "",
        entry.check_url,
    ]
