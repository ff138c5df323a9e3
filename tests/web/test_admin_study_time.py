"""The CE office sees study time, grants what a course asks for, and gives extra time; each look is recorded."""

import pytest

from ceu.models import TimeStatement, User


@pytest.fixture
def ada(make, tmp_path):
    """A learner in a course that asks for three minutes of study."""
    make.course_with_minimum(tmp_path / "library")
    user = make.user(mail="ada@example.org")
    make.enrollment(user)
    return user


@pytest.fixture
def desk(client, make, session, ada):
    office = make.user("admin")
    session.commit()
    client.sign_in(office)
    return client


@pytest.fixture
def opened(desk, ada):
    """The desk with Ada's record open."""
    desk.browse("/admin/people")
    desk.submit('form[action="/admin/people"]', wanted=ada.email)
    desk.submit(f'form[action="/admin/people/{ada.id}/open"]')
    desk.follow("Study time and extra time")
    return desk


def test_study_time_is_shown_only_to_whoever_has_opened_the_record(desk, ada):
    assert "min missing" not in desk.browse(f"/admin/people/{ada.id}/time").words()


def test_missing_time_is_granted_with_a_reason(opened, ada, make):
    assert "3 min, 3 min missing" in opened.page.words()
    page = opened.submit("main form:has(textarea)", reason=" ", status=422)
    assert "Write why the time is granted" in page.select_one(".error-summary").text
    page = opened.submit("main form:has(textarea)", reason="Accommodation agreed.")
    assert "The study time is granted." in page.words()
    assert "3 min, granted by the office" in page.words()
    assert "Accommodation agreed." in page.words()
    assert [row.kind for row in make.rows(TimeStatement)] == ["office"]
    assert not page.select("textarea")


def test_a_course_of_somebody_else_cannot_be_granted_here(opened, ada, make, session):
    eve = make.user()
    theirs = make.enrollment(eve).id
    session.commit()
    opened.submit("main form:has(textarea)", course=str(theirs), reason="Ill.", status=422)
    assert make.rows(TimeStatement) == []


def test_extra_time_is_given_and_the_learner_reads_of_it(opened, ada, session):
    page = opened.submit('form[action$="/extra-time"]', percent="50")
    assert "Extra time is saved" in page.words()
    session.expire_all()
    assert session.get(User, ada.id).extra_time_percent == 50
    opened.sign_in(ada)
    assert "You have 50 percent" in opened.browse("/learn/grief-care/time").words()


def test_an_extra_time_that_is_not_offered_changes_nothing(opened, ada, session):
    opened.submit('form[action$="/extra-time"]', percent="7")
    session.expire_all()
    assert session.get(User, ada.id).extra_time_percent == 0
