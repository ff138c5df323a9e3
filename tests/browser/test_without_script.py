"""Without script nothing stands on a page that only script could do, and study and account can be used.

The way to the certificate, notes, the transcript and the tests have theirs in the files named for them.
"""

import pytest
import steps
from factories import COURSE
from pages import CASES, PAGES
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def without_script(browser, server, world):
    """A browser context without script for each person."""
    made = {}
    for kind in PAGES:
        made[kind] = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
        made[kind].set_default_timeout(10_000)
        if kind in world[1]:
            made[kind].add_cookies([{"name": "session", "value": world[1][kind], "url": server.url}])
    yield made
    for context in made.values():
        context.close()


def test_no_page_offers_what_only_script_could_do(without_script, server, world):
    found = []
    pages = {kind: context.new_page() for kind, context in without_script.items()}
    for who, path in CASES:
        page = pages[who]
        page.goto(server.url + path.format(**world[0]))
        dead = page.locator("button[type=button]:visible, .js-only:visible, a[href='#']:visible")
        found += [f"{path} as {who}: {text}" for text in dead.all_inner_texts() if path != "/design"]
    assert not found, "\n".join(found)


def test_a_learner_searches_studies_on_paper_and_keeps_her_account(without_script, server):
    page = without_script["reading"].new_page()
    page.goto(f"{server.url}/learn/search")
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
