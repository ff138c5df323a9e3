"""Attempts: begin, answer, submit, and the retake rule."""

import random
import shutil
from datetime import timedelta

import pytest
from factories import COURSE, LIBRARY

from ceu.domain.assessment import grade, retake
from ceu.errors import NotFound
from ceu.models import Answer, Attempt, AttemptGrant
from ceu.services import assessment
from ceu.services.assessment import AlreadySubmitted, NotNow, SectionsFirst

MODULE = "first-weeks"


def begin(session, make, user):
    assessment.begin(session, make.standing(user), MODULE, rng=random.Random(7), now=make.now)


def test_the_test_opens_when_every_section_is_read(session, make):
    user = make.user()
    make.enrollment(user)
    with pytest.raises(SectionsFirst):
        begin(session, make, user)


def test_the_form_is_stored_before_the_first_question_is_seen(session, make):
    sitting = make.open_attempt(make.user())
    assert sitting.attempt.form["pages"]
    assert len(sitting.form.questions) == sitting.attempt.total == sitting.module.quiz.drawn
    assert sitting.attempt.needed == grade.needed_right(sitting.attempt.total, sitting.module.quiz.pass_percent)


def test_beginning_again_goes_on_with_the_open_attempt(session, make):
    user = make.user()
    first = make.open_attempt(user).form
    begin(session, make, user)
    assert assessment.latest(session, user, COURSE, MODULE).form == first


def test_two_tabs_that_begin_at_once_make_one_attempt(session, make):
    user = make.user()
    stale = make.read(user)
    for seed in (1, 2):
        assessment.begin(session, stale, MODULE, rng=random.Random(seed), now=make.now)
    assert len(make.rows(Attempt)) == 1


def test_an_answer_replaces_the_one_before_it(session, make):
    user = make.user()
    item = make.open_attempt(user).form.questions[0]
    for position in ("0", "1"):
        assessment.save(session, user, COURSE, MODULE, {item.id: [position]}, now=make.now)
    saved = assessment.latest(session, user, COURSE, MODULE).answers
    assert saved == {item.id: (item.order[1],)}
    assert len(make.rows(Answer)) == 1


def test_saving_an_answer_takes_two_statements(session, make, count_queries):
    user = make.user()
    item = make.open_attempt(user).form.questions[0]
    session.expire_all()
    assert user.id
    with count_queries() as count:
        assessment.save(session, user, COURSE, MODULE, {item.id: ["0"]}, now=make.now)
    assert count() == 2


def test_an_answer_that_does_not_fit_is_refused(session, make):
    user = make.user()
    item = make.open_attempt(user).form.questions[0]
    for raw in (["9"], ["-1"], ["x"], [""]):
        with pytest.raises(grade.UnreadableResponse):
            assessment.save(session, user, COURSE, MODULE, {item.id: raw}, now=make.now)


def test_a_question_that_was_not_drawn_cannot_be_answered(session, make):
    user = make.user()
    make.open_attempt(user)
    with pytest.raises(NotFound):
        assessment.save(session, user, COURSE, MODULE, {"not-drawn": ["0"]}, now=make.now)


def test_nobody_answers_in_anothers_attempt(session, make):
    item = make.open_attempt(make.user()).form.questions[0]
    other = make.user()
    make.enrollment(other)
    with pytest.raises(NotFound):
        assessment.save(session, other, COURSE, MODULE, {item.id: ["0"]}, now=make.now)


def test_submitting_twice_changes_nothing(session, make, clock):
    user = make.user()
    first = make.attempt(user)
    at, score = first.submitted_at, first.score
    clock.move(hours=1)
    again = assessment.submit(session, user, COURSE, MODULE, now=clock())
    assert (again.id, again.submitted_at, again.score) == (first.id, at, score)


def test_after_the_submission_no_answer_changes(session, make):
    user = make.user()
    make.attempt(user)
    item = assessment.latest(session, user, COURSE, MODULE).form.questions[0]
    with pytest.raises(AlreadySubmitted):
        assessment.save(session, user, COURSE, MODULE, {item.id: ["0"]}, now=make.now)


def test_points_are_kept_with_each_answer(session, make):
    attempt = make.attempt(make.user(), wrong=1)
    points = [row.points for row in make.rows(Answer)]
    assert min(points) == 0
    assert sum(points) == attempt.score == attempt.total - 1


def test_unanswered_questions_count_as_wrong(session, make):
    user = make.user()
    make.open_attempt(user)
    attempt = assessment.submit(session, user, COURSE, MODULE, now=make.now)
    assert attempt.score == 0
    assert not attempt.passed


def test_after_a_fail_the_next_attempt_waits(session, make, clock):
    user = make.user()
    make.attempt(user, wrong=4)
    with pytest.raises(NotNow) as refusal:
        begin(session, make, user)
    assert refusal.value.why == retake.NotBefore(clock.at + timedelta(hours=24))
    clock.move(hours=24)
    begin(session, make, user)
    assert assessment.latest(session, user, COURSE, MODULE).attempt.number == 2


def test_after_the_last_attempt_the_provider_decides(session, make, clock):
    user, admin = make.user(), make.user("admin")
    limit = make.read(user).offer.modules[0].quiz.attempts
    for _ in range(limit):
        make.attempt(user, wrong=4)
        clock.move(hours=24)
    with pytest.raises(NotNow) as refusal:
        begin(session, make, user)
    assert refusal.value.why == retake.Exhausted(limit)
    where = make.standing(user)
    session.add(
        AttemptGrant(
            enrollment_id=where.enrollment_id, module=MODULE, granted_by=admin.id, reason="Ill on the day.", at=make.now
        )
    )
    begin(session, make, user)
    assert len(make.rows(Attempt)) == limit + 1


def test_a_passed_test_is_not_taken_again(session, make, clock):
    user = make.user()
    make.attempt(user)
    clock.move(hours=48)
    with pytest.raises(NotNow) as refusal:
        begin(session, make, user)
    assert isinstance(refusal.value.why, retake.AlreadyPassed)


def test_an_open_attempt_stays_on_its_own_revision(session, make, tmp_path):
    user = make.user()
    before = make.open_attempt(user)
    folder = revised_library(tmp_path)
    make.publish(folder)
    make.take(user)
    after = assessment.latest(session, user, COURSE, MODULE)
    assert after.attempt.revision == before.attempt.revision
    assert after.module.title == before.module.title
    assert make.standing(user).offer.modules[0].title == "A new title"


def revised_library(tmp_path):
    folder = tmp_path / "library"
    shutil.copytree(LIBRARY, folder)
    module = folder / "modules" / MODULE / "module.md"
    text = module.read_text()
    title = next(line for line in text.splitlines() if line.startswith("title:"))
    module.write_text(text.replace(title, 'title: "A new title"'))
    return folder
