"""Which reminder is due for whom at a moment: few of them, further and further apart, never at night.

A reminder has a key of kind, subject and occasion. The rules give the same key for as long as the same reminder is due,
and the database takes each key of a person once; so nobody gets a reminder twice, whoever computes it how often.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from ceu.domain.progress import StepKind


class Kind(StrEnum):
    """What a reminder is about. A person can switch off each kind."""

    UNFINISHED = "unfinished"
    RETAKE = "retake"
    CERTIFICATE = "certificate"
    RENEWAL = "renewal"


AWAKE = range(9, 19)  # hours of the learner's own day in which a reminder is written
QUIET_DAYS = {Kind.UNFINISHED: (7, 21, 60), Kind.CERTIFICATE: (2, 14)}  # without a step of hers, for each reminder
STALE = timedelta(days=120)  # what has lain longer is let lie
RETAKE_WITHIN = timedelta(days=7)  # later than this, the open test is no news
RENEWAL_DAYS = {90: 61, 30: 15, 7: 1}  # days left when a reminder falls due, and the fewest with which it is still sent
APART = timedelta(hours=20)  # between two reminders to one person, of whatever kind


def _listed(days: Iterable[int]) -> str:
    *first, last = map(str, days)
    return f"{', '.join(first)} and {last} days"


# As pages name them: what it is, and when it comes.
TOLD: dict[Kind, tuple[str, str]] = {
    Kind.UNFINISHED: (
        "A course you have not finished",
        f"{_listed(QUIET_DAYS[Kind.UNFINISHED])} after you last did something in it, and then never again.",
    ),
    Kind.RETAKE: ("The post-test is open again", "Once, when the wait before the next attempt is over."),
    Kind.CERTIFICATE: (
        "Your certificate is ready",
        f"{_listed(QUIET_DAYS[Kind.CERTIFICATE])} after only your signature is missing, or nobody has fetched the PDF.",
    ),
    Kind.RENEWAL: (
        "The renewal of your license",
        f"{_listed(RENEWAL_DAYS)} before the day of expiry you entered, with the hours recorded here.",
    ),
}


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What makes a reminder the same as another one to the same person."""

    kind: Kind
    subject: str  # a row: "enrollment:12"
    occasion: str  # the first, second, ... time; a date; the attempt before


@dataclass(frozen=True, slots=True)
class Retake:
    """A failed post-test whose next attempt may begin since `opened`; `tries` were handed in before."""

    module: str
    tries: int
    opened: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCourse:
    """A course that is not completed: the one thing to do next, and when the learner last did something in it.

    `can_go_on` is False where the next step is a post-test that may not be taken (yet): no reminder helps there.
    """

    enrollment: int
    step: StepKind
    can_go_on: bool
    last: datetime
    retakes: tuple[Retake, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """A reminder that was written, and when."""

    key: Key
    at: datetime


def awake(local: datetime) -> bool:
    """Return whether a mail may arrive at this local time of the learner's."""
    return local.hour in AWAKE


def for_course(course: OpenCourse, sent: Iterable[Sent], now: datetime) -> list[Key]:
    """Return what is due for a course that is not completed."""
    subject = f"enrollment:{course.enrollment}"
    due = [
        Key(Kind.RETAKE, f"{subject}:{retake.module}", f"after attempt {retake.tries}")
        for retake in course.retakes
        if retake.opened <= now < retake.opened + RETAKE_WITHIN
    ]
    kind = Kind.CERTIFICATE if course.step is StepKind.ATTESTATION else Kind.UNFINISHED
    if course.can_go_on and (key := _again(kind, subject, course.last, sent, now)):
        due.append(key)
    return _not_sent(due, sent)


def for_completion(completion: int, completed_at: datetime, sent: Iterable[Sent], now: datetime) -> list[Key]:
    """Return what is due for a completion none of whose certificates has been fetched."""
    key = _again(Kind.CERTIFICATE, f"completion:{completion}", completed_at, sent, now)
    return _not_sent([key] if key else [], sent)


def for_license(credential: int, expires_on: date, sent: Iterable[Sent], today: date) -> list[Key]:
    """Return what is due for a license that is to be renewed; `today` is the learner's date."""
    left = (expires_on - today).days
    due = [
        Key(Kind.RENEWAL, f"credential:{credential}", f"{days} days before {expires_on}")
        for days, fewest in RENEWAL_DAYS.items()
        if fewest <= left <= days
    ]
    return _not_sent(due, sent)


def choose(due: Iterable[Key], sent: Iterable[Sent], now: datetime) -> Key | None:
    """Return the one reminder a person gets now: the others are due on another day, and so are all after one today."""
    if any(now - one.at < APART for one in sent):
        return None
    order = (Kind.RENEWAL, Kind.RETAKE, Kind.CERTIFICATE, Kind.UNFINISHED)
    return min(due, key=lambda key: (order.index(key.kind), key), default=None)


def _again(kind: Kind, subject: str, since: datetime, sent: Iterable[Sent], now: datetime) -> Key | None:
    """Return the next reminder of a series, once nothing has been done since `since` for as long as it asks.

    After one reminder the next waits for the days between the two, even where the learner was there in between.
    """
    days = QUIET_DAYS[kind]
    before = [one.at for one in sent if one.key.kind is kind and one.key.subject == subject]
    number = len(before)
    if number >= len(days) or not since + timedelta(days=days[number]) <= now < since + STALE:
        return None
    if before and now < max(before) + timedelta(days=days[number] - days[number - 1]):
        return None
    return Key(kind, subject, str(number + 1))


def _not_sent(due: Sequence[Key], sent: Iterable[Sent]) -> list[Key]:
    there = {one.key for one in sent}
    return [key for key in due if key not in there]
