"""Rules on the provider: who answers for the content, and what the bodies' rules must hold together."""

import re
from collections.abc import Iterator
from datetime import date

from ceu.domain.content.schema import NOT_YET, Body, Library, Person, Problem, Provider
from ceu.domain.content.source import Places
from ceu.domain.content.spans import DISCLOSURE_MONTHS, months_after

# Ten hours are one CEU, so hours must never be printed as CEUs (requirement 7, NBCC-4).
CEU = re.compile(r"\bCEUs?\b", re.IGNORECASE)
MINUTES_PER_CEU = 600


def provider_rules(library: Library, places: Places, today: date) -> Iterator[Problem]:
    """Yield the findings on the provider, its people and its bodies."""
    provider = library.provider
    if provider is None:
        return
    if not provider.sample:
        yield from _answered_for(provider, places)
        for person in provider.people:
            yield from _person(person, places, today)
    for body in provider.bodies:
        yield from _body(provider, body, places)


def _answered_for(provider: Provider, places: Places) -> Iterator[Problem]:
    """A provider that is no sample has a clinical review and an administrator (requirements 8 and 38)."""
    if not provider.reviewed_by_somebody:
        yield places.of("provider", "review").problem(
            "P11",
            "the content has no clinical review, and the provider is not marked as a sample",
            "name who reviewed it, with credentials and date, or write sample: true",
        )
    if NOT_YET.match(provider.administrator_name):
        yield places.of("provider", "administrator", "name").problem(
            "P12",
            "nobody answers for the program, and the provider is not marked as a sample",
            "name the administrator who signs certificates, or write sample: true",
        )


def _person(person: Person, places: Places, today: date) -> Iterator[Problem]:
    if NOT_YET.match(person.credentials) or NOT_YET.match(person.name):
        yield places.of("provider", "people", person.id, "credentials").problem(
            "P10",
            f'"{person.id}" has no name or credentials, and the provider is not marked as a sample',
            "write who it is, with degree and license, or write sample: true",
        )
    if months_after(person.disclosed, DISCLOSURE_MONTHS) < today:
        yield places.of("provider", "people", person.id, "disclosed").problem(
            "P15",
            f'the disclosure of "{person.id}", given on {person.disclosed}, is older than 24 months',
            "ask for a new one and write its day",
        )


def _body(provider: Provider, body: Body, places: Places) -> Iterator[Problem]:
    def at(key: str) -> tuple[str, ...]:
        return "provider", "bodies", body.id, key

    if provider.sample and body.approval is not None:
        yield places.of(*at("approval")).problem(
            "P13",
            f'a sample provider holds no approval, but "{body.id}" names {body.approval}',
            "write approval: none, or sample: false once the provider is what the approval says",
        )
    if body.approval is not None and (body.approval_from is None or body.approval_to is None):
        yield places.of(*at("approval")).problem(
            "P14",
            f'the approval by "{body.id}" has no first or no last day',
            "write approval_from and approval_to, for credit is given within this time only",
        )
    elif body.approval_from and body.approval_to and body.approval_to < body.approval_from:
        yield places.of(*at("approval_to")).problem(
            "P14", f'the approval by "{body.id}" ends before it begins', "compare both days with the letter of approval"
        )
    if CEU.search(body.unit) and body.minutes_per_unit != MINUTES_PER_CEU:
        yield places.of(*at("unit")).problem(
            "P16",
            f'"{body.id}" calls its unit "{body.unit}", but ten hours are one CEU',
            "use the body's own word: clock hours, contact hours or credits",
        )
