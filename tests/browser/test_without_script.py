"""Without script nothing stands on a page that only script could do, and study and account can be used.

The way to the certificate, notes, the transcript and the tests have theirs in the files named for them.
"""

import pytest
import steps
from factories import COURSE
from looking import Viewer
from pages import CASES
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def without_script(browser, server, world):
    """Opens pages as each person, in a browser without script."""
    made = Viewer(browser, server, world, java_script_enabled=False)
    yield made
    made.close()


def test_no_page_offers_what_only_script_could_do(without_script):
    found = []
    for who, path in CASES:
        page = without_script.open(who, path)
        dead = page.locator("button[type=button]:visible, .js-only:visible, a[href='#']:visible")
        found += [f"{path} as {who}: {text}" for text in dead.all_inner_texts() if path != "/design"]
    assert not found, "\n".join(found)


def test_a_learner_searches_studies_on_paper_and_keeps_her_account(without_script, server):
    page = without_script.open("reading", "/learn/search")
    page.get_by_role("searchbox").fill("oscillation")
    steps.press(page, page.locator("main").get_by_role("button", name="Search"))
    assert page.locator("main mark").count() >= 1
    steps.press(page, page.locator("main .card-title a").first)
    steps.press(page, page.get_by_role("link", name="The whole module on one page"))
    assert page.locator("main .prose h2").count() >= 2
    page.goto(f"{server.url}/account/")
    page.get_by_label("Full legal name").fill("Ada Ross-Lind")
    page.get_by_label("Time zone").select_option("America/Chicago")
    steps.press(page, page.get_by_role("button", name="Save profile"))
    assert page.get_by_label("Full legal name").input_value() == "Ada Ross-Lind"
    expect(page.locator(".messages")).to_be_visible()
    steps.press(page, page.get_by_role("button", name="Sign out"))
    page.goto(f"{server.url}/learn/{COURSE}")
    assert "/account/login" in page.url
