"""Draw gates.svg: seven questions before a memory is processed, each with its way out."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drawing import Drawing

GATES: tuple[tuple[str, str, str], ...] = (
    ("Sober day?", "no dose, slept, oriented, herself", "contain; another day"),
    ("Risk low today?", "asked, not assumed", "safety plan; urgent care"),
    ("Present?", "feels real, here and now", "orient; do not process"),
    ("Slept and eaten?", "enough to work", "postpone, or a smaller task"),
    ("Life outside safe enough?", "home, perpetrator, court", "safety work first"),
    ("Stop signal works?", "tried today", "back to preparation"),
    ("Prescriber told?", "of new medicines, symptoms, dates", "call first"),
)
LEFT, WIDTH, HIGH, GAP, TOP, EXIT, EXIT_WIDTH = 30.0, 330.0, 48.0, 20.0, 20.0, 450.0, 250.0


def main() -> None:
    """Draw the picture and write it beside this script."""
    bottom = TOP + (HIGH + GAP) * len(GATES)
    picture = Drawing(
        720,
        round(bottom + 76),
        "Process today? Seven gates before phase four",
        "Seven boxes one below the other, joined by arrows for yes; from each an arrow for no leads to the right. "
        "Sober day, otherwise contain. Risk low, otherwise safety plan or urgent care. Present, otherwise orient. "
        "Slept and eaten, otherwise postpone. Life outside safe enough, otherwise safety work. Stop signal works, "
        "otherwise preparation. Prescriber told of anything new, otherwise call first. Seven times yes: one target.",
    )
    middle = LEFT + WIDTH / 2
    for index, (question, detail, way_out) in enumerate(GATES):
        y = TOP + (HIGH + GAP) * index
        center = y + HIGH / 2
        picture.rect(LEFT, y, WIDTH, HIGH, "fig-panel")
        picture.rect(LEFT, y, WIDTH, HIGH, "fig-axis")
        picture.text(middle, y + 20, f"{index + 1}  {question}", anchor="middle", size=15, bold=True)
        picture.text(middle, y + 39, detail, anchor="middle", kind="fig-muted", size=13)
        picture.arrow((LEFT + WIDTH, center), (EXIT - 2, center))
        picture.text((LEFT + WIDTH + EXIT) / 2 - 4, center - 7, "no", anchor="middle", size=13)
        picture.rect(EXIT, center - 17, EXIT_WIDTH, 34, "fig-f2" if index < 2 else "fig-f6")
        picture.text(EXIT + EXIT_WIDTH / 2, center + 5, way_out, kind="fig-on", anchor="middle", size=14)
        tip = y + HIGH + GAP - 2
        picture.arrow((middle, y + HIGH), (middle, tip))
        picture.text(middle + 14, tip - 2, "yes", size=13)
    picture.rect(LEFT, bottom, WIDTH, 50, "fig-f3")
    picture.text(middle, bottom + 31, "Seven times yes: process one target", kind="fig-on", anchor="middle", size=15)
    picture.text(EXIT, bottom + 22, "Shut for a month?", bold=True)
    picture.text(EXIT, bottom + 42, "Take it to supervision.", size=14)
    picture.save(__file__)


if __name__ == "__main__":
    main()
