"""Factories: each makes what a test needs through the services that the platform itself uses.

They add to the session and flush; nothing is committed unless the test does.
"""

import random
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from shutil import copytree

from sqlalchemy import select

from ceu.domain import evaluation as evaluation_items
from ceu.models import Course, WebAuthn
from ceu.services import (
    accounts,
    assessment,
    certificates,
    completion,
    credentials,
    evaluation,
    outside,
    publishing,
    repeats,
    revisions,
    sign_ins,
    study,
)

LIBRARY = Path(__file__).parent / "library"
COURSE = "grief-care"
START = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # a Monday morning in New York
NO_PASSWORD = "!"  # no hash: nobody signs in with a password here
PUBLIC_URL = "http://localhost"

_numbers = count(1)


class Make:
    """`make.user()`, `make.completion(user)`, ...: what is missing before is made on the way."""

    def __init__(self, session, clock):
        self.session, self.clock = session, clock

    @property
    def now(self):
        """The test's time."""
        return self.clock()

    def user(self, *roles, name="Ada Ross", mail=None, zone="America/New_York", confirmed=True, password_hash=None):
        """A person; without roles a learner."""
        user = accounts.add_account(
            self.session,
            mail=mail or f"person{next(_numbers)}@example.org",
            legal_name=name,
            password_hash=password_hash or NO_PASSWORD,
            time_zone=zone,
            now=self.now,
            roles=roles or ("learner",),
            confirmed=confirmed,
        )
        self.session.flush()
        sign_ins.begin(self.session, user.id, user.fs_uniquifier, before=None, user_agent="", now=self.now)
        self.session.flush()
        return user

    def passkey(self, user, name="Phone", usage="first"):
        """A passkey whose private half nobody has."""
        made = WebAuthn(
            user_id=user.id,
            credential_id=f"passkey {next(_numbers)}".encode(),
            public_key=b"none",
            backup_state=False,
            device_type="single_device",
            lastuse_datetime=self.now.replace(tzinfo=None),
            name=name,
            usage=usage,
        )
        self.session.add(made)
        self.session.flush()
        return made

    def credential(self, user, **changes):
        """A Florida counselor's license, or what `changes` says."""
        given = {
            "kind": "license",
            "profession": "counselor",
            "title": "LMHC",
            "jurisdiction": "FL",
            "number": f"MH {next(_numbers):05}",
            "name_as_printed": user.legal_name,
            "expires_on": None,
        }
        made = credentials.add(self.session, user, credentials.Given(**{**given, **changes}), self.now)
        self.session.flush()
        return made

    def publish(self, folder=LIBRARY):
        """Publish a content folder and return what that did."""
        done = publishing.publish_folder(self.session, folder, now=self.now, by="test")
        self.session.flush()
        return done

    def course(self):
        """The slug of the test library's course, published."""
        if self.session.get(Course, COURSE) is None:
            self.publish()
        return COURSE

    def course_with_minimum(self, folder, minutes=3):
        """The test library's course, published from a copy in `folder` that asks for so many minutes of study."""
        copytree(LIBRARY, folder)
        page = folder / "courses" / f"{COURSE}.md"
        page.write_text(page.read_text().replace("evaluation:", f"minimum_minutes: {minutes}\nevaluation:"))
        self.publish(folder)
        return COURSE

    def standing(self, user, course=COURSE):
        """Where `user` stands in the course."""
        self.session.flush()
        return study.standing(self.session, user, course)

    def enrollment(self, user):
        """`user` has started the course."""
        digest = self.session.get(Course, self.course()).current
        made = study.start(self.session, user, COURSE, disclosed=digest, now=self.now)
        self.session.flush()
        return made

    def take(self, user):
        """`user` takes the course's newest revision."""
        where = self.standing(user)
        revisions.take(self.session, user, where, where.current, now=self.now)

    def read(self, user):
        """`user` has read every section."""
        self.enrollment(user)
        where = self.standing(user)
        for module in where.offer.modules:
            for section in module.sections:
                study.mark_read(self.session, where, module.slug, section.id, now=self.now)
        return self.standing(user)

    def open_attempt(self, user, module="first-weeks", seed=1):
        """`user` has read everything and begun the module's post-test; the form is drawn by `seed`."""
        where = self.read(user)
        assessment.begin(self.session, where, module, rng=random.Random(seed), now=self.now)
        self.session.flush()
        return assessment.latest(self.session, user, COURSE, module)

    def attempt(self, user, module="first-weeks", wrong=0, seed=1):
        """`user` has submitted an attempt with so many wrong answers; without any she passes."""
        sitting = self.open_attempt(user, module, seed)
        given = {}
        for number, item in enumerate(sitting.form.questions):
            right = sitting.questions[item.digest].options
            chosen = [str(place) for place, index in enumerate(item.order) if right[index].right]
            if number < wrong:
                chosen = [next(str(place) for place, index in enumerate(item.order) if not right[index].right)]
            given[item.id] = chosen
        assessment.save(self.session, user, COURSE, module, given, now=self.now)
        made = assessment.submit(self.session, user, COURSE, module, now=self.now)
        self.session.flush()
        return made

    def passed(self, user):
        """`user` has read everything and passed every post-test."""
        where = self.read(user)
        for module in where.offer.modules:
            if module.slug not in where.passed:
                self.attempt(user, module.slug)
        return self.standing(user)

    def evaluated(self, user):
        """`user` has passed and filled in the evaluation."""
        where = self.passed(user)
        if where.evaluated_on is None:
            answers = {item.id: "4" for item in evaluation_items.items(where.offer.modules)}
            evaluation.give(self.session, user, where, answers, now=self.now)
        return self.standing(user)

    def completion(self, user):
        """`user` has completed the course; without a credential she gets a certificate without credit."""
        where = self.evaluated(user)
        if not credentials.of(self.session, user):
            user.wants_no_credit = True
        completion.complete(
            self.session,
            user,
            where,
            agreed=True,
            typed_name=user.legal_name,
            public_url=PUBLIC_URL,
            now=self.now,
        )
        self.session.flush()
        return completion.completion_of(self.session, user, COURSE)

    def opened_again(self, user, reason="A new license period."):
        """The office has opened the course to `user` once more, who completes it for that if need be."""
        if completion.completion_of(self.session, user, COURSE) is None:
            self.completion(user)
        letter = repeats.open_again(
            self.session, user, COURSE, reason, actor_id=None, public_url=PUBLIC_URL, now=self.now
        )
        self.session.flush()
        return letter

    def certificates(self, user):
        """The certificates of `user`, who completes the course for them if need be."""
        held = certificates.of_user(self.session, user)
        if not held:
            self.completion(user)
            held = certificates.of_user(self.session, user)
        return [one.certificate for one in held]

    def certificate(self, user):
        """The first of them."""
        return self.certificates(user)[0]

    def outside(self, user, credential=None, file=None, **changes):
        """Six live contact hours of another provider for the credential, or what `changes` says."""
        given = {
            "credential_id": (credential or self.credential(user)).id,
            "title": "Ethics in rural practice",
            "provider": "Acme Seminars",
            "completed_on": date(2026, 10, 1),
            "hours": Decimal("6.0"),
            "unit": "contact hours",
            "ethics_hours": Decimal("3.0"),
            "home_study": False,
        }
        upload = outside.Upload("scan.pdf", file) if file else None
        reported = outside.Given(**{**given, **changes})
        return outside.add(self.session, user, reported, upload, now=self.now, today=self.now.date())

    def rows(self, table):
        """Every row of a model, for assertions."""
        return list(self.session.scalars(select(table)))
