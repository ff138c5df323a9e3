"""Starting a course, reading it, and what is next."""

from datetime import timedelta

import pytest
from factories import COURSE

from ceu.domain import progress
from ceu.domain.progress import StepKind
from ceu.errors import NotFound, NotYet
from ceu.models import Course, Enrollment, SectionProgress
from ceu.services import study
from ceu.services.study import EnrollmentClosed, NotEnrolled


def test_starting_records_which_disclosure_was_shown_and_when(session, make, clock):
    enrollment = make.enrollment(make.user())
    assert enrollment.disclosed_revision == session.get(Course, COURSE).current
    assert enrollment.disclosed_at == clock()


def test_starting_twice_changes_nothing(session, make):
    user = make.user()
    first, second = make.enrollment(user), make.enrollment(user)
    assert first.id == second.id
    assert len(make.rows(Enrollment)) == 1


def test_a_page_that_changed_since_it_was_shown_has_to_be_read_again(session, make, clock):
    user = make.user()
    make.course()
    with pytest.raises(NotYet, match="has changed"):
        study.start(session, user, COURSE, disclosed="0" * 64, now=clock())


def test_an_expired_course_takes_nobody(session, make, clock):
    user, course = make.user(), make.course()
    digest = session.get(Course, course).current
    clock.move(days=3 * 366)
    with pytest.raises(EnrollmentClosed):
        study.start(session, user, course, disclosed=digest, now=clock())


def test_somebody_who_has_not_started_stands_nowhere(session, make):
    make.course()
    with pytest.raises(NotEnrolled):
        study.standing(session, make.user(), COURSE)


def test_a_course_that_does_not_exist_is_not_found_rather_than_not_started(session, make):
    with pytest.raises(NotFound, match="no course"):
        study.standing(session, make.user(), "no-such-course")


def test_marking_a_section_twice_keeps_the_first_time(session, make, clock):
    user = make.user()
    make.enrollment(user)
    first = clock()
    for _ in range(2):
        study.mark_read(session, make.standing(user), "first-weeks", "looks", now=clock())
        clock.move(hours=1)
    assert [row.completed_at for row in make.rows(SectionProgress)] == [first]


def test_two_tabs_that_mark_at_once_leave_one_row(session, make, clock):
    user = make.user()
    make.enrollment(user)
    stale = make.standing(user)
    study.mark_read(session, stale, "first-weeks", "looks", now=clock())
    study.mark_read(session, stale, "first-weeks", "looks", now=clock())
    assert len(make.rows(SectionProgress)) == 1


def test_a_section_that_is_not_in_the_course_cannot_be_marked(session, make, clock):
    user = make.user()
    make.enrollment(user)
    with pytest.raises(NotFound):
        study.mark_read(session, make.standing(user), "first-weeks", "stays", now=clock())


def test_one_resumes_after_the_section_marked_last(session, make, clock):
    user = make.user()
    make.enrollment(user)
    study.mark_read(session, make.standing(user), "later-on", "stays", now=clock.move(minutes=1))
    step = progress.next_step(make.standing(user).state(clock(), without_credit=False))
    assert (step.kind, step.module, step.section) == (StepKind.SECTION, "later-on", "whom")


def test_a_standing_is_read_in_one_statement(session, make, count_queries):
    user = make.user()
    make.credential(user)
    make.attempt(user, wrong=4)
    make.standing(user)  # what revisions say is kept in the process from here on
    with count_queries() as count:
        where = study.find_standing(session, user, COURSE)
    assert count() == 1
    assert where.attempts["first-weeks"][0][1] is False
    assert where.credentials == 1


def test_another_learner_sees_nothing_of_it(session, make):
    make.read(make.user())
    assert study.find_standing(session, make.user(), COURSE) is None
    assert study.standings(session, make.user()) == []


def test_the_local_date_is_the_learners(make):
    moment = make.clock.at.replace(hour=4, minute=30)  # 4:30 UTC on November 23
    assert str(study.local_date(make.user(zone="America/New_York"), moment)) == "2026-11-22"
    assert str(study.local_date(make.user(zone="UTC"), moment)) == "2026-11-23"
    assert study.local_date(make.user(zone="Pacific/Honolulu"), moment) == (moment - timedelta(days=1)).date()


def test_all_standings_read_together_are_those_read_one_by_one_in_two_statements(session, make, clock, count_queries):
    ada, eve = make.user(), make.user()
    make.credential(ada)
    make.attempt(ada, wrong=4)
    make.enrollment(eve)
    with count_queries() as count:
        [found] = study.standings(session, ada)
    assert count() == 2, count
    assert found == make.standing(ada)
    assert found.last_done == clock()
    assert study.standings(session, make.user()) == []
