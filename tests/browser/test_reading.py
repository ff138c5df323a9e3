"""The comforts of the reading page in a real browser: by mouse and by keyboard, wide and narrow, light and dark."""

import re

import looking
import pytest
import rich_library
import steps
from factories import COURSE
from playwright.sync_api import expect

MODULE = f"/learn/{COURSE}/first-weeks"
LOOKS, RESPONSE, PRINT = f"{MODULE}/looks", f"{MODULE}/response", f"{MODULE}/print"
KINDS = {
    "citation": ("Reference", "Death Studies"),
    "term": ("Definition", "The movement between the loss and the tasks"),
    "footnote-ref": ("Footnote", "used for much that is not denial"),
}
FOCUS = "document.activeElement.className"


@pytest.fixture(scope="module")
def world(server, tmp_path_factory):
    """The course with every kind of note and a figure, and two learners; returns their session cookies."""
    from ceu import create_app
    from ceu.web.sign_in import signed_in_session

    with server.make() as make:
        make.publish(rich_library.write(tmp_path_factory.mktemp("text") / "library"))
        app = create_app(server.settings)
        signer = app.session_interface.get_signing_serializer(app)
        cookies = []
        for _ in range(2):
            user = make.user()
            make.enrollment(user)
            cookies.append(signer.dumps(signed_in_session(user, make.now)))
        return cookies


def sign_in(context, server, cookie):
    context.add_cookies([{"name": "session", "value": cookie, "url": server.url}])


@pytest.fixture
def reader(page, server, world):
    """A learner's page without animations; what breaks in a script or against the policy fails the test."""
    sign_in(page.context, server, world[0])
    page.emulate_media(reduced_motion="reduce")
    broken = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda said: broken.append(said.text) if said.type == "error" else None)
    yield page
    assert broken == []


def axe(page):
    """Return what axe finds, in light and in dark."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {broken}" for broken in looking.axe(page)]
    return found


def inside(page, selector):
    """Whether the element lies within the window."""
    box = page.locator(selector).bounding_box()
    window = page.viewport_size
    return (
        box["x"] >= 0
        and box["y"] >= 0
        and box["x"] + box["width"] <= window["width"]
        and box["y"] + box["height"] <= window["height"]
    )


# Notes


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("kind", KINDS)
def test_a_note_opens_in_place_and_gives_the_focus_back(reader, server, kind, width):
    name, words = KINDS[kind]
    reader.set_viewport_size({"width": width, "height": 780})
    reader.goto(server.url + LOOKS)
    before = reader.evaluate("scrollY")
    reader.locator(f".prose a.{kind}").first.focus()
    at = reader.evaluate("scrollY")
    reader.keyboard.press("Enter")
    note = reader.get_by_role("dialog", name=name)
    expect(note).to_contain_text(words)
    expect(note).to_be_focused()
    assert inside(reader, ".note")
    assert axe(reader) == []
    reader.keyboard.press("Escape")
    expect(note).to_be_hidden()
    assert kind in reader.evaluate(FOCUS)
    assert reader.evaluate("scrollY") == at >= before
    assert "#" not in reader.url


def test_a_note_lies_beside_the_words_it_belongs_to_on_a_wide_screen(reader, server):
    reader.goto(server.url + LOOKS)
    link = reader.locator(".prose a.citation").first
    link.click()
    words, note = link.bounding_box(), reader.locator(".note").bounding_box()
    assert 0 <= note["y"] - (words["y"] + words["height"]) < 20
    assert note["width"] < 500


def test_a_citation_in_a_definition_opens_in_the_same_note(reader, server):
    reader.goto(server.url + LOOKS)
    reader.locator(".prose a.term").first.click()
    reader.locator(".note a.citation").click()
    expect(reader.get_by_role("dialog", name="Reference")).to_contain_text("Death Studies")
    reader.keyboard.press("Escape")
    assert "term" in reader.evaluate(FOCUS)


def test_a_note_closes_by_its_button_and_when_the_focus_leaves_it(reader, server):
    reader.goto(server.url + LOOKS)
    note = reader.locator(".note")
    link = reader.locator(".prose a.citation").first
    link.click()
    note.get_by_role("button", name="Close").click()
    expect(note).to_be_hidden()
    expect(link).to_be_focused()
    link.click()
    for _ in range(6):
        reader.keyboard.press("Tab")
    expect(note).to_be_hidden()
    assert reader.evaluate(FOCUS) != ""


def test_from_a_note_one_gets_to_the_list(reader, server):
    reader.goto(server.url + LOOKS)
    reader.locator(".prose a.citation").first.click()
    reader.get_by_role("link", name="Show in the list").click()
    expect(reader).to_have_url(re.compile("#ref-stroebe1999$"))
    expect(reader.locator(".note")).to_be_hidden()


def test_a_click_with_a_modifier_is_the_browsers_own(reader, server):
    reader.goto(server.url + LOOKS)
    reader.locator(".prose a.citation").first.click(modifiers=["Alt"], no_wait_after=True)
    expect(reader.locator(".note")).to_be_hidden()


def test_without_script_a_citation_leads_to_the_list_and_nothing_empty_is_offered(browser, server, world):
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, server, world[0])
    page = context.new_page()
    page.goto(server.url + LOOKS)
    for gone in ("Continue where you stopped", "Keyboard and your place in the text", "Enlarge figure"):
        expect(page.get_by_text(gone)).to_have_count(page.locator(".js-only", has_text=gone).count())
        assert not any(one.is_visible() for one in page.get_by_text(gone).all())
    page.locator(".prose a.citation").first.click()
    expect(page).to_have_url(re.compile("#ref-stroebe1999$"))
    context.close()


# Figures


@pytest.mark.parametrize("width", [1280, 360])
def test_a_figure_fills_the_screen_with_its_description_and_can_be_doubled(reader, server, width):
    reader.set_viewport_size({"width": width, "height": 780})
    reader.goto(server.url + LOOKS)
    button = reader.get_by_role("button", name="Enlarge figure: Toward the loss and away from it")
    button.focus()
    reader.keyboard.press("Enter")
    dialog = reader.get_by_role("dialog", name="Toward the loss and away from it")
    expect(dialog).to_contain_text("with longer stays below over time")
    sheet, figure = dialog.locator(".enlarged-sheet"), dialog.locator("svg")
    assert dialog.bounding_box() == {"x": 0, "y": 0, "width": width, "height": 780}
    once = figure.bounding_box()["width"]
    assert sheet.evaluate("e => e.scrollWidth === e.clientWidth")
    zoom = dialog.get_by_role("button", name="200 %")
    expect(zoom).to_have_attribute("aria-pressed", "false")
    zoom.press("Enter")
    expect(zoom).to_have_attribute("aria-pressed", "true")
    assert figure.bounding_box()["width"] == pytest.approx(2 * once, rel=0.1)
    assert dialog.locator("p").last.bounding_box()["width"] <= width
    assert axe(reader) == []
    assert reader.evaluate("new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size"
                           " === document.querySelectorAll('[id]').length")  # fmt: skip
    reader.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()


# Previous and next


def test_alt_shift_and_an_arrow_go_to_the_next_page_and_back(reader, server):
    reader.goto(server.url + LOOKS)
    reader.keyboard.press("Alt+Shift+ArrowRight")
    expect(reader).to_have_url(server.url + RESPONSE)
    reader.keyboard.press("Alt+Shift+ArrowLeft")
    expect(reader).to_have_url(server.url + LOOKS)
    reader.get_by_text("Keyboard and your place").click()
    expect(reader.get_by_text("next page")).to_be_visible()
    assert axe(reader) == []


def test_no_single_key_and_no_key_during_a_selection_goes_anywhere(reader, server):
    reader.goto(server.url + LOOKS)
    for key in ("n", "p", "ArrowRight", "ArrowLeft", "Shift+ArrowRight"):
        reader.keyboard.press(key)
    reader.evaluate("getSelection().selectAllChildren(document.querySelector('.prose p'))")
    reader.keyboard.press("Alt+Shift+ArrowRight")
    reader.evaluate("getSelection().removeAllRanges()")
    expect(reader).to_have_url(server.url + LOOKS)


# The place in the text


def stop_at(page, server, words):
    """Read the long section up to the paragraph that begins with `words`, then leave."""
    page.goto(server.url + RESPONSE)
    page.get_by_text(words).evaluate("e => e.scrollIntoView()")
    page.goto(server.url + LOOKS)
    page.goto(server.url + RESPONSE)


def test_on_return_the_paragraph_is_offered_and_nothing_moves_for_it(reader, server):
    stop_at(reader, server, "Paragraph 17 of many")
    offer = reader.get_by_role("button", name="Continue where you stopped")
    expect(offer).to_be_visible()
    assert reader.evaluate("scrollY") == 0
    offer.click()
    paragraph = reader.get_by_text("Paragraph 17 of many")
    expect(paragraph).to_be_focused()
    assert 0 <= paragraph.bounding_box()["y"] < 120
    assert axe(reader) == []


def test_a_first_visit_and_a_look_at_the_top_offer_nothing(reader, server):
    reader.goto(server.url + RESPONSE)
    reader.goto(server.url + LOOKS)
    reader.goto(server.url + RESPONSE)
    expect(reader.get_by_role("button", name="Continue where you stopped")).to_be_hidden()


def test_the_place_is_found_by_its_words_when_a_revision_moved_it(reader, server):
    reader.goto(server.url + RESPONSE)
    opening = reader.get_by_text("Paragraph 9 of many").inner_text()[:60]
    reader.evaluate(
        """opening => localStorage.setItem("place:" + document.querySelector("[data-place]").dataset.place,
                                           JSON.stringify({at: 3, opening}))""",
        opening,
    )
    reader.reload()
    reader.get_by_role("button", name="Continue where you stopped").click()
    expect(reader.get_by_text("Paragraph 9 of many")).to_be_focused()


@pytest.mark.parametrize("kept", ["nonsense", "{}", '{"at": 9999, "opening": "gone"}'])
def test_a_place_that_makes_no_sense_is_not_offered(reader, server, kept):
    reader.goto(server.url + RESPONSE)
    reader.evaluate(
        'kept => localStorage.setItem("place:" + document.querySelector("[data-place]").dataset.place, kept)', kept
    )
    reader.reload()
    reader.wait_for_load_state("networkidle")
    expect(reader.locator("[data-resume]")).to_be_hidden()


def test_another_person_at_the_same_browser_is_not_shown_the_place(reader, server, world):
    stop_at(reader, server, "Paragraph 17 of many")
    reader.context.clear_cookies()
    sign_in(reader.context, server, world[1])
    reader.goto(server.url + RESPONSE)
    expect(reader.locator("[data-resume]")).to_be_hidden()


def test_a_section_marked_as_read_forgets_the_place(reader, server, world):
    reader.context.clear_cookies()
    sign_in(reader.context, server, world[1])
    stop_at(reader, server, "Paragraph 17 of many")
    steps.press(reader, reader.locator("form.mark-read button"))
    reader.goto(server.url + RESPONSE)
    expect(reader.locator("[data-resume]")).to_be_hidden()


# The page as it arrives


PLACES = """[...document.querySelectorAll("main *:not(.enlarge)")].filter((e) => e.checkVisibility())
  .map((e) => [e.tagName, e.className.baseVal ?? e.className, e.getBoundingClientRect().top])
  .filter(([tag]) => ["P", "H2", "LI", "FIGURE", "FIGCAPTION", "FORM", "NAV", "SUMMARY"].includes(tag))"""
TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_moves_when_the_script_arrives_after_the_first_paint(reader, server, width):
    reader.set_viewport_size({"width": width, "height": 780})
    held = []

    def hold(route):
        held.append(route)

    for address in (LOOKS, RESPONSE):
        stop_at(reader, server, "Paragraph 17 of many")
        reader.route("**/reading.js*", hold)
        reader.goto(server.url + address, wait_until="commit")
        reader.locator(".pager").wait_for()
        reader.evaluate(TWO_FRAMES)
        before = reader.evaluate(PLACES)
        held.pop().continue_()
        reader.locator("[aria-keyshortcuts]").first.wait_for()
        reader.wait_for_load_state()
        reader.unroute("**/reading.js*")
        assert reader.evaluate(PLACES) == before


def test_a_section_takes_at_most_six_requests_and_its_script_ten_kilobytes(reader, server):
    sizes = {}
    reader.on("response", lambda response: sizes.update({response.url.split("?")[0]: len(response.body())}))
    reader.goto(server.url + LOOKS)
    reader.wait_for_load_state("networkidle")
    sizes = {url: size for url, size in sizes.items() if "favicon" not in url}  # browsers keep it for the whole site
    assert len(sizes) <= 6, sizes
    assert next(size for url, size in sizes.items() if url.endswith("reading.js")) < 10_000


# The module on one page


@pytest.mark.parametrize("width", [1280, 360])
def test_the_printable_module_is_accessible_and_fits_the_screen(reader, server, width):
    reader.set_viewport_size({"width": width, "height": 780})
    reader.goto(server.url + PRINT)
    assert axe(reader) == []
    assert reader.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_on_paper_figures_are_whole_and_only_the_text_is_printed(reader, server, paper, tmp_path):
    reader.goto(server.url + PRINT)
    file = tmp_path / "module.pdf"
    reader.pdf(path=file, format=paper, prefer_css_page_size=False)
    words = text_of(file)
    assert "Caring for people who grieve" in words
    assert "Sample content, not for credit" in words
    assert "https://doi.org/10.1080/074811899201046" in words
    assert "1/" in words.replace(" ", "")
    for screen_only in ("Sign out", "My learning", "Enlarge figure", "print command"):
        assert screen_only not in words


def text_of(file):
    """Return the words of a PDF file."""
    import subprocess

    told = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True)
    return " ".join(told.stdout.split())
