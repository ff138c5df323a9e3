"""What a completion earns: one certificate for each credential and fitting credit option, as it will read."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from ceu.domain import credit, professions
from ceu.domain.certificate import number as numbers
from ceu.domain.certificate import wording
from ceu.domain.certificate.facts import CertificateFacts, hours_text
from ceu.domain.content.schema import Body, Person, Provider
from ceu.models import Credential, User
from ceu.services.catalog import Offer

# Raised when credit, grading or completion are decided by other rules: every certificate names it (field 21).
RULES_VERSION = "1"
QUARTER = Decimal("0.25")  # of an hour
SAMPLE_NOTICE = (
    "Sample content of a sample provider that holds no approval by any body. A qualified author and a qualified "
    "clinical reviewer must sign the course before it is offered for credit."
)
SCOPE_NOTICE = (
    "Continuing education. This certificate certifies no one to practice or administer ketamine-assisted psychotherapy."
)


@dataclass(frozen=True, slots=True)
class Earning:
    """What was earned and by whose rules: enough to draw up certificates, at once or for a credential added later."""

    offer: Offer
    module_digests: tuple[str, ...]
    local_date: date
    zone: str


@dataclass(frozen=True, slots=True)
class Plan:
    """One certificate as it will read. `body` is None for a certificate without credit."""

    credential: Credential | None
    body: Body | None
    facts: CertificateFacts


def given_by(offer: Offer, provider: Provider) -> Offer:
    """Return a course's revision as given by `provider`: the hours stay, approvals are those of the day."""
    if provider == offer.provider:
        return offer
    bodies = {body.id: body for body in provider.bodies}
    lines = tuple(replace(line, body=bodies[line.body.id]) for line in offer.worksheet.bodies)
    return replace(offer, provider=provider, worksheet=replace(offer.worksheet, bodies=lines))


def plans(user: User, credentials: Sequence[Credential], earning: Earning, *, public_url: str) -> list[Plan]:
    """Return a certificate for each credential and fitting credit option (requirement 24).

    A credential that nothing fits, and a learner without any, gets a certificate without credit.
    """
    without: tuple[None, Decimal] = (None, _time(earning.offer))
    made = [
        _plan(user, credential, body, hours, earning, public_url)
        for credential in credentials
        for body, hours in (fitting(earning.offer, credential) or [without])
    ]
    return made or [_plan(user, None, *without, earning, public_url)]


def gives_credit(provider: Provider, body: Body | None, on: date) -> bool:
    """Tell whether a completion on that day earns the body's credit: its approval is active (requirements 13, 14)."""
    return (
        body is not None
        and not provider.sample
        and body.approval is not None
        and (body.approval_from is None or body.approval_from <= on)
        and (body.approval_to is None or on <= body.approval_to)
    )


@dataclass(frozen=True, slots=True)
class Offered:
    """What a course page says of one body's credit. `statement` is empty where the provider has no active approval."""

    line: credit.BodyCredit
    approved: bool
    statement: str


def offered(offer: Offer, on: date) -> list[Offered]:
    """Return what the course's page says of each body on that day (requirements 8, 13 and 14).

    A sample's statements say what is missing, so they are always shown.
    """
    found = []
    for line in offer.worksheet.bodies:
        approved = gives_credit(offer.provider, line.body, on)
        shown = approved or offer.provider.sample
        found.append(Offered(line, approved, _statement(line.body, offer, line.units) if shown else ""))
    return found


def fitting(offer: Offer, credential: Credential) -> list[tuple[Body | None, Decimal]]:
    """Return the bodies whose credit of the course can be given for the credential, each with its hours."""
    return [
        (line.body, line.units)
        for line in offer.worksheet.bodies
        if line.units > 0 and credit.fits(line.body, credential.profession, credential.jurisdiction, credential.kind)
    ]


def _time(offer: Offer) -> Decimal:
    """Return the hours the course is computed to take, in whole quarters, for a certificate without credit."""
    return max(QUARTER, _quarters(offer.worksheet.mergener))


def _quarters(minutes: Decimal) -> Decimal:
    return (minutes / 15).to_integral_value(ROUND_DOWN) * QUARTER


def hours_of(offer: Offer, body: Body | None, modules: Collection[str]) -> Decimal:
    """Return the hours that some modules of a course give alone, by the body's rule, or as time without a body."""
    measures = [credit.measure_module(module) for module in offer.modules if module.slug in modules]
    total = credit.total_of(offer.course.title, measures)
    if body is None:
        return _quarters(credit.mergener_minutes(total.words, total.questions, total.difficulty))
    return credit.credit_units(credit.minutes_for(body, total), body)


def new_number() -> str:
    """Return a new certificate number: random, so that none tells of others."""
    return numbers.new_number(secrets.randbelow)


def check_url(public_url: str, number: str) -> str:
    """Return the address where anybody can check the certificate with this number."""
    return f"{public_url}/certificates/{numbers.display(number)}"


def made_out_to(user: User, credential: Credential | None) -> dict[str, Any]:
    """Return whom a certificate is made out to, as they stand on file now: the learner's and license's facts."""
    return {
        "learner": credential.name_as_printed if credential else user.legal_name,
        "credential_kind": credential.kind if credential else "none",
        "profession": professions.label(credential.profession) if credential else "",
        "credential_title": credential.title if credential else "",
        "jurisdiction": professions.JURISDICTIONS.get(credential.jurisdiction, "") if credential else "",
        "license_number": credential.number if credential else "",
    }


def _plan(
    user: User, credential: Credential | None, body: Body | None, hours: Decimal, earning: Earning, public_url: str
) -> Plan:
    course, provider = earning.offer.course, earning.offer.provider
    number = new_number()
    with_credit = gives_credit(provider, body, earning.local_date)
    people = {person.id: person for person in provider.people}
    facts = CertificateFacts(
        number=number,
        **made_out_to(user, credential),
        course_title=course.title,
        course_number=course.number,
        subject=course.subject,
        delivery_format=body.delivery_wording if body else "self-paced reading online",
        level=course.level,
        # A sample's author is no person; a certificate names persons only.
        authors=() if provider.sample else tuple(_with_credentials(people[one]) for one in course.faculty),
        completed_on=earning.local_date,
        zone=earning.zone,
        hours=hours,
        unit=body.unit if body else "hours",
        credit=with_credit,
        body=body.name if body else "",
        statement=_statement(body, earning.offer, hours) if body and (with_credit or provider.sample) else "",
        provider_number=body.approval or "" if body and with_credit else "",
        approval_from=body.approval_from if body and with_credit else None,
        approval_to=body.approval_to if body and with_credit else None,
        provider=provider.name,
        provider_address=provider.address,
        provider_contact=provider.contact,
        administrator="" if provider.sample else provider.administrator_name,
        administrator_title="" if provider.sample else provider.administrator_title,
        check_url=check_url(public_url, number),
        course_digest=earning.offer.digest,
        module_digests=earning.module_digests,
        rules_version=RULES_VERSION,
        notices=(SAMPLE_NOTICE, SCOPE_NOTICE) if provider.sample else (SCOPE_NOTICE,),
        sample=provider.sample,
    )
    return Plan(credential=credential, body=body, facts=facts)


def _with_credentials(person: Person) -> str:
    return f"{person.name}, {person.credentials}" if person.credentials else person.name


def _statement(body: Body, offer: Offer, hours: Decimal) -> str:
    """Fill the placeholders of the operator's statement (requirement 13)."""
    first, last = body.approval_from, body.approval_to
    period = f"{wording.long_date(first)} – {wording.long_date(last)}" if first and last else ""
    filled = body.statement
    for name, value in {
        "name": offer.provider.name,
        "number": body.approval or "",
        "period": period,
        "hours": hours_text(hours),
        "course": offer.course.title,
    }.items():
        filled = filled.replace(f"{{{name}}}", value)
    return filled
