"""Time of study, as the server sees it, and the pace that follows from it.

It is evidence and pilot data, never proof of attention, and no gate unless a course says so (ID-7, requirements 19 and
39). The server sees a section opened and signs of reading after that; each sign counts the time since the sign before.
Nothing is taken from the reader's clock, and what one sign has counted no other sign, in whatever tab, counts again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

IDLE = timedelta(minutes=5)  # of a pause, no more than this counts
CAP = 3  # of a section, no more than so many times its estimate counts
PACE_LEAST, PACE_MOST = 100, 400  # words a minute
PACE_SECTIONS = 3  # so many sections tell a pace
SKIMMED = 2 * PACE_MOST  # words a minute; who marks faster than this has not read here


@dataclass(frozen=True, slots=True)
class Served:
    """A section as it was handed to a reader: whose enrollment, which section, its estimate, and when."""

    enrollment_id: int
    module: str
    section: str
    minutes: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Observed:
    """What has been observed of a section, in seconds. `cut` tells that some of the time was left out."""

    seconds: int = 0
    cut: bool = False


def idle_limit(extra_percent: int) -> timedelta:
    """Return how much of a pause counts; extra time makes it longer."""
    return IDLE * (100 + extra_percent) / 100


def cap_seconds(minutes: int, extra_percent: int) -> int:
    """Return how much of a section with an estimate of `minutes` counts; extra time makes it more."""
    return CAP * minutes * 60 * (100 + extra_percent) // 100


def observe(
    before: Observed,
    served: Served,
    *,
    counted_until: datetime | None,
    now: datetime,
    extra_percent: int,
    closing: bool,
) -> Observed:
    """Return what has been observed of a section after a sign of its reader at `now`.

    Args:
        before: What had been observed of this section.
        served: The page that sends the sign, with the moment it was handed out.
        counted_until: Until when anything of this reader has been counted, in any section and tab.
        now: The server's time.
        extra_percent: The reader's extra time.
        closing: The section is marked as read. Where nothing was seen between handing the page out and this (there
            is no script, or nothing on the page moved), as much counts as the section is estimated to take.
    """
    start = served.at if counted_until is None else max(served.at, counted_until)
    passed = now - start
    if passed <= timedelta(0):
        return before
    limit = idle_limit(extra_percent)
    if closing and start == served.at:
        limit = max(limit, timedelta(minutes=served.minutes) * (100 + extra_percent) / 100)
    seconds = before.seconds + int(min(passed, limit).total_seconds())
    cap = max(before.seconds, cap_seconds(served.minutes, extra_percent))
    return Observed(min(seconds, cap), before.cut or passed > limit or seconds > cap)


def idle_minutes(extra_percent: int) -> str:
    """Return the minutes of a pause that count, as they are written."""
    return _number(idle_limit(extra_percent) / timedelta(minutes=1))


def rule(extra_percent: int) -> str:
    """Return the rule in one sentence, for the reader, beside the number."""
    times = _number(CAP * (100 + extra_percent) / 100)
    return (
        f"Counted by our server while a section is open: of a pause at most {idle_minutes(extra_percent)} minutes, "
        f"of a section at most {times} times its estimate, and two tabs once."
    )


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def pace(read: Iterable[tuple[int, int]]) -> int | None:
    """Return a reader's words a minute, or None where too little is known.

    It is the median over the sections read, given as (words, seconds) of those whose time is known in full, within
    100 and 400. Sections marked as read faster than anybody reads say nothing.
    """
    rates = [words * 60 / seconds for words, seconds in read if seconds > 0 and words * 60 <= SKIMMED * seconds]
    if len(rates) < PACE_SECTIONS:
        return None
    return round(min(PACE_MOST, max(PACE_LEAST, median(rates))))


@dataclass(frozen=True, slots=True)
class StudyTime:
    """The time of study in a course: seconds observed, whether she reads on paper, and who has spoken for the rest.

    `vouched` is empty, or who has said in writing that the time a course asks for was spent: "learner" or "office".
    """

    seconds: int = 0
    on_paper: bool = False
    vouched: str = ""

    @property
    def minutes(self) -> int:
        """Whole minutes observed."""
        return self.seconds // 60

    def missing(self, asked: int | None) -> int:
        """Return how many minutes are missing to those a course asks for, rounded up; 0 where it asks for none."""
        if asked is None or self.vouched:
            return 0
        return max(0, -(-(asked * 60 - self.seconds) // 60))


STATEMENT_VERSION = "1"


def statement(title: str, minutes: int) -> str:
    """Return what a reader who studies on paper, or otherwise unseen by the website, declares instead."""
    return (
        f"I have studied the text of “{title}” for at least {minutes} minutes in all. I did so partly or wholly on "
        "paper or in another way that the website does not observe."
    )
