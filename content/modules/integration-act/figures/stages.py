"""Draw stages.svg: preparation, dosing day, first 72 hours and four weeks, and who does what in each."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drawing import Drawing

STAGES = (
    ("Preparation", "two or three sessions"),
    ("Dosing day", "two to three hours"),
    ("First 72 hours", "call, first session"),
    ("Weeks 1 to 4", "weekly"),
)
# who, fill class, and for each stage: in the room (filled) or not (outlined), with the words
LANES = (
    (
        ("Medical", "staff"),
        "fig-f1",
        (
            (True, ("fitness, product,", "dose; consent", "to medicine")),
            (True, ("decision to give", "or not; watching;", "discharge")),
            (False, ("reachable by", "telephone")),
            (True, ("review; further", "doses or none")),
        ),
    ),
    (
        ("Therapist",),
        "fig-f3",
        (
            (True, ("expectations,", "skills, safety plan,", "consent to therapy")),
            (True, ("presence; words", "and times noted;", "no interpretation")),
            (True, ("next-day contact;", "recall before", "meaning; risk")),
            (True, ("values, small steps,", "relapse plan,", "scales")),
        ),
    ),
    (
        ("Client",),
        "fig-f4",
        (
            (True, ("questions; one", "sentence of", "intention")),
            (True, ("nothing to", "achieve; may", "stop at any time")),
            (True, ("sleep; no driving", "until next day;", "decisions wait")),
            (True, ("one action at a", "time; own page", "of the plan")),
        ),
    ),
    (
        ("Escort,", "home"),
        "fig-f6",
        (
            (False, ("named", "and briefed")),
            (True, ("takes the client", "home")),
            (True, ("stays the evening", "and night")),
            (False, ("knows the", "warning signs")),
        ),
    ),
)
LEFT, TOP, WIDE, HIGH, GAP = 84.0, 78.0, 150.0, 74.0, 8.0


def main() -> None:
    """Draw the picture and write it beside this script."""
    picture = Drawing(
        720,
        462,
        "Who does what from preparation to week four",
        "Four columns: preparation in two or three sessions, dosing day, first 72 hours, weeks one to four. Four rows: "
        "medical staff, therapist, client, and escort or home. Filled boxes mean present, outlined boxes mean in the "
        "background. Medical staff judge fitness and choose product and dose, decide, watch and discharge, are "
        "reachable afterward, and review. The therapist sets expectations and practices skills, is present without "
        "interpreting, makes contact the next day, and works on values and small steps. The client asks, has nothing "
        "to achieve on the day, sleeps and lets decisions wait, and takes one action at a time. The escort is named "
        "beforehand, takes the client home, stays the evening, and knows the warning signs.",
    )
    for column, (name, shape) in enumerate(STAGES):
        center = LEFT + column * (WIDE + GAP) + WIDE / 2
        picture.text(center, 30, name, anchor="middle", bold=True)
        picture.text(center, 50, shape, anchor="middle", kind="fig-muted", size=13)
        if column:
            picture.mark(LEFT + column * (WIDE + GAP) - GAP / 2, 25, "right", "fig-muted")
    picture.line([(LEFT, 62), (LEFT + 4 * WIDE + 3 * GAP, 62)], "fig-axis")
    for row, (who, fill, cells) in enumerate(LANES):
        top = TOP + row * (HIGH + GAP + 4)
        picture.lines(LEFT - 10, top + HIGH / 2, who, anchor="end")
        for column, (present, words) in enumerate(cells):
            left = LEFT + column * (WIDE + GAP)
            picture.rect(left, top, WIDE, HIGH, fill if present else "fig-axis")
            picture.lines(left + WIDE / 2, top + HIGH / 2, words, kind="fig-on" if present else "fig-text")
    foot = 448
    picture.rect(LEFT, foot - 13, 22, 15, "fig-f6")
    picture.text(LEFT + 30, foot, "present, or in direct contact", kind="fig-muted", size=13)
    picture.rect(LEFT + 240, foot - 13, 22, 15, "fig-axis")
    picture.text(LEFT + 270, foot, "in the background", kind="fig-muted", size=13)
    picture.save(__file__)


if __name__ == "__main__":
    main()
