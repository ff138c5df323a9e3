"""Certificates to try the pure floor with, and the issuer that signs them in tests."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from ceu.domain.certificate import keys, pdf, signature
from ceu.domain.certificate.facts import CertificateFacts, Part, canonical_json
from ceu.domain.certificate.number import display

NOW = datetime(2026, 11, 22, 15, 4, 5, tzinfo=UTC)
SALT = "5f" * 16
NUMBER = "FK6SY9541SC"
NOT_A_LICENSE = "Continuing education; it certifies no one to practice or administer ketamine-assisted psychotherapy."
SAMPLE = "Sample: no approval by any body; a qualified author and reviewer must sign before this is offered for credit."

APPROVED = CertificateFacts(
    number=NUMBER,
    learner="Ada Ross",
    credential_kind="license",
    profession="Mental health counselor",
    credential_title="LMHC",
    jurisdiction="Florida",
    license_number="MH 12345",
    course_title="Pharmacology of ketamine for psychotherapists",
    course_number="KAP-101",
    subject="Psychopharmacology",
    delivery_format="Home study",
    level="Intermediate",
    authors=("Maria Example, PhD",),
    completed_on=date(2026, 11, 21),
    zone="America/New_York",
    hours=Decimal("1.25"),
    unit="clock hours",
    breakdown=(Part(hours=Decimal("0.25"), of="ethics"),),
    credit=True,
    body="National Board for Certified Counselors (NBCC)",
    statement="Riverside Institute has been approved by NBCC as an Approved Continuing Education Provider.",
    provider_number="ACEP No. 1234",
    approval_from=date(2025, 1, 1),
    approval_to=date(2027, 12, 31),
    provider="Riverside Institute",
    provider_address="100 River Street, Suite 4\nGainesville, FL 32601",
    provider_contact="office@example.org",
    administrator="Jane Example, PhD",
    administrator_title="CE program administrator",
    check_url=f"https://ce.example.org/certificates/{display(NUMBER)}",
    course_digest="ab12" * 16,
    module_digests=("cd34" * 16, "ef56" * 16),
    rules_version="2026-11",
    notices=(NOT_A_LICENSE,),
)
SAMPLE_BY_A_RULE = replace(
    APPROVED,
    credit=False,
    sample=True,
    statement="Sample provider: not approved by NBCC. Clock hours could be given only after an approval.",
    provider_number="",
    approval_from=None,
    approval_to=None,
    breakdown=(),
    provider="Sample provider (demonstration)",
    administrator="",
    administrator_title="",
    notices=(SAMPLE, NOT_A_LICENSE),
)
WITHOUT_CREDIT = replace(
    SAMPLE_BY_A_RULE,
    credential_kind="none",
    profession="",
    credential_title="",
    jurisdiction="",
    license_number="",
    body="",
    statement="",
    unit="hours",
)
LONG = replace(
    APPROVED,
    learner="Dr. María de los Ángeles Wolfeschlegelsteinhausenbergerdorff-Nguyễn Thị Ánh "
    "Featherstonehaugh-Cholmondeley de la Santísima Trinidad y Łukasiewicz-Żółć III",
    profession="Licensed marriage and family therapist associate (registered)",
    credential_title="Associate Marriage and Family Therapist",
    jurisdiction="Commonwealth of Massachusetts",
    license_number="AMFT-0000000000123456789/2026",
    course_title="Ketamine-assisted psychotherapy in the treatment of trauma-related, obsessive-compulsive and mood "
    "disorders: pharmacology, preparation, dosing sessions, integration, ethics, consent, and interprofessional "
    "collaboration for licensed mental health clinicians (revised second edition)",
    subject="Psychopharmacology; trauma; professional ethics and boundaries; interprofessional practice",
    statement=" ".join([APPROVED.statement] * 10),
    body="American Psychological Association (APA) Sponsor Approval System and a State Board of many words",
    authors=tuple(f"Author Number {index}, PhD, LMFT, ABPP" for index in range(5)),
    module_digests=tuple(f"{index:04d}" * 16 for index in range(6)),
    check_url=f"https://continuing-education.riverside-institute.example.org/certificates/{display(NUMBER)}",
)
EVERY = {"approved": APPROVED, "sample": SAMPLE_BY_A_RULE, "without credit": WITHOUT_CREDIT, "long": LONG}


def drawn(facts: CertificateFacts = APPROVED, *, signed_by: str = "Riverside Institute") -> bytes:
    return pdf.draw(canonical_json(facts, SALT), now=NOW, signed_by=signed_by)


def issuer(folder: Path, name: str = "Riverside Institute") -> keys.SigningKey:
    return keys.make_key(folder, common_name=name, now=NOW)


def signed(key: keys.SigningKey, facts: CertificateFacts = APPROVED) -> bytes:
    return signature.sign(drawn(facts, signed_by=key.name), key, now=NOW)
