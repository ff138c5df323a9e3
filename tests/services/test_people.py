"""The CE office's view of a person."""

import pytest

from ceu.domain.assessment import retake
from ceu.errors import NotFound, RuleError
from ceu.models import AttemptGrant, AuditEvent
from ceu.services import people


@pytest.fixture
def admin(make):
    return make.user("admin", name="Office Person")


def events(make, verb):
    return [event for event in make.rows(AuditEvent) if event.verb == verb]


@pytest.mark.parametrize("wanted", ["ross", "ROSS", "ada.r", " Ada ", "@example.org"])
def test_a_part_of_name_or_mail_finds_a_person_and_is_recorded(make, session, clock, admin, wanted):
    user = make.user(name="Ada Ross", mail="ada.ross@example.org")
    assert user in people.search(session, wanted, actor_id=admin.id, now=clock())
    session.flush()
    [event] = events(make, "searched people")
    assert event.actor_id == admin.id
    assert wanted.strip() not in str(event.data)


def test_a_search_takes_its_signs_as_they_are(make, session, clock, admin):
    make.user(name="Ada Ross")
    assert people.search(session, "%%", actor_id=admin.id, now=clock()) == []


def test_a_search_that_would_list_everybody_is_refused(session, clock, admin):
    with pytest.raises(RuleError, match="at least 2 letters"):
        people.search(session, " a ", actor_id=admin.id, now=clock())


def test_an_erased_person_is_not_found(make, session, clock, admin):
    user = make.user(name="Ada Ross")
    user.erased_at = clock()
    session.flush()
    assert people.search(session, "Ross", actor_id=admin.id, now=clock()) == []
    with pytest.raises(NotFound):
        people.person(session, user.id)


def test_a_record_is_open_for_an_hour_to_the_one_who_opened_it(make, session, clock, admin):
    user, other = make.user(), make.user("admin")
    assert not people.is_open(session, user.id, actor_id=admin.id, now=clock())
    people.open_record(session, user, actor_id=admin.id, now=clock())
    session.flush()
    assert people.is_open(session, user.id, actor_id=admin.id, now=clock.move(minutes=59))
    assert not people.is_open(session, user.id, actor_id=other.id, now=clock())
    assert not people.is_open(session, other.id, actor_id=admin.id, now=clock())
    assert not people.is_open(session, user.id, actor_id=admin.id, now=clock.move(minutes=2))


def fail_until_exhausted(make, clock, user):
    while not isinstance(make.standing(user).next_attempt("first-weeks", clock()), retake.Exhausted):
        make.attempt(user, wrong=99)
        clock.move(days=2)


def test_used_attempts_are_counted_and_one_more_can_be_granted(make, session, clock, admin):
    user = make.user()
    make.credential(user)
    make.read(user)
    fail_until_exhausted(make, clock, user)
    where = make.standing(user)
    [study] = people.studies(session, user, clock())
    test = study.tests[0]
    assert (test.slug, test.used, test.allowed) == ("first-weeks", test.allowed, test.allowed)
    assert isinstance(test.next, retake.Exhausted)
    people.grant_attempt(
        session, user, where.enrollment_id, "first-weeks", " Ill that day. ", actor_id=admin.id, now=clock()
    )
    session.flush()
    [grant] = make.rows(AttemptGrant)
    assert (grant.granted_by, grant.reason) == (admin.id, "Ill that day.")
    [study] = people.studies(session, user, clock())
    assert (study.tests[0].granted, study.tests[0].allowed) == (1, test.used + 1)
    assert not isinstance(study.tests[0].next, retake.Exhausted)
    [event] = events(make, "granted an attempt")
    assert event.data == {"module": "first-weeks"}


def test_a_grant_needs_a_reason_and_a_test_still_to_pass(make, session, clock, admin):
    user, stranger = make.user(), make.user()
    make.credential(user)
    make.read(user)
    enrollment = make.standing(user).enrollment_id

    def grant(whose=user, module="first-weeks", reason="Ill."):
        people.grant_attempt(session, whose, enrollment, module, reason, actor_id=admin.id, now=clock())

    with pytest.raises(RuleError, match="why"):
        grant(reason="  ")
    with pytest.raises(NotFound):
        grant(whose=stranger)
    with pytest.raises(NotFound):
        grant(module="another")
    make.attempt(user)
    with pytest.raises(RuleError, match="already passed"):
        grant()
    assert make.rows(AttemptGrant) == []
