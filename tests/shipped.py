"""The shipped courses on a server of their own, and how a learner gets through them."""

import random
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

from factories import PUBLIC_URL
from servers import Process, on_free_port
from sqlalchemy import select
from visitor import Visitor

from ceu.domain import evaluation as items
from ceu.models import Course
from ceu.services import assessment, completion, evaluation, study
from config import Settings

CONTENT = Path(__file__).resolve().parents[1] / "content"


def serve(folder):
    """Start a server with an instance folder in `folder` and publish the shipped courses."""
    settings = on_free_port(Settings(instance=folder / "instance", content=CONTENT, workers=1))
    return Process(settings, lambda: datetime.now(UTC)).start()


def visitor(server, user):
    """Return a signed-in visitor; `cookie_of` says the session a browser needs."""
    known = SimpleNamespace(id=user.id, fs_uniquifier=user.fs_uniquifier)
    return Visitor(server.settings, known, datetime.now(UTC))


def cookie_of(signed_in, server):
    """Return the visitor's session as Playwright's `add_cookies` takes it."""
    name, _, value = signed_in.headers["Cookie"].partition("=")
    return {"name": name, "value": value, "url": server.url}


class Student:
    """A person's way through one of the shipped courses; `make` is the factories of an open session."""

    def __init__(self, make, user, course):
        self.make, self.session, self.user, self.course = make, make.session, user, course
        study.start(make.session, user, course, disclosed=make.session.get(Course, course).current, now=make.now)
        self.session.flush()

    def where(self):
        """Where she stands."""
        self.session.flush()
        return study.standing(self.session, self.user, self.course)

    def sections(self):
        """The addresses of all sections, in their order."""
        return [
            f"/learn/{self.course}/{module.slug}/{section.id}"
            for module in self.where().offer.modules
            for section in module.sections
        ]

    def read(self, module, most=None):
        """Mark the module's sections as read, or the first `most` of them."""
        where = self.where()
        for section in where.offer.modules[where.offer.number(module)].sections[:most]:
            study.mark_read(self.session, where, module, section.id, now=self.make.now)

    def begin(self, module, seed=1):
        """Begin the post-test of a module that was read; return the sitting."""
        assessment.begin(self.session, self.where(), module, rng=random.Random(seed), now=self.make.now)
        self.session.flush()
        return assessment.latest(self.session, self.user, self.course, module)

    def sit(self, module, wrong=0):
        """Read the module and hand in its post-test with so many wrong answers."""
        self.read(module)
        sitting = self.begin(module)
        given = {}
        for number, item in enumerate(sitting.form.questions):
            options = sitting.questions[item.digest].options
            right = [str(place) for place, index in enumerate(item.order) if options[index].right]
            given[item.id] = (
                right if number >= wrong else [str(p) for p in range(len(options)) if str(p) not in right][:1]
            )
        assessment.save(self.session, self.user, self.course, module, given, now=self.make.now)
        assessment.submit(self.session, self.user, self.course, module, now=self.make.now)
        self.session.flush()

    def complete(self):
        """Pass every post-test, evaluate and attest."""
        for module in self.where().offer.modules:
            self.sit(module.slug)
        where = self.where()
        answers = {item.id: "4" for item in items.items(where.offer.modules)}
        evaluation.give(self.session, self.user, where, answers, now=self.make.now)
        completion.complete(
            self.session,
            self.user,
            self.where(),
            agreed=True,
            typed_name=self.user.legal_name,
            public_url=PUBLIC_URL,
            now=self.make.now,
        )
        self.session.flush()


def courses(session):
    """Return the slugs of the courses."""
    return list(session.scalars(select(Course.slug).order_by(Course.slug)))
