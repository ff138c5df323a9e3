"""Draw a list of completions: the transcript, and the list that heads an answer to an audit letter."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

import typst

from ceu.domain.certificate.errors import CertificateError
from ceu.domain.certificate.number import display
from ceu.domain.certificate.pdf import TEMPLATE, compile_pdf, unprintable
from ceu.domain.certificate.wording import long_date
from ceu.domain.transcript import Counted, Total

LIST = TEMPLATE.with_name("list.typ")
SAMPLE_NOTICE = (
    "Sample provider without approval by any body: its hours are computed by the bodies' rules and give no credit."
)
COUNTING = "An hour counts once for a license. Hours by different bodies' rules are not added to each other."


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A table of the list. `widths` are shares of the page; `numeric` the columns set to the right."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numeric: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    empty: str = "None."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything a list says. `facts` are pairs of label and value under the learner's name."""

    title: str
    learner: str
    facts: tuple[tuple[str, str], ...]
    sample: bool
    notices: tuple[str, ...]
    parts: tuple[Part, ...]
    closing: tuple[str, ...]
    check_url: str


def draw(sheet: Sheet, *, now: datetime) -> bytes:
    """Return the list as a tagged PDF; the same arguments give the same bytes. Unsigned: it is no certificate."""
    words = asdict(sheet)
    words["facts"] = [{"label": label, "value": value} for label, value in sheet.facts]
    text = json.dumps(words, ensure_ascii=False)
    try:
        return compile_pdf(LIST.read_bytes(), {"sheet": text}, now)
    except typst.TypstError as error:
        if not (missing := unprintable(text)):
            raise CertificateError(f"The list could not be drawn: {error.message}") from error
    # A name changed since, in letters the fonts lack: the list must not fail for it.
    return compile_pdf(LIST.read_bytes(), {"sheet": text.translate({ord(sign): "?" for sign in missing})}, now)


def period(start: date | None, end: date | None) -> str:
    """Return two days, either of which may be missing, as printed."""
    if start and end:
        return f"{long_date(start)} – {long_date(end)}"
    if start:
        return f"from {long_date(start)}"
    return f"to {long_date(end)}" if end else "all dates"


def hours(one: Counted) -> str:
    """Return the hours of a line with what is to be known of them."""
    entry = one.entry
    told = f"{plain(entry.hours)} {entry.unit}"
    if not entry.credit:
        told += ", without credit"
    if one.why:
        told += f" (counts {plain(one.hours)}: {one.why})"
    return told


def plain(value: object) -> str:
    """Return hours as printed: 1.00 is 1.0, 1.25 stays."""
    return f"{value:.2f}".removesuffix("0")


def totals_part(totals: Sequence[Total]) -> Part:
    """Return the sums as a table."""
    return Part(
        title="Totals",
        head=("For", "Earned", "Hours"),
        rows=tuple(
            (
                one.license_told,
                "here" if one.here else "elsewhere, as the learner reports it",
                f"{plain(one.hours)} {one.unit}{'' if one.credit else ', without credit'}",
            )
            for one in totals
        ),
        widths=(3, 2.4, 2.6),
        notes=(COUNTING,),
    )


def here_part(counted: Sequence[Counted]) -> Part:
    """Return the certificates of this platform as a table."""
    return Part(
        title="Certificates",
        head=("Completed", "Course and provider", "For", "Hours", "Certificate number"),
        rows=tuple(
            (
                long_date(one.entry.day),
                f"{one.entry.title}\n{one.entry.provider}",
                f"{one.entry.license_told}\n{one.entry.body}".strip(),
                hours(one),
                display(one.entry.number) + ("" if one.entry.state == "valid" else f"\n{one.entry.state}"),
            )
            for one in counted
        ),
        widths=(1.6, 3, 2.6, 2.2, 1.9),
        empty="No certificate in this selection.",
    )


def _hours_elsewhere(one: Counted) -> str:
    ethics = f", {plain(one.entry.ethics)} of them ethics" if one.entry.ethics else ""
    return f"{hours(one)}{ethics}, {'home study' if one.entry.home_study else 'live'}"


def elsewhere_part(counted: Sequence[Counted], files: dict[str, str]) -> Part:
    """Return credit earned elsewhere as a table; `files` says of each entry's key what proof there is."""
    return Part(
        title="Credit earned elsewhere",
        head=("Completed", "Course and provider", "For", "Hours", "Proof"),
        rows=tuple(
            (
                long_date(one.entry.day),
                f"{one.entry.title}\n{one.entry.provider}",
                one.entry.license_told,
                _hours_elsewhere(one),
                files.get(one.entry.key, "none uploaded"),
            )
            for one in counted
        ),
        widths=(1.6, 3, 2.6, 2.2, 1.9),
        notes=("Credit earned elsewhere is what the learner reports; this provider has not checked it.",),
        empty="None reported in this selection.",
    )
