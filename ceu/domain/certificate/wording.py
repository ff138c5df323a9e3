"""The words a certificate prints, composed once for the PDF, the command line and any page that shows them first."""

from dataclasses import dataclass
from datetime import date

from ceu.domain.certificate.facts import CertificateFacts, printed_hours
from ceu.domain.certificate.number import display

TITLE = "Certificate of completion"
# Not strftime: it would follow the server's locale.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DIGEST_SHOWN = 16  # hexadecimal characters on paper; the attached facts hold the whole digest


@dataclass(frozen=True, slots=True)
class Line:
    """One fact as printed: its label, its value, and whether it is a code that is read character by character."""

    label: str
    value: str
    code: bool = False


def long_date(day: date) -> str:
    """Return a date as printed in the United States: `November 22, 2026`."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def zone_name(zone: str) -> str:
    """Return the name of a time zone as printed: `Pacific/Honolulu` stays, `America/New_York` loses its underscore."""
    return zone.replace("_", " ")


def takes_the_place(number: str) -> str:
    """Return what a corrected certificate prints of the one before it."""
    return f"This certificate takes the place of certificate {display(number)}, which no longer holds."


def hours_label(facts: CertificateFacts) -> str:
    """Return what the hours are: credit, or only time."""
    return "Credit" if facts.credit else "Time"


def credit_sentence(facts: CertificateFacts) -> str:
    """Return the approval statement, or the sentence that says that there is none (requirement 13)."""
    if facts.credit:
        return facts.statement
    if facts.body:
        told = f"No {facts.body} credit is given: the provider holds no active approval."
        return f"{told} The hours are computed by its rule. {facts.statement}".strip()
    return "No continuing-education credit of any body is given. The hours are the time the course is computed to take."


def credential_lines(facts: CertificateFacts) -> list[Line]:
    """Return who the learner is to a board: fields 2 to 4."""
    kind = facts.credential_kind.replace("_", " ").capitalize()
    return _filled(
        Line("Profession", facts.profession),
        Line("Title", facts.credential_title),
        Line("Jurisdiction", facts.jurisdiction),
        Line(f"{kind} number", facts.license_number, code=True),
    )


def course_lines(facts: CertificateFacts) -> list[Line]:
    """Return what was completed: fields 6, 7, 18, 19 and the level."""
    return _filled(
        Line("Course number", facts.course_number, code=True),
        Line("Subject", facts.subject),
        Line("Level", facts.level),
        Line("Place", facts.place),
        Line("Author" if len(facts.authors) == 1 else "Authors", "; ".join(facts.authors)),
    )


def credit_lines(facts: CertificateFacts) -> list[Line]:
    """Return whose credit it is, or by whose rule the hours were computed: fields 10, 11, 14 and 16."""
    parts = "; ".join(f"{printed_hours(part.hours, facts.unit)} {part.of}" for part in facts.breakdown)
    period = ""
    if facts.approval_from or facts.approval_to:
        begin = long_date(facts.approval_from) if facts.approval_from else "start not stated"
        end = long_date(facts.approval_to) if facts.approval_to else "end not stated"
        period = f"{begin} – {end}"
    return _filled(
        Line("Approving body" if facts.credit else "Hours computed by the rule of", facts.body),
        Line("Of these hours", parts),
        Line("Provider number", facts.provider_number, code=True),
        Line("Approval period", period),
    )


def provider_lines(facts: CertificateFacts) -> list[Line]:
    """Return who gives the certificate: fields 12 and 13."""
    return _filled(
        Line("Provider", facts.provider),
        Line("Address", facts.provider_address),
        Line("Contact", facts.provider_contact),
    )


def record_lines(facts: CertificateFacts) -> list[Line]:
    """Return what leads an auditor to the exact course and rules: field 21."""
    modules = ", ".join(digest[:_DIGEST_SHOWN] for digest in facts.module_digests)
    return _filled(
        Line("Course version", facts.course_digest[:_DIGEST_SHOWN], code=True),
        Line("Module versions" if len(facts.module_digests) > 1 else "Module version", modules, code=True),
        Line("Rules version", facts.rules_version, code=True),
    )


def all_lines(facts: CertificateFacts) -> list[Line]:
    """Return every fact in reading order, for a page or a terminal."""
    return [
        Line("Certificate", display(facts.number), code=True),
        Line("Awarded to", facts.learner),
        *credential_lines(facts),
        Line("Course", facts.course_title),
        *course_lines(facts),
        Line("Delivery format", facts.delivery_format),
        Line("Completed on", f"{long_date(facts.completed_on)} (local date, {zone_name(facts.zone)})"),
        Line(hours_label(facts), printed_hours(facts.hours, facts.unit)),
        *credit_lines(facts),
        Line("Approval statement" if facts.credit else "Credit", credit_sentence(facts)),
        *provider_lines(facts),
        *_filled(
            Line("Program administrator", ", ".join(filter(None, (facts.administrator, facts.administrator_title))))
        ),
        *(Line("Notice", notice) for notice in facts.notices),
        Line("Check at", facts.check_url),
        *record_lines(facts),
    ]


def _filled(*lines: Line) -> list[Line]:
    return [line for line in lines if line.value.strip()]
