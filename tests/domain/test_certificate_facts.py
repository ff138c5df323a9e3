"""The facts of a certificate: no contradiction, nothing invented, one text for ever."""

import json
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal

import pytest
from certificate_examples import APPROVED, EVERY, SALT, SAMPLE_BY_A_RULE, WITHOUT_CREDIT
from hypothesis import given
from hypothesis import strategies as st

from ceu.domain.certificate.errors import FactsError
from ceu.domain.certificate.facts import CertificateFacts, Part, canonical_json, digest, from_json, printed_hours

words = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1).filter(str.strip)


@pytest.mark.parametrize("facts", EVERY.values(), ids=EVERY)
def test_facts_come_back_from_their_text(facts):
    assert from_json(canonical_json(facts, SALT)) == facts


@given(words, words, st.decimals("0.01", "99", places=2), st.dates(), st.booleans())
def test_any_facts_come_back_from_their_text(learner, title, hours, day, plain):
    base = WITHOUT_CREDIT if plain else SAMPLE_BY_A_RULE
    facts = replace(base, learner=learner, course_title=title, hours=hours, completed_on=day)
    text = canonical_json(facts, SALT)
    assert from_json(text) == facts
    assert canonical_json(from_json(text), SALT) == text


def test_equal_facts_have_one_text_however_the_decimals_were_written():
    same = replace(APPROVED, hours=Decimal("1.250"), breakdown=(Part(hours=Decimal("0.250"), of="ethics"),))
    assert canonical_json(same, SALT) == canonical_json(APPROVED, SALT)


def test_the_text_is_plain_sorted_json_with_exact_hours_and_iso_dates():
    text = canonical_json(APPROVED, SALT)
    whole = json.loads(text)
    assert text == json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert whole["schema"] == 1
    assert whole["facts"]["hours"] == "1.25"
    assert whole["facts"]["completed_on"] == "2026-11-21"
    assert whole["facts"]["license_number"] == "MH 12345"


def test_the_digest_hangs_on_every_fact_and_on_the_salt():
    first = digest(canonical_json(APPROVED, SALT))
    assert len(first) == 64
    assert digest(canonical_json(replace(APPROVED, learner="Ada  Ross"), SALT)) != first
    assert digest(canonical_json(APPROVED, SALT[:-1] + "0")) != first


def test_a_salt_that_could_be_guessed_is_refused():
    with pytest.raises(FactsError, match="salt"):
        canonical_json(APPROVED, "short")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"schema":2,"facts":{},"salt":""}',
        '{"schema":1,"facts":{}}',
        '{"schema":1,"facts":null}',
        canonical_json(APPROVED, SALT).replace('"1.25"', '"one"'),
        canonical_json(APPROVED, SALT).replace('"2026-11-21"', '"2026-02-30"'),
        canonical_json(APPROVED, SALT).replace('"2026-11-21"', "null"),
        canonical_json(APPROVED, SALT).replace('"learner"', '"student"'),
        canonical_json(APPROVED, SALT).replace('"Ada Ross"', "7"),
        "[" * 100_000,
    ],
)
def test_a_text_without_facts_says_so(text):
    with pytest.raises(FactsError):
        from_json(text)


@given(st.text())
def test_any_text_gives_facts_or_a_facts_error(text):
    with pytest.raises(FactsError):
        from_json(text)


@pytest.mark.parametrize(
    ("hours", "unit", "printed"),
    [
        ("1", "clock hours", "1.0 clock hours"),
        ("1.50", "contact hours", "1.5 contact hours"),
        ("1.25", "CE credits", "1.25 CE credits"),
        ("10", "hours", "10.0 hours"),
        ("0.4", "CEU", "0.4 CEU"),
    ],
)
def test_hours_are_printed_with_the_unit_of_the_body(hours, unit, printed):
    assert printed_hours(Decimal(hours), unit) == printed


@pytest.mark.parametrize("hours", ["1", "4.0", "0.25", "1.5"])
@pytest.mark.parametrize("unit", ["CEU", "CEUs", "ceu", "Athletic Training CEU", "continuing education units"])
def test_hours_are_never_called_ceu(hours, unit):
    with pytest.raises(FactsError, match="a CEU is ten hours"):
        printed_hours(Decimal(hours), unit)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"hours": Decimal(4), "unit": "CEUs", "breakdown": ()}, "a CEU is ten hours"),
        ({"hours": Decimal(0), "breakdown": ()}, "no number of hours"),
        ({"hours": Decimal("NaN"), "breakdown": ()}, "no number of hours"),
        ({"breakdown": (Part(hours=Decimal(2), of="ethics"),)}, "more than the hours"),
        ({"learner": "  "}, "needs learner"),
        ({"learner": "Ada\u202eRoss"}, r"learner holds U\+202E"),
        ({"learner": "Ada\nRoss"}, r"learner holds U\+000A"),
        ({"notices": ("a\x07",)}, r"notices holds U\+0007"),
        ({"license_number": 12345}, "must be text"),
        ({"number": "FK6S-Y954-1SC"}, "no certificate number"),
        ({"number": "FK6SY9541SD"}, "no certificate number"),
        ({"check_url": "javascript:alert(1)"}, "no web address"),
        ({"credential_kind": "driver"}, "Unknown kind"),
        ({"statement": ""}, "Credit needs"),
        ({"body": ""}, "Credit needs"),
        ({"credential_kind": "none", "credential_title": "", "license_number": ""}, "Credit needs"),
        ({"credential_kind": "none", "credential_title": ""}, "cannot show a license number"),
        ({"completed_on": date(2024, 12, 31)}, "outside the approval period"),
        ({"completed_on": date(2028, 1, 1)}, "outside the approval period"),
        ({"credit": False}, "Without credit"),
        ({"sample": True}, "sample certificate gives no credit"),
    ],
)
def test_facts_that_no_certificate_may_state_are_refused(change, said):
    with pytest.raises(FactsError, match=said):
        replace(APPROVED, **change)


def test_a_sample_carries_its_notice():
    with pytest.raises(FactsError, match="carries a notice"):
        replace(SAMPLE_BY_A_RULE, notices=())


def test_the_first_and_last_day_of_an_approval_count():
    for day in (APPROVED.approval_from, APPROVED.approval_to):
        assert replace(APPROVED, completed_on=day).credit


def test_facts_cannot_be_changed():
    with pytest.raises(AttributeError):
        APPROVED.learner = "Someone else"
    assert CertificateFacts(**{**asdict(APPROVED), "breakdown": APPROVED.breakdown}) == APPROVED
