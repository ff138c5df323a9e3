"""The words on a certificate: true about credit, dates as read in the United States."""

from dataclasses import replace
from datetime import date

import pytest
from certificate_examples import APPROVED, EVERY, NOT_A_LICENSE, SAMPLE, SAMPLE_BY_A_RULE, WITHOUT_CREDIT

from ceu.domain.certificate import wording


def test_the_completion_date_is_the_local_one_and_names_its_zone():
    lines = {line.label: line.value for line in wording.all_lines(APPROVED)}
    assert lines["Completed on"] == "November 21, 2026 (local date, America/New York)"
    assert wording.long_date(date(2026, 1, 3)) == "January 3, 2026"
    assert wording.long_date(date(2026, 12, 31)) == "December 31, 2026"


def test_an_approval_statement_is_the_operators_word_for_word():
    assert wording.credit_sentence(APPROVED) == APPROVED.statement
    assert wording.hours_label(APPROVED) == "Credit"


def test_without_an_approval_the_certificate_says_that_it_is_no_credit_of_that_body():
    # Requirement 13.
    said = wording.credit_sentence(SAMPLE_BY_A_RULE)
    assert said.startswith("No National Board for Certified Counselors (NBCC) credit is given")
    assert "holds no active approval" in said
    assert wording.hours_label(SAMPLE_BY_A_RULE) == "Time"
    assert {line.label for line in wording.credit_lines(SAMPLE_BY_A_RULE)} == {"Hours computed by the rule of"}


def test_without_a_body_the_hours_are_time():
    assert "No continuing-education credit" in wording.credit_sentence(WITHOUT_CREDIT)
    assert wording.credit_lines(WITHOUT_CREDIT) == []
    assert wording.credential_lines(WITHOUT_CREDIT) == []


@pytest.mark.parametrize("facts", EVERY.values(), ids=EVERY)
def test_no_line_is_empty_and_the_product_is_not_named(facts):
    for line in wording.all_lines(facts):
        assert line.value.strip()
        assert "CEU" not in line.label + line.value


def test_a_sample_and_the_limits_of_the_course_are_told():
    told = [line.value for line in wording.all_lines(SAMPLE_BY_A_RULE) if line.label == "Notice"]
    assert told == [SAMPLE, NOT_A_LICENSE]


def test_the_number_of_a_credential_is_named_by_its_kind_and_printed_verbatim():
    facts = replace(APPROVED, credential_kind="national_certification", license_number=" 00123-1 ")
    assert wording.credential_lines(facts)[-1] == wording.Line("National certification number", " 00123-1 ", code=True)
