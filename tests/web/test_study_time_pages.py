"""Study time in a browser without script, and the sign that the script sends."""

import re

import pytest
from databases import count_queries
from factories import COURSE

from ceu.models import SeatTime, SectionProgress, TimeStatement

LEARN = f"/learn/{COURSE}"
LOOKS = f"{LEARN}/first-weeks/looks"


@pytest.fixture
def ada(make, client):
    user = make.user()
    make.enrollment(user)
    client.sign_in(user)
    return user


@pytest.fixture
def asking(make, tmp_path):
    """The test library, whose course asks for three minutes of study."""
    return make.course_with_minimum(tmp_path / "library")


def served(client):
    return client.page.select_one("form.mark-read input[name=served]")["value"]


def test_from_opening_a_section_to_marking_it_as_read_counts_without_script(client, ada, make, clock):
    client.browse(LOOKS)
    clock.move(seconds=90)
    page = client.submit("form.mark-read")
    assert "Study time in this course: 1 min. Counted by our server while a section is open" in page.words()
    assert [(row.section, row.seconds) for row in make.rows(SeatTime)] == [("looks", 90)]
    assert [row.active_seconds for row in make.rows(SectionProgress)] == [90]
    assert "Study time so far: 1 min" in client.browse(LEARN).words()


def test_a_sign_is_timed_by_the_server_and_takes_four_statements(client, ada, make, clock):
    client.browse(LOOKS)
    data, headers = {"served": served(client)}, {**client.csrf(), "X-Requested-With": "fetch"}
    clock.move(seconds=60)
    with count_queries() as count:
        answer = client.post(f"{LOOKS}/time", data=data, headers=headers)
    assert (answer.status_code, answer.data) == (204, b"")
    assert count() <= 4, count
    client.post(f"{LOOKS}/time", data=data, headers=headers)
    assert [row.seconds for row in make.rows(SeatTime)] == [60]


@pytest.mark.parametrize("change", ["", "x", "[1]"])
def test_a_sign_that_we_did_not_hand_out_counts_nothing(client, ada, make, clock, change):
    client.browse(LOOKS)
    token = change or served(client)[:-2]
    clock.move(seconds=60)
    assert client.post(f"{LOOKS}/time", data={"served": token}, headers=client.csrf()).status_code == 204
    assert make.rows(SeatTime) == []


def test_a_sign_of_one_section_does_not_count_for_another(client, ada, make, clock):
    client.browse(LOOKS)
    clock.move(seconds=60)
    other = f"{LEARN}/first-weeks/response/time"
    assert client.post(other, data={"served": served(client)}, headers=client.csrf()).status_code == 204
    assert make.rows(SeatTime) == []


def test_who_reads_on_paper_is_not_timed_and_can_come_back(client, ada, make, clock):
    client.browse(LEARN)
    client.follow("reading on paper")
    page = client.submit('form[action$="/time/paper"]')
    assert "your time is not observed" in page.words()
    page = client.browse(LOOKS)
    assert "You read on paper" in page.words()
    assert not page.select("[name=served], [data-seat-time]")
    clock.move(minutes=1)
    client.submit("form.mark-read")
    assert make.rows(SeatTime) == []
    client.browse(f"{LEARN}/time")
    assert "observed again" in client.submit('form[action$="/time/paper"]').words()
    assert client.browse(LOOKS).select_one("[name=served]")


def test_the_page_says_that_the_number_decides_nothing_and_what_extra_time_there_is(client, ada, session):
    page = client.browse(f"{LEARN}/time")
    assert "the number decides nothing" in page.words()
    assert not page.select("input[name=typed_name]")
    assert "You have none. Write to ce-office@example.org" in page.words()
    ada.extra_time_percent = 50
    session.flush()
    assert "of a pause at most 7.5 minutes" in client.browse(f"{LEARN}/time").words()


def test_minutes_are_told_at_her_own_pace_once_that_is_known(client, ada, make, session):
    words = {one.id: one.words for doc in make.standing(ada).offer.documents for one in doc.sections}
    make.read(ada)
    for row in make.rows(SectionProgress):
        row.active_seconds = words[row.section] * 60 // 100 + 1 if words[row.section] else None
    session.flush()
    page = client.browse(LOOKS)
    assert "at your pace" in page.select_one("main .eyebrow").text
    assert re.search("about 1[0-9][0-9]? words a minute", client.browse(LEARN).words())


def test_a_course_that_asks_for_time_says_so_on_its_page(client, asking, make):
    assert "at least 3 min, observed or declared in writing" in client.browse(f"/courses/{COURSE}").words()


def test_the_way_to_the_certificate_names_missing_time_and_a_statement_closes_it(client, asking, make):
    ada = make.user()
    make.credential(ada)
    make.evaluated(ada)
    client.sign_in(ada)
    assert "Study time (you are here) 0 of 3 minutes" in client.browse(LEARN).words()
    page = client.browse(f"{LEARN}/attestation")
    assert "3 minutes of the study time this course asks for are not yet observed." in page.words()
    client.follow("study time this course asks for")
    assert "3 min of study time are missing" in client.page.words()
    page = client.submit("main form.form", typed_name="Somebody Else", status=422)
    assert "Tick the statement" in page.words()
    assert "Type your name" in page.words()
    page = client.submit("main form.form", typed_name="Somebody Else", agreed="y", status=422)
    assert "Type your name as it stands in your account: Ada Ross." in page.words()
    page = client.submit("main form.form", typed_name="Ada Ross", agreed="y")
    assert "Your statement is recorded" in page.words()
    assert len(make.rows(TimeStatement)) == 1
    assert "Attest" in client.page.select_one(".step-current").text
    assert "You have declared the study time" in client.browse(f"{LEARN}/time").words()
