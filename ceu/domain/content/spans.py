"""Spans of time the rules speak of, and how to count them on a calendar."""

from calendar import monthrange
from datetime import date

YEARS_OF_REVIEW = 3  # a course ends at most so long after its last review (requirement 11, ACC-2)
DISCLOSURE_MONTHS = 24  # a disclosure speaks for so long (requirement 10, ACC-7)
WARN_DAYS = 90  # so long before its end a course is announced as ending (requirement 11)


def months_after(day: date, months: int) -> date:
    """Return the same day `months` later; the last of the month where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_after(day: date, years: int) -> date:
    """Return the same day `years` later; 28 February for 29 February."""
    return months_after(day, 12 * years)
