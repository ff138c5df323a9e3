"""Draw hexaflex.svg: the six processes of ACT over preparation, dosing and integration."""

import sys
from math import cos, radians, sin
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drawing import Drawing

PROCESSES = (
    ("Present", "moment"),
    ("Values",),
    ("Committed", "action"),
    ("Self as", "context"),
    ("Defusion",),
    ("Acceptance",),
)
# 2 is main work, 1 a light touch, 0 left alone; in the order of PROCESSES
STAGES = (
    (
        "Preparation",
        (2, 2, 1, 1, 1, 2),
        ("practice anchoring and making", "room; find three values;", "one intention, open in content"),
    ),
    ("Dosing", (1, 0, 0, 0, 0, 1), ("let it be here;", "three, two, one; words noted,", "nothing worked out")),
    (
        "Integration",
        (1, 2, 2, 2, 2, 2),
        ("three readings, one value,", "one small action; name the story,", "approach what was avoided"),
    ),
)
RADIUS, NODE, MIDDLE = 74.0, 15.0, 172.0


def node(picture: Drawing, x: float, y: float, weight: int) -> None:
    """Draw one corner: filled, half filled or empty."""
    picture.disk(x, y, NODE, "fig-bg")
    if weight == 2:
        picture.disk(x, y, NODE, "fig-f1")
    elif weight == 1:
        picture.half_disk(x, y, NODE, "fig-f1")
    picture.disk(x, y, NODE, "fig-axis")


def main() -> None:
    """Draw the picture and write it beside this script."""
    picture = Drawing(
        720,
        430,
        "The hexaflex over the stages of the work",
        "Three hexagons for preparation, dosing and integration. In preparation present moment, values and acceptance "
        "are filled as main work; committed action, self as context and defusion are half filled. In dosing present "
        "moment and acceptance are half filled and the other four are empty. In integration values, committed action, "
        "self as context, defusion and acceptance are filled and present moment is half filled.",
    )
    for column, (name, weights, words) in enumerate(STAGES):
        center = 124.0 + column * 236.0
        picture.text(center, 30, name, anchor="middle", bold=True, size=16)
        corners = [
            (center + RADIUS * sin(radians(60 * corner)), MIDDLE - RADIUS * cos(radians(60 * corner)))
            for corner in range(6)
        ]
        picture.line([*corners, corners[0]], "fig-axis")
        for corner, ((x, y), weight, label) in enumerate(zip(corners, weights, PROCESSES, strict=True)):
            node(picture, x, y, weight)
            above = corner in (0, 1, 5)
            offset = NODE + 8 + (len(label) * 17 - 17) / 2 + 4
            outward = {1: 16, 2: 14, 4: -14, 5: -16}.get(corner, 0)  # keeps the words off the lines of the hexagon
            picture.lines(x + outward, y - offset if above else y + offset + 2, label)
        picture.lines(center, 340, words, kind="fig-muted")
        if column:
            picture.mark(center - 118, MIDDLE, "right", "fig-muted")
    picture.line([(20, 382), (700, 382)], "fig-grid")
    for at, sample, meaning in ((150, 2, "main work"), (300, 1, "light touch"), (450, 0, "left alone")):
        node(picture, at, 404, sample)
        picture.text(at + 24, 409, meaning, size=13)
    picture.save(__file__)


if __name__ == "__main__":
    main()
