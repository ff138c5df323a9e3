"""Corrections that must be read: whom they concern, and that each is read and mailed once."""

import shutil
from datetime import timedelta

import pytest
from factories import COURSE, LIBRARY

from ceu.errors import NotFound
from ceu.models import Notice, NoticeReader, Outbox
from ceu.services import notices, revisions, study

MODULE, SECTION = "first-weeks", "looks"
NOTE = "The first edition was wrong about sleep."
URL = "https://ceu.example.org"
CHANGES = """changes:
  sleep:
    date: 2026-11-20
    section: looks
    note: "{note}"
    must_read: {must}
---
"""


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(LIBRARY, tmp_path / "library")


@pytest.fixture
def correct(make, folder, clock):
    """`correct()` publishes a correction that must be read, an hour later."""

    def publish(note=NOTE, must="true"):
        file = folder / "modules/first-weeks/module.md"
        head, _, body = (LIBRARY / "modules/first-weeks/module.md").read_text().partition("---\nMost")
        file.write_text(
            f"{head}{CHANGES.format(note=note, must=must)}Most{body}".replace("Grief moves.", "Grief goes.")
        )
        clock.move(hours=1)
        return make.publish(folder)

    return publish


@pytest.fixture
def ada(make, folder):
    make.publish(folder)
    user = make.user()
    make.enrollment(user)
    return user


def test_a_correction_is_shown_to_who_began_before_and_to_nobody_else(session, make, ada, correct, clock):
    correct()
    clock.move(minutes=1)
    eve = make.user()
    make.enrollment(eve)
    [told] = notices.of_user(session, ada)
    assert (told.note, told.read_at, told.section_title) == (NOTE, None, "What grief looks like")
    assert told.href == f"/learn/{COURSE}/{MODULE}/{SECTION}"
    assert notices.of_user(session, eve) == ()
    assert notices.of_user(session, make.user()) == ()


def test_who_is_certified_is_told_too(session, make, ada, correct):
    make.completion(ada)
    correct()
    assert [told.note for told in notices.of_user(session, ada)] == [NOTE]


def test_a_change_that_need_not_be_read_is_no_notice(session, make, ada, correct):
    correct(must="false")
    assert make.rows(Notice) == []
    [module] = revisions.changes(session, make.standing(ada)).modules
    assert [(change.id, change.note) for change in module.notes] == [("sleep", NOTE)]


def test_it_comes_with_the_standing_of_its_section_and_no_other(session, make, ada, correct, count_queries):
    correct()
    study.standing(session, ada, COURSE)
    with count_queries() as count:
        where = study.standing(session, ada, COURSE, notes_on=(MODULE, SECTION))
    assert count() == 1
    assert [(one.note, one.read) for one in where.notices] == [(NOTE, False)]
    assert study.standing(session, ada, COURSE, notes_on=(MODULE, "response")).notices == ()


def test_it_is_read_once_and_stays_listed(session, make, ada, correct, clock):
    correct()
    [told] = notices.of_user(session, ada)
    first = clock.move(minutes=1)
    notices.mark_read(session, ada, told.id, now=first)
    notices.mark_read(session, ada, told.id, now=first + timedelta(days=1))
    assert [one.read_at for one in notices.of_user(session, ada)] == [first]
    assert study.standing(session, ada, COURSE, notes_on=(MODULE, SECTION)).notices[0].read


def test_nobody_reads_for_another(session, make, ada, correct, clock):
    correct()
    [told] = notices.of_user(session, ada)
    with pytest.raises(NotFound):
        notices.mark_read(session, make.user(), told.id, now=clock())
    assert make.rows(NoticeReader) == []


def test_taking_the_revision_does_not_take_it_for_read(session, make, ada, correct):
    correct()
    make.take(ada)
    assert [told.read_at for told in notices.of_user(session, ada)] == [None]


def test_it_outlives_its_place_in_the_file_and_follows_the_authors_words(session, make, ada, correct, folder, clock):
    correct()
    since = notices.of_user(session, ada)[0].published_at
    correct(note="Said better.")
    assert [(told.note, told.published_at) for told in notices.of_user(session, ada)] == [("Said better.", since)]
    shutil.copy(LIBRARY / "modules/first-weeks/module.md", folder / "modules/first-weeks")
    clock.move(hours=1)
    make.publish(folder)
    assert [told.note for told in notices.of_user(session, ada)] == ["Said better."]


def test_each_reader_gets_one_mail_and_who_has_read_it_none(session, make, ada, correct, clock):
    eve, bea = make.user(), make.user(confirmed=False)
    for user in (eve, bea):
        make.enrollment(user)
    correct()
    [told] = notices.of_user(session, eve)
    notices.mark_read(session, eve, told.id, now=clock())
    assert notices.write_mails(session, public_url=URL, now=clock()) == 1
    assert notices.write_mails(session, public_url=URL, now=clock()) == 0
    [letter] = [row for row in make.rows(Outbox) if row.kind == "must read"]
    assert letter.recipient == ada.email
    assert NOTE in letter.body
    assert f"{URL}/learn/notices" in letter.body
    notices.mark_read(session, ada, told.id, now=clock())
    assert {row.user_id for row in make.rows(NoticeReader) if row.read_at} == {ada.id, eve.id}


def test_mails_are_written_some_at_a_time(session, make, ada, correct, clock):
    for _ in range(3):
        make.enrollment(make.user())
    correct()
    counts = [notices.write_mails(session, public_url=URL, now=clock(), most=3) for _ in range(3)]
    assert counts == [3, 1, 0]


def test_the_list_takes_the_same_few_statements_for_any_number(session, make, ada, correct, count_queries):
    with count_queries() as none:
        notices.of_user(session, ada)
    correct()
    notices.of_user(session, ada)
    with count_queries() as one:
        notices.of_user(session, ada)
    assert none() == one() == 2
