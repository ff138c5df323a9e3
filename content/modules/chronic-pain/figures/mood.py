"""Draw mood.svg: a mediator and a moderator side by side, and what the French cohort measured."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drawing import Drawing


def box(picture: Drawing, x: float, y: float, rows: tuple[str, ...], fill: str) -> None:
    """Draw a filled box of 150 by 54 with its left upper corner at `x`, `y`."""
    picture.rect(x, y, 150, 54, fill)
    picture.lines(x + 75, y + 27, rows, kind="fig-text" if fill == "fig-panel" else "fig-on", size=14)


def main() -> None:
    """Draw the picture and write it beside this script."""
    picture = Drawing(
        720,
        490,
        "Mediator and moderator",
        "Top: the claim as it is told. Ketamine changes mood, then the change in mood changes pain; mood must change "
        "before pain does. Middle: a moderator. Depression present before treatment is related to how much pain falls "
        "afterward. Bottom: what the cohort of 329 people had: depression measured at the start, pain each month, and "
        "no control group, no proof of order and no psychotherapy.",
    )
    picture.text(20, 30, "The claim as it is told: a mediator", bold=True)
    box(picture, 40, 48, ("Ketamine",), "fig-f1")
    box(picture, 285, 48, ("Mood lifts", "(second)"), "fig-f4")
    box(picture, 530, 48, ("Pain falls", "(third)"), "fig-f3")
    picture.arrow((190, 75), (283, 75))
    picture.arrow((435, 75), (528, 75))
    picture.text(360, 126, "needs: mood measured again and again, changing before pain does", anchor="middle", size=13)
    picture.text(360, 144, "and a control group", anchor="middle", size=13)

    picture.text(20, 184, "What is present before treatment is closer to a moderator", bold=True)
    box(picture, 40, 200, ("Ketamine",), "fig-f1")
    box(picture, 530, 200, ("Pain falls", "more or less"), "fig-f3")
    picture.arrow((190, 227), (528, 227))
    box(picture, 285, 262, ("Depressed at", "the start"), "fig-f4")
    picture.arrow((360, 262), (360, 231), dash="5 4")
    picture.text(448, 294, "tells for whom, not how", size=13)

    picture.rect(20, 336, 680, 136, "fig-panel")
    picture.text(40, 362, "What the cohort had (329 people, one year)", bold=True)
    for y, shape, words in (
        (388, "circle", "depressive state at the start; pain each month"),
        (412, "circle", "ketamine as each clinic chose, repeated"),
    ):
        picture.mark(48, y - 5, shape, "fig-f3")
        picture.text(64, y, words, size=14)
    for y, words in (
        (436, "no control group; no proof that mood moved before pain"),
        (460, "no psychotherapy"),
    ):
        picture.mark(48, y - 5, "diamond", "fig-s2")
        picture.text(64, y, words, size=14)
    picture.save(__file__)


if __name__ == "__main__":
    main()
