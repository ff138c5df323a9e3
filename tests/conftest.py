"""What every test may ask for. The support behind the fixtures lies in the modules beside this file."""

import gc
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis
import machine
import network
import pytest
from databases import Postgresql, Sqlite, count_queries, make_engine
from factories import LIBRARY, START, Make
from sqlalchemy.orm import Session

from ceu.domain.certificate import keys
from ceu.models import engine as engines
from config import Settings

SERVICES = Path(__file__).parent / "services"
EMPTY = ", empty"

network.close()
gc.set_threshold(100_000, 50, 100)  # what is imported and collected is much; looking through it often is slow
# How long an example takes says how busy the machine is; nothing here is a timed test.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")
for name in [name for name in os.environ if name.startswith("CEU_") and name != "CEU_REQUIRE_BROWSER"]:
    del os.environ[name]  # a developer's settings are no part of the tests


def pytest_addoption(parser):
    """Add the option that makes the load tests long."""
    parser.addoption("--rounds", type=int, default=1, help="how often the load tests repeat; the suite does it once")
    parser.addoption("--facts", type=Path, help="the file to which tests add what they measured, a JSON line each")


def pytest_runtest_setup():
    """Let each test begin as a process does: its transactions may write."""
    engines.may_write.set(True)


# What takes a worker longest comes first, so that no worker has much left to do when the others are done.
LONGEST = (
    "test_every_page",
    "test_whole_path",
    "test_shipped_pages",
    "test_serving",
    "test_reading",
    "test_sign_in_methods",
    "test_without_script",
    "test_preview_browser",
    "test_preview_findings",
    "test_routes",
)


def pytest_collection_modifyitems(items):
    """Begin with the longest files, and leave out what this machine cannot run, unless it must."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONGEST)))
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker(pytest.mark.browser)
    for mark, tool in zip(("browser", "poppler", "nu", "lighthouse"), machine.TOOLS, strict=True):
        marked = [item for item in items if item.get_closest_marker(mark)]
        if not marked or tool.here():
            continue
        reason = f"{tool.name} is not here; `make test` says how it tried to get it"
        if machine.required():
            pytest.exit(f"CEU_REQUIRE_BROWSER is set, but {reason}.", returncode=3)
        for item in marked:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def fact(request):
    """`fact("first load", bytes=…)` notes what a test measured, for `make quality`."""
    file = request.config.getoption("--facts")

    def note(kind, **what):
        if file:
            with file.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps({"kind": kind, **what}) + "\n")

    return note


# Databases


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory):
    """Fresh SQLite databases: `sqlite.fresh()` is an address."""
    return Sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql():
    """Fresh databases on a real PostgreSQL: `postgresql.fresh()` is an address."""
    server = Postgresql()
    yield server
    server.stop()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request):
    """Both kinds, one after the other."""
    return request.getfixturevalue(request.param)


def pytest_generate_tests(metafunc):
    """Run the tests of services on both databases, all others on SQLite."""
    if "engine" not in metafunc.fixturenames:
        return
    both = metafunc.definition.path.is_relative_to(SERVICES)
    empty = EMPTY if metafunc.definition.get_closest_marker("nothing_published") else ""
    if both or empty:
        kinds = [name + empty for name in (("sqlite", "postgresql") if both else ("sqlite",))]
        metafunc.parametrize("engine", kinds, indirect=True, scope="session")


@pytest.fixture(scope="session")
def engine(request):
    """The engine behind `session`. The test library is published there, unless a test is marked to want nothing."""
    kind = getattr(request, "param", "sqlite")
    made = make_engine(request.getfixturevalue(kind.removesuffix(EMPTY)).fresh())
    if not kind.endswith(EMPTY):
        with Session(made) as opened, opened.begin():
            Make(opened, lambda: START).publish()
    yield made
    made.dispose()


@pytest.fixture
def connection(engine):
    """A connection in a transaction that is rolled back after the test."""
    engines.may_write.set(True)
    with engine.connect() as opened:
        transaction = opened.begin()
        yield opened
        engines.may_write.set(True)
        transaction.rollback()


@pytest.fixture
def session(connection):
    """A session whose commits are savepoints: nothing stays after the test."""
    with Session(connection, join_transaction_mode="create_savepoint") as opened:
        yield opened


@pytest.fixture(name="count_queries")
def count_queries_():
    """`with count_queries() as count: ...` and then `count()`; the statements are in the list `count`."""
    return count_queries


# Time


class Clock:
    """The time of a test: it stands still until it is moved."""

    def __init__(self, at):
        self.at = at

    def __call__(self):
        """Return the time in UTC."""
        return self.at

    def move(self, **by):
        """Go forward: `clock.move(hours=24)`."""
        self.at += timedelta(**by)
        return self.at


@pytest.fixture
def clock():
    """The application's clock in this test."""
    return Clock(START)


# The application


@pytest.fixture(scope="session", autouse=True)
def compiled_templates(tmp_path_factory):
    """Compile each template once for all applications of all the processes that test side by side."""
    from jinja2 import FileSystemBytecodeCache

    from ceu.web.platform import Platform

    folder = tmp_path_factory.getbasetemp().parent / "templates"
    folder.mkdir(exist_ok=True)
    Platform.jinja_options = {**Platform.jinja_options, "bytecode_cache": FileSystemBytecodeCache(folder)}


def settings_for(folder, **more):
    """Return settings for an application of its own in `folder`."""
    return Settings(instance=folder, content=LIBRARY, **more)


def hash_quickly(app):
    """Let new passwords be hashed with little work: dozens of sign-ins in a test need not take half a minute."""
    app.extensions["security"].pwd_context.update(argon2__memory_cost=64, argon2__time_cost=1)


@pytest.fixture(scope="session")
def settings(tmp_path_factory, sqlite):
    """The settings of the application that the tests of one process share."""
    made = settings_for(tmp_path_factory.mktemp("instance"), database=sqlite.fresh())
    keys.make_key(made.instance / "keys", common_name="Test provider (demonstration)", now=START)
    return made


@pytest.fixture(scope="session")
def shared_app(settings):
    """The application; use `app`, which gives it this test's database and clock."""
    from ceu import create_app

    made = create_app(settings)
    made.config["TESTING"] = True
    hash_quickly(made)
    return made


@pytest.fixture
def app(shared_app, connection, clock):
    """The application on this test's connection: whatever it commits is rolled back after the test."""
    from ceu.extensions import db

    engines_of_app = db._app_engines[shared_app]
    kept = dict(engines_of_app)
    engines_of_app[None] = connection
    shared_app.config["CLOCK"] = clock
    yield shared_app
    engines_of_app.update(kept)
    del shared_app.config["CLOCK"]


@pytest.fixture
def client(app):
    """A browser without JavaScript that inspects every page it opens; see `tests/browsing.py`."""
    from browsing import Client

    app.test_client_class = Client
    return app.test_client()


@pytest.fixture
def make(session, clock):
    """Factories: see `tests/factories.py`."""
    return Make(session, clock)


# Real servers and a real browser


@pytest.fixture
def fresh_app(tmp_path, sqlite, clock):
    """An application with a database of its own, for streaming and threads, where a rollback cannot reach."""
    from ceu import create_app
    from ceu.extensions import db

    made = create_app(settings_for(tmp_path, database=sqlite.fresh()))
    made.config.update(TESTING=True, CLOCK=clock)
    hash_quickly(made)
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """`ceu serve` with the small library, shared by a module's tests: `server.url`, `server.make()`, `server.said()`.

    It runs by the real time.
    """
    from servers import Process, on_free_port

    instance = tmp_path_factory.mktemp("server") / "instance"
    started = Process(on_free_port(settings_for(instance, workers=1)), lambda: datetime.now(UTC)).start()
    yield started
    started.stop()


@pytest.fixture
def live(tmp_path, sqlite, clock):
    """A server in this process with a fresh database and the test's `clock`: `live.url`, `live.make()`, `live.app`."""
    from servers import InProcess, on_free_port

    started = InProcess(on_free_port(settings_for(tmp_path, database=sqlite.fresh())), clock)
    yield started
    started.stop()


# A test leaves its pages before what V8 optimizes for later could be of use.
SHORT_LIVES = "--js-flags=--no-opt --no-maglev"


@pytest.fixture(scope="module")
def browser():
    """A Chromium. While it is open, this thread runs an event loop; so it is closed at the end of each module."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        args = [*machine.FLAGS, SHORT_LIVES]
        opened = playwright.chromium.launch(executable_path=machine.chromium(), args=args)
        yield opened
        opened.close()


@pytest.fixture
def page(browser):
    """A page in a browser profile of its own, 1280 pixels wide, in New York."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, timezone_id="America/New_York", locale="en-US"
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
