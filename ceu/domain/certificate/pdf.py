"""Draw a certificate from its frozen facts: one tagged PDF, made for PDF/A-3a and PDF/UA-1, with the facts attached."""

import io
import json
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno
import typst

from ceu.domain.certificate import wording
from ceu.domain.certificate.errors import CannotPrint, CertificateError
from ceu.domain.certificate.facts import CertificateFacts, from_json, printed_hours
from ceu.domain.certificate.number import display

STANDARDS = ["a-3a", "ua-1"]  # a-4f cannot be combined with UA
TEMPLATE = Path(__file__).parents[2] / "templates" / "certificate" / "certificate.typ"

# Enough to ask the fonts about one text, under the same rule as the certificate: no glyph, no PDF.
_PROBE = b"""#set document(title: "probe")
#set text(font: "Libertinus Serif", lang: "en")
#sys.inputs.text"""

_one_at_a_time = threading.Lock()  # a Compiler serves one thread at a time


def draw(canonical: str, *, now: datetime, signed_by: str) -> bytes:
    """Return the unsigned PDF of a certificate, US Letter; the same arguments give the same bytes.

    `canonical` is the stored text of `facts.canonical_json`: it is what is drawn and, byte for byte, what is attached,
    so that the digest in the record can be checked from the file alone. `now` (aware) becomes the file's creation date.
    `signed_by` names the issuer whose signature follows. Raises FactsError when the text holds no facts, CannotPrint
    when the fonts lack a character (ask `unprintable` before anything is certified).
    """
    facts = from_json(canonical)
    inputs = {"sheet": json.dumps(_sheet(facts, signed_by), ensure_ascii=False), "facts": canonical}
    try:
        return compile_pdf(TEMPLATE.read_bytes(), inputs, now)
    except typst.TypstError as error:
        if missing := unprintable(canonical + signed_by):
            raise CannotPrint(missing) from error
        raise CertificateError(f"The certificate could not be drawn: {error.message}") from error


def unprintable(text: str) -> str:
    """Return the characters of `text` that a certificate cannot print, each once, in order; empty when it can.

    The fonts inside the Typst wheel are used and no others, so the answer is the same on every machine: Latin with all
    accents, Greek, Cyrillic, Hebrew and Arabic print; Chinese, Japanese, Korean, Thai and emoji do not.
    """
    try:
        compile_pdf(_PROBE, {"text": text}, datetime.fromtimestamp(0, UTC))
    except typst.TypstError:
        return "".join(character for character in dict.fromkeys(text) if _lacks(character))
    return ""


def _lacks(character: str) -> bool:
    if character.isascii():
        return False
    try:
        compile_pdf(_PROBE, {"text": character}, datetime.fromtimestamp(0, UTC))
    except typst.TypstError:
        return True
    return False


@lru_cache(maxsize=1)
def _compiler() -> Any:
    """Read the fonts once. No system font, no package: what is drawn does not depend on the machine."""
    fonts = typst.Fonts(include_system_fonts=False)
    return typst.Compiler(root=TEMPLATE.parent, font_paths=fonts, ignore_system_fonts=True)


def compile_pdf(source: bytes, inputs: dict[str, str], now: datetime) -> bytes:
    """Return a Typst source as a tagged PDF of the `STANDARDS`. Raises TypstError; a character no font has is one."""
    with _one_at_a_time:
        pdf: bytes = _compiler().compile(
            input=source, format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=int(now.timestamp())
        )
    return pdf


def _sheet(facts: CertificateFacts, signed_by: str) -> dict[str, Any]:
    """Return the words of the page, ready to set; the template decides only where they stand.

    They reach Typst as data and are set as text, never as markup: a name such as `#eval("1")` prints as it is.
    """
    return {
        "title": wording.TITLE,
        "course": facts.course_title,
        "learner": facts.learner,
        "number": display(facts.number),
        "sample": facts.sample,
        "hours": printed_hours(facts.hours, facts.unit),
        "hours_label": wording.hours_label(facts),
        "date": wording.long_date(facts.completed_on),
        "zone": wording.zone_name(facts.zone),
        "format": facts.delivery_format,
        "credit": wording.credit_sentence(facts),
        "credential": _lines(wording.credential_lines(facts)),
        "columns": [
            _lines(lines)
            for lines in (wording.course_lines(facts), wording.credit_lines(facts), wording.provider_lines(facts))
            if lines
        ],
        "provider": facts.provider,
        "administrator": facts.administrator,
        "administrator_title": facts.administrator_title,
        "signed_by": signed_by,
        "notices": facts.notices,
        "check_url": facts.check_url,
        "qr": _qr(facts.check_url),
        "record": _lines(wording.record_lines(facts)),
    }


def _lines(lines: Iterable[wording.Line]) -> list[dict[str, str | bool]]:
    return [{"label": line.label, "value": line.value, "code": line.code} for line in lines]


def _qr(address: str) -> str:
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="svg", border=0, xmldecl=False, dark="#14211f")
    return picture.getvalue().decode()
