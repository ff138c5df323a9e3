"""When the next attempt at a post-test may begin (requirement 15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from ceu.domain.content.schema import Quiz


@dataclass(frozen=True, slots=True)
class Allowed:
    """An attempt may begin now. `left` counts it and those after it; None means no limit."""

    left: int | None


@dataclass(frozen=True, slots=True)
class NotBefore:
    """The wait after a failed attempt lasts until `at`."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Exhausted:
    """Every attempt has been used; the provider decides."""

    used: int


@dataclass(frozen=True, slots=True)
class AlreadyPassed:
    """The test was passed at `at`; there is nothing to repeat."""

    at: datetime


NextAttempt: TypeAlias = Allowed | NotBefore | Exhausted | AlreadyPassed


def next_attempt(quiz: Quiz, past: Sequence[tuple[datetime, bool]], now: datetime, *, extra: int = 0) -> NextAttempt:
    """Tell what comes after `past`, the submitted attempts as (submitted_at, passed) in any order.

    All times have the same kind of zone. `extra` counts attempts the provider has granted beyond the limit; the
    wait holds for these too.
    """
    passed = [at for at, success in past if success]
    if passed:
        return AlreadyPassed(min(passed))
    left = None if quiz.attempts is None else quiz.attempts + extra - len(past)
    if left is not None and left <= 0:
        return Exhausted(len(past))
    if past:
        opens = max(at for at, _ in past) + timedelta(hours=quiz.wait_hours)
        if now < opens:
            return NotBefore(opens)
    return Allowed(left)
