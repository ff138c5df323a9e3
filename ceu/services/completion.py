"""Complete a course: attest, freeze the facts, issue the certificates."""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ceu.domain import attestation, progress
from ceu.domain.certificate import facts as certificate_facts
from ceu.domain.certificate import pdf
from ceu.errors import NotYet, RuleError
from ceu.models import (
    Attempt,
    Attestation,
    Certificate,
    CertificateEvent,
    CertificateFacts,
    Completion,
    CompletionFacts,
    Credential,
    Enrollment,
    User,
)
from ceu.services import audit, catalog, credentials, history, signing
from ceu.services.catalog import Offer
from ceu.services.earning import Earning, Plan, given_by, plans
from ceu.services.study import Standing, local_date


class NameNotPrintable(RuleError):
    """A name holds characters the certificate's fonts lack."""


def earning_now(session: Session, user: User, where: Standing, module_digests: Sequence[str], now: datetime) -> Earning:
    """Return what a completion at `now` would earn: the hours of the revision she reads, on her local date."""
    return Earning(
        offer=_offer_on(session, where.offer.digest, where.offer.slug, now),
        module_digests=tuple(module_digests),
        local_date=local_date(user, now),
        zone=user.time_zone,
    )


def _offer_on(session: Session, revision: str, course: str, moment: datetime) -> Offer:
    """Return a revision with the approvals that the provider had published by a moment."""
    offer = catalog.offer(session, revision)
    offered = session.scalar(select(history.offered_then(course, moment)))
    provider = history.provider_on(session, revision, offered)
    return given_by(offer, provider) if provider else offer


def preview(session: Session, user: User, where: Standing, *, public_url: str, now: datetime) -> list[Plan]:
    """Return the certificates that attesting would issue, each with its facts as they will read."""
    earning = earning_now(session, user, where, where.offer.course.module_digests, now)
    return plans(user, credentials.of(session, user), earning, public_url=public_url)


def completion_of(session: Session, user: User, course: str) -> Completion | None:
    """Return the learner's latest completion of `course`."""
    return session.scalar(
        select(Completion)
        .join(Enrollment, Enrollment.id == Completion.enrollment_id)
        .where(Enrollment.user_id == user.id, Completion.course == course)
        .order_by(Completion.id.desc())
        .limit(1)
    )


def complete(
    session: Session,
    user: User,
    where: Standing,
    *,
    agreed: bool,
    typed_name: str,
    public_url: str,
    now: datetime,
) -> None:
    """Record what has been earned, with the facts as they stand today, and issue the certificates.

    Doing it twice changes nothing. The caller commits. The number of statements does not depend on the history.

    Raises:
        NotYet: something else is still open; `needs` names its kind.
        NotSigned: the box is not ticked, or another name was typed.
        NameNotPrintable: a name cannot be printed.
    """
    if where.completion_id is not None:
        return
    state = where.state(now, without_credit=user.wants_no_credit)
    for requirement in progress.open_requirements(state):
        if requirement.kind is not progress.StepKind.ATTESTATION:
            raise NotYet(requirement.detail, needs=requirement.kind)
    otherwise = " to attest to it; without it no certificate can be issued."
    signing.check(user, agreed=agreed, typed_name=typed_name, otherwise=otherwise)
    one_at_a_time(session, where.enrollment_id)
    if session.scalar(select(Completion.id).where(Completion.enrollment_id == where.enrollment_id)):
        return
    passed = _passed_attempts(session, where)
    revisions = [passed[module.slug].revision for module in where.offer.modules]
    earning = earning_now(session, user, where, revisions, now)
    planned = plans(user, credentials.of(session, user), earning, public_url=public_url)
    refuse_unprintable(planned)
    text = attestation.statement(where.offer.course.title)
    session.add(
        Attestation(
            enrollment_id=where.enrollment_id,
            statement=text,
            version=attestation.VERSION,
            at=now,
        )
    )
    completion = _add_completion(session, user, where, earning, list(passed.values()), text, typed_name, now)
    issue(session, completion.id, planned, now)
    audit.record(
        session, "completed", f"completion:{completion.id}", actor_id=user.id, now=now, course=where.offer.slug
    )


def one_at_a_time(session: Session, enrollment_id: int) -> None:
    """Lock the enrollment's row until the commit, so that what two tabs or two admins do at once is done once."""
    session.execute(select(Enrollment.id).where(Enrollment.id == enrollment_id).with_for_update())


def _passed_attempts(session: Session, where: Standing) -> dict[str, Attempt]:
    found = session.scalars(
        select(Attempt)
        .where(Attempt.enrollment_id == where.enrollment_id, Attempt.score >= Attempt.needed)
        .order_by(Attempt.id.desc())
    )
    return {attempt.module: attempt for attempt in found}


def refuse_unprintable(planned: Sequence[Plan]) -> None:
    """Ask the fonts before anything is certified: afterwards the facts are frozen."""
    for plan in planned:
        shown = "".join((plan.facts.learner, plan.facts.license_number, plan.facts.credential_title))
        if missing := pdf.unprintable(shown):
            raise NameNotPrintable(
                f"The certificate cannot print {' '.join(missing)} in “{plan.facts.learner}”. Write the name as it "
                "stands on your license in Latin letters."
            )


def _add_completion(
    session: Session,
    user: User,
    where: Standing,
    earning: Earning,
    passed: Sequence[Attempt],
    statement: str,
    typed_name: str,
    now: datetime,
) -> Completion:
    personal = json.dumps(
        {
            "salt": secrets.token_hex(16),
            "legal_name": user.legal_name,
            "typed_name": typed_name,
            "attestation": statement,
            "attestation_version": attestation.VERSION,
        },
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    completion = Completion(
        enrollment_id=where.enrollment_id,
        course=where.offer.slug,
        course_revision=where.offer.digest,
        module_revisions={
            module.slug: digest for module, digest in zip(where.offer.modules, earning.module_digests, strict=True)
        },
        completed_at=now,
        local_date=earning.local_date,
        time_zone=earning.zone,
        score=sum(attempt.score or 0 for attempt in passed),
        total=sum(attempt.total for attempt in passed),
        facts_digest=certificate_facts.digest(personal),
    )
    session.add(completion)
    session.flush()
    session.add(CompletionFacts(completion_id=completion.id, facts=personal))
    return completion


def issue(
    session: Session,
    completion_id: int,
    planned: Sequence[Plan],
    now: datetime,
    *,
    actor_id: int | None = None,
    reason: str = "",
    corrects_id: int | None = None,
) -> None:
    """Add the certificates; a corrected one is issued by somebody, for a reason, in the place of another."""
    texts = [certificate_facts.canonical_json(plan.facts, secrets.token_hex(16)) for plan in planned]
    issued = [
        Certificate(
            number=plan.facts.number,
            completion_id=completion_id,
            credential_id=plan.credential.id if plan.credential else None,
            credential_kind=plan.facts.credential_kind,
            profession=plan.credential.profession if plan.credential else "",
            jurisdiction=plan.credential.jurisdiction if plan.credential else "",
            body=plan.body.id if plan.body else "",
            unit=plan.facts.unit,
            hours=plan.facts.hours,
            issued_at=now,
            facts_digest=certificate_facts.digest(text),
            corrects_id=corrects_id,
        )
        for plan, text in zip(planned, texts, strict=True)
    ]
    session.add_all(issued)
    session.flush()
    for certificate, text in zip(issued, texts, strict=True):
        session.add(CertificateFacts(certificate_id=certificate.id, facts=text))
        session.add(
            CertificateEvent(certificate_id=certificate.id, verb="issued", at=now, actor_id=actor_id, reason=reason)
        )


def not_yet_issued(session: Session, user: User, completion: Completion, *, public_url: str) -> list[Plan]:
    """Return the certificates a credential added after the completion could still get.

    None that there is or was: who was refused a license's certificate does not get it by entering the license anew.
    """
    have = {
        (*known, body)
        for credential, body in session.execute(
            select(Credential, Certificate.body)
            .join(Certificate, Certificate.credential_id == Credential.id)
            .where(Certificate.completion_id == completion.id)
        )
        for known in _known(credential)
    }
    earning = Earning(
        offer=_offer_on(session, completion.course_revision, completion.course, completion.completed_at),
        module_digests=tuple(completion.module_revisions.values()),
        local_date=completion.local_date,
        zone=completion.time_zone,
    )
    planned = plans(user, credentials.of(session, user), earning, public_url=public_url)
    return [
        plan
        for plan in planned
        if plan.credential
        and have.isdisjoint((*known, plan.body.id if plan.body else "") for known in _known(plan.credential))
    ]


def _known(credential: Credential) -> tuple[tuple[object, ...], ...]:
    """Return by what a credential is known again: its row, and what it says."""
    return (credential.id,), (
        credential.kind,
        credential.profession,
        credential.jurisdiction,
        credential.normalized_number,
    )


def issue_for_later_credentials(
    session: Session, user: User, completion: Completion, *, public_url: str, now: datetime
) -> int:
    """Issue what `not_yet_issued` lists; return how many."""
    one_at_a_time(session, completion.enrollment_id)
    planned = not_yet_issued(session, user, completion, public_url=public_url)
    refuse_unprintable(planned)
    issue(session, completion.id, planned, now)
    return len(planned)
