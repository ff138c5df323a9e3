"""Draw clock.svg: when things happen after a dose, from minutes to weeks, on a logarithmic time axis."""

import sys
from math import log10
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drawing import Drawing

HOUR, DAY = 60.0, 1440.0
START, END = 10.0, 60 * DAY
LEFT, RIGHT, TOP, STEP = 240.0, 700.0, 30.0, 36.0
# label, from, to (minutes), style, words beside the bar, peak mark
ROWS = (
    ("Plasma peak: nasal", 14, 40, "fig-f1", "14–40 min", 0),
    ("Plasma peak: lozenge, oral", 45, 58, "fig-f1", "45–58 min", 0),
    ("Blood pressure up (esketamine)", START, 4 * HOUR, "fig-f2", "peak 40 min, to 4 h", 40),
    ("Observation (esketamine)", START, 2 * HOUR, "fig-f6", "at least 2 h", 0),
    ("Dissociation gone (one trial)", 2 * HOUR, 2 * HOUR, "fig-f4", "by 2 h", 0),
    ("No driving (esketamine)", START, DAY, "fig-f6", "next day, after sleep", 0),
    ("Mood effect begins", 2 * HOUR, DAY, "fig-f3", "2–24 h", 0),
    ("Mood effect of one dose fades", 3 * DAY, 14 * DAY, "fig-f3", "3–14 days", 0),
    ("Median relapse, six infusions", 18 * DAY, 18 * DAY, "fig-f3", "18 days", 0),
    ("Psychiatric reactions, if any", DAY, 28 * DAY, "dashed", "days to weeks", 0),
    ("Social learning period, MICE", START, 2 * DAY, "hatched", "about 48 h", 0),
)


def x(minutes: float) -> float:
    """Return the place of a time in minutes on the logarithmic axis."""
    return LEFT + (RIGHT - LEFT) * (log10(minutes) - log10(START)) / (log10(END) - log10(START))


def hatched(picture: Drawing, left: float, right: float, middle: float) -> None:
    """Draw an outlined bar with slanting lines: a finding that was not made in people."""
    picture.rect(left, middle - 9, right - left, 18, "fig-axis")
    at = left + 10
    while at < right:
        picture.line([(at - 8, middle + 8), (at, middle - 8)], "fig-axis")
        at += 12


def main() -> None:
    """Draw the picture and write it beside this script."""
    picture = Drawing(
        720,
        490,
        "When things happen after a dose of ketamine, from minutes to weeks",
        "A logarithmic time axis from 10 minutes to 60 days. Plasma peaks, blood pressure, observation and "
        "dissociation lie within the first four hours; driving waits for the next day; the mood effect begins at 2 to "
        "24 hours and fades over 3 to 14 days; median relapse after six infusions is 18 days; psychiatric reactions "
        "can last days to weeks. A hatched bar shows the 48-hour social learning period found in mice.",
    )
    bottom = TOP + STEP * len(ROWS)
    for minutes, words in (
        (START, "10 min"),
        (HOUR, "1 h"),
        (4 * HOUR, "4 h"),
        (DAY, "1 day"),
        (3 * DAY, "3"),
        (7 * DAY, "7"),
        (14 * DAY, "14"),
        (END, "60 days"),
    ):
        picture.line([(x(minutes), TOP - 8), (x(minutes), bottom)], "fig-grid")
        anchor = "end" if minutes == END else "middle"
        picture.text(x(minutes) + (6 if minutes == END else 0), bottom + 22, words, anchor=anchor, kind="fig-muted")
    picture.line([(LEFT, bottom), (RIGHT, bottom)], "fig-axis")
    picture.text(
        (LEFT + RIGHT) / 2,
        bottom + 48,
        "Time since the dose, or since the last of a course (log scale)",
        anchor="middle",
    )
    for row, (label, low, high, style, words, peak) in enumerate(ROWS):
        middle = TOP + STEP * row + STEP / 2
        picture.text(LEFT - 12, middle + 5, label, anchor="end", size=13)
        left, right = x(low), x(high)
        if low == high:
            picture.mark(left, middle, "diamond", style)
        elif style == "hatched":
            hatched(picture, left, right, middle)
        elif style == "dashed":
            picture.line([(left, middle), (right, middle)], "fig-s2", dash="6 5")
        else:
            picture.rect(left, middle - 9, right - left, 18, style)
        if peak:
            picture.line([(x(peak), middle - 14), (x(peak), middle + 14)], "fig-axis")
        if right > 600:
            picture.text(left - 10, middle + 5, words, anchor="end", size=13)
        else:
            picture.text(right + 10, middle + 5, words, size=13)
    picture.save(__file__)


if __name__ == "__main__":
    main()
