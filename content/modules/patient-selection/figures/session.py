"""Draw session.svg: a dosing day with its vital-sign checks, in minutes after the dose and then in days."""

import sys
from math import exp
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drawing import Drawing

LEFT, RIGHT = 120.0, 545.0  # the clinic's axis: an hour before the dose to 4 hours after it
LATER = 633.0
FROM, TO = -60.0, 240.0
BAND_TOP, BAND_BOTTOM = 62.0, 150.0
CHECKS, MEDICAL, THERAPIST, AXIS = 190.0, 262.0, 380.0, 452.0


def x(minutes: float) -> float:
    """Return the place of a time in minutes after the dose."""
    return LEFT + (RIGHT - LEFT) * (minutes - FROM) / (TO - FROM)


def rise(minutes: float) -> float:
    """Return a schematic course, 0 to 1, that peaks at 40 minutes and is over at 240."""
    if minutes <= 0:
        return 0.0
    shape = (minutes / 40) * exp(1 - minutes / 40)
    return shape * (1 - (minutes / 240) ** 4)


def main() -> None:
    """Draw the picture and write it beside this script."""
    picture = Drawing(
        720,
        520,
        "A dosing day with its checks",
        "A time axis from an hour before the dose to four hours after it, then the next day and 24 to 72 hours. "
        "A schematic wedge shows blood pressure raised after esketamine, with a peak near 40 minutes. Diamonds mark "
        "checks of vital signs: before the dose, at 40 minutes, and before leaving at two hours or later; a bar marks "
        "staff trained in airway and resuscitation throughout. The therapist's lane shows arrival, presence, return, "
        "and contact the next day.",
    )
    for minutes in (0, 40, 120, 240):
        picture.line([(x(minutes), 44), (x(minutes), AXIS)], "fig-grid")
    picture.text(x(0), 34, "dose", anchor="middle", bold=True)
    picture.text(x(40), 34, "40 min", anchor="middle", bold=True)
    picture.text(x(120), 34, "2 h", anchor="middle", bold=True)
    picture.text(LATER, 34, "later", anchor="middle", bold=True)

    picture.lines(LEFT - 14, 104, ("Blood", "pressure", "(schematic)"), anchor="end")
    curve = [(x(minutes), BAND_BOTTOM - 76 * rise(minutes)) for minutes in range(0, 241, 5)]
    picture.area([*curve, (x(240), BAND_BOTTOM), (x(0), BAND_BOTTOM)], "fig-f2", opacity=0.25)
    picture.line(curve, "fig-s2")
    picture.line([(x(FROM), BAND_BOTTOM), (x(TO), BAND_BOTTOM)], "fig-axis")
    picture.text(x(100), 76, "esketamine: peak near 40 min,", size=13)
    picture.text(x(100), 94, "raised for about 4 hours", size=13)

    picture.lines(LEFT - 14, CHECKS, ("Vital-sign", "checks"), anchor="end")
    for minutes, words in ((-32, "before"), (40, "again"), (128, "before leaving")):
        picture.mark(x(minutes), CHECKS - 8, "diamond", "fig-f2")
        picture.text(x(minutes), CHECKS + 18, words, anchor="middle", size=13)
    picture.line([(x(48), CHECKS - 8), (x(116), CHECKS - 8)], "fig-s2", dash="3 6")

    picture.lines(LEFT - 14, MEDICAL + 16, ("Medical", "staff"), anchor="end")
    picture.rect(x(-60), MEDICAL - 22, x(-4) - x(-60), 76, "fig-f1")
    picture.lines((x(-60) + x(-4)) / 2, MEDICAL + 16, ("decision", "to give", "or not"), kind="fig-on")
    picture.rect(x(0), MEDICAL - 22, x(116) - x(0), 76, "fig-f1")
    picture.lines(
        (x(0) + x(116)) / 2,
        MEDICAL + 16,
        ("airway and resus-", "citation skills,", "monitors, equipment"),
        kind="fig-on",
    )
    picture.rect(x(120), MEDICAL - 22, x(240) - x(120), 76, "fig-f1")
    picture.lines(
        (x(120) + x(240)) / 2,
        MEDICAL + 16,
        ("discharge: at least 2 h", "(esketamine) and", "stable; gait, escort"),
        kind="fig-on",
    )
    picture.rect(LATER - 70, MEDICAL - 22, 142, 76, "fig-panel")
    picture.lines(LATER + 1, MEDICAL + 16, ("reachable by", "telephone"))

    picture.lines(LEFT - 14, THERAPIST, ("Therapist",), anchor="end")
    picture.rect(x(-60), THERAPIST - 44, x(-4) - x(-60), 88, "fig-f3")
    picture.lines((x(-60) + x(-4)) / 2, THERAPIST, ("mood, risk,", "escort,", "stop signal"), kind="fig-on")
    picture.rect(x(0), THERAPIST - 44, x(116) - x(0), 88, "fig-f3")
    picture.lines(
        (x(0) + x(116)) / 2,
        THERAPIST,
        ("presence; times", "noted; no questions", "at the peak; calls", "when in doubt"),
        kind="fig-on",
    )
    picture.rect(x(120), THERAPIST - 44, x(240) - x(120), 88, "fig-f3")
    picture.lines(
        (x(120) + x(240)) / 2,
        THERAPIST,
        ("grounding, own words,", "no interpretation,", "no big decisions"),
        kind="fig-on",
    )
    picture.rect(LATER - 70, THERAPIST - 44, 142, 88, "fig-f3")
    picture.lines(LATER + 1, THERAPIST, ("next day: contact", "24–72 h: first", "integration, risk"), kind="fig-on")

    picture.line([(LEFT, AXIS), (RIGHT, AXIS)], "fig-axis")
    for minutes, words in ((0, "0"), (60, "1 h"), (120, "2 h"), (180, "3 h"), (240, "4 h")):
        picture.text(
            x(minutes), AXIS + 20, words, anchor="end" if minutes == TO else "middle", kind="fig-muted", size=13
        )
    picture.text((LEFT + RIGHT) / 2, AXIS + 44, "Time after the dose", anchor="middle", size=13)
    picture.lines(LATER + 1, AXIS + 22, ("no driving until next", "day, after sleep"), kind="fig-muted")
    picture.save(__file__)


if __name__ == "__main__":
    main()
