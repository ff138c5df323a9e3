"""A learner's transcript: every certificate and all credit earned elsewhere, with sums in which an hour counts once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from ceu.domain import transcript as rules
from ceu.domain import transcript_pdf
from ceu.domain.certificate.wording import long_date
from ceu.domain.content.schema import Body
from ceu.domain.transcript import Counted, Entry, Total
from ceu.domain.transcript_pdf import Sheet
from ceu.models import Credential, OutsideCredit, User
from ceu.services import catalog, certificates, credentials, earning, outside
from ceu.services.catalog import Offer
from ceu.services.certificates import Held

NO_LICENSE = "No license"
NO_LICENSE_KEY = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What of a transcript is asked for: a license's id, None for none, "" for all; and two days, both included."""

    license: int | str | None = ""
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """Everything a learner has, by the keys of its entries."""

    entries: tuple[Entry, ...]
    held: dict[str, Held]
    outside: dict[str, OutsideCredit]
    offers: dict[str, Offer]

    def counted(self, entries: Iterable[Entry]) -> list[Counted]:
        """Return some of the entries with the hours that count, in the order of time."""
        return rules.count(entries, self._part)

    def _part(self, entry: Entry, modules: frozenset[str]) -> Decimal:
        body = _body(self.offers[entry.key], self.held[entry.key])
        return earning.hours_of(self.offers[entry.key], body, modules)


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was asked for: lines, the latest first, and sums."""

    wanted: Wanted
    record: Record
    counted: tuple[Counted, ...]
    totals: tuple[Total, ...]
    sample: bool

    @property
    def here(self) -> list[Counted]:
        """The certificates of this platform."""
        return [one for one in self.counted if one.entry.here]

    @property
    def elsewhere(self) -> list[Counted]:
        """Credit earned elsewhere."""
        return [one for one in self.counted if not one.entry.here]


def licenses(session: Session, user: User) -> dict[int, str]:
    """Return the licenses a transcript can be about, in words: those of the account, and removed ones still named."""
    named = {one.certificate.credential_id for one in certificates.of_user(session, user)}
    named |= {one.credential_id for one in outside.of(session, user)}
    return {
        one.id: credentials.told(one)
        for one in credentials.ever(session, user)
        if one.removed_at is None or one.id in named
    }


def record(session: Session, user: User) -> Record:
    """Return everything the learner has. The number of statements grows only with courses not read before."""
    return records(session, [user.id])[user.id]


def records(session: Session, ids: Sequence[int]) -> dict[int, Record]:
    """Return everything each of some learners has, in no more statements than for one."""
    known, held = credentials.ever_of(session, ids), certificates.of_users(session, ids)
    elsewhere = outside.of_users(session, ids)
    return {user_id: _record(session, known[user_id], held[user_id], elsewhere[user_id]) for user_id in ids}


def _record(
    session: Session, known: Sequence[Credential], certified: Sequence[Held], reported: Sequence[OutsideCredit]
) -> Record:
    told = {one.id: credentials.told(one) for one in known}
    held = {f"certificate:{one.certificate.id}": one for one in certified}
    elsewhere = {f"outside:{one.id}": one for one in reported}
    offers = {key: catalog.offer(session, one.certificate.completion.course_revision) for key, one in held.items()}
    entries = [_of_certificate(key, one, offers[key], told) for key, one in held.items()]
    entries += [_of_outside(key, one, told) for key, one in elsewhere.items()]
    return Record(tuple(entries), held, elsewhere, offers)


def _body(offer: Offer, held: Held) -> Body | None:
    return offer.body(held.certificate.body) if held.certificate.body else None


def _of_certificate(key: str, held: Held, offer: Offer, told: dict[int, str]) -> Entry:
    one, facts = held.certificate, held.facts
    body = _body(offer, held)
    return Entry(
        key=key,
        day=one.completion.local_date,
        title=offer.course.title,
        provider=offer.provider.name,
        license=one.credential_id,
        license_told=told.get(one.credential_id or 0, NO_LICENSE),
        hours=one.hours,
        unit=one.unit,
        # Without the personal facts (disposed of) nobody can say any more that credit was given.
        credit=facts is not None and facts.credit,
        body=body.name if body else "",
        local=body is not None and bool(body.jurisdictions),
        number=one.number,
        check_url=facts.check_url if facts else "",
        state=held.state,
        completion=one.completion_id,
        course=one.completion.course,
        modules=frozenset(one.completion.module_revisions),
        ethics=sum(
            (part.hours for part in (facts.breakdown if facts else ()) if "ethic" in part.of.lower()), Decimal(0)
        ),
    )


def _of_outside(key: str, one: OutsideCredit, told: dict[int, str]) -> Entry:
    return Entry(
        key=key,
        day=one.completed_on,
        title=one.title,
        provider=one.provider,
        license=one.credential_id,
        license_told=told[one.credential_id],
        hours=one.hours,
        unit=one.unit,
        credit=True,
        home_study=one.home_study,
        ethics=one.ethics_hours,
    )


def of(session: Session, user: User, wanted: Wanted) -> Transcript:
    """Return the transcript that is asked for."""
    whole = record(session, user)
    chosen = rules.within(whole.entries, license_id=wanted.license, start=wanted.start, end=wanted.end)
    counted = whole.counted(chosen)
    return Transcript(
        wanted=wanted,
        record=whole,
        counted=tuple(reversed(counted)),
        totals=tuple(rules.totals(counted)),
        sample=any(whole.offers[entry.key].provider.sample for entry in chosen if entry.here),
    )


def license_told(transcript: Transcript, known: dict[int, str]) -> str:
    """Return which licenses the transcript is about, in words."""
    chosen = transcript.wanted.license
    if chosen is None:
        return NO_LICENSE
    return known.get(chosen, NO_LICENSE) if isinstance(chosen, int) else "all licenses"


def sheet(
    session: Session,
    user: User,
    transcript: Transcript,
    *,
    title: str,
    notices: Sequence[str],
    public_url: str,
    today: date,
) -> Sheet:
    """Return the transcript as a list to draw."""
    files = {key: f"{one.file_name}" for key, one in transcript.record.outside.items() if one.file_name}
    wanted = transcript.wanted
    return Sheet(
        title=title,
        learner=user.legal_name,
        facts=(
            ("License", license_told(transcript, licenses(session, user))),
            ("Completed", transcript_pdf.period(wanted.start, wanted.end)),
            ("List made on", long_date(today)),
        ),
        sample=transcript.sample,
        notices=(*((transcript_pdf.SAMPLE_NOTICE,) if transcript.sample else ()), *notices),
        parts=(
            transcript_pdf.totals_part(transcript.totals),
            transcript_pdf.here_part(transcript.here),
            transcript_pdf.elsewhere_part(transcript.elsewhere, files),
        ),
        closing=("This list is not signed. Each certificate is: its signature and its number can be checked.",),
        check_url=f"{public_url}/verify",
    )


def pdf(session: Session, user: User, transcript: Transcript, *, public_url: str, today: date, now: datetime) -> bytes:
    """Return the transcript as a PDF; nothing is stored."""
    made = sheet(session, user, transcript, title="Transcript", notices=(), public_url=public_url, today=today)
    return transcript_pdf.draw(made, now=now)
