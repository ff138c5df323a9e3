"""How far a learner is toward the renewal of a license, by sample rules that promise nothing (requirement 36)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from ceu.domain import renewal as rules
from ceu.domain import transcript as counting
from ceu.domain.renewal import Cycle, Hours, Rule, Source, Tally
from ceu.domain.renewal_rules import RULES, SOURCES
from ceu.domain.transcript import Counted
from ceu.models import Credential, User
from ceu.services import credentials, transcript


@dataclass(frozen=True, slots=True)
class Renewal:
    """A license's renewal. `cycle` is None without a rule or a date of expiry; then all hours are counted.

    `without_credit` are hours of courses that gave no credit of a body; they are in no sum. `counted` are the lines.
    """

    credential: Credential
    told: str
    rule: Rule | None
    sources: tuple[Source, ...]
    cycle: Cycle | None
    days_left: int | None
    tally: Tally
    without_credit: Decimal
    counted: tuple[Counted, ...]

    @property
    def missing(self) -> Decimal:
        """Hours still to earn by the rule; 0 without one."""
        return max(Decimal(0), self.rule.hours - self.tally.done) if self.rule else Decimal(0)


def of(session: Session, user: User, credential: Credential, *, today: date) -> Renewal:
    """Return the renewal of one of the learner's credentials."""
    return _renewal(transcript.record(session, user), credential, today)


def every(session: Session, user: User, *, today: date) -> list[Renewal]:
    """Return the renewals of all credentials the learner has."""
    mine = credentials.of(session, user)
    if not mine:
        return []
    record = transcript.record(session, user)
    return [_renewal(record, credential, today) for credential in mine]


def each(session: Session, asked: Sequence[tuple[Credential, date]]) -> list[Renewal]:
    """Return the renewals of several learners' credentials, each by its owner's date; statements as for one."""
    records = transcript.records(session, sorted({credential.user_id for credential, _ in asked}))
    return [_renewal(records[credential.user_id], credential, today) for credential, today in asked]


def _renewal(record: transcript.Record, credential: Credential, today: date) -> Renewal:
    rule = rules.find(
        RULES,
        kind=credential.kind,
        profession=credential.profession,
        jurisdiction=credential.jurisdiction,
        title=credential.title,
        on=credential.expires_on or today,
    )
    cycle = rules.cycle(credential.expires_on, rule.years) if rule and credential.expires_on else None
    chosen = counting.within(
        record.entries,
        license_id=credential.id,
        start=cycle.start if cycle else None,
        end=cycle.end if cycle else None,
    )
    counted = record.counted(chosen)
    with_credit = [
        Hours(hours=one.hours, home_study=one.entry.home_study, ethics=one.ethics)
        for one in counted
        if one.entry.credit
    ]
    return Renewal(
        credential=credential,
        told=credentials.told(credential),
        rule=rule,
        sources=tuple(SOURCES[key] for key in rule.sources) if rule else (),
        cycle=cycle,
        days_left=(credential.expires_on - today).days if credential.expires_on else None,
        tally=rules.tally(with_credit, rule),
        without_credit=sum((one.hours for one in counted if not one.entry.credit), Decimal(0)),
        counted=tuple(reversed(counted)),
    )
