"""The learners whose requests are measured: each has read the shipped course and sits in an open attempt."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from ceu.models import Course
from ceu.services import accounts, assessment, sign_ins, study


@dataclass(frozen=True, slots=True)
class Sitter:
    """A learner, a section page of hers, and what she posts for a saved answer."""

    user: SimpleNamespace
    section: str
    question: str
    answer: dict[str, int]


def sitters(engine: Engine, count: int) -> list[Sitter]:
    """Make `count` learners on the first published course."""
    now = datetime.now(UTC)
    made = []
    with Session(engine) as session, session.begin():
        course = session.scalars(select(Course).order_by(Course.slug).limit(1)).one()
        for number in range(count):
            user = accounts.add_account(
                session,
                mail=f"bench{number}@sample.invalid",
                legal_name="Sample Learner",
                password_hash="!",
                time_zone="America/New_York",
                now=now,
                confirmed=True,
            )
            session.flush()
            sign_ins.begin(session, user.id, user.fs_uniquifier, before=None, user_agent="", now=now)
            study.start(session, user, course.slug, disclosed=course.current, now=now)
            session.flush()
            where = study.standing(session, user, course.slug)
            module = where.offer.modules[0]
            for section in module.sections:
                study.mark_read(session, where, module.slug, section.id, now=now)
            where = study.standing(session, user, course.slug)
            assessment.begin(session, where, module.slug, rng=random.Random(number), now=now)
            session.flush()
            sitting = assessment.latest(session, user, course.slug, module.slug)
            page, item = next(
                (n, one)
                for n, page in enumerate(sitting.form.pages, 1)
                for one in page.questions
                if sitting.questions[one.digest].kind == "single"
            )
            base = f"/learn/{course.slug}/{module.slug}"
            made.append(
                Sitter(
                    user=SimpleNamespace(id=user.id, fs_uniquifier=user.fs_uniquifier),
                    section=f"{base}/{module.sections[len(module.sections) // 2].id}",
                    question=f"{base}/quiz/{page}",
                    answer={f"q-{item.id}": 0, "go": "next"},
                )
            )
    return made
