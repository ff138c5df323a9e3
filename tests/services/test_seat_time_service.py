"""Time of study in the database: observed, left, vouched for; and what a course that asks for it waits for."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from databases import count_queries, make_engine
from factories import PUBLIC_URL, Make
from sqlalchemy import select
from sqlalchemy.orm import Session

from ceu.domain.progress import StepKind
from ceu.domain.seat_time import Observed, Served
from ceu.errors import NotFound, NotYet, RuleError
from ceu.models import AuditEvent, SeatTime, SectionProgress, TimeStatement, User
from ceu.services import completion, seat_time, study
from ceu.services.seat_time import NothingToGrant
from ceu.services.signing import NotSigned

LOOKS = ("first-weeks", "looks")


@pytest.fixture
def ada(make):
    user = make.user()
    make.enrollment(user)
    return user


@pytest.fixture
def asking(make, tmp_path):
    """The test library, whose course asks for three minutes of study."""
    return make.course_with_minimum(tmp_path / "library")


def served(make, user, section=LOOKS, minutes=2):
    return Served(make.standing(user).enrollment_id, *section, minutes, make.now)


def test_signs_add_up_and_the_standing_tells_the_sum(session, make, ada, clock):
    page = served(make, ada)
    for minutes in (1, 2):
        clock.move(minutes=minutes)
        seat_time.observe(session, ada, page, now=clock())
    assert make.standing(ada).time.minutes == 3
    [row] = make.rows(SeatTime)
    assert (row.module, row.section, row.seconds, row.cut, row.until) == (*LOOKS, 180, False, clock())


def test_two_sections_open_at_once_count_once(session, make, ada, clock):
    pages = [served(make, ada), served(make, ada, ("first-weeks", "response"))]
    clock.move(minutes=2)
    first, second = (seat_time.observe(session, ada, page, now=clock()) for page in pages)
    assert (first, second) == (Observed(120), Observed())


def test_marking_as_read_keeps_how_long_it_took_and_reading_again_does_not_change_that(session, make, ada, clock):
    page = served(make, ada)
    clock.move(seconds=90)
    observed = seat_time.observe(session, ada, page, now=clock(), closing=True)
    study.mark_read(session, make.standing(ada), *LOOKS, now=clock(), took=seat_time.took(observed))
    assert make.standing(ada).took == {LOOKS: 90}
    clock.move(minutes=1)
    seat_time.observe(session, ada, page, now=clock())
    assert make.standing(ada).took == {LOOKS: 90}
    assert make.standing(ada).time.seconds == 150


def test_a_reading_with_a_pause_in_it_tells_no_pace(session, make, ada, clock):
    page = served(make, ada)
    clock.move(minutes=1)
    seat_time.observe(session, ada, page, now=clock())
    clock.move(hours=1)
    observed = seat_time.observe(session, ada, page, now=clock(), closing=True)
    assert observed.cut
    assert seat_time.took(observed) is None


def test_a_pace_is_told_after_three_sections_and_not_to_who_reads_on_paper(session, make, ada, clock):
    parts = [(doc.slug, one) for doc in make.standing(ada).offer.documents for one in doc.sections][:3]
    for module, section in parts:
        assert make.standing(ada).pace is None
        study.mark_read(session, make.standing(ada), module, section.id, now=clock(), took=section.words * 60 // 200)
    assert 195 <= make.standing(ada).pace <= 206
    seat_time.read_on_paper(session, ada, make.standing(ada), on_paper=True)
    assert make.standing(ada).pace is None


def test_for_who_reads_on_paper_nothing_is_observed_until_she_comes_back(session, make, ada, clock):
    page = served(make, ada)
    seat_time.read_on_paper(session, ada, make.standing(ada), on_paper=True)
    clock.move(minutes=1)
    assert seat_time.observe(session, ada, page, now=clock()) is None
    assert make.rows(SeatTime) == []
    seat_time.read_on_paper(session, ada, make.standing(ada), on_paper=False)
    session.flush()
    assert seat_time.observe(session, ada, page, now=clock()) == Observed(60)


def test_nobody_adds_to_anothers_time(session, make, ada, clock):
    page, eve = served(make, ada), make.user()
    clock.move(minutes=1)
    assert seat_time.observe(session, eve, page, now=clock()) is None
    with pytest.raises(NotFound):
        seat_time.read_on_paper(session, eve, make.standing(ada), on_paper=True)


def test_extra_time_counts_longer_pauses(session, make, ada, clock):
    admin = make.user("admin")
    seat_time.give_extra_time(session, ada, 50, actor_id=admin.id, now=clock())
    page = served(make, ada)
    clock.move(minutes=7)
    assert seat_time.observe(session, ada, page, now=clock()) == Observed(420)
    assert [event.data for event in make.rows(AuditEvent) if event.verb == "set extra time"] == [{"percent": 50}]
    with pytest.raises(RuleError, match="percent"):
        seat_time.give_extra_time(session, ada, 7, actor_id=admin.id, now=clock())


def test_a_sign_takes_three_statements(session, make, ada, clock):
    page = served(make, ada)
    clock.move(minutes=1)
    with count_queries() as count:
        seat_time.observe(session, ada, page, now=clock())
    assert count() == 3, count


def test_tabs_at_the_same_moment_count_the_time_once(databases, clock):
    engine = make_engine(databases.fresh())
    with Session(engine) as session:
        make = Make(session, clock)
        user = make.user()
        make.enrollment(user)
        page, user_id = served(make, user, minutes=9), user.id
        session.commit()
    now, ready = clock() + timedelta(minutes=2), Barrier(3)

    def tab(section):
        with Session(engine) as session:
            ready.wait(10)
            sign = Served(page.enrollment_id, "first-weeks", section, 9, page.at)
            seat_time.observe(session, session.get_one(User, user_id), sign, now=now)
            session.commit()

    with ThreadPoolExecutor(3) as workers:
        list(workers.map(tab, ("looks", "response", "looks")))
    with Session(engine) as session:
        assert sum(session.scalars(select(SeatTime.seconds))) == 120
    engine.dispose()


# A course that asks for time


def test_a_course_that_asks_for_time_waits_for_it_and_for_nothing_else(session, make, asking, clock):
    ada = make.user()
    make.credential(ada)
    where = make.evaluated(ada)
    state = where.state(clock(), without_credit=False)
    assert state.minutes_missing == 3
    with pytest.raises(NotYet, match="3 minutes of the study time") as refusal:
        completion.complete(
            session, ada, where, agreed=True, typed_name=ada.legal_name, public_url=PUBLIC_URL, now=clock()
        )
    assert refusal.value.needs == StepKind.TIME
    page = served(make, ada)
    clock.move(minutes=3)
    seat_time.observe(session, ada, page, now=clock())
    assert make.completion(ada)


def test_a_signed_statement_stands_for_time_that_was_not_observed(session, make, asking, clock):
    ada = make.user()
    where = make.evaluated(ada)
    for given, match in (({"agreed": False}, "Tick"), ({"agreed": True, "typed_name": "Eve"}, "Ada Ross")):
        with pytest.raises(NotSigned, match=match):
            seat_time.declare(session, ada, where, **{"typed_name": "Ada Ross", **given}, now=clock())
    seat_time.declare(session, ada, where, agreed=True, typed_name="Ada Ross", now=clock())
    session.flush()
    [row] = make.rows(TimeStatement)
    assert (row.kind, row.minutes, row.by_id, row.version) == ("learner", 3, ada.id, "1")
    assert "at least 3 minutes" in row.text
    assert make.standing(ada).time.vouched == "learner"
    assert make.completion(ada)
    with pytest.raises(NothingToGrant):
        seat_time.declare(session, ada, make.standing(ada), agreed=True, typed_name="Ada Ross", now=clock())


def test_the_office_grants_time_with_a_reason(session, make, asking, clock):
    ada, admin = make.user(), make.user("admin")
    enrollment = make.enrollment(ada)
    with pytest.raises(RuleError, match="Write why"):
        seat_time.grant(session, ada, enrollment.id, " ", actor_id=admin.id, now=clock())
    with pytest.raises(NotFound):
        seat_time.grant(session, admin, enrollment.id, "Read in Braille.", actor_id=admin.id, now=clock())
    seat_time.grant(session, ada, enrollment.id, "Read in Braille.", actor_id=admin.id, now=clock())
    session.flush()
    assert make.standing(ada).time.vouched == "office"
    assert [row.text for row in seat_time.statements(session, ada)] == ["Read in Braille."]
    assert seat_time.statements(session, admin) == []
    assert "Braille" not in str([event.data for event in make.rows(AuditEvent)])


def test_a_course_that_asks_for_no_time_takes_no_statement(session, make, ada, clock):
    where = make.standing(ada)
    assert where.state(clock(), without_credit=True).minutes_missing == 0
    with pytest.raises(NothingToGrant):
        seat_time.declare(session, ada, where, agreed=True, typed_name="Ada Ross", now=clock())
    with pytest.raises(NothingToGrant):
        seat_time.grant(session, ada, where.enrollment_id, "Why", actor_id=ada.id, now=clock())
    assert make.rows(SectionProgress) == []
