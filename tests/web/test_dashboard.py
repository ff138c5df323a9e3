"""The learner's first page: one thing to do next, the way to each certificate, hours toward renewal."""

from datetime import date
from shutil import copytree

import pytest
from databases import count_queries
from factories import COURSE, LIBRARY

from ceu.models import Course
from ceu.services import study

LEARN = f"/learn/{COURSE}"


@pytest.fixture
def ada(make, client):
    user = make.user()
    client.sign_in(user)
    return user


@pytest.fixture
def three(make, session, tmp_path):
    """Start the test library's course under two more names, too: `three(user)`."""
    folder = tmp_path / "library"
    copytree(LIBRARY, folder)
    page = folder / "courses" / f"{COURSE}.md"
    for slug in ("second", "third"):
        (folder / "courses" / f"{slug}.md").write_text(page.read_text().replace("TEST-01", slug))
    make.publish(folder)

    def start(user):
        for slug in (COURSE, "second", "third"):
            digest = session.get(Course, slug).current
            study.start(session, user, slug, disclosed=digest, now=make.now)

    return start


def following(page):
    """Return what the page says to do next, in words, and where its one button leads."""
    part = page.select_one(".next")
    [button] = part.select("a.button")
    return " ".join(part.get_text(" ").split()), button["href"]


def test_somebody_new_is_led_to_the_courses(client, ada, make):
    make.course()
    page = client.browse("/learn/")
    told, target = following(page)
    assert "You have not started a course" in told
    assert target == f"/courses/{COURSE}"
    assert page.select_one(f'.dashboard-more a[href="/courses/{COURSE}"]')
    assert "Add a license" in page.words()


@pytest.mark.nothing_published
def test_where_nothing_is_on_offer_it_says_so(client, ada):
    assert "No course is on offer right now." in client.browse("/learn/").words()


def test_a_learner_who_reads_is_led_to_the_next_section_with_the_time_it_takes(client, ada, make):
    make.enrollment(ada)
    told, target = following(client.browse("/learn/"))
    assert "Start reading" in told
    assert "Fits in" in told
    client.browse(target)
    client.submit("form.mark-read")
    told, target = following(client.browse("/learn/"))
    assert "Section 2 of 2 of “The first weeks after a loss”" in told
    assert target == f"{LEARN}/first-weeks/response"


def test_numbers_stand_beside_the_drawing_and_say_the_same(client, ada, make):
    make.enrollment(ada)
    client.browse(f"{LEARN}/first-weeks/looks")
    client.submit("form.mark-read")
    card = client.browse("/learn/").select_one(".course-way")
    numbers = {one.dt.text: one.dd.text for one in card.select(".track-numbers > div")}
    assert numbers == {"Sections": "1 of 4", "Post-tests": "0 of 2", "Evaluation": "open", "Attestation": "open"}
    assert "1 of 4 sections read, 0 of 2 post-tests passed, evaluation open" in card.svg.title.text
    assert (len(card.select(".track-open")), len(card.select(".track-done"))) == (8, 1)
    assert f"{LEARN}/first-weeks/response" in [link["href"] for link in card.select(".still-open a")]


def test_every_open_step_has_its_link_and_what_is_not_open_yet_says_so(client, ada, make):
    make.passed(ada)
    page = client.browse("/learn/")
    told, target = following(page)
    assert target == "/account/credentials/?next=/learn/" + COURSE
    assert "Name your license" in told
    lines = [" ".join(line.get_text(" ").split()) for line in page.select(".still-open li")]
    assert lines[-1] == "Attest , opens after the steps before"
    make.credential(ada)
    assert following(client.browse("/learn/"))[1] == f"{LEARN}/evaluation"
    make.evaluated(ada)
    assert following(client.browse("/learn/"))[1] == f"{LEARN}/attestation"


def test_a_wait_before_the_next_attempt_is_named_and_other_courses_come_first(client, ada, make, three):
    make.credential(ada)
    make.attempt(ada, "first-weeks", wrong=4)
    make.attempt(ada, "later-on")
    told, target = following(client.browse("/learn/"))
    assert told.startswith("Waiting")
    assert "The next attempt opens November 24, 2026, 10:00 AM EST" in told
    assert target == f"{LEARN}/first-weeks/quiz/result"
    three(ada)
    page = client.browse("/learn/")
    assert "Start reading" in following(page)[0]
    assert len(page.select(".course-way")) == 3
    assert "The next attempt opens" in page.words()


def test_used_attempts_lead_to_the_office(client, ada, make):
    make.credential(ada)
    make.attempt(ada, "later-on")
    for _ in range(3):
        make.attempt(ada, "first-weeks", wrong=4)
        make.clock.move(hours=25)
    client.sign_in(ada)
    assert "Whether there is another one, ask ce-office@example.org." in following(client.browse("/learn/"))[0]


def test_an_open_attempt_is_gone_on_with(client, ada, make):
    make.credential(ada)
    make.open_attempt(ada)
    told, target = following(client.browse("/learn/"))
    assert "every answer you gave is saved" in told
    assert target == f"{LEARN}/first-weeks/quiz"


def test_what_is_finished_leads_to_its_certificates(client, ada, make):
    make.completion(ada)
    page = client.browse("/learn/")
    told, target = following(page)
    assert "You have finished everything you started" in told
    assert target == f"{LEARN}/certificates"
    assert "Completed November 23, 2026." in page.words()
    assert not page.select(".course-way, .dashboard-more")


def test_hours_of_the_renewal_cycle_are_told_for_each_license(client, ada, make):
    license_ = make.credential(ada, expires_on=date(2027, 3, 31))
    make.credential(ada, number="MH 99")
    make.outside(ada, license_)
    page = client.browse("/learn/")
    assert "6.0 of 30.0 hours, 128 days left" in page.words()
    assert "Check with your board." in page.words()
    assert page.select_one(f'a[href="/learn/renewal/{license_.id}"]')
    assert "Enter the day it expires" in page.words()


def test_an_expired_course_is_not_offered_and_one_begun_stays(client, ada, make, clock):
    make.enrollment(ada)
    clock.move(days=3 * 366)
    client.sign_in(ada)
    page = client.browse("/learn/")
    assert page.select(".course-way")
    assert not page.select(".dashboard-more")


def test_the_number_of_statements_does_not_depend_on_the_number_of_courses(client, make, three):
    few, many = make.user(), make.user()
    make.enrollment(few)
    three(many)
    counts = []
    for user in (few, many):
        make.credential(user, expires_on=date(2027, 3, 31))
        client.sign_in(user).browse("/learn/")
        with count_queries() as count:
            client.browse("/learn/")
        counts.append(count())
    assert counts[0] == counts[1] <= 12, counts


def test_a_long_course_is_drawn_with_a_bar_a_module(client, ada, make, monkeypatch):
    from ceu.web.learner import dashboard

    monkeypatch.setattr(dashboard, "MANY", 3)
    make.enrollment(ada)
    client.browse(f"{LEARN}/first-weeks/looks")
    client.submit("form.mark-read")
    card = client.browse("/learn/").select_one(".course-way")
    assert (len(card.select(".track-open")), len(card.select(".track-done"))) == (6, 1)


def test_an_email_address_that_is_not_confirmed_is_named_with_the_way_to_confirm_it(client, make, session):
    ada = make.user(confirmed=False)
    make.credential(ada)
    make.enrollment(ada)
    page = client.sign_in(ada).browse("/learn/")
    [link] = [one for one in page.select(".still-open a") if one.text == "Confirm your email address"]
    assert "Send it again" in client.browse(link["href"]).words()
    make.read(ada)
    with count_queries() as unconfirmed:
        page = client.browse("/learn/")
    assert following(page)[0].startswith("Next, in Caring for people who grieve Confirm your email address")
    assert "Confirm your email address" in client.browse(LEARN).select_one(".step-current").text
    assert "not yet confirmed" in client.browse(f"{LEARN}/evaluation").words()
    ada.confirmed_at = make.now
    session.flush()
    with count_queries() as confirmed:
        page = client.browse("/learn/")
    assert unconfirmed() == confirmed()
    assert "Confirm your email" not in page.words()
