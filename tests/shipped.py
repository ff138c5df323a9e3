"""The shipped courses on a server of their own, and a learner in the middle of them."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

from servers import Process, on_free_port
from sqlalchemy import select
from visitor import Visitor

from ceu.models import Course
from ceu.services import assessment, study
from config import Settings

CONTENT = Path(__file__).resolve().parents[1] / "content"


@dataclass(frozen=True, slots=True)
class Learner:
    """Addresses are paths: of all sections, of a module that was read, and of the first page of its open post-test."""

    visitor: Visitor
    course: str
    sections: tuple[str, ...]
    read: str
    question: str

    @property
    def cookie(self):
        """The session as (name, value)."""
        name, _, value = self.visitor.headers["Cookie"].partition("=")
        return name, value


def serve(folder):
    """Start a server with an instance folder in `folder` and publish the shipped courses."""
    settings = on_free_port(Settings(instance=folder / "instance", content=CONTENT, workers=1))
    return Process(settings, lambda: datetime.now(UTC)).start()


def learner(server):
    """Make a learner who has started every course, read the last module of the longest, and begun its post-test."""
    with server.make() as make:
        user, session, now = make.user(), make.session, make.now
        for course in session.scalars(select(Course)):
            study.start(session, user, course.slug, disclosed=course.current, now=now)
        session.flush()
        places = [study.standing(session, user, slug) for slug in session.scalars(select(Course.slug))]
        sections = [
            f"/learn/{where.offer.slug}/{module.slug}/{section.id}"
            for where in places
            for module in where.offer.modules
            for section in module.sections
        ]
        longest = max(places, key=lambda where: len(where.offer.modules)).offer
        module = longest.modules[-1]
        where = study.standing(session, user, longest.slug)
        for section in module.sections:
            study.mark_read(session, where, module.slug, section.id, now=now)
        where = study.standing(session, user, longest.slug)
        assessment.begin(session, where, module.slug, rng=random.Random(1), now=now)
        session.flush()
        read = f"/learn/{longest.slug}/{module.slug}"
        known = SimpleNamespace(id=user.id, fs_uniquifier=user.fs_uniquifier)
    return Learner(
        visitor=Visitor(server.settings, known, datetime.now(UTC)),
        course=longest.slug,
        sections=tuple(sections),
        read=read,
        question=f"{read}/quiz/1",
    )
