"""The same thing done in several tabs at the same moment: it happens once, and nobody meets an error."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from databases import make_engine
from factories import COURSE, PUBLIC_URL, Make
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ceu.models import Attempt, Certificate, CertificateEvent, Completion, Course, Enrollment, Evaluation, User
from ceu.services import assessment, certificate_cases, completion, corrections, evaluation, study
from ceu.services.certificate_cases import AlreadyEnded

TABS = 4


@pytest.fixture
def own(databases):
    """An engine on a database of its own."""
    made = make_engine(databases.fresh())
    yield made
    made.dispose()


@pytest.fixture
def ada(own, clock):
    """`ada(step)` prepares a learner with the factory's `step` and returns her id."""

    def prepare(step):
        with Session(own) as session:
            make = Make(session, clock)
            make.course()
            user = make.user()
            make.credential(user)
            step(make, user)
            session.commit()
            return user.id

    return prepare


@pytest.fixture
def tabs(own):
    """`tabs(user_id, act)` does `act(session, user)` in several transactions that begin together."""

    def run(user_id, act):
        ready = Barrier(TABS)

        def tab(_):
            with Session(own) as session:
                ready.wait(10)
                act(session, session.get_one(User, user_id))
                session.commit()

        with ThreadPoolExecutor(TABS) as workers:
            list(workers.map(tab, range(TABS)))  # raises what a tab raised

    return run


@pytest.fixture
def rows(own):
    """Count the rows of a table."""

    def count(table):
        with Session(own) as session:
            return session.scalar(select(func.count()).select_from(table))

    return count


def test_a_course_is_started_once(ada, tabs, rows, clock):
    def start(session, user):
        digest = session.get_one(Course, COURSE).current
        assert study.start(session, user, COURSE, disclosed=digest, now=clock()).id

    tabs(ada(lambda *_: None), start)
    assert rows(Enrollment) == 1


def test_a_course_taken_again_is_started_once(ada, tabs, rows, clock):
    def start(session, user):
        digest = session.get_one(Course, COURSE).current
        assert study.start(session, user, COURSE, disclosed=digest, now=clock()).cycle == 2

    tabs(ada(lambda make, user: make.opened_again(user)), start)
    assert rows(Enrollment) == 2


def test_an_attempt_is_begun_once(ada, tabs, rows, clock):
    def begin(session, user):
        where = study.standing(session, user, COURSE)
        assessment.begin(session, where, "first-weeks", rng=random.Random(1), now=clock())

    tabs(ada(lambda make, user: make.read(user)), begin)
    assert rows(Attempt) == 1


def test_an_attempt_is_handed_in_once(ada, tabs, rows, clock, own):
    def submit(session, user):
        assessment.submit(session, user, COURSE, "first-weeks", now=clock.move(seconds=1))

    before = clock()
    tabs(ada(lambda make, user: make.open_attempt(user)), submit)
    with Session(own) as session:
        [attempt] = session.scalars(select(Attempt))
        assert before < attempt.submitted_at <= before + timedelta(seconds=TABS)


def test_an_evaluation_is_given_once(ada, tabs, rows, clock):
    def give(session, user):
        evaluation.give(session, user, study.standing(session, user, COURSE), {"learned": "4"}, now=clock())

    tabs(ada(lambda make, user: make.passed(user)), give)
    assert rows(Evaluation) == 1


def test_a_course_is_completed_once(ada, tabs, rows, clock):
    def attest(session, user):
        completion.complete(
            session,
            user,
            study.standing(session, user, COURSE),
            agreed=True,
            typed_name=user.legal_name,
            public_url=PUBLIC_URL,
            now=clock(),
        )

    tabs(ada(lambda make, user: make.evaluated(user)), attest)
    assert rows(Completion) == 1


def test_a_license_added_later_gets_its_certificates_once(ada, tabs, rows, clock):
    def add_later(make, user):
        make.completion(user)
        make.credential(user, jurisdiction="NY", number="012345")

    def issue(session, user):
        finished = completion.completion_of(session, user, COURSE)
        completion.issue_for_later_credentials(session, user, finished, public_url=PUBLIC_URL, now=clock())

    user_id = ada(add_later)
    before = rows(Certificate)
    tabs(user_id, issue)
    assert rows(Certificate) == before + 2


def test_of_several_admins_one_ends_a_certificate_and_one_at_most_corrects_it(ada, tabs, clock, own):
    numbers, turns, refused = [], list(range(TABS)), []

    def prepare(make, user):
        numbers.append(make.certificate(user).number)
        user.credentials[0].name_as_printed = "Ada Lovell"

    def end(session, user):
        case = certificate_cases.find(session, numbers[0])
        given = {"actor_id": None, "public_url": PUBLIC_URL, "now": clock()}
        try:
            if turns.pop() % 2:
                certificate_cases.revoke(session, case, "In error.", **given)
            else:
                proposed = corrections.propose(session, case, public_url=PUBLIC_URL)
                corrections.correct(session, case, proposed, "Her name.", **given)
        except AlreadyEnded as told:
            refused.append(told)

    tabs(ada(prepare), end)
    with Session(own) as session:
        verbs = [event.verb for event in session.scalars(select(CertificateEvent))]
    assert sum(verb in ("revoked", "superseded") for verb in verbs) == 1
    assert verbs.count("issued") <= 2
    assert len(refused) >= TABS - 2
