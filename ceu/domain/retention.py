"""How long the facts of a completion are kept (requirement 33).

The bodies known here ask for 4 to 7 years (BBS-4, NBCC-12, ACC-11, NY-8, ASWB-11); 7 meets each of them. Where a body
of the provider asks for more, the longer period wins.
"""

from collections.abc import Iterable
from datetime import date, timedelta

DEFAULT_YEARS = 7


def years(asked: Iterable[int]) -> int:
    """Return for how many years records are kept, by what each body asks for."""
    return max((DEFAULT_YEARS, *asked))


def until(completed_on: date, asked: Iterable[int]) -> date:
    """Return the last day on which the facts of a completion are kept; from the next day on they may be deleted.

    Args:
        completed_on: The completion date, where the learner was.
        asked: The years each body asks for.
    """
    year = completed_on.year + years(asked)
    try:
        return completed_on.replace(year=year)
    except ValueError:  # February 29
        return date(year, 3, 1)


def latest(today: date) -> date:
    """Return the latest completion date that can have been kept long enough by `today`, whoever asks for how much."""
    try:
        before = today.replace(year=today.year - DEFAULT_YEARS)
    except ValueError:  # February 29
        before = date(today.year - DEFAULT_YEARS, 3, 1)
    return before - timedelta(days=1)
