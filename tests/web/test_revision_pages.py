"""The pages of a revision, through a browser without script: what changed, and taking it."""

import shutil

import pytest
from databases import count_queries
from factories import COURSE, LIBRARY

LEARN = f"/learn/{COURSE}"
SECTION = f"{LEARN}/first-weeks/looks"
CHANGES = f"{LEARN}/changes"


@pytest.fixture
def ada(make, client):
    make.course()
    user = make.user(name="Ada Ross")
    client.sign_in(user)
    make.read(user)
    return user


@pytest.fixture
def revise(make, tmp_path, clock):
    """`revise(old, new)` changes the first module and publishes it an hour later."""
    folder = shutil.copytree(LIBRARY, tmp_path / "library")

    def change(old, new):
        file = folder / "modules/first-weeks/module.md"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        clock.move(hours=1)
        make.publish(folder)

    return change


def test_every_page_says_that_there_is_a_revision_and_leads_to_what_changed(client, ada, revise):
    revise("Grief moves.", "Grief wanders.")
    for address in ("/learn/", LEARN, SECTION):
        page = client.browse(address)
        assert "November 23, 2026" in page.words()
        assert page.select_one(f'main a[href="{CHANGES}"]').text == "See what changed"
    assert client.browse(f"{LEARN}/later-on/stays").select(f'a[href="{CHANGES}"]') == []


def test_what_changed_is_marked_and_read_out(client, ada, revise):
    revise("Grief moves.", "Grief wanders.")
    page = client.browse(CHANGES)
    [gone], [came] = page.select(".diff del"), page.select(".diff ins")
    assert gone.get_text() == "deleted: moves., end of deletion."
    assert came.get_text() == "inserted: wanders., end of insertion."
    assert "The hours stay the same" in page.words()
    assert "1 section that you have read changed" in page.words()


def test_taking_it_leads_to_the_course_where_the_changed_section_is_marked(client, ada, revise):
    revise("Grief moves.", "Grief wanders.")
    client.browse(CHANGES)
    page = client.submit(f'form[action="{CHANGES}"]')
    assert "You now read the new revision" in page.words()
    assert [note.text for note in page.select(".outline-note")] == ["changed since you read it"]
    page = client.browse(SECTION)
    assert "Grief wanders." in page.words()
    client.follow("See what changed in this section")
    assert len(client.page.select(".diff ins")) == 1
    client.browse(SECTION)
    client.submit("form.mark-read")
    assert "Changed since you read it" not in client.browse(SECTION).words()


def test_taking_what_was_not_shown_shows_it_first(client, ada, revise):
    revise("Grief moves.", "Grief wanders.")
    client.browse(CHANGES)
    revise("Grief wanders.", "Grief walks.")
    page = client.submit(f'form[action="{CHANGES}"]')
    assert "revised once more" in page.words()
    assert "walks." in page.select_one(".diff ins").text


def test_taking_it_twice_is_no_error(client, ada, revise):
    revise("Grief moves.", "Grief wanders.")
    page = client.browse(CHANGES)
    data = {"revision": page.select_one("input[name=revision]")["value"]}
    headers = client.csrf()
    for _ in range(2):
        assert client.post(CHANGES, data=data, headers=headers).status_code == 303


def test_without_a_revision_the_page_says_so(client, ada):
    assert "You read the newest revision" in client.browse(CHANGES).words()
    assert client.browse(f"{SECTION}/changes").h1.text == "What grief looks like"


def test_a_new_section_is_named_and_not_shown(client, ada, revise):
    section = '## What to add {#added objectives="recognize"}\n\nA paragraph that is new.\n\n## A first'
    revise("## A first", section)
    page = client.browse(CHANGES)
    assert "1 section is new and unread" in page.words()
    assert "A paragraph that is new" not in page.words()


def test_the_section_page_still_takes_two_statements(client, ada, revise):
    revise("Grief moves.", "Grief wanders.")
    client.browse(SECTION)
    with count_queries() as count:
        client.browse(SECTION)
    assert count() <= 2, count
    client.browse(CHANGES)
    client.submit(f'form[action="{CHANGES}"]')
    client.browse(SECTION)
    with count_queries() as count:
        client.browse(SECTION)
    assert count() <= 2, count


def test_the_result_of_a_test_whose_module_is_gone_is_still_shown(client, ada, make, tmp_path, clock):
    make.credential(ada)
    make.attempt(ada, "later-on", wrong=4)
    folder = shutil.copytree(LIBRARY, tmp_path / "smaller")
    course = folder / f"courses/{COURSE}.md"
    text = course.read_text().replace("modules: [first-weeks, later-on]", "modules: [first-weeks]")
    head, _, rest = text.partition("credits:\n")
    course.write_text(f"{head}credits: []\nevaluation:{rest.partition('evaluation:')[2]}")
    clock.move(hours=1)
    make.publish(folder)
    make.take(ada)
    assert "no longer part of the course" in client.browse(f"{LEARN}/later-on/quiz/result").words()


# Corrections that must be read


@pytest.fixture
def corrected(ada, revise):
    revise(
        "---\nMost",
        'changes:\n  sleep:\n    date: 2026-11-20\n    section: looks\n    note: "It was wrong."\n'
        "    must_read: true\n---\nMost",
    )
    return ada


@pytest.mark.parametrize("address", ["/learn/", SECTION, "/learn/transcript", "/learn/notices"])
def test_a_correction_stands_on_the_page_until_it_is_read(client, corrected, address):
    page = client.browse(address)
    assert "It was wrong." in page.words()
    page = client.submit('form[action^="/learn/notices/"]')
    assert client.address.startswith(address)
    assert "Noted that you have read" in page.words()
    assert client.browse(address).select('form[action^="/learn/notices/"]') == []
    assert "It was wrong." in client.browse("/learn/notices").words()


def test_a_correction_stands_beside_the_certificates(client, corrected, make):
    make.completion(corrected)
    assert "It was wrong." in client.browse(f"{LEARN}/certificates").words()


def test_a_correction_read_stays_on_its_section_folded(client, corrected):
    client.browse(SECTION)
    client.submit('form[action^="/learn/notices/"]')
    assert "Corrections you have read (1)" in client.browse(SECTION).words()


def test_saying_read_leads_nowhere_else(client, corrected):
    page = client.browse(SECTION)
    action = page.select_one('form[action^="/learn/notices/"]')["action"]
    for back in ("https://example.org/", "//example.org", "/learn/\\example.org", "/account/logout"):
        answer = client.post(action, data={"back": back}, headers=client.csrf())
        assert answer.location == "/learn/notices"


def test_a_section_page_with_a_correction_takes_two_statements(client, corrected):
    client.browse(SECTION)
    with count_queries() as count:
        client.browse(SECTION)
    assert count() <= 2, count
