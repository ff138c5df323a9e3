"""Certificates afterwards: list them, hand out the signed file, answer whoever checks a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from zoneinfo import ZoneInfo

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session, aliased, contains_eager

from ceu.domain import names
from ceu.domain.certificate import facts as certificate_facts
from ceu.domain.certificate import number as numbers
from ceu.domain.certificate.facts import CertificateFacts
from ceu.domain.certificate.keys import SigningKey
from ceu.domain.content.schema import Body
from ceu.errors import NotFound, RuleError
from ceu.models import Certificate, CertificateEvent, CertificateFile, Completion, Enrollment, Revision, User
from ceu.models import CertificateFacts as FactsRow
from ceu.services import catalog, earning, history

# What decides on a certificate's state; the disposal of personal facts leaves it as it was.
STATES = {"issued": "valid", "revoked": "revoked", "superseded": "superseded"}


class NoLongerValid(RuleError):
    """The certificate was revoked or superseded, so what was asked is not done with it."""


def _last_event() -> ScalarSelect[int]:
    """The id of the newest event that decides on the state of the certificate of the statement around it."""
    event = aliased(CertificateEvent)
    return (
        select(func.max(event.id))
        .where(event.certificate_id == Certificate.id, event.verb.in_(STATES))
        .correlate(Certificate)
        .scalar_subquery()
    )


def _ended_on(verb: str, at: datetime, zone: str) -> date | None:
    """Return the day a certificate was revoked or superseded, in the zone that its completion is dated in."""
    return None if STATES[verb] == "valid" else at.astimezone(ZoneInfo(zone)).date()


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate of a learner with its facts, as pages list it. `state` is its last event.

    `ended_on` is the day it was revoked or superseded; `replaced_by` the number of the one that corrects it.
    """

    certificate: Certificate
    facts: CertificateFacts | None
    state: str
    has_file: bool
    ended_on: date | None
    replaced_by: str


def of_user(session: Session, user: User, course: str | None = None) -> list[Held]:
    """Return the learner's certificates, the newest completion first; only those of `course` where it is given."""
    return of_users(session, [user.id], course)[user.id]


def of_users(session: Session, ids: Sequence[int], course: str | None = None) -> dict[int, list[Held]]:
    """Return the certificates of each of some learners, in one statement."""
    successor = aliased(Certificate)
    statement = (
        select(
            Certificate,
            FactsRow.facts,
            CertificateEvent.verb,
            CertificateEvent.at,
            CertificateFile.certificate_id,
            successor.number,
            Enrollment.user_id,
        )
        .join(Completion, Completion.id == Certificate.completion_id)
        .join(Enrollment, Enrollment.id == Completion.enrollment_id)
        .join(CertificateEvent, CertificateEvent.id == _last_event())
        .outerjoin(successor, successor.corrects_id == Certificate.id)
        .outerjoin(FactsRow, FactsRow.certificate_id == Certificate.id)
        .outerjoin(CertificateFile, CertificateFile.certificate_id == Certificate.id)
        .where(Enrollment.user_id.in_(ids))
        .options(contains_eager(Certificate.completion))
        .order_by(Completion.local_date.desc(), Certificate.id)
    )
    if course is not None:
        statement = statement.where(Completion.course == course)
    found: dict[int, list[Held]] = {user_id: [] for user_id in ids}
    for certificate, text, verb, at, file_id, replaced_by, user_id in session.execute(statement):
        facts = certificate_facts.from_json(text) if text else None
        ended_on = _ended_on(verb, at, certificate.completion.time_zone)
        found[user_id].append(Held(certificate, facts, STATES[verb], file_id is not None, ended_on, replaced_by or ""))
    return found


@dataclass(frozen=True, slots=True)
class PublicRecord:
    """What anybody may know of a certificate number (requirement 26).

    `ended_on` is the day it was revoked or superseded; `replaced_by` the number of the one that corrects it. Why is
    not told.
    """

    number: str
    state: str
    ended_on: date | None
    replaced_by: str
    course_title: str
    local_date: date
    time_zone: str
    hours: Decimal
    unit: str
    body: Body | None
    credit: bool
    sample: bool
    provider_name: str
    contact: str


def find_public(session: Session, typed: str) -> PublicRecord:
    """Return the public facts of the number as `typed`, or raise NotFound. One statement, whatever the history."""
    number = numbers.read_number(typed)
    if number is None:
        raise NotFound(
            "That is not a certificate number. It has eleven letters and digits, such as 7K3M-9Q2X-4TD; one of them "
            "may be mistyped."
        )
    successor = aliased(Certificate)
    row = session.execute(
        select(
            Certificate,
            Completion.local_date,
            Completion.time_zone,
            Completion.course_revision,
            history.offered_then(Completion.course, Completion.completed_at),
            Revision.title,
            CertificateEvent.verb,
            CertificateEvent.at,
            successor.number,
        )
        .join(Completion, Completion.id == Certificate.completion_id)
        .join(Revision, Revision.digest == Completion.course_revision)
        .join(CertificateEvent, CertificateEvent.id == _last_event())
        .outerjoin(successor, successor.corrects_id == Certificate.id)
        .where(Certificate.number == number)
    ).one_or_none()
    if row is None:
        raise NotFound(
            "No certificate with this number was issued here. Compare it with the paper once more; one sign may be "
            "mistyped."
        )
    certificate, day, zone, revision, offered, title, verb, at, replaced_by = row
    offer = catalog.offer(session, revision)
    if provider := history.provider_on(session, revision, offered):
        offer = earning.given_by(offer, provider)
    body = offer.body(certificate.body) if certificate.body else None
    return PublicRecord(
        number=certificate.number,
        state=STATES[verb],
        ended_on=_ended_on(verb, at, zone),
        replaced_by=replaced_by or "",
        course_title=title,
        local_date=day,
        time_zone=zone,
        hours=certificate.hours,
        unit=certificate.unit,
        body=body,
        credit=earning.gives_credit(offer.provider, body, day),
        sample=offer.provider.sample,
        provider_name=offer.provider.name,
        contact=offer.provider.contact,
    )


def holder_is(session: Session, number: str, typed_name: str) -> bool | None:
    """Return whether the typed name is the holder's; None where the personal facts have been disposed of."""
    text = session.scalar(
        select(FactsRow.facts)
        .join(Certificate, Certificate.id == FactsRow.certificate_id)
        .where(Certificate.number == number)
    )
    return None if text is None else names.same_name(typed_name, certificate_facts.from_json(text).learner)


def stored_pdf(session: Session, number: str) -> bytes | None:
    """Return the signed PDF of a certificate, or None where it has not been asked for yet."""
    return session.scalar(
        select(CertificateFile.pdf)
        .join(Certificate, Certificate.id == CertificateFile.certificate_id)
        .where(Certificate.number == number)
    )


def make_pdf(session: Session, number: str, key: SigningKey, *, now: datetime) -> bytes:
    """Return the signed PDF of a certificate, drawing and storing it the first time; the caller commits.

    The certificate's row is locked meanwhile, so that two requests at once store one file.

    Raises:
        NotFound: there is no such certificate, or its personal facts were disposed of.
        NoLongerValid: it was revoked or superseded before anybody asked for its file; none is signed any more.
    """
    row = session.execute(
        select(Certificate.id, FactsRow.facts)
        .outerjoin(FactsRow, FactsRow.certificate_id == Certificate.id)
        .where(Certificate.number == number)
        .with_for_update(of=Certificate)
    ).one_or_none()
    if row is None:
        raise NotFound("No certificate with this number was issued here.")
    if (stored := stored_pdf(session, number)) is not None:
        return stored
    if row.facts is None:
        raise NotFound("The personal facts of this certificate were disposed of at the end of their retention.")
    if (state := _state(session, row.id)) != "valid":
        raise NoLongerValid(f"This certificate was {state} before its file was made; none is made any more.")
    from ceu.domain.certificate import pdf, signature  # with pyHanko, a fifth of what a process would load to start

    signed = signature.sign(pdf.draw(row.facts, now=now, signed_by=key.name), key, now=now)
    session.add(CertificateFile(certificate_id=row.id, pdf=signed, sha256=sha256(signed).hexdigest(), signed_at=now))
    return signed


def _state(session: Session, certificate_id: int) -> str:
    """Return a certificate's state as it is now, whatever was read of it before."""
    verb = session.scalars(
        select(CertificateEvent.verb)
        .where(CertificateEvent.certificate_id == certificate_id, CertificateEvent.verb.in_(STATES))
        .order_by(CertificateEvent.id.desc())
        .limit(1)
    ).one()
    return STATES[verb]
