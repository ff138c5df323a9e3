"""A corrected certificate in the place of another (requirement 24): a new number, new facts, and the old one says so.

What was earned stays as it was: course, date, hours, body. Whom it is made out to comes from what is on file now, after
the learner has corrected her name or license in her account, or from what the office was given otherwise.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ceu.domain import names, professions
from ceu.domain.certificate import facts as certificate_facts
from ceu.domain.certificate import number as numbers
from ceu.domain.certificate import wording
from ceu.domain.certificate.facts import CertificateFacts
from ceu.domain.content.schema import Body
from ceu.errors import NotFound, RuleError
from ceu.models import Certificate, CertificateEvent, Credential, Outbox
from ceu.services import audit, catalog, completion, credentials, earning, letters
from ceu.services.certificate_cases import AlreadyEnded, Case, end, reason_of
from ceu.services.earning import Plan

NAME_LONGEST = 255
# What a correction may change; everything else was earned with the course and stays.
CORRECTABLE = {
    "learner": "Name",
    "credential_kind": "Kind of credential",
    "profession": "Profession",
    "credential_title": "Title",
    "jurisdiction": "State or territory",
    "license_number": "License number",
}


class NothingToCorrect(RuleError):
    """The corrected certificate would say what the old one says."""

    message = (
        "Nothing would change: the certificate says what is on file already. The learner changes her name or license "
        "in her account first; or give another name or number here."
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One fact as the certificate has it and as the corrected one will."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Correction:
    """The certificate that would be issued, and what is different in it."""

    plan: Plan
    changes: tuple[Change, ...]

    @property
    def seal(self) -> str:
        """Stands for what was shown: who confirms it later confirms this and nothing else."""
        shown = [(one.label, one.before, one.after) for one in self.changes]
        return certificate_facts.digest(json.dumps([shown, self.plan.credential and self.plan.credential.id]))


def choices(session: Session, case: Case) -> list[Credential]:
    """Return the credentials a corrected certificate can be made out to, its own first; none for one without."""
    own = case.certificate.credential_id
    if own is None:
        return []
    mine = [one for one in credentials.ever(session, case.user) if one.removed_at is None or one.id == own]
    return sorted(mine, key=lambda one: one.id != own)


def propose(
    session: Session,
    case: Case,
    *,
    public_url: str,
    name: str = "",
    license_number: str = "",
    credential_id: int | None = None,
) -> Correction:
    """Return the certificate that would take the place of `case`: what was earned stays, who it is made out to is new.

    Args:
        session: A session; nothing is added to it.
        case: The certificate; a revoked one gets a new one as well, where it was revoked in error.
        public_url: The platform's address, printed in the certificate.
        name: Another name than the one on file now.
        license_number: Another number than the one on file now.
        credential_id: Another credential of the learner than the certificate's.

    Raises:
        AlreadyEnded: another one has taken its place before.
        NothingToCorrect: nothing would be different.
        RuleError: it cannot be corrected; the sentence says why and what to do.
    """
    if case.replaced_by:
        raise AlreadyEnded(
            f"Certificate {numbers.display(case.replaced_by)} took its place before. Correct that one instead."
        )
    if case.facts is None:
        raise RuleError(
            "The personal facts of this certificate were disposed of at the end of their retention, so nobody can say "
            "any more what it said. It can be revoked, not corrected."
        )
    if case.user.erased_at is not None:
        raise RuleError("The account was erased: there are no facts to correct the certificate from.")
    credential = _credential(session, case, credential_id)
    body = _body(session, case, credential)
    facts = _corrected(case, case.facts, credential, name, license_number, public_url)
    changes = tuple(
        Change(label, _told(case.facts, field), _told(facts, field)) for field, label in CORRECTABLE.items()
    )
    if case.state == "valid" and all(one.before == one.after for one in changes):
        raise NothingToCorrect
    plan = Plan(credential=credential, body=body, facts=facts)
    completion.refuse_unprintable([plan])
    return Correction(plan, changes)


def correct(
    session: Session,
    case: Case,
    correction: Correction,
    reason: str,
    *,
    actor_id: int | None,
    public_url: str,
    now: datetime,
) -> tuple[str, Outbox | None]:
    """Issue what `propose` returned in the place of `case`; return its number and the mail. The caller commits.

    Raises RuleError without a reason, or where the credential has another certificate of the completion; AlreadyEnded
    where the certificate was revoked or corrected this very moment.
    """
    reason = reason_of(reason)
    old, plan = case.certificate, correction.plan
    completion.one_at_a_time(session, old.completion.enrollment_id)
    _refuse_second(session, case, plan)
    if case.state == "valid":
        end(session, case, "superseded", reason, actor_id, now)
    try:
        with session.begin_nested():
            completion.issue(
                session, old.completion_id, [plan], now, actor_id=actor_id, reason=reason, corrects_id=old.id
            )
    except IntegrityError as error:
        raise AlreadyEnded("Somebody else has just corrected this certificate.") from error
    audit.record(session, "corrected a certificate", f"certificate:{old.id}", actor_id=actor_id, now=now)
    number = plan.facts.number
    return number, letters.certificate_corrected(
        session, case.user, old, number, was_valid=case.state == "valid", public_url=public_url, now=now
    )


def _credential(session: Session, case: Case, credential_id: int | None) -> Credential | None:
    possible = choices(session, case)
    if credential_id is None:
        return possible[0] if possible else None
    found = next((one for one in possible if one.id == credential_id), None)
    if found is None:
        raise NotFound("This person has no such credential.")
    return found


def _body(session: Session, case: Case, credential: Credential | None) -> Body | None:
    """Return the body whose credit it is; refuse a credential that other bodies' credit fits than the certificate's."""
    certificate = case.certificate
    offer = catalog.offer(session, certificate.completion.course_revision)
    body = offer.body(certificate.body) if certificate.body else None
    if credential is not None:
        fitting = [one for one, _ in earning.fitting(offer, credential)]
        if (body not in fitting) if body else bool(fitting):
            raise RuleError(
                f"The hours were computed {f'by the rule of {body.name}' if body else 'without a body'}, which is not "
                f"right for {credentials.told(credential)}. Revoke this certificate; then the learner gets the right "
                "ones under “A license added since” on the page of the course's certificates."
            )
    return body


def _corrected(
    case: Case, old: CertificateFacts, credential: Credential | None, name: str, license_number: str, public_url: str
) -> CertificateFacts:
    number = earning.new_number()
    given_name, given_number = names.tidy(name), names.visible(license_number).strip()
    if given_number and credential is None:
        raise RuleError("This certificate is made out to no license, so it has no license number to correct.")
    if len(given_name) > NAME_LONGEST or len(given_number) > professions.NUMBER_LONGEST:
        raise RuleError(f"A name has at most {NAME_LONGEST} characters, a license number {professions.NUMBER_LONGEST}.")
    on_file = earning.made_out_to(case.user, credential)
    return replace(
        old,
        number=number,
        check_url=earning.check_url(public_url, number),
        notices=(*old.notices, wording.takes_the_place(case.certificate.number)),
        **on_file
        | ({"learner": given_name} if given_name else {})
        | ({"license_number": given_number} if given_number else {}),
    )


def _told(facts: CertificateFacts, field: str) -> str:
    value = str(getattr(facts, field))
    return professions.KINDS.get(value, "None") if field == "credential_kind" else value


def _refuse_second(session: Session, case: Case, plan: Plan) -> None:
    """Refuse a second valid certificate of a completion for one credential and body."""
    if plan.credential is None or plan.credential.id == case.certificate.credential_id:
        return
    ended = select(CertificateEvent.certificate_id).where(CertificateEvent.verb.in_(("revoked", "superseded")))
    other = session.scalar(
        select(Certificate.number).where(
            Certificate.completion_id == case.certificate.completion_id,
            Certificate.credential_id == plan.credential.id,
            Certificate.body == case.certificate.body,
            Certificate.id.not_in(ended),
        )
    )
    if other is not None:
        raise RuleError(
            f"{credentials.told(plan.credential)} has its certificate of this completion already: "
            f"{numbers.display(other)}. Revoke this one instead of correcting it."
        )
