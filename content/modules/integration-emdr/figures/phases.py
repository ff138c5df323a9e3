"""Draw phases.svg: the eight phases of EMDR and the kinds of days on which each has its place."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drawing import Drawing

COLUMNS = (("Before", "any dose"), ("Dosing", "day"), ("24 to 72 h", "contact"), ("Sober", "day"))
# phase, aim, and for each column: "yes", "contain", "report", "no" or nothing
PHASES: tuple[tuple[str, str, tuple[str, str, str, str]], ...] = (
    ("1 History, planning", "targets, risk, dissociation", ("yes", "", "", "")),
    ("2 Preparation", "explain, stop signal, settle", ("yes", "", "", "yes")),
    ("3 Assessment", "image, belief, body, ratings", ("", "no", "", "yes")),
    ("4 Desensitization", "dual attention", ("", "report", "", "yes")),
    ("5 Installation", "strengthen the belief", ("", "no", "", "yes")),
    ("6 Body scan", "what remains in the body", ("", "no", "", "yes")),
    ("7 Closure", "return to safety", ("", "contain", "yes", "yes")),
    ("8 Re-evaluation", "what has changed", ("", "", "yes", "yes")),
)
LEFT, WIDTH, TOP, STEP = 292.0, 104.0, 70.0, 46.0


def cross(picture: Drawing, x: float, y: float) -> None:
    """Draw a cross: this phase has no place here."""
    picture.line([(x - 7, y - 7), (x + 7, y + 7)], "fig-s2")
    picture.line([(x - 7, y + 7), (x + 7, y - 7)], "fig-s2")


def cell(picture: Drawing, x: float, y: float, what: str) -> None:
    """Draw what a phase means in one column, centered on `x`, `y`."""
    if what == "yes":
        picture.rect(x - 44, y - 15, 88, 30, "fig-f3")
        picture.text(x, y + 5, "here", kind="fig-on", anchor="middle", size=14, bold=True)
    elif what == "contain":
        picture.rect(x - 44, y - 15, 88, 30, "fig-f1")
        picture.text(x, y + 5, "contain only", kind="fig-on", anchor="middle", size=13)
    elif what == "report":
        cross(picture, x - 16, y)
        picture.mark(x + 16, y, "diamond", "fig-f5")
    elif what == "no":
        cross(picture, x, y)


def main() -> None:
    """Draw the picture and write it beside this script."""
    bottom = TOP + STEP * len(PHASES)
    picture = Drawing(
        720,
        round(bottom + 92),
        "The eight EMDR phases on sober days and dosing days",
        "A grid of eight rows and four columns. History and preparation are placed before any dose. Assessment, "
        "desensitization, installation and body scan are placed on a sober day and crossed out on the dosing day; a "
        "diamond beside desensitization marks the one uncontrolled report with eight clients. On the dosing day only "
        "containment, from the phase of closure, has a place. Closure ends every session. Re-evaluation takes place "
        "at the contact 24 to 72 hours after a dose and on the next sober day.",
    )
    for index, words in enumerate(COLUMNS):
        picture.rect(LEFT + WIDTH * index + 3, 14, WIDTH - 6, bottom - 10, "fig-panel")
        picture.lines(LEFT + WIDTH * (index + 0.5), 42, words, size=14)
    for index, (phase, aim, where) in enumerate(PHASES):
        y = TOP + STEP * (index + 0.5)
        picture.line([(20, y - STEP / 2), (700, y - STEP / 2)], "fig-grid")
        picture.text(20, y - 2, phase, size=15, bold=True)
        picture.text(20, y + 16, aim, kind="fig-muted", size=13)
        for column, what in enumerate(where):
            cell(picture, LEFT + WIDTH * (column + 0.5), y, what)
    picture.line([(20, bottom), (700, bottom)], "fig-axis")
    cross(picture, 30, bottom + 30)
    picture.text(48, bottom + 35, "no processing here", size=13)
    picture.mark(212, bottom + 30, "diamond", "fig-f5")
    picture.text(226, bottom + 35, "reported in 8 clients without a control group: research at most", size=13)
    picture.text(
        20, bottom + 64, "Sober day: no dose, a night's sleep, oriented, feels like herself, contact has taken place.",
        kind="fig-muted", size=13,
    )  # fmt: skip
    picture.save(__file__)


if __name__ == "__main__":
    main()
