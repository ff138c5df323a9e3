"""The synthetic completions that speed is measured on are such as the platform makes them."""

import importlib.util
from pathlib import Path

import pytest
from sqlalchemy import select

from ceu.domain.certificate import facts
from ceu.domain.certificate.number import display
from ceu.models import Certificate, CertificateFacts, Completion
from ceu.services import certificates, records
from ceu.services.records import Filter


@pytest.fixture(scope="module")
def synthetic():
    path = Path(__file__).parents[2] / "bench" / "synthetic.py"
    spec = importlib.util.spec_from_file_location("synthetic", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def some(make, session, synthetic):
    """Twenty-five of them."""
    make.course()
    synthetic.bulk_completions(session.connection(), 25, seed=7)


def test_facts_and_columns_agree(some, session):
    rows = session.execute(
        select(Certificate, CertificateFacts.facts, Completion.local_date)
        .join(CertificateFacts, CertificateFacts.certificate_id == Certificate.id)
        .join(Completion, Completion.id == Certificate.completion_id)
    ).all()
    assert len(rows) == 25
    for certificate, text, day in rows:
        printed = facts.from_json(text)
        assert printed.number == certificate.number
        assert printed.check_url.endswith(display(certificate.number))
        assert printed.completed_on == day
        assert printed.hours == certificate.hours
        assert facts.digest(text) == certificate.facts_digest


def test_they_are_exported_and_checked_like_any_other(some, session):
    [first, *_] = rows = records.latest(session, Filter(), 100).rows
    assert len(rows) == 25
    assert first.legal_name.startswith("Sample Learner")
    assert certificates.find_public(session, first.certificate_number).state == "valid"


def test_real_completions_can_follow_them(some, make, session):
    make.completion(make.user())
    assert records.count(session, Filter()) == 26
    assert len({one.certificate_number for one in records.latest(session, Filter(), 100).rows}) == 26
