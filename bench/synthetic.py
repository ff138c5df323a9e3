"""Synthetic completions in bulk, with facts as the platform would have frozen them.

They are written past the services, by the ten thousand, so that exports and checks can be measured on a database of
the size they will meet. Names and numbers say that they are samples; nothing here is a person.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.orm import Session

from ceu.domain import professions
from ceu.domain.certificate import facts as certificate_facts
from ceu.domain.certificate.number import display, new_number
from ceu.models import (
    Certificate,
    CertificateEvent,
    CertificateFacts,
    Completion,
    CompletionFacts,
    Course,
    Credential,
    Enrollment,
    User,
)
from ceu.services import catalog
from ceu.services.earning import Earning, Plan, plans

CHUNK = 5_000
PER_LEARNER = 10  # each learner takes the course again so often, in cycles with a reason
START = datetime(2020, 1, 1, 15, 0, tzinfo=UTC)
SPAN = timedelta(days=6 * 365)
HOLDERS = (("counselor", "FL"), ("psychologist", "CA"), ("social-worker", "NY"), ("marriage-family-therapist", "TX"))
# Stand-ins in a template of the facts; each is a text that facts may hold, so the template is checked like any other.
NAME, LICENSE, NUMBER, DAY = (
    "Sample Learner 0000000",
    "SAMPLE-0000000",
    new_number(lambda choices: choices - 1),
    "2019-12-31",
)
ZONE = ZoneInfo("America/New_York")
SALT = "0" * 32
NUMBERED = (User, Credential, Enrollment, Completion, Certificate, CertificateEvent)
ADDRESS = "http://127.0.0.1:8000"


def bulk_completions(connection: Connection, n: int, seed: int = 1) -> None:
    """Add `n` completions of the first published course, each with one certificate; the caller commits.

    Args:
        connection: In a transaction that may write. There must be a published course; there may be completions.
        n: How many.
        seed: The same seed gives the same rows on an equal database, numbers and salts included.
    """
    rng = random.Random(seed)
    made = _Maker(connection, rng)
    for begin in range(0, n, CHUNK):
        tables: dict[type[Any], list[dict[str, Any]]] = {}
        for index in range(begin, min(begin + CHUNK, n)):
            for table, row in made.rows(index):
                tables.setdefault(table, []).append(row)
        for table, rows in tables.items():
            connection.execute(insert(table.__table__), rows)
    if connection.dialect.name == "postgresql":  # the rows came with their numbers; let it count on from there
        for table in NUMBERED:
            sequence = func.pg_get_serial_sequence(f'"{table.__tablename__}"', "id")
            connection.execute(select(func.setval(sequence, select(func.max(table.id)).scalar_subquery())))


class _Maker:
    """Makes the rows of one completion after the other."""

    def __init__(self, connection: Connection, rng: random.Random) -> None:
        self.rng = rng
        self.ids = {table: (connection.scalar(select(func.max(table.id))) or 0) + 1 for table in NUMBERED}
        with Session(connection) as session:
            digest = session.scalar(select(Course.current).order_by(Course.slug).limit(1))
            if digest is None:
                raise LookupError("Publish a course first: synthetic completions are completions of something.")
            offer = catalog.offer(session, digest)
        self.offer = offer
        self.modules = dict(zip(offer.course.modules, offer.course.module_digests, strict=True))
        self.total = sum(module.quiz.drawn for module in offer.modules)
        self.templates = [self._template(profession, state) for profession, state in HOLDERS]

    def _template(self, profession: str, state: str) -> tuple[Plan, str]:
        credential = Credential(
            kind="license",
            profession=profession,
            title=professions.TITLES[profession][0],
            jurisdiction=state,
            number=LICENSE,
            name_as_printed=NAME,
        )
        earning = Earning(
            offer=self.offer,
            module_digests=self.offer.course.module_digests,
            local_date=datetime.fromisoformat(DAY).date(),
            zone=ZONE.key,
        )
        plan = plans(User(legal_name=NAME), [credential], earning, public_url=ADDRESS)[0]
        text = certificate_facts.canonical_json(plan.facts, SALT)
        certificate_facts.from_json(text)  # it is a text that certificates can be drawn from
        return plan, text.replace(plan.facts.number, NUMBER).replace(display(plan.facts.number), display(NUMBER))

    def rows(self, index: int) -> Iterator[tuple[type[Any], dict[str, Any]]]:
        """Yield the rows of completion `index` with their tables, parents first."""
        learner, cycle = divmod(index, PER_LEARNER)
        user, credential = self.ids[User] + learner, self.ids[Credential] + learner
        plan, template = self.templates[learner % len(self.templates)]
        if cycle == 0:
            yield from self._person(user, credential, plan)
        own = self.ids[Completion] + index
        enrollment, certificate = self.ids[Enrollment] + index, self.ids[Certificate] + index
        at = START + SPAN * self.rng.random()
        at = at.replace(microsecond=0)
        day = at.astimezone(ZONE).date()
        name, number = f"Sample Learner {user:07}", new_number(self.rng.randrange)
        text = (
            template.replace(NAME, name)
            .replace(LICENSE, f"SAMPLE-{user:07}")
            .replace(NUMBER, number)
            .replace(display(NUMBER), display(number))
            .replace(DAY, day.isoformat())
            .replace(SALT, f"{self.rng.getrandbits(128):032x}")
        )
        personal = f'{{"legal_name":"{name}","salt":"{self.rng.getrandbits(128):032x}","typed_name":"{name}"}}'
        yield (
            Enrollment,
            {
                "id": enrollment,
                "user_id": user,
                "course": self.offer.slug,
                "cycle": cycle + 1,
                "repeat_reason": "" if cycle == 0 else "Synthetic repetition.",
                "started_at": at - timedelta(days=3),
                "revision": self.offer.digest,
                "disclosed_revision": self.offer.digest,
                "disclosed_at": at - timedelta(days=3),
                "evaluated_on": day,
            },
        )
        yield (
            Completion,
            {
                "id": own,
                "enrollment_id": enrollment,
                "course": self.offer.slug,
                "course_revision": self.offer.digest,
                "module_revisions": self.modules,
                "completed_at": at,
                "local_date": day,
                "time_zone": ZONE.key,
                "score": self.rng.randint(-(-self.total * 4 // 5), self.total),
                "total": self.total,
                "facts_digest": certificate_facts.digest(personal),
            },
        )
        yield CompletionFacts, {"completion_id": own, "facts": personal}
        yield (
            Certificate,
            {
                "id": certificate,
                "number": number,
                "completion_id": own,
                "credential_id": credential,
                "credential_kind": "license",
                "profession": plan.credential.profession if plan.credential else "",
                "jurisdiction": plan.credential.jurisdiction if plan.credential else "",
                "body": plan.body.id if plan.body else "",
                "unit": plan.facts.unit,
                "hours": plan.facts.hours,
                "issued_at": at,
                "facts_digest": certificate_facts.digest(text),
            },
        )
        yield CertificateFacts, {"certificate_id": certificate, "facts": text}
        yield (
            CertificateEvent,
            {
                "id": self.ids[CertificateEvent] + index,
                "certificate_id": certificate,
                "verb": "issued",
                "at": at,
                "actor_id": None,
                "reason": "",
            },
        )

    def _person(self, user: int, credential: int, plan: Plan) -> Iterator[tuple[type[Any], dict[str, Any]]]:
        name = f"Sample Learner {user:07}"
        unique = UUID(int=self.rng.getrandbits(128)).hex
        yield (
            User,
            {
                "id": user,
                "email": f"synthetic-{user}@sample.invalid",
                "legal_name": name,
                "time_zone": ZONE.key,
                "active": True,
                "fs_uniquifier": unique,
            },
        )
        yield (
            Credential,
            {
                "id": credential,
                "user_id": user,
                "kind": "license",
                "profession": plan.credential.profession if plan.credential else "",
                "jurisdiction": plan.credential.jurisdiction if plan.credential else "",
                "number": f"SAMPLE-{user:07}",
                "normalized_number": f"SAMPLE{user:07}",
                "name_as_printed": name,
                "created_at": START,
            },
        )
