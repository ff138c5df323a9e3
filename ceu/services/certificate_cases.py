"""Certificates as the CE office handles them: find one with its history, revoke it (requirement 24).

Nothing is overwritten. A revoked certificate keeps its facts and its file, and says that it was revoked. Who, when and
why stand in the certificate's events. A certificate ends once: the database sees to it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased, contains_eager

from ceu.domain.certificate import facts as certificate_facts
from ceu.domain.certificate import number as numbers
from ceu.domain.certificate.facts import CertificateFacts
from ceu.errors import NotFound, RuleError
from ceu.models import Certificate, CertificateEvent, CertificateFile, Completion, Enrollment, Outbox, User
from ceu.models import CertificateFacts as FactsRow
from ceu.services import audit, letters
from ceu.services.certificates import STATES

REASON_LONGEST = 2000


class AlreadyEnded(RuleError):
    """The certificate was revoked or superseded before; a second time changes nothing."""


@dataclass(frozen=True, slots=True)
class Case:
    """A certificate as the CE office handles it. `history` has its events in order, each with who (email address)."""

    certificate: Certificate
    facts: CertificateFacts | None
    user: User
    has_file: bool
    corrects: str
    replaced_by: str
    history: tuple[tuple[CertificateEvent, str], ...]

    @property
    def ending(self) -> CertificateEvent | None:
        """The event that revoked or superseded it, if one did."""
        return next((event for event, _ in self.history if STATES.get(event.verb, "valid") != "valid"), None)

    @property
    def state(self) -> str:
        """Valid, revoked or superseded."""
        return STATES[self.ending.verb] if self.ending else "valid"


def find(session: Session, typed: str) -> Case:
    """Return the certificate with the number as `typed`, or raise NotFound."""
    old, new = aliased(Certificate), aliased(Certificate)
    row = session.execute(
        select(Certificate, FactsRow.facts, User, CertificateFile.certificate_id, old.number, new.number)
        .join(Completion, Completion.id == Certificate.completion_id)
        .join(Enrollment, Enrollment.id == Completion.enrollment_id)
        .join(User, User.id == Enrollment.user_id)
        .outerjoin(FactsRow, FactsRow.certificate_id == Certificate.id)
        .outerjoin(CertificateFile, CertificateFile.certificate_id == Certificate.id)
        .outerjoin(old, old.id == Certificate.corrects_id)
        .outerjoin(new, new.corrects_id == Certificate.id)
        .where(Certificate.number == (numbers.read_number(typed) or ""))
        .options(contains_eager(Certificate.completion))
    ).one_or_none()
    if row is None:
        raise NotFound(f"No certificate with the number {typed} was issued here.")
    certificate, text, user, file_id, corrects, replaced_by = row
    history = session.execute(
        select(CertificateEvent, User.email)
        .outerjoin(User, User.id == CertificateEvent.actor_id)
        .where(CertificateEvent.certificate_id == certificate.id)
        .order_by(CertificateEvent.id)
    )
    return Case(
        certificate=certificate,
        facts=certificate_facts.from_json(text) if text else None,
        user=user,
        has_file=file_id is not None,
        corrects=corrects or "",
        replaced_by=replaced_by or "",
        history=tuple((event, by or "") for event, by in history),
    )


def revoke(
    session: Session, case: Case, reason: str, *, actor_id: int | None, public_url: str, now: datetime
) -> Outbox | None:
    """Revoke a certificate and write to its learner; return the mail. The caller commits.

    Args:
        session: A session that may write.
        case: The certificate.
        reason: Why, for the record; neither the learner nor the public is shown it.
        actor_id: Who, or None for the command line.
        public_url: The platform's address, for the mail.
        now: The time in UTC.

    Raises:
        RuleError: there is no reason.
        AlreadyEnded: it was revoked or superseded before, perhaps by somebody else this very moment.
    """
    reason = reason_of(reason)
    _refuse_ended(case)
    end(session, case, "revoked", reason, actor_id, now)
    audit.record(session, "revoked a certificate", f"certificate:{case.certificate.id}", actor_id=actor_id, now=now)
    return letters.certificate_revoked(session, case.user, case.certificate, public_url=public_url, now=now)


def end(session: Session, case: Case, verb: str, reason: str, actor_id: int | None, now: datetime) -> None:
    """Add the event that ends a certificate, or raise AlreadyEnded where it has one."""
    event = CertificateEvent(certificate_id=case.certificate.id, verb=verb, at=now, actor_id=actor_id, reason=reason)
    try:
        with session.begin_nested():
            session.add(event)
    except IntegrityError as error:  # the constraint has the last word
        raise AlreadyEnded(
            "Somebody else has just revoked or corrected this certificate. Open its page again."
        ) from error


def reason_of(given: str) -> str:
    """Return the reason as it is kept, or raise RuleError."""
    reason = given.strip()
    if not reason:
        raise RuleError("Write why; the reason is kept with the record.")
    if len(reason) > REASON_LONGEST:
        raise RuleError(f"A reason has at most {REASON_LONGEST} characters.")
    return reason


def _refuse_ended(case: Case) -> None:
    if case.state == "revoked":
        raise AlreadyEnded("This certificate was revoked before. Nothing was changed.")
    if case.state == "superseded":
        raise AlreadyEnded(
            f"This certificate was superseded by {numbers.display(case.replaced_by)} and no longer counts. If what was "
            "earned is to be taken back, revoke that one."
        )
