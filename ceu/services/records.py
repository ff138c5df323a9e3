"""The CE record: which certificates, as rows.

An export runs long. So it reads in pages by certificate id, and between two pages it holds no connection, no
snapshot and no lock; memory stays that of one page.
"""

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import JSON, Integer, Select, String, cast, func, select, type_coerce
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.elements import ColumnElement

from ceu.domain import professions
from ceu.domain.certificate.number import display
from ceu.domain.records.row import RecordRow
from ceu.errors import RuleError
from ceu.models import Certificate, CertificateEvent, CertificateFacts, Completion, Course, Revision
from ceu.models.engine import only_reading
from ceu.services import catalog, earning, history

PAGE = 5000  # certificates read at once
VALID = ("valid", None)


class UnknownFilter(RuleError):
    """The filter names something that nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which certificates. Empty means all; the dates are the learners' local dates, both included.

    Raises RuleError when the dates stand the wrong way round.
    """

    course: str = ""
    date_from: date | None = None
    date_to: date | None = None
    profession: str = ""
    jurisdiction: str = ""

    def __post_init__(self) -> None:
        """Refuse a range that can hold nothing."""
        if self.date_from and self.date_to and self.date_from > self.date_to:
            raise RuleError(f"The first day, {self.date_from}, is after the last, {self.date_to}. Change one of them.")

    def plain(self) -> dict[str, str]:
        """Return what is set, as text, for the report and for links."""
        return {name: str(value) for name, value in asdict(self).items() if value}


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What a filter may name: courses ever published, and what certificates were issued for."""

    course: tuple[str, ...]
    profession: tuple[str, ...]
    jurisdiction: tuple[str, ...]


def on_record(session: Session) -> OnRecord:
    """Return what a filter may name, each in order."""
    distinct = (
        select(column).where(column != "").distinct().order_by(column)
        for column in (Course.slug, Certificate.profession, Certificate.jurisdiction)
    )
    return OnRecord(*(tuple(session.scalars(statement)) for statement in distinct))


def check_filter(session: Session, wanted: Filter) -> None:
    """Raise UnknownFilter, naming what there is, where `wanted` names a course, profession or state unknown here."""
    known = on_record(session)
    asked = (
        ("course", wanted.course, known.course, ()),
        ("profession", wanted.profession, known.profession, professions.PROFESSIONS),
        ("state", wanted.jurisdiction, known.jurisdiction, professions.JURISDICTIONS),
    )
    for name, value, recorded, listed in asked:
        if value and value not in recorded and value not in listed:
            there = ", ".join(recorded) or "none yet"
            possible = "a state is two letters, such as FL; " if name == "state" else ""
            possible = f"it can be {', '.join(listed)}; " if name == "profession" else possible
            raise UnknownFilter(f'The {name} "{value}" is not known: {possible}on record: {there}.')


def count(session: Session, wanted: Filter) -> int:
    """Return how many certificates `wanted` covers."""
    statement = select(func.count()).select_from(Certificate).where(*_of_certificate(wanted))
    if conditions := _of_completion(wanted):
        statement = statement.join(Completion, Completion.id == Certificate.completion_id).where(*conditions)
    return session.scalar(statement) or 0


def rows(session: Session, wanted: Filter, *, page: int = PAGE) -> Iterator[RecordRow]:
    """Yield a row for each certificate in the order of their ids, those issued since the call left out.

    Args:
        session: A session of its own: its transaction is ended after each page, and it only reads.
        wanted: Which certificates.
        page: How many certificates to read at once.
    """
    reader = _Reader(session, wanted)
    with only_reading(session):
        after, last = reader.ends()
    while after < last:
        with only_reading(session):
            found = reader.page(after, min(after + page, last))
        yield from found
        after += page


@dataclass(frozen=True, slots=True)
class Latest:
    """Some rows, the newest first; the id to read on from to older or newer ones, None where there are none."""

    rows: list[RecordRow]
    older: int | None
    newer: int | None


def latest(
    session: Session, wanted: Filter, most: int, *, before: int | None = None, after: int | None = None
) -> Latest:
    """Return up to `most` rows, the newest first, read in the transaction that `session` has.

    `before` and `after` are ids of certificates, not included: older ones from the first, else newer ones from the
    second, else the newest there are.
    """
    fitting = select(Certificate.id).where(*_of_certificate(wanted))
    if conditions := _of_completion(wanted):
        fitting = fitting.join(Completion, Completion.id == Certificate.completion_id).where(*conditions)
    up = before is None and after is not None
    if before is not None:
        asked = fitting.where(Certificate.id < before).order_by(Certificate.id.desc())
    elif after is not None:
        asked = fitting.where(Certificate.id > after).order_by(Certificate.id)
    else:
        asked = fitting.order_by(Certificate.id.desc())
    read = list(session.scalars(asked.limit(most + 1)))
    ids = sorted(read[:most])
    if not ids:
        return Latest([], None, None)
    behind = Certificate.id < ids[0] if up else Certificate.id > ids[-1]
    more, back = len(read) > most, session.scalar(fitting.where(behind).limit(1)) is not None
    rows = _Reader(session, wanted).page(ids[0] - 1, ids[-1], only=ids)[::-1]
    return Latest(rows, ids[0] if (back if up else more) else None, ids[-1] if (more if up else back) else None)


class _Reader:
    """Reads pages of rows, and remembers how the few distinct values among them are written."""

    def __init__(self, session: Session, wanted: Filter) -> None:
        self.session = session
        self.wanted = wanted
        self.courses: dict[str, tuple[str, str]] = {}
        self.credit: dict[tuple[str, str, str, str], str] = {}
        self.published: dict[str, tuple[list[str], list[str]]] = {}
        self.modules: dict[str, str] = {}
        self.hours: dict[int, str] = {}

    def ends(self) -> tuple[int, int]:
        """Return the id before the first certificate and that of the last; equal where there is none."""
        least, most = self.session.execute(select(func.min(Certificate.id), func.max(Certificate.id))).one()
        return (0, 0) if least is None else (least - 1, most)

    def _read_published(self) -> None:
        """Read what was published until now, once for all pages."""
        written = select(Revision.slug, cast(Revision.published_at, String), Revision.digest)
        for slug, at, digest in self.session.execute(
            written.where(Revision.kind == "course").order_by(Revision.published_at, Revision.number)
        ):
            times, digests = self.published.setdefault(slug, ([], []))
            times.append(at)
            digests.append(digest)

    def page(self, after: int, last: int, only: Sequence[int] = ()) -> list[RecordRow]:
        """Return the rows of the certificates with ids above `after`, up to `last`; of `only` those, where given."""
        if not self.published:
            self._read_published()
        found = self.session.execute(_page(self.session, self.wanted, after, last, only)).all()
        ended = {row[0]: (row[1], row[2]) for row in self.session.execute(_ended(after, last))} if found else {}
        return [self._row(one, *ended.get(one[0], VALID)) for one in found]

    def _row(self, one: Any, status: str, replaced_by: str | None) -> RecordRow:
        (
            _,
            number,
            learner,
            kind,
            profession,
            jurisdiction,
            license_number,
            course,
            revision,
            modules,
            local_date,
            completed_at,
            body,
            unit,
            hundredths,
            score,
            total,
        ) = one
        if revision not in self.courses:
            values = catalog.course(self.session, revision)
            self.courses[revision] = values.title, values.number
        if modules not in self.modules:
            self.modules[modules] = " ".join(f"{slug}:{digest}" for slug, digest in json.loads(modules).items())
        if hundredths not in self.hours:
            self.hours[hundredths] = f"{hundredths // 100}.{hundredths % 100:02}"
        earned = revision, self._offered(course, completed_at, revision), body, local_date
        if earned not in self.credit:
            self.credit[earned] = self._credit(*earned)
        title, course_number = self.courses[revision]
        return RecordRow(
            display(number),
            learner or "",
            kind,
            profession,
            jurisdiction,
            license_number or "",
            course,
            title,
            course_number,
            self.modules[modules],
            revision,
            local_date,
            f"{completed_at[:10]}T{completed_at[11:19]}Z",
            body,
            unit,
            self.hours[hundredths],
            f"{score} of {total}",
            status,
            self.credit[earned] if status == "valid" else "no",
            display(replaced_by) if replaced_by else "",
        )

    def _offered(self, course: str, at: str, revision: str) -> str:
        """Return the revision of the course that had been published last at a moment, as the database writes it."""
        times, digests = self.published.get(course, ([], []))
        number = bisect_right(times, at)
        return digests[number - 1] if number else revision

    def _credit(self, revision: str, offered: str, body_id: str, local_date: str) -> str:
        """Return whether the hours are the body's credit, by the approvals published when the course was completed."""
        provider = history.provider_on(self.session, revision, offered)
        body = next((one for one in provider.bodies if one.id == body_id), None) if provider else None
        on = date.fromisoformat(local_date)
        return "yes" if provider and earning.gives_credit(provider, body, on) else "no"


def _page(
    session: Session, wanted: Filter, after: int, last: int, only: Sequence[int] = ()
) -> Select[*tuple[Any, ...]]:
    """Return the statement for one page.

    The certificates are picked first, by id alone, behind a LIMIT: without that fence a planner may begin at the
    completions of a date range and sort all of them again for each page. Columns are read as the database holds
    them; making a datetime of each moment costs as much as the rest of the row.
    """
    picked = (
        select(Certificate)
        .where(Certificate.id > after, Certificate.id <= last, *_of_certificate(wanted))
        .where(*([Certificate.id.in_(only)] if only else []))
        .order_by(Certificate.id)
        .limit(last - after)
        .subquery()
    )
    return (
        select(
            picked.c.id,
            picked.c.number,
            _fact(session, "learner"),
            picked.c.credential_kind,
            picked.c.profession,
            picked.c.jurisdiction,
            _fact(session, "license_number"),
            Completion.course,
            Completion.course_revision,
            cast(Completion.module_revisions, String),
            cast(Completion.local_date, String),
            cast(Completion.completed_at, String),
            picked.c.body,
            picked.c.unit,
            type_coerce(picked.c.hours, Integer),
            Completion.score,
            Completion.total,
        )
        .join(Completion, Completion.id == picked.c.completion_id)
        .outerjoin(CertificateFacts, CertificateFacts.certificate_id == picked.c.id)
        .where(*_of_completion(wanted))
        .order_by(picked.c.id)
    )


def _fact(session: Session, name: str) -> ColumnElement[str]:
    """Return a fact as the certificate prints it; the database takes it out of the JSON faster than Python."""
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    facts = cast(CertificateFacts.facts, JSON) if on_postgresql else type_coerce(CertificateFacts.facts, JSON)
    fact: ColumnElement[str] = facts[("facts", name)].as_string()
    return fact


def _ended(after: int, last: int) -> Select[*tuple[Any, ...]]:
    """Return the statement for the certificates of a page that no longer hold: how each ended, and what replaced it."""
    successor = aliased(Certificate)
    return (
        select(CertificateEvent.certificate_id, CertificateEvent.verb, successor.number)
        .outerjoin(successor, successor.corrects_id == CertificateEvent.certificate_id)
        .where(
            CertificateEvent.certificate_id > after,
            CertificateEvent.certificate_id <= last,
            CertificateEvent.verb.in_(("revoked", "superseded")),
        )
        .order_by(CertificateEvent.id)
    )


def _of_certificate(wanted: Filter) -> list[ColumnElement[bool]]:
    conditions = []
    if wanted.profession:
        conditions.append(Certificate.profession == wanted.profession)
    if wanted.jurisdiction:
        conditions.append(Certificate.jurisdiction == wanted.jurisdiction)
    return conditions


def _of_completion(wanted: Filter) -> list[ColumnElement[bool]]:
    conditions = []
    if wanted.course:
        conditions.append(Completion.course == wanted.course)
    if wanted.date_from:
        conditions.append(Completion.local_date >= wanted.date_from)
    if wanted.date_to:
        conditions.append(Completion.local_date <= wanted.date_to)
    return conditions
