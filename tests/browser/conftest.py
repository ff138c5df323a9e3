"""What the tests in a browser share: the world of all pages, and a browser for each person in it."""

import pages
import pytest
from world import make_world


@pytest.fixture(scope="module")
def world(server):
    """One learner in each state, and the office; returns (values for addresses, a session cookie for each)."""
    return make_world(server)


@pytest.fixture(scope="module")
def views(browser, server, world):
    """A browser context for each person."""
    _, cookies = world
    made = {}
    for kind in pages.PAGES:
        # Reduced motion: a color on its way from light to dark is neither.
        made[kind] = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        if kind in cookies:
            made[kind].add_cookies([{"name": "session", "value": cookies[kind], "url": server.url}])
    yield made
    for context in made.values():
        context.close()
