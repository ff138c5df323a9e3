"""Notes through a browser without script, and what the page's script gets."""

import logging
import shutil

import pytest
from databases import count_queries
from factories import COURSE, LIBRARY

from ceu.domain.notes import BODY_MOST, EXACT_MOST
from ceu.models import KeptPost, Note

SECTION = f"/learn/{COURSE}/first-weeks/looks"
ADD = f"{SECTION}/notes"
FORM = "form[data-note-form]"
QUOTE = "The movement itself is what the dual process model calls oscillation"
CHOSEN = {"quote": QUOTE, "before": "one day. ", "after": " ("}


@pytest.fixture
def ada(make, client):
    user = make.user()
    make.enrollment(user)
    client.sign_in(user)
    return user


def highlight(client, **more):
    client.browse(SECTION)
    return client.submit(FORM, **{**CHOSEN, "body": "", **more})


def listed(page):
    return [" ".join(item.get_text(" ").split()) for item in page.select(".my-note")]


def test_a_note_is_written_below_the_text_and_stands_there(client, ada):
    page = client.browse(SECTION)
    assert not page.select_one(".my-notes details").has_attr("open")
    page = client.submit(FORM, body="Ask about sleep.\r\n\r\nAnd food.")
    assert "Your note is saved" in page.words()
    assert page.select_one(".my-notes details").has_attr("open")
    assert page.select_one(".my-note-body").text == "Ask about sleep.\n\nAnd food."
    assert page.select_one("[data-note-count]").text == "1"


def test_the_page_says_who_sees_notes_and_what_not_to_write(client, ada):
    for address in (SECTION, "/learn/notes"):
        words = client.browse(address).words()
        assert "Only you can see" in words
        assert "no client details here" in words


def test_after_a_note_is_saved_the_address_leads_to_it(client, ada, make):
    client.browse(SECTION)
    answer = client.post(ADD, data={"body": "x"}, headers=client.csrf())
    [note] = make.rows(Note)
    assert answer.status_code == 303
    assert answer.location == f"{SECTION}?notes=open#my-note-{note.id}"


def test_an_empty_note_is_refused_where_it_can_be_mended(client, ada, make):
    client.browse(SECTION)
    page = client.submit(FORM, status=422, body="  \n ")
    assert "Write your note first." in page.select_one(".error-summary").text
    page = client.submit("main form", body="Now with words")
    assert listed(page)[0].startswith("Now with words")


def test_a_note_too_long_is_refused_and_nothing_of_it_is_lost(client, ada):
    client.browse(SECTION)
    page = client.submit(FORM, status=422, **{**CHOSEN, "body": "x" * (BODY_MOST + 1)})
    assert "Keep a note to 4000 characters" in page.words()
    assert page.select_one("textarea").text.strip() == "x" * (BODY_MOST + 1)
    assert page.select_one('[name="quote"]')["value"] == QUOTE


def test_a_passage_too_long_is_refused(client, ada):
    client.browse(SECTION)
    page = client.submit(FORM, status=422, quote="x" * (EXACT_MOST + 1), body="y")
    assert "Choose a shorter passage" in page.select_one(".error-summary").text


def test_a_character_no_database_takes_is_left_out(client, ada):
    client.browse(SECTION)
    assert client.submit(FORM, body="a\x00b").select_one(".my-note-body").text == "ab"


def test_what_looks_like_markup_is_text(client, ada):
    client.browse(SECTION)
    page = client.submit(FORM, body="<script>alert(1)</script> & so")
    assert page.select_one(".my-note-body").text == "<script>alert(1)</script> & so"


def test_a_highlight_is_listed_with_a_link_to_its_passage(client, ada):
    page = highlight(client)
    assert "The passage is highlighted" in page.words()
    link = page.select_one(".my-note blockquote a")
    assert link.text == QUOTE
    assert link["href"] == f"{SECTION}#:~:text=The%20movement%20itself%20is,process%20model%20calls%20oscillation"
    item = page.select_one(".my-note")
    assert (item["data-exact"], item["data-after"][:2]) == (QUOTE, " (")


def test_the_script_gets_the_list_back(client, ada):
    headers = {**client.csrf(), "X-Requested-With": "fetch"}
    answer = client.post(ADD, data=CHOSEN, headers=headers)
    text = answer.json["list"]
    assert text.strip().startswith("<li")
    assert f'data-exact="{QUOTE}"' in text


def test_a_note_is_edited_and_one_is_back_where_one_was(client, ada):
    page = highlight(client)
    client.follow("Add a note")
    assert client.page.select_one("main > blockquote").text == QUOTE
    page = client.submit(body="Quote this in the group.")
    assert page.select_one(".my-notes")
    client.browse("/learn/notes")
    client.follow("Edit")
    page = client.submit(body="Quote this twice.")
    assert page.h1.text == "My notes"
    assert "Quote this twice." in page.words()


def test_an_edit_cannot_empty_a_note_on_the_section_or_move_a_passage(client, ada, make):
    client.browse(SECTION)
    client.submit(FORM, body="Mine")
    client.follow("Edit")
    assert "Write your note first." in client.submit(status=422, body="", quote="made up").words()
    highlight(client, body="On it")
    [_, note] = sorted(make.rows(Note), key=lambda one: one.id)
    client.browse(f"/learn/notes/{note.id}")
    page = client.submit(body="", quote="made up")
    assert QUOTE in page.words()
    assert "made up" not in page.words()


def test_a_note_is_deleted_after_one_question(client, ada, make):
    highlight(client)
    client.follow("Delete")
    assert client.page.h1.text == "Delete this note?"
    assert len(make.rows(Note)) == 1
    page = client.submit(button="Delete it")
    assert "The note is deleted" in page.words()
    assert make.rows(Note) == []


def test_a_section_with_notes_takes_two_statements(client, ada):
    for body in ("", "One", "Two"):
        highlight(client, body=body)
    with count_queries() as count:
        client.browse(SECTION)
    assert count() <= 2, list(count)


def test_all_notes_are_listed_by_course_module_and_section(client, ada):
    highlight(client, body="First")
    page = client.browse("/learn/notes")
    heads = [" ".join(head.get_text(" ").split()) for head in page.select("main :is(h1, h2, h3, h4)")]
    assert heads[0] == "My notes"
    assert heads[2:] == ["The first weeks after a loss", "What grief looks like"]
    assert page.select_one("h4 a")["href"] == SECTION


def test_without_notes_the_list_says_how_to_begin(client, ada):
    page = client.browse("/learn/notes")
    assert "No notes yet" in page.words()
    assert page.select_one('a[href="/learn/notes.md"]') is None


def test_a_search_keeps_what_holds_the_words(client, ada):
    highlight(client, body="Monday")
    highlight(client, body="Friday")
    client.browse("/learn/notes")
    page = client.submit('form[role="search"]', q="friday")
    assert len(listed(page)) == 1
    page = client.submit('form[role="search"]', q="Sunday")
    assert "Nothing found" in page.words()
    assert len(listed(client.follow("Show all"))) == 2


def test_the_export_is_a_markdown_file_of_ones_own_notes(client, ada, make):
    highlight(client, body="Ada's words")
    answer = client.get("/learn/notes.md")
    assert answer.mimetype == "text/markdown"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-notes-2026-11-23.md"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert f"> {QUOTE}\n\nAda's words\n" in answer.get_data(as_text=True)
    client.sign_in(make.user("admin"))
    assert "Ada's words" not in client.get("/learn/notes.md").get_data(as_text=True)


def test_a_note_of_another_person_is_not_there(client, ada, make):
    highlight(client)
    [note] = make.rows(Note)
    client.sign_in(make.user("admin"))
    for address in (f"/learn/notes/{note.id}", f"/learn/notes/{note.id}/delete"):
        client.browse(address, status=404)
        assert client.post(address, data={"body": "x"}, headers=client.csrf()).status_code == 404
    assert make.rows(Note)[0].body == ""


def test_the_passage_changed_is_said_beside_the_old_words(client, ada, make, tmp_path):
    highlight(client)
    copy = shutil.copytree(LIBRARY, tmp_path / "library")
    module = copy / "modules" / "first-weeks" / "module.md"
    text = module.read_text()
    start = text.index("The movement itself")
    module.write_text(text[:start] + "It is common" + text[text.index(" [@", start) :])
    make.publish(copy)
    make.take(ada)
    for address in (SECTION, "/learn/notes"):
        page = client.browse(address)
        assert "The passage changed" in page.words()
        assert page.select_one(".my-note blockquote").text == QUOTE
        assert page.select_one(".my-note blockquote a") is None
    assert "*The passage changed.*" in client.get("/learn/notes.md").get_data(as_text=True)


def test_a_note_posted_after_the_sign_in_ended_is_kept_and_saved(client, ada, make, clock):
    client.browse(SECTION)
    clock.move(hours=13)
    page = client.submit(FORM, body="Written while signed out")
    assert "Your note is kept" in page.words()
    assert [kept.noun for kept in make.rows(KeptPost)] == ["note"]
    assert make.rows(Note) == []


def test_a_script_is_told_that_the_sign_in_ended(client, ada, make, clock):
    client.browse(SECTION)
    headers = {**client.csrf(), "X-Requested-With": "fetch"}
    clock.move(hours=13)
    assert client.post(ADD, data=CHOSEN, headers=headers).status_code == 401
    assert make.rows(Note) == []


def test_nothing_of_a_note_is_logged(client, ada, caplog):
    caplog.set_level(logging.DEBUG)
    highlight(client, body="Words nobody logs")
    client.browse("/learn/notes?q=nobody")
    assert "Words nobody logs" not in caplog.text
    assert QUOTE not in caplog.text


def test_a_reload_of_the_forms_address_leads_to_the_section(client, ada):
    assert client.browse(ADD).h1.text == "What grief looks like"


def test_before_the_start_there_is_nothing_to_note(client, make):
    make.course()
    client.sign_in(make.user())
    assert client.post(ADD, data={"body": "x"}, headers=client.csrf()).status_code == 409
