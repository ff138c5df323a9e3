"""Draw reviews.svg: four reviews of ketamine for chronic pain, what each one pooled and what it therefore answers."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drawing import Drawing

COLUMNS = (
    (
        ("Zhao 2018",),
        ("CRPS only;", "15 studies,", "258 people"),
        ("before with", "after, same", "person"),
        ("at once, and", "1 to 3 months"),
        ("69%, then 58%", "relieved"),
        "fig-f5",
    ),
    (
        ("Orhurhu 2019",),
        ("mixed pain;", "7 trials,", "211 people"),
        ("placebo", "infusion"),
        ("lowest score", "at 48 hours", "or later"),
        ("−1.83 points,", "up to 2 weeks"),
        "fig-f4",
    ),
    (
        ("Guimarães P. 2022",),
        ("neuropathic;", "18 trials,", "706 people"),
        ("standard", "treatment;", "mixed routes"),
        ("1 week and", "30 days"),
        ("−2.14, −1.68;", "low certainty"),
        "fig-f3",
    ),
    (
        ("Cochrane 2025",),
        ("non-cancer pain;", "67 trials, 2,309", "people, 5 drugs"),
        ("placebo, usual", "care, other", "drugs"),
        ("set windows,", "immediate to", "medium term"),
        ("−1.58 at once, by", "vein; crosses zero"),
        "fig-f2",
    ),
)
ROWS = ((78, 72, ("Who", "was in it")), (156, 72, ("Compared", "with what")), (234, 72, ("Counted", "when")))
LEFT, WIDTH, GAP = 92.0, 150.0, 6.0


def main() -> None:
    """Draw the picture and write it beside this script."""
    picture = Drawing(
        720,
        420,
        "Four reviews, four questions, four answers",
        "Zhao 2018 pooled studies of CRPS that compared people with themselves before treatment: 69 percent relieved "
        "at once, 58 percent at 1 to 3 months. Orhurhu 2019 took the lowest score at 48 hours or later, 7 trials: "
        "minus 1.83 points up to 2 weeks. Guimaraes Pereira 2022 took 18 trials in neuropathic pain with mixed "
        "routes: minus 2.14 and minus 1.68, low certainty. Cochrane 2025 took 67 trials of five drugs with set "
        "time windows: minus 1.58 for ketamine by vein at the immediate time, with an interval that crosses zero.",
    )
    for top, height, asked in ROWS:
        picture.lines(LEFT - 10, top + height / 2, asked, anchor="end")
    picture.lines(LEFT - 10, 352, ("So the", "answer is"), anchor="end")
    for index, (name, who, against, when, answer, fill) in enumerate(COLUMNS):
        left = LEFT + index * (WIDTH + GAP)
        middle = left + WIDTH / 2
        picture.text(middle, 54, name[0], anchor="middle", bold=True, size=14)
        for (top, height, _), words in zip(ROWS, (who, against, when), strict=True):
            picture.rect(left, top, WIDTH, height, "fig-panel")
            picture.lines(middle, top + height / 2, words)
        picture.line([(middle, 308), (middle, 320)], "fig-axis")
        picture.rect(left, 322, WIDTH, 60, fill)
        picture.lines(middle, 352, answer, kind="fig-on", size=14)
    picture.text(20, 24, "Read each column downward: the choices come first, the answer follows from them.", size=14)
    picture.text(LEFT, 408, "Points are on a 0 to 10 scale. Zhao has no control group.", kind="fig-muted", size=13)
    picture.save(__file__)


if __name__ == "__main__":
    main()
