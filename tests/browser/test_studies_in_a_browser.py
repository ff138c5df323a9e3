"""A figure of studies in a real browser: chosen by keyboard, told aloud, complete without a script, whole on paper."""

import pytest
import rich_library
from content_folder import ARMS
from factories import COURSE
from looking import axe, look
from playwright.sync_api import expect

SECTION = f"/learn/{COURSE}/first-weeks/looks"
OPEN = f"/courses/{COURSE}/read"


MOVED = """() => new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)))
    .observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => done(0)));
})"""


@pytest.fixture(scope="module")
def cookie(server, tmp_path_factory):
    """The course with a figure of studies in its first section, and a learner's session."""
    from ceu import create_app
    from ceu.web.sign_in import signed_in_session

    folder = rich_library.write(tmp_path_factory.mktemp("text") / "library")
    module = folder / "modules" / "first-weeks" / "module.md"
    (module.parent / "figures" / "arms.csv").write_text(ARMS.replace("mergener1991", "stroebe1999"))
    figure = '![What arrived](figures/arms.csv "Three arms.")\n'
    text = module.read_text()
    head, heading, rest = text.partition("## ")
    first, _, below = rest.partition("\n\n")
    module.write_text(f"{head}{heading}{first}\n\n{figure}\n{below}")
    with server.make() as make:
        assert not make.publish(folder).kept
        app = create_app(server.settings)
        user = make.user()
        make.enrollment(user)
        return app.session_interface.get_signing_serializer(app).dumps(signed_in_session(user, make.now))


@pytest.fixture
def reader(page, server, cookie):
    """Her page; what breaks in a script or against the policy fails the test."""
    page.context.add_cookies([{"name": "session", "value": cookie, "url": server.url}])
    page.emulate_media(reduced_motion="reduce")
    broken = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda said: broken.append(said.text) if said.type == "error" else None)
    yield page
    assert broken == []


def drawn(page):
    return page.locator("g.fig-arm:not([display=none]) > text:first-child").all_text_contents()


def in_order(page):
    """Return the arms that are drawn, from the top down."""
    return page.evaluate("""() => [...document.querySelectorAll("g.fig-arm:not([display=none])")]
        .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
        .map((arm) => arm.querySelector("text").textContent)""")


def test_arms_are_chosen_by_keyboard_and_what_is_shown_is_told(reader, server):
    reader.goto(server.url + SECTION)
    figure = reader.locator("figure.studies")
    before = figure.locator("svg").bounding_box()["height"]
    reader.get_by_label("By vein").focus()
    reader.keyboard.press("Space")
    expect(figure.get_by_role("status")).to_have_text("2 of 3 arms shown: By mouth, fasting; A range only.")
    assert drawn(reader) == ["By mouth, fasting", "A range only"]
    assert figure.locator("svg").bounding_box()["height"] < before
    expect(figure.locator("tbody tr:visible")).to_have_count(2)
    figure.get_by_role("button", name="No arm").click()
    expect(figure.get_by_role("status")).to_contain_text("No arm is chosen")
    figure.get_by_role("button", name="All arms").click()
    expect(figure.get_by_role("status")).to_have_text("3 of 3 arms shown.")
    figure.get_by_label("Order").select_option("smallest first")
    assert in_order(reader) == ["A range only", "By mouth, fasting", "By vein"]
    assert reader.locator("figure.studies tbody th").all_inner_texts()[0].startswith("A range only")
    # The axis stays, whatever is chosen.
    assert figure.locator(".fig-foot text").all_text_contents()[:6] == ["0", "20", "40", "60", "80", "100"]


def test_nothing_moves_when_the_script_arrives(reader, server):
    reader.goto(server.url + SECTION)
    reader.wait_for_function("document.querySelector('g.fig-arm[display]')")
    moved = reader.evaluate(MOVED)
    assert moved == 0


def test_without_a_script_all_arms_and_the_table_are_there(browser, server, cookie):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "session", "value": cookie, "url": server.url}])
    page = context.new_page()
    page.goto(server.url + SECTION)
    assert len(drawn(page)) == 3
    expect(page.locator("figure.studies tbody tr:visible")).to_have_count(3)
    expect(page.locator(".studies-choose")).to_be_hidden()
    context.close()


def test_on_paper_there_are_no_controls_and_every_fold_is_open(reader, server):
    reader.goto(f"{server.url}/learn/{COURSE}/first-weeks/print")
    expect(reader.locator(".studies-choose")).to_be_hidden()
    reader.emulate_media(media="print")
    words = reader.locator("figure:not(.studies) .figure-words-body p").first
    assert words.bounding_box()["height"] > 0
    expect(reader.locator(".figure-words > summary").first).to_be_hidden()


@pytest.mark.parametrize("path", [SECTION, OPEN])
def test_axe_finds_nothing_and_all_fits(reader, server, cookie, path):
    if path == OPEN:
        reader.context.clear_cookies()
    reader.goto(server.url + path)
    expect(reader.locator("figure.studies .studies-choose")).to_be_visible()
    for summary in reader.locator(".figure-words:not([open]) > summary").all():
        summary.click()
    found = axe(reader) + look(reader, "unseenFocus")
    reader.emulate_media(color_scheme="dark")
    reader.set_viewport_size({"width": 320, "height": 640})
    found += axe(reader) + look(reader, "tooWide", "tooSmall", "outOfOrder")
    reader.emulate_media(forced_colors="active")
    found += look(reader, "unseenFocus", "lostWithColors")
    assert not found, "\n".join(found)


def test_on_the_open_page_a_citation_opens_in_place(page, server, cookie):
    page.goto(server.url + OPEN)
    page.locator("figure.studies a.citation").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("Reference")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
