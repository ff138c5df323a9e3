"""What the tests in a browser share: the world of all pages, and a browser for the people in it."""

import pytest
from looking import Viewer
from world import make_world


@pytest.fixture(scope="module")
def world(server):
    """One learner in each state, and the office; returns (values for addresses, a session cookie for each)."""
    return make_world(server)


@pytest.fixture(scope="module")
def views(browser, server, world):
    """Opens pages as each person: `views.open(who, path)`."""
    made = Viewer(browser, server, world)
    yield made
    made.close()
