"""What a course gives each of a reader's credentials, before she enrolls; hints by state promise nothing (LIC-2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ceu.domain import credit, professions, renewal
from ceu.domain.renewal import Rule, Source
from ceu.domain.renewal_rules import RULES, SOURCES
from ceu.models import Credential
from ceu.services.earning import Offered


@dataclass(frozen=True, slots=True)
class Hint:
    """A sample rule of renewal with where it was read."""

    rule: Rule
    sources: tuple[Source, ...]

    @property
    def state(self) -> str:
        """The state's name; a national certification has none."""
        return professions.JURISDICTIONS.get(self.rule.jurisdiction, "Nationwide")


@dataclass(frozen=True, slots=True)
class Benefit:
    """What one credential gets: the bodies whose credit fits it, and what is known of its renewal."""

    title: str
    state: str
    lines: tuple[Offered, ...]
    hint: Hint | None


def for_credentials(credit_offered: Sequence[Offered], mine: Iterable[Credential], on: date) -> list[Benefit]:
    """Return what the course gives each credential on that day (requirement 24); none of it is a promise of a board."""
    return [
        Benefit(
            title=one.title or professions.label(one.profession),
            state=professions.JURISDICTIONS.get(one.jurisdiction, one.jurisdiction),
            lines=tuple(
                line
                for line in credit_offered
                if line.line.units > 0 and credit.fits(line.line.body, one.profession, one.jurisdiction, one.kind)
            ),
            hint=_hint(
                renewal.find(
                    RULES,
                    kind=one.kind,
                    profession=one.profession,
                    jurisdiction=one.jurisdiction,
                    title=one.title,
                    on=one.expires_on or on,
                )
            ),
        )
        for one in mine
    ]


@dataclass(frozen=True, slots=True)
class ByProfession:
    """What the members of a profession get, wherever they are licensed."""

    profession: str
    lines: tuple[Offered, ...]


def by_profession(credit_offered: Sequence[Offered], audience: Iterable[str]) -> list[ByProfession]:
    """Return what the course gives each profession it is written for."""
    return [
        ByProfession(
            profession,
            tuple(
                line
                for line in credit_offered
                if line.line.units > 0 and (not line.line.body.professions or profession in line.line.body.professions)
            ),
        )
        for profession in audience
    ]


def hints(audience: Iterable[str], on: date) -> list[Hint]:
    """Return what is known of renewal for some professions, by state: what a reader without a credential looks up."""
    wanted = set(audience)
    found = [_told(rule) for rule in RULES if rule.valid_on(on) and wanted & rule.titles.keys()]
    return sorted(found, key=lambda hint: (not hint.rule.jurisdiction, hint.state, hint.rule.licenses))


def _hint(rule: Rule | None) -> Hint | None:
    return _told(rule) if rule else None


def _told(rule: Rule) -> Hint:
    return Hint(rule, tuple(SOURCES[key] for key in rule.sources))
