"""Draw contacts.svg: four weeks after a dose, with contacts set against the fading effect."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drawing import Drawing

LEFT, RIGHT, DAYS = 120.0, 700.0, 28
SESSIONS = ((2.5, "2–3"), (9, "9"), (16, "16"), (23, "23"))
CALLS = ((1, "1"), (6, "6"), (19, "19"))
FADE, LINE, RISK, SCALES = 92.0, 168.0, 236.0, 282.0


def x(day: float) -> float:
    """Return the place of a day after the dose."""
    return LEFT + (RIGHT - LEFT) * day / DAYS


def main() -> None:
    """Draw the picture and write it beside this script."""
    picture = Drawing(
        720,
        388,
        "Contacts over four weeks after a dose",
        "A strip of 28 days. A band from day 3 to day 14 shows when the mood effect of one dose fades. A mark at day "
        "18 shows the median relapse after a course of up to six infusions, counted from the last one. Calls are drawn "
        "on days 1, 6 and 19, sessions on days 2 to 3, 9, 16 and 23, and the review with the prescriber on day 28. "
        "Risk is asked at every contact; scales are used in weeks 1, 3 and 4.",
    )
    for week in range(5):
        picture.line([(x(7 * week), 50), (x(7 * week), 316)], "fig-grid")
    for week in range(4):
        picture.text(x(7 * week + 3.5), 36, f"week {week + 1}", anchor="middle", bold=True)
    picture.lines(LEFT - 14, FADE, ("Effect", "on mood"), anchor="end")
    picture.rect(x(3), FADE - 16, x(14) - x(3), 32, "fig-f2")
    picture.text(x(8.5), FADE + 5, "effect of one dose fades", anchor="middle", kind="fig-on", size=13)
    picture.mark(x(18), FADE, "diamond", "fig-f2")
    picture.lines(x(18) + 16, FADE, ("median relapse after", "up to six infusions"), anchor="start")
    picture.lines(LEFT - 14, LINE, ("Contacts",), anchor="end")
    for day, words in SESSIONS:
        picture.disk(x(day), LINE, 11, "fig-f3")
        picture.text(x(day), LINE + 30, words, anchor="middle", size=13)
    for day, words in CALLS:
        picture.disk(x(day), LINE, 8, "fig-bg")
        picture.disk(x(day), LINE, 8, "fig-s3")
        picture.text(x(day), LINE + 30, words, anchor="middle", size=13)
    picture.mark(x(28) - 8, LINE, "square", "fig-f1")
    picture.text(x(28) - 8, LINE + 30, "28", anchor="middle", size=13)
    picture.lines(LEFT - 14, RISK, ("Risk asked",), anchor="end")
    for day, _ in (*SESSIONS, *CALLS, (27.6, "")):
        picture.line([(x(day), RISK - 8), (x(day), RISK + 8)], "fig-s2")
    picture.lines(LEFT - 14, SCALES, ("Scales",), anchor="end")
    for week in (0, 2, 3):
        picture.rect(x(7 * week) + 4, SCALES - 10, x(7) - x(0) - 8, 20, "fig-f6")
        picture.text(x(7 * week + 3.5), SCALES + 5, "PHQ-9, PEG", anchor="middle", kind="fig-on", size=13)
    picture.line([(LEFT, 316), (RIGHT, 316)], "fig-axis")
    picture.text((LEFT + RIGHT) / 2, 338, "Days after the dose", anchor="middle", size=13)
    picture.disk(LEFT + 20, 366, 11, "fig-f3")
    picture.text(LEFT + 40, 371, "session", kind="fig-muted", size=13)
    picture.disk(LEFT + 130, 366, 8, "fig-s3")
    picture.text(LEFT + 148, 371, "call", kind="fig-muted", size=13)
    picture.mark(LEFT + 220, 366, "square", "fig-f1")
    picture.text(LEFT + 236, 371, "review with the prescriber", kind="fig-muted", size=13)
    picture.save(__file__)


if __name__ == "__main__":
    main()
