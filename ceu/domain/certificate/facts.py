"""The facts of one certificate, frozen when it is earned: section 2 of the CE requirements, field by field."""

import json
import re
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import Any

from ceu.domain.certificate.errors import FactsError
from ceu.domain.certificate.number import read_number
from ceu.domain.names import unseen

SCHEMA = 1
CREDENTIAL_KINDS = ("none", "license", "registration", "national_certification")
ONLINE = "online (self-paced)"
LEAST_SALT = 32  # characters: 128 bits in hexadecimal, so a digest cannot be turned back into a name by trying

_CEU = re.compile(r"\bCEUs?\b|continuing[ -]education[ -]units?", re.IGNORECASE)
_MANY_LINES = frozenset({"provider_address", "provider_contact", "statement"})
_NEVER_EMPTY = ("learner", "course_title", "delivery_format", "zone", "unit", "provider", "place", "check_url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A share of the hours with a name of its own, such as 1.0 of ethics (field 11)."""

    hours: Decimal
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """Everything a certificate says. The numbers are the fields of section 2 of the CE requirements.

    `credit` is True only for credit of an approving body in whose approval period the completion falls; then `body`
    and `statement` are given. Without credit, `body` may name the body by whose rule the hours were computed
    (requirement 13: the certificate then says that it is no credit of that body); without a body the hours are time.

    Raises FactsError, naming the field, when the facts contradict each other or a rule.
    """

    number: str  # 20, ungrouped
    learner: str  # 1, as on the license

    credential_kind: str = "none"  # one of CREDENTIAL_KINDS
    profession: str = ""  # 3
    credential_title: str = ""  # 3
    jurisdiction: str = ""  # 4
    license_number: str = ""  # 2, verbatim

    course_title: str  # 5, exactly as approved
    course_number: str = ""  # 6
    subject: str = ""  # 7
    delivery_format: str  # 8, in the body's own words (requirement 25)
    level: str = ""
    place: str = ONLINE  # 19
    authors: tuple[str, ...] = ()  # 18

    completed_on: date  # 9, the learner's local date
    zone: str  # the IANA name of the zone that date was read in
    hours: Decimal  # 10
    unit: str  # 10, in the body's own words
    breakdown: tuple[Part, ...] = ()  # 11

    credit: bool
    body: str = ""
    statement: str = ""  # 15, the operator's paste of the body's wording; a sample's says what is missing
    provider_number: str = ""  # 14, as it reads with its label: "ACEP No. 1234"
    approval_from: date | None = None  # 16
    approval_to: date | None = None  # 16

    provider: str  # 12
    provider_address: str = ""  # 13
    provider_contact: str = ""  # 13
    administrator: str = ""  # 17
    administrator_title: str = ""  # 17

    check_url: str  # 20
    course_digest: str = ""  # 21
    module_digests: tuple[str, ...] = ()  # 21
    rules_version: str = ""  # 21

    notices: tuple[str, ...] = ()
    sample: bool = False

    def __post_init__(self) -> None:
        """Refuse facts that no certificate may state."""
        for name, text in _texts(self):
            _refuse_unprintable(name, text)
        for name in _NEVER_EMPTY:
            if not getattr(self, name).strip():
                raise FactsError(f"A certificate needs {name.replace('_', ' ')}; it is empty.")
        if read_number(self.number) != self.number:
            raise FactsError(f"{self.number!r} is no certificate number: eleven characters, ungrouped, with its check.")
        if not self.check_url.startswith(("https://", "http://")):
            raise FactsError(f"The check address {self.check_url!r} is no web address; begin it with https://.")
        if self.credential_kind not in CREDENTIAL_KINDS:
            raise FactsError(
                f"Unknown kind of credential {self.credential_kind!r}; use one of {', '.join(CREDENTIAL_KINDS)}."
            )
        if self.credential_kind == "none" and (self.license_number or self.credential_title):
            raise FactsError("A certificate for no credential cannot show a license number or a title.")
        printed_hours(self.hours, self.unit)
        for part in self.breakdown:
            printed_hours(part.hours, self.unit)
        if sum((part.hours for part in self.breakdown), Decimal(0)) > self.hours:
            raise FactsError("The parts of the hours add up to more than the hours.")
        self._refuse_invented_credit()

    def _refuse_invented_credit(self) -> None:
        """Requirement 13: nothing here may suggest an approval that is not there."""
        if self.sample and (self.credit or not self.notices):
            raise FactsError("A sample certificate gives no credit of any body and carries a notice that says so.")
        if self.credit:
            if not (self.body and self.statement) or self.credential_kind == "none":
                raise FactsError("Credit needs the body, its approval statement and the learner's credential.")
            if (self.approval_from and self.completed_on < self.approval_from) or (
                self.approval_to and self.completed_on > self.approval_to
            ):
                raise FactsError(f"{self.completed_on} lies outside the approval period of {self.body}: no credit.")
        elif self.provider_number or self.approval_from or self.approval_to or (self.statement and not self.sample):
            raise FactsError("Without credit a certificate shows no approval statement, number or period.")


def printed_hours(hours: Decimal, unit: str) -> str:
    """Return hours with their unit as printed: `1.0 clock hours`, `1.25 contact hours`.

    A CEU is ten hours (NBCC-4): under that name only tenths below one are printed, 0.4 for four hours, and anything
    that looks like a number of hours is refused (requirement 7). Raises FactsError.
    """
    if not isinstance(hours, Decimal) or not hours.is_finite() or hours <= 0:
        raise FactsError(f"{hours} is no number of hours; give a positive decimal.")
    if not unit.strip():
        raise FactsError("Hours need a unit, in the body's own words.")
    if _CEU.search(unit) and (hours >= 1 or hours * 10 % 1):
        raise FactsError(
            f"{_plain(hours)} {unit}: a CEU is ten hours, so four hours are 0.4. Print clock or contact hours instead."
        )
    return f"{hours_text(hours)} {unit}"


def hours_text(hours: Decimal) -> str:
    """Return a number of hours as it is written everywhere: 1.00 is 1.0, 1.50 is 1.5, 1.25 stays."""
    plain = _plain(hours)
    return plain if "." in plain else f"{plain}.0"


def canonical_json(facts: CertificateFacts, salt: str) -> str:
    """Return the one text that stands for these facts: equal facts and salt give equal text, for ever.

    Keys sorted, no spaces, decimals as strings without trailing zeros, dates in ISO form. `salt` is secret random
    text that keeps the digest from giving the facts away. Raises FactsError on a short salt.
    """
    if len(salt) < LEAST_SALT:
        raise FactsError(f"The salt needs at least {LEAST_SALT} characters.")
    whole = {"schema": SCHEMA, "salt": salt, "facts": asdict(facts)}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_as_text)


def from_json(text: str) -> CertificateFacts:
    """Return the facts in a text of `canonical_json`. Raises FactsError when it is none."""
    try:
        whole = json.loads(text)
        if (schema := whole["schema"]) == SCHEMA:
            return CertificateFacts(**_typed(whole["facts"]))
    except (ValueError, TypeError, KeyError, AttributeError, InvalidOperation, RecursionError) as error:
        raise FactsError(f"This text holds no certificate facts: {error}.") from error
    raise FactsError(f"These facts have schema {schema!r}; this program reads schema {SCHEMA}.")


def digest(canonical: str) -> str:
    """Return the SHA-256 of the canonical text, in hexadecimal."""
    return sha256(canonical.encode()).hexdigest()


def _typed(read: dict[str, Any]) -> dict[str, Any]:
    values = dict(read)
    values["hours"] = Decimal(str(read["hours"]))
    values["breakdown"] = tuple(Part(hours=Decimal(str(part["hours"])), of=part["of"]) for part in read["breakdown"])
    for name in ("completed_on", "approval_from", "approval_to"):
        values[name] = None if read[name] is None else date.fromisoformat(read[name])
    if values["completed_on"] is None:
        raise FactsError("A certificate needs the date of completion.")
    for name in ("authors", "module_digests", "notices"):
        values[name] = tuple(read[name])
    return values


def _as_text(value: object) -> str:
    if isinstance(value, Decimal):
        return _plain(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _texts(facts: CertificateFacts) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for field in fields(facts):
        value = getattr(facts, field.name)
        if field.type is str:
            found.append((field.name, value))
        elif field.type == tuple[str, ...]:
            found.extend((field.name, text) for text in value)
    return [*found, *(("breakdown", part.of) for part in facts.breakdown)]


def _refuse_unprintable(name: str, text: object) -> None:
    """Refuse what would make the page read otherwise than the data: controls, direction marks, lone surrogates."""
    if not isinstance(text, str):
        raise FactsError(f"{name.replace('_', ' ')} must be text, not {type(text).__name__}.")
    for character in text:
        if character == "\n" and name in _MANY_LINES:
            continue
        if unseen(character):
            raise FactsError(f"{name.replace('_', ' ')} holds U+{ord(character):04X}, which cannot be printed.")
