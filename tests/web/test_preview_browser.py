"""The preview in Chromium: it follows the folder by itself, and its pages are as accessible as the website's."""

import contextlib
import threading

import pytest
from looking import axe, look
from previewing import MODULE, QUIZ, Folder
from werkzeug.serving import make_server

from ceu.web.preview import create_app

HERE = "/modules/first-weeks"
PAGES = (
    "/",
    "/codes",
    "/courses/grief-care",
    HERE,
    f"{HERE}/looks",
    f"{HERE}/quiz",
    f"{HERE}/quiz?q-movement=0&q-usual=0&q-usual=1",
    f"{HERE}/quiz?key=1",
    "/modules/later-on",
)


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "content")


@contextlib.contextmanager
def served(folder):
    """The address of a preview of the folder, while it is being served."""
    server = make_server("127.0.0.1", 0, create_app(folder.path), threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def url(folder):
    """The address of a preview of the test's folder."""
    with served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    """The address of a preview of a folder with faults, which all pages tell of."""
    folder = Folder(tmp_path_factory.mktemp("faulty") / "content")
    folder.edit(MODULE, "Grief moves.", "Grief <b>moves</b> [@nobody2020].")
    folder.edit(QUIZ, "- [x] Oscillation.", "- [ ] Oscillation.")
    folder.write("modules/later-on/module.md", "Hello.\n")
    with served(folder) as address:
        yield address


def test_the_page_reloads_itself_when_a_file_is_saved(page, url, folder):
    page.goto(f"{url}{HERE}/looks")
    folder.edit(MODULE, "Grief moves.", "Grief moves, and the page with it.")
    page.get_by_text("and the page with it").wait_for()
    folder.edit(MODULE, "and the page with it", "and [@nobody2020] is unknown")
    page.get_by_text('Unknown citation "nobody2020"').wait_for()


def test_a_page_follows_its_folder_when_it_goes_and_comes_back(page, url, folder, tmp_path):
    page.goto(url)
    folder.path.rename(tmp_path / "elsewhere")
    page.get_by_text("renamed, moved or deleted").wait_for()
    (tmp_path / "elsewhere").rename(folder.path)
    page.get_by_role("heading", name="content", exact=True).wait_for()


def test_what_was_answered_stays_when_the_quiz_is_saved(page, url, folder):
    page.goto(f"{url}{HERE}/quiz")
    page.get_by_label("Oscillation.").check()
    page.get_by_role("button", name="Check question movement").click()
    page.get_by_text("1 of 1 answered right").wait_for()
    assert page.url.endswith("#question-movement"), "the question is still in sight"
    folder.edit(QUIZ, "- [ ] Regression.", "- [ ] Repression.")
    page.get_by_text("Repression.").wait_for()
    assert page.get_by_label("Oscillation.").is_checked()


def test_a_stopped_preview_is_told(page, url):
    page.goto(url)
    page.route("**/version", lambda route: route.abort())
    page.get_by_text("The preview has stopped").wait_for()
    page.unroute("**/version")
    page.get_by_text("reloads itself when you save").wait_for()


def test_without_script_a_plain_reload_shows_what_was_saved(browser, url, folder):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{url}{HERE}/looks")
    assert page.get_by_text("Reload the page to see what you have saved.").is_visible()
    folder.edit(MODULE, "Grief moves.", "Grief moves slowly.")
    page.reload()
    assert page.get_by_text("Grief moves slowly.").is_visible()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_a_phone_holds_everything(page, faulty, path):
    page.emulate_media(reduced_motion="reduce")
    page.goto(faulty + path)
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {fault}" for fault in axe(page)]
    page.set_viewport_size({"width": 360, "height": 780})
    found += look(page, "tooWide")
    assert not found, "\n".join(found)
