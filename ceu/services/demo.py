"""Sample accounts and synthetic learners, made through the very services that real learners use.

Every name, number and address says that it is a sample. A learner's history is drawn from a seed: the same seed gives
the same learners, answers and times before `now`; only what has to be unguessable (certificate numbers) differs.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ceu.domain import evaluation as evaluation_items
from ceu.domain import professions
from ceu.domain.assessment import retake
from ceu.domain.content.schema import Question
from ceu.domain.evaluation import Item, ItemKind
from ceu.domain.reminders import Kind
from ceu.errors import RuleError
from ceu.models import User
from ceu.services import accounts, assessment, catalog, completion, credentials, evaluation, mail_choices, study
from ceu.services.assessment import Sitting
from ceu.services.credentials import Given
from ceu.services.study import Standing

DOMAIN = "example.org"  # reserved for examples: no mail can arrive
PASSWORD = "sample accounts only"  # noqa: S105 printed for everybody; never made in production
LONGEST_AGO = timedelta(days=180)
ZONES = {
    "FL": "America/New_York",
    "NY": "America/New_York",
    "TX": "America/Chicago",
    "CO": "America/Denver",
    "CA": "America/Los_Angeles",
    "HI": "Pacific/Honolulu",
}


class NothingPublished(RuleError):
    """There is no course to learn from."""

    message = "No course is published. Run `ceu publish` first; it says what keeps a course back."


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample account, as it is printed. `made` is False where it was there already."""

    role: str
    mail: str
    made: bool


def add_accounts(session: Session, *, password_hash: str, time_zone: str, now: datetime) -> list[Sample]:
    """Make one account of each role that is not there yet; the learner has a license, so every step is open."""
    made = []
    for role in accounts.ROLE_NAMES:
        mail = f"sample.{role}@{DOMAIN}"
        new = _missing(session, mail)
        if new:
            user = accounts.add_account(
                session,
                mail=mail,
                legal_name=f"Sample {role.capitalize()}",
                password_hash=password_hash,
                time_zone=time_zone,
                now=now,
                roles=(role,),
                confirmed=True,
            )
            if role == "learner":
                credentials.add(session, user, _license(user, "counselor", "FL", "SAMPLE-0"), now)
        made.append(Sample(role, mail, new))
    return made


def add_learners(
    session: Session, count: int, seed: int, *, password_hash: str, public_url: str, now: datetime
) -> Iterator[bool]:
    """Make synthetic learners 1 to `count`, yielding for each whether it was made (False: it was there already).

    Each starts one or more of the published courses within the last 180 days and gets more or less far. The caller
    commits. Raises NothingPublished.
    """
    courses = [offer.slug for offer in catalog.offered(session) if not offer.expired(now.date())]
    if not courses:
        raise NothingPublished
    for number in range(1, count + 1):
        mail = f"sample.learner.{seed}.{number}@{DOMAIN}"
        if not _missing(session, mail):
            yield False
            continue
        rng = random.Random(f"{seed}/{number}")  # noqa: S311 a plausible life, not a secret
        began = now - LONGEST_AGO * rng.uniform(0.05, 1)
        user = _person(session, mail, number, password_hash, rng, began)
        for course in rng.sample(courses, rng.randint(1, len(courses))):
            _Walk(session, user, course, rng, began, until=now, public_url=public_url).go()
        yield True


def _missing(session: Session, mail: str) -> bool:
    return session.scalar(select(User.id).where(User.email == mail)) is None


def _person(session: Session, mail: str, number: int, password_hash: str, rng: random.Random, now: datetime) -> User:
    state = rng.choice(list(ZONES))
    user = accounts.add_account(
        session,
        mail=mail,
        legal_name=f"Sample Learner {number}",
        password_hash=password_hash,
        time_zone=ZONES[state],
        now=now,
        confirmed=True,
    )
    held = rng.choices((0, 1, 2), weights=(1, 14, 5))[0]
    callings = rng.sample(("psychologist", "counselor", "social-worker", "marriage-family-therapist"), k=held)
    for index, profession in enumerate(callings):
        credentials.add(session, user, _license(user, profession, state, f"SAMPLE-{number:05}-{index + 1}"), now)
    user.wants_no_credit = not held
    session.flush()
    mail_choices.switch_off(session, user.id, list(Kind), now=now)  # nobody reads what would be sent to thousands
    return user


def _license(user: User, profession: str, state: str, number: str) -> Given:
    return Given(
        kind="license",
        profession=profession,
        title=professions.TITLES[profession][0],
        jurisdiction=state,
        number=number,
        name_as_printed=user.legal_name,
        expires_on=None,
    )


class _Walk:
    """One learner's way through one course. Time passes with every step; the way ends where `until` is reached."""

    def __init__(
        self,
        session: Session,
        user: User,
        course: str,
        rng: random.Random,
        began: datetime,
        *,
        until: datetime,
        public_url: str,
    ) -> None:
        self.session, self.user, self.course, self.rng = session, user, course, rng
        self.time, self.until, self.public_url = began, until, public_url
        self.knows = rng.betavariate(8, 1.2)  # how likely an answer is right
        self.stops_after = rng.choices((0.15, 0.6, 1.0), weights=(2, 2, 10))[0]  # share of the sections read

    def go(self) -> None:
        """Start, read, be tested, evaluate and attest, as far as this learner gets."""
        offer = catalog.current(self.session, self.course)
        study.start(self.session, self.user, self.course, disclosed=offer.digest, now=self.time)
        self.session.flush()
        sections = [(module.slug, section.id) for module in offer.modules for section in module.sections]
        reads = sections[: max(1, round(self.stops_after * len(sections)))]
        for module, section in reads:
            self._pass(minutes=self.rng.uniform(4, 14))
            if self._over():
                return
            study.mark_read(self.session, self._where(), module, section, now=self.time)
        if len(reads) < len(sections) or not all(self._passes(module.slug) for module in offer.modules):
            return
        self._pass(minutes=self.rng.uniform(3, 9))
        if not self._over():
            self._finish(evaluation_items.items(offer.modules))

    def _finish(self, asked: Sequence[Item]) -> None:
        answers = {item.id: answer for item in asked if (answer := self._opinion(item)) is not None}
        evaluation.give(self.session, self.user, self._where(), answers, now=self.time)
        if self.rng.random() < 0.1:
            return  # some never come back for the certificate
        self._pass(minutes=self.rng.uniform(1, 5))
        completion.complete(
            self.session,
            self.user,
            self._where(),
            agreed=True,
            typed_name=self.user.legal_name,
            public_url=self.public_url,
            now=self.time,
        )
        self.session.flush()

    def _passes(self, module: str) -> bool:
        """Take the module's post-test until it is passed, time or attempts run out, or the learner gives up."""
        while isinstance(decision := self._where().next_attempt(module, self.time), retake.Allowed | retake.NotBefore):
            if isinstance(decision, retake.NotBefore):
                self.time = decision.at
            self._pass(minutes=self.rng.uniform(5, 600))
            if self._over():
                return False
            self._sit(module)
            self.knows = min(0.98, self.knows + 0.1)  # she reads again what she missed
        return isinstance(decision, retake.AlreadyPassed)

    def _sit(self, module: str) -> None:
        assessment.begin(self.session, self._where(), module, rng=self.rng, now=self.time)
        self.session.flush()
        sitting = assessment.latest(self.session, self.user, self.course, module)
        self._pass(minutes=self.rng.uniform(10, 30))
        assessment.save(self.session, self.user, self.course, module, self._answers(sitting), now=self.time)
        assessment.submit(self.session, self.user, self.course, module, now=self.time)
        self.session.flush()

    def _answers(self, sitting: Sitting) -> dict[str, list[str]]:
        """Return answers as the form sends them: positions of options as shown."""
        given = {}
        for item in sitting.form.questions:
            chosen = self._choice(sitting.questions[item.digest])
            given[item.id] = [str(place) for place, index in enumerate(item.order) if index in chosen]
        return given

    def _choice(self, question: Question) -> list[int]:
        right = [index for index, option in enumerate(question.options) if option.right]
        wrong = [index for index, option in enumerate(question.options) if not option.right]
        return right if self.rng.random() < self.knows or not wrong else [self.rng.choice(wrong)]

    def _opinion(self, item: Item) -> object:
        if item.kind is ItemKind.SCALE:
            return self.rng.choices(("5", "4", "3", "2"), weights=(9, 6, 2, 1))[0]
        if item.kind is ItemKind.YES_NO:
            return self.rng.choices(("yes", "no"), weights=(19, 1))[0]
        return self.rng.randint(50, 110) if item.kind is ItemKind.MINUTES else None

    def _where(self) -> Standing:
        return study.standing(self.session, self.user, self.course)

    def _pass(self, *, minutes: float) -> None:
        """Let time pass; now and then the learner goes on another day."""
        pause = timedelta(hours=self.rng.uniform(10, 60)) if self.rng.random() < 0.15 else timedelta(0)
        self.time += (timedelta(minutes=minutes) + pause) // timedelta(seconds=1) * timedelta(seconds=1)

    def _over(self) -> bool:
        return self.time >= self.until
