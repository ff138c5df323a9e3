"""The shipped courses at a first visit: bytes and requests as a browser counts them, and Lighthouse's scores."""

import json
import re
import subprocess
from pathlib import Path
from types import SimpleNamespace

import machine
import pytest
import shipped

MOST_BYTES, MOST_REQUESTS = 60_000, 6
# Figures are drawn in the page, with their long descriptions and tables.
FIGURE = re.compile(rb"<figure.*?</figure>", re.DOTALL)
LIGHTHOUSE = Path(__file__).with_name("lighthouse.js")
# The least of 100 points. How fast a page is depends on how busy the machine is, and that can only cost points: the
# best of a few tries tells about the page. Only a page whose score is too low is tried again.
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100}
TRIES = 6
OPEN = {"home", "course"}  # judged as anybody, the others as the learner


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server with the shipped courses."""
    started = shipped.serve(tmp_path_factory.mktemp("shipped"))
    yield started
    started.stop()


@pytest.fixture(scope="module")
def learner(server):
    """A learner who has started every course, read a module of one and begun its post-test."""
    with server.make() as make:
        user = make.user()
        students = [shipped.Student(make, user, course) for course in shipped.courses(make.session)]
        sections = [address for student in students for address in student.sections()]
        longest = max(students, key=lambda student: len(student.sections()))
        module = longest.where().offer.modules[-1].slug
        longest.read(module)
        longest.begin(module)
        signed_in = shipped.visitor(server, user)
    yield SimpleNamespace(
        visitor=signed_in,
        cookie=shipped.cookie_of(signed_in, server),
        sections=sections,
        course=longest.course,
        question=f"/learn/{longest.course}/{module}/quiz/1",
    )
    signed_in.close()


@pytest.fixture(scope="module")
def longest(learner):
    """The address of the section whose page is the longest, figures apart."""
    lengths = {address: len(FIGURE.sub(b"", learner.visitor.get(address)[1])) for address in learner.sections}
    return max(lengths, key=lengths.get)


def test_the_longest_section_loads_in_few_requests_and_little_data(server, learner, longest, browser, fact):
    context = browser.new_context()
    context.add_cookies([learner.cookie])
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    taken, asked = [], []
    network.on("Network.loadingFinished", lambda event: taken.append(event["encodedDataLength"]))
    network.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    page.goto(server.url + longest, wait_until="networkidle")
    source = page.content().encode()
    figures = len(source) - len(FIGURE.sub(b"", source))
    context.close()
    fact("first load", section=longest, bytes=sum(taken) - figures, requests=len(asked))
    assert len(asked) <= MOST_REQUESTS, asked
    assert len(taken) == len(asked)
    assert 20_000 < sum(taken) - figures <= MOST_BYTES, f"{longest}: {taken}, of it figures: {figures}"


@pytest.mark.browser
@pytest.mark.lighthouse
@pytest.mark.timeout(1200)
def test_lighthouse_finds_little_to_improve(server, learner, longest, fact):
    paths = {
        "home": "/",
        "course": f"/courses/{learner.course}",
        "dashboard": "/learn/",
        "section": longest,
        "quiz": learner.question,
    }
    for _ in range(TRIES):
        judged = judge(server, learner, paths)
        for page in judged:
            if page["scores"]:
                fact("lighthouse", **page)
        paths = {page["name"]: paths[page["name"]] for page in judged if too_low(page)}
        if not paths:
            break
    assert not paths, "\n".join(f"{page['name']}: {page['scores']}: {page['lost']}" for page in judged if too_low(page))


def judge(server, learner, paths):
    """Return what lighthouse.js says of each page; one that could not be judged has no scores."""
    session = learner.visitor.headers["Cookie"]
    asked = {
        # With windows it takes fewer seconds to give Lighthouse its trace.
        "chromium": machine.chromium((*machine.WITH_WINDOWS, machine.WITHOUT_WINDOWS)),
        "flags": machine.FLAGS,
        "categories": list(LEAST),
        "pages": [
            {"name": name, "url": server.url + path, "cookie": "" if name in OPEN else session}
            for name, path in paths.items()
        ],
    }
    ended = subprocess.run(
        ["node", LIGHTHOUSE], input=json.dumps(asked), capture_output=True, text=True, check=False, timeout=600
    )
    found = {page["name"]: page for page in map(json.loads, ended.stdout.splitlines())}
    return [found.get(name, {"name": name, "scores": {}, "lost": [ended.stderr]}) for name in paths]


def too_low(page):
    """Return whether a score is missing or below what it must be."""
    return any(page["scores"].get(category, 0) < least for category, least in LEAST.items())
