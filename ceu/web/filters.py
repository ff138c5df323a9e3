"""How values look on pages."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Flask
from flask_login import current_user
from markupsafe import Markup

from ceu.domain import professions
from ceu.domain.assessment import grade
from ceu.domain.certificate.facts import hours_text
from ceu.domain.certificate.number import display
from ceu.domain.certificate.wording import long_date
from ceu.domain.content.schema import Quiz
from ceu.web import context

_FIRST_PARAGRAPH = re.compile(r"<p>(.*?)</p>\s*", re.DOTALL)

day = long_date  # pages write a day as certificates do


def zone() -> ZoneInfo:
    """Return the current person's time zone, or the platform's."""
    if current_user.is_authenticated:
        return ZoneInfo(current_user.time_zone)
    return ZoneInfo(context.settings().time_zone)


def moment(value: datetime) -> str:
    """A moment in the person's zone with its name: November 22, 2026, 2:05 PM EST."""
    local = value.astimezone(zone())
    return f"{day(local)}, {clock(value)} {local:%Z}"


def local_day(value: datetime) -> str:
    """The day of a moment in the person's zone: November 22, 2026."""
    return day(value.astimezone(zone()))


def clock(value: datetime) -> str:
    """The time of day in the person's zone: 2:05 PM."""
    local = value.astimezone(zone())
    return f"{local.hour % 12 or 12}:{local:%M} {'AM' if local.hour < 12 else 'PM'}"


def thousands(value: int) -> str:
    """7123 is written 7,123."""
    return f"{value:,}"


def duration(minutes: int) -> str:
    """75 minutes are written 1 h 15 min."""
    whole, rest = divmod(minutes, 60)
    return f"{rest} min" if not whole else f"{whole} h {rest} min" if rest else f"{whole} h"


def to_pass(quiz: Quiz) -> str:
    """What a test asks for, by the rule it is graded by: 10 of 12."""
    return f"{grade.needed_right(quiz.drawn, quiz.pass_percent)} of {quiz.drawn}"


def legend(stem: str) -> tuple[str, str]:
    """A question's stem as (what names the group of its answers, what stands below): a legend holds no blocks.

    Args:
        stem: HTML of blocks, as compiled; or a text without any.
    """
    if not stem.startswith("<"):
        return stem, ""
    first = _FIRST_PARAGRAPH.match(stem)
    if first is None:
        return Markup('<span class="vh">Question</span>'), Markup(stem)  # noqa: S704 compiled and sanitized
    return Markup(first[1]), Markup(stem[first.end() :])  # noqa: S704 compiled and sanitized


def waiting(seconds: int) -> str:
    """How long to wait, in words and never too short: 61 seconds are two minutes."""
    minutes = -(-seconds // 60)
    return "one minute" if minutes <= 1 else f"{minutes} minutes"


def init(app: Flask) -> None:
    """Register the filters by their names."""
    for function in (moment, local_day, clock, thousands, duration, to_pass, legend):
        app.add_template_filter(function)
    app.add_template_filter(day, "day")
    app.add_template_filter(hours_text, "hours")
    app.add_template_filter(display, "certificate_number")
    app.add_template_filter(professions.label, "profession")
