"""Synthetic learners live through the real services, the same for the same seed."""

import pytest
from sqlalchemy import func, select

from ceu.models import Answer, Attempt, Certificate, Completion, Enrollment, SectionProgress, User
from ceu.services import demo, records
from ceu.services.demo import NothingPublished
from ceu.services.records import Filter

LEARNERS = 12


@pytest.fixture
def add(make, session, clock):
    """Add learners to the test library's course."""
    make.course()

    def run(count=LEARNERS, seed=1):
        return list(
            demo.add_learners(session, count, seed, password_hash="!", public_url="http://localhost", now=clock())
        )

    return run


def life(session):
    """What the learners did, in words that do not depend on row numbers."""
    return session.execute(
        select(User.email, User.time_zone, Attempt.module, Attempt.number, Attempt.score, Attempt.submitted_at)
        .join(Enrollment, Enrollment.user_id == User.id)
        .join(Attempt, Attempt.enrollment_id == Enrollment.id)
        .order_by(User.email, Attempt.module, Attempt.number)
    ).all()


def test_learners_get_more_or_less_far(add, session, make):
    assert add() == [True] * LEARNERS
    completions = session.scalar(select(func.count(Completion.id)))
    assert 0 < completions < LEARNERS
    assert session.scalar(select(func.count(Certificate.id))) >= completions
    assert session.scalar(select(func.count(Answer.id))) > 0


def test_nothing_happens_in_the_future_or_before_its_time(add, session, clock):
    add()
    for moment in (SectionProgress.completed_at, Attempt.submitted_at, Completion.completed_at):
        assert session.scalar(select(func.max(moment))) < clock()
    for begun, ended in session.execute(
        select(Enrollment.started_at, Completion.completed_at).join(
            Completion, Completion.enrollment_id == Enrollment.id
        )
    ):
        assert begun < ended


def test_every_name_and_number_says_that_it_is_a_sample(add, session):
    add()
    assert all(name.startswith("Sample Learner") for name in session.scalars(select(User.legal_name)))
    assert all(mail.endswith("@example.org") for mail in session.scalars(select(User.email)))
    for row in records.latest(session, Filter(), 100).rows:
        assert row.license_number.startswith("SAMPLE") or row.credential_kind == "none"


def test_the_same_seed_gives_the_same_lives(add, session):
    nested = session.begin_nested()
    add()
    first = life(session)
    nested.rollback()
    session.expire_all()
    add()
    assert life(session) == first != []


def test_another_seed_gives_other_learners_beside_them(add, session):
    add(3, seed=1)
    assert add(3, seed=2) == [True] * 3
    assert session.scalar(select(func.count(User.id))) == 6


def test_running_it_again_adds_only_what_is_missing(add, session):
    add(3)
    before = life(session)
    assert add(4) == [False, False, False, True]
    assert [one for one in life(session) if ".4@" not in one.email] == before


@pytest.mark.nothing_published
def test_without_a_course_there_is_nothing_to_learn(session, clock):
    with pytest.raises(NothingPublished):
        next(demo.add_learners(session, 1, 1, password_hash="!", public_url="http://localhost", now=clock()))


def test_there_is_a_sample_account_for_each_role_made_once(session, clock):
    def add():
        return demo.add_accounts(session, password_hash="!", time_zone="America/New_York", now=clock())

    samples = add()
    assert [sample.role for sample in samples] == ["learner", "instructor", "reviewer", "auditor", "admin"]
    assert all(sample.made for sample in samples)
    assert not any(sample.made for sample in add())
    assert session.scalar(select(func.count(User.id))) == 5
