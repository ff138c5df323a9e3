"""What the longest section costs at a first visit, in bytes and requests as the browser counts them."""

import re
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from servers import Process, on_free_port
from sqlalchemy import select
from visitor import Visitor

from ceu.models import Course
from ceu.services import study
from config import Settings

CONTENT = Path(__file__).resolve().parents[2] / "content"
MOST_BYTES, MOST_REQUESTS = 60_000, 6
# Figures are drawn in the page, with their long descriptions and tables.
FIGURE = re.compile(rb"<figure.*?</figure>", re.DOTALL)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """A server with the shipped courses, a learner who has started all of them, and her sections' addresses."""
    instance = tmp_path_factory.mktemp("shipped") / "instance"
    settings = on_free_port(Settings(instance=instance, content=CONTENT, workers=1))
    server = Process(settings, lambda: datetime.now(UTC)).start()
    with server.make() as make:
        user, session = make.user(), make.session
        for course in session.scalars(select(Course)):
            study.start(session, user, course.slug, disclosed=course.current, now=make.now)
        session.flush()
        sections = [
            f"/learn/{course.slug}/{module.slug}/{section.id}"
            for course in session.scalars(select(Course))
            for module in study.standing(session, user, course.slug).offer.modules
            for section in module.sections
        ]
        user = SimpleNamespace(id=user.id, fs_uniquifier=user.fs_uniquifier)
    visitor = Visitor(settings, user, datetime.now(UTC))
    yield server, visitor, sections
    visitor.close()
    server.stop()


def test_the_longest_section_loads_in_few_requests_and_little_data(shipped, browser):
    server, visitor, sections = shipped
    pages = {address: FIGURE.sub(b"", visitor.get(address)[1]) for address in sections}
    longest = max(pages, key=lambda address: len(pages[address]))
    context = browser.new_context()
    name, _, value = visitor.headers["Cookie"].partition("=")
    context.add_cookies([{"name": name, "value": value, "url": server.url}])
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    taken, asked = [], []
    network.on("Network.loadingFinished", lambda event: taken.append(event["encodedDataLength"]))
    network.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    page.goto(server.url + longest, wait_until="networkidle")
    figures = len(page.content().encode()) - len(FIGURE.sub(b"", page.content().encode()))
    context.close()
    assert len(asked) <= MOST_REQUESTS, asked
    assert len(taken) == len(asked)
    assert 20_000 < sum(taken) - figures <= MOST_BYTES, f"{longest}: {taken}, of it figures: {figures}"
