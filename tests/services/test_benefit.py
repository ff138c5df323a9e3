"""What a course gives each credential is told before anybody enrolls, and is what the certificate then says."""

import pytest
from factories import COURSE

from ceu.domain.professions import JURISDICTIONS, TITLES
from ceu.services import benefit, catalog, credentials, earning


@pytest.fixture
def given(session, make):
    """`given(user)`: what the course gives her credentials today."""
    make.course()
    offer = catalog.current(session, COURSE)

    def tell(user):
        today = make.now.date()
        return benefit.for_credentials(earning.offered(offer, today), credentials.of(session, user), today)

    return tell


def bodies(found):
    return [line.line.body.id for line in found.lines]


def test_each_credential_gets_the_bodies_that_fit_it(make, given):
    ada = make.user()
    make.credential(ada, jurisdiction="FL")
    make.credential(ada, jurisdiction="NY")
    make.credential(ada, profession="psychologist", title="PSY", jurisdiction="CA")
    assert [bodies(one) for one in given(ada)] == [["nbcc"], ["nbcc", "nysed"], []]


def test_what_is_told_before_is_what_the_certificates_say(make, session, given):
    ada = make.user()
    make.credential(ada, jurisdiction="NY")
    told = {(line.line.body.name, line.line.units) for line in given(ada)[0].lines}
    offer = catalog.current(session, COURSE)
    done = earning.Earning(offer, offer.course.module_digests, make.now.date(), "UTC")
    plans = earning.plans(ada, credentials.of(session, ada), done, public_url="http://localhost")
    assert {(plan.facts.body, plan.facts.hours) for plan in plans} == told


def test_a_hint_is_that_of_the_license_and_its_state_with_source_and_day(make, given):
    ada = make.user()
    make.credential(ada, jurisdiction="NY")
    make.credential(ada, jurisdiction="WY", title="LPC")
    new_york, wyoming = given(ada)
    assert new_york.hint.rule.home_study_cap == 12
    assert new_york.hint.sources
    assert new_york.hint.rule.checked_on
    assert wyoming.hint is None


def test_hints_without_a_credential_are_those_of_the_audience_by_state(make):
    found = benefit.hints(["psychologist"], make.now.date())
    assert [hint.state for hint in found] == sorted(hint.state for hint in found)
    assert {hint.state for hint in found} == {"California", "Florida", "New York"}
    everybody = benefit.hints(TITLES, make.now.date())
    assert everybody[-1].state == "Nationwide"
    assert all(hint.sources for hint in everybody)
    assert {hint.state for hint in everybody[:-1]} <= set(JURISDICTIONS.values())


def test_by_profession_a_body_of_a_state_is_named_with_it(make, session):
    make.course()
    offer = catalog.current(session, COURSE)
    rows = benefit.by_profession(earning.offered(offer, make.now.date()), ["psychologist", "counselor", "nurse"])
    assert [[line.line.body.id for line in row.lines] for row in rows] == [["nysed"], ["nbcc", "nysed"], []]
