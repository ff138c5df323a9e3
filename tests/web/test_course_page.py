"""Before enrolling: minutes, pass mark, attempts, and what each of the reader's credentials gets."""

import pytest
from factories import COURSE

ADDRESS = f"/courses/{COURSE}"


def test_the_facts_that_decide_stand_beside_the_way_to_start(client, make):
    make.course()
    glance = client.browse(ADDRESS).select_one('aside[aria-label="At a glance"]').get_text(" ", strip=True)
    for fact in (
        "of reading, 4 sections",
        "questions in the post-tests",
        "75 % to pass",
        "2 attempts at each test",
        "1.0",
    ):
        assert fact in glance, glance
    assert client.page.select(f'aside a[href="{ADDRESS}/read"]')


def test_a_reader_without_credentials_sees_hours_by_profession_and_hints_by_state(client, make):
    make.course()
    part = client.browse(ADDRESS).select_one("#your-hours").parent
    text = part.get_text(" ", strip=True)
    assert "What you get" in text
    assert part.select_one("table tbody th").get_text(strip=True) == "Psychologist"
    assert "contact hours New York State Education Department (NYSED), for NY" in text
    assert "only your board can say what it takes" in text
    assert "36 hours in 3 years, at most 12 of them home study" in text
    assert part.select('details a[rel="noreferrer"]')
    assert "Add your license" not in text
    client.sign_in(make.user())
    assert "Add your license" in client.browse(ADDRESS).select_one("#your-hours").parent.get_text(" ")


def test_a_reader_with_credentials_sees_hours_by_whose_rule_and_a_hint_for_each(client, make):
    ada = make.user()
    make.credential(ada, jurisdiction="NY")
    make.credential(ada, jurisdiction="WY", title="LPC")
    make.credential(ada, profession="nurse", title="RN", jurisdiction="TX")
    make.course()
    client.sign_in(ada)
    part = client.browse(ADDRESS).select_one("#your-hours").parent
    rows = [row.get_text(" ", strip=True) for row in part.select("tbody tr")]
    assert len(rows) == 3
    assert rows[0].startswith("LMHC New York")
    assert "clock hours National Board for Certified Counselors (NBCC)" in rows[0]
    assert "contact hours New York State Education Department (NYSED)" in rows[0]
    assert "at most 12 of them home study" in rows[0]
    assert "Read on November 22, 2026" in rows[0]
    assert "No rule for this credential is known here" in rows[1]
    assert "A certificate without credit" in rows[2]
    assert "check with your board" in part.get_text(" ")
    assert "none of these hours is credit" in part.get_text(" ")
    assert "Wyoming" in client.browse(f"/learn/{COURSE}").get_text(" ")  # and again before the start


def test_nobody_sees_the_credentials_of_another(client, make):
    ada = make.user()
    make.credential(ada, jurisdiction="WY", title="LPC")
    make.course()
    client.sign_in(make.user())
    assert "Wyoming" not in client.browse(ADDRESS).get_text(" ")


def test_home_says_what_one_earns_what_it_costs_and_that_it_is_a_sample(client, make):
    make.course()
    page = client.browse("/")
    glance = page.select_one(".glance").get_text(" ", strip=True)
    for part in ("What you earn 1.0", "What it costs in time", "min", "75 %", "samples of a provider without approval"):
        assert part in glance, glance
    assert page.select(f'.offers a[href="{ADDRESS}"]')
    assert page.select(f'.offers a[href="{ADDRESS}/read"]')
    assert [title.text for title in page.select(".way h3")] == [
        "Read",
        "Pass the post-test",
        "Evaluate and attest",
        "A certificate a board can check",
    ]
    assert len(page.select(".way svg")) == 4


@pytest.mark.nothing_published
def test_home_without_courses_says_so(client):
    page = client.browse("/")
    assert "No course is on offer yet" in page.words()
    assert not page.select(".glance")
