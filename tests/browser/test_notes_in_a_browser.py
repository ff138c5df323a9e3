"""Highlights and notes on a passage in a real browser, by mouse and by keyboard, with script and without."""

import pytest
import rich_library
import steps
from factories import COURSE
from playwright.sync_api import expect

from ceu.models import Note
from ceu.web.sign_in import signed_in_session

SECTION = f"/learn/{COURSE}/first-weeks/looks"
QUOTE = "The movement itself is what the dual process model calls oscillation"
# Selects `words` as a mouse or a screen reader's cursor does; they may lie in several elements.
SELECT = """(words) => {
  const walker = document.createTreeWalker(document.querySelector(".prose:not(.intro)"), NodeFilter.SHOW_TEXT);
  const places = [];
  let text = "";
  while (walker.nextNode()) for (const [index, letter] of [...walker.currentNode.data].entries()) {
    text += /\\s/.test(letter) ? " " : letter;
    places.push([walker.currentNode, index]);
  }
  const start = text.indexOf(words), [node, offset] = places[start + words.length - 1];
  const [first, at] = places[start];
  getSelection().setBaseAndExtent(first, at, node, offset + 1);
}"""
PAINTED = "[...(CSS.highlights.get('my-note') ?? [])].map((range) => range.toString().replace(/\\s+/g, ' '))"


@pytest.fixture
def ada(live):
    """Ada, who has begun the course; returns her session cookie."""
    with live.make() as make:
        user = make.user()
        make.enrollment(user)
        kept = signed_in_session(user, make.now)
    cookie = live.app.session_interface.get_signing_serializer(live.app).dumps(kept)
    return {"name": "session", "value": cookie, "url": live.url}


@pytest.fixture
def section(page, live, ada):
    page.context.add_cookies([ada])
    page.goto(live.url + SECTION)
    return page


def select(page, words):
    page.evaluate(SELECT, words)
    expect(page.get_by_role("group", name="Selected passage")).to_be_visible()


def bar(page, name):
    return page.get_by_role("group", name="Selected passage").get_by_role("button", name=name, exact=True)


def notes_of(live):
    from sqlalchemy import select as choose

    with live.session() as session:
        return [(note.anchor, note.body) for note in session.scalars(choose(Note).order_by(Note.id))]


def test_a_highlight_is_painted_at_once_and_after_a_reload(section, live):
    before = section.locator(".prose:not(.intro)").inner_html()
    select(section, QUOTE)
    bar(section, "Highlight").click()
    expect(section.get_by_role("status").filter(has_text="Highlighted")).to_be_visible()
    assert section.evaluate(PAINTED) == [QUOTE]
    expect(section.locator("[data-note-count]")).to_have_text("1")
    expect(section.get_by_role("group", name="Selected passage")).to_be_hidden()
    [(anchor, body)] = notes_of(live)
    assert QUOTE in anchor
    assert "within one day. " in anchor
    assert body == ""
    section.reload()
    assert section.evaluate(PAINTED) == [QUOTE]
    assert section.locator(".prose:not(.intro)").inner_html() == before  # painting leaves the text's elements alone


def test_a_note_is_written_on_a_selection_by_keyboard_alone(section, live):
    section.locator("body").click(position={"x": 2, "y": 2})
    section.evaluate(SELECT, QUOTE)
    group = section.get_by_role("group", name="Selected passage")
    expect(group).to_be_visible()
    for _ in range(60):
        section.keyboard.press("Tab")
        if section.evaluate("document.activeElement.closest('[data-note-bar]') !== null"):
            break
    section.keyboard.press("Tab")
    section.keyboard.press("Enter")
    expect(section.get_by_label("Add a note", exact=True)).to_be_focused()
    expect(section.locator("[data-note-quote]")).to_have_text(QUOTE)
    section.keyboard.type("Both are part of it.")
    section.keyboard.press("Tab")
    with section.expect_navigation():
        section.keyboard.press("Enter")
    expect(section.locator(".my-note-body")).to_have_text("Both are part of it.")
    assert section.evaluate(PAINTED) == [QUOTE]


def test_the_button_below_the_text_takes_the_selection_too(section):
    section.locator(".my-notes summary").click()
    section.get_by_role("button", name="Note on selection").click()
    expect(section.get_by_text("Select a passage in the text first")).to_be_visible()
    section.evaluate(SELECT, "Grief moves.")
    expect(section.get_by_role("group", name="Selected passage")).to_be_visible()
    section.get_by_role("button", name="Note on selection").click()
    expect(section.locator("[data-note-quote]")).to_have_text("Grief moves.")
    section.get_by_role("button", name="On the whole section instead").click()
    expect(section.locator("[data-note-passage]")).to_be_hidden()
    assert section.locator('[data-note-form] [name="quote"]').input_value() == ""


def test_a_passage_over_several_elements_is_one_passage(section):
    words = "oscillation (Stroebe & Schut, 1999). A client who laughs"
    select(section, words)
    bar(section, "Highlight").click()
    expect(section.locator("[data-note-count]")).to_have_text("1")
    assert section.evaluate(PAINTED) == [words]


def test_beside_figures_footnotes_and_what_other_scripts_put_in_a_passage_is_the_same_for_page_and_server(
    page, live, ada, tmp_path
):
    with live.make() as make:
        make.publish(rich_library.write(tmp_path / "library"))
    page.context.add_cookies([ada])
    page.goto(live.url + SECTION)
    last = page.locator(".prose:not(.intro) :is(p, td, dd):not(.section-references *)").last.inner_text().strip()
    words = " ".join(last.split())
    select(page, words)
    bar(page, "Highlight").click()
    expect(page.locator("[data-note-count]")).to_have_text("1")
    page.reload()
    assert page.evaluate(PAINTED) == [words]


def test_escape_closes_the_buttons(section):
    select(section, QUOTE)
    section.keyboard.press("Escape")
    expect(section.get_by_role("group", name="Selected passage")).to_be_hidden()


def test_from_the_list_one_goes_to_the_passage_with_the_focus(section):
    select(section, "A client who laughs in the morning")
    bar(section, "Highlight").click()
    expect(section.locator("[data-note-count]")).to_have_text("1")
    section.set_viewport_size({"width": 1280, "height": 300})
    section.locator(".my-notes summary").click()
    section.locator(".my-note blockquote a").click()
    expect(section.locator(".prose p:focus").filter(has_text="A client who laughs")).to_be_in_viewport()


def test_a_highlight_after_the_sign_in_ended_is_kept_through_the_sign_in(section, live):
    select(section, QUOTE)
    live.clock.move(hours=13)
    with section.expect_navigation():
        bar(section, "Highlight").click()
    expect(section.get_by_text("Your note is kept")).to_be_visible()
    assert notes_of(live) == []


def test_a_highlight_that_could_not_be_sent_is_said_not_to_be_saved(section):
    section.route("**/notes", lambda route: route.abort())
    select(section, QUOTE)
    bar(section, "Highlight").click()
    expect(section.get_by_text("Not saved.")).to_be_visible()


def test_the_buttons_fit_a_phone_and_stay_on_the_screen(section):
    section.set_viewport_size({"width": 320, "height": 640})
    select(section, QUOTE)
    for name in ("Highlight", "Note"):
        expect(bar(section, name)).to_be_in_viewport(ratio=1)
        assert bar(section, name).bounding_box()["height"] >= 24


def test_without_script_a_note_is_written_changed_and_deleted(browser, live, ada):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([ada])
    page = context.new_page()
    page.goto(live.url + SECTION)
    expect(page.get_by_role("button", name="Note on selection")).to_be_hidden()
    page.locator(".my-notes summary").click()
    page.get_by_label("Add a note", exact=True).fill("Without script.")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator(".my-note-body")).to_be_visible()
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Your note").fill("Changed without script.")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator(".my-note-body")).to_have_text("Changed without script.")
    page.get_by_role("link", name="Delete").click()
    steps.press(page, page.get_by_role("button", name="Delete it"))
    assert notes_of(live) == []
    context.close()
