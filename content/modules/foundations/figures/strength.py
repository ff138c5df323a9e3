"""Draw strength.svg: strength of evidence by use, with counts of trials and people as the sources give them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drawing import Drawing

GRADES = (
    (("Supported,", "short term"), "fig-f1", "circle"),
    (("Weak or", "mixed"), "fig-f4", "diamond"),
    (("No clear", "benefit"), "fig-f2", "square"),
    (("No control", "group"), "fig-f6", "triangle"),
)
# use, counts, grade
DRUG = (
    ("Pain after surgery, in hospital", "130 trials, 8,341 people", 0),
    ("Depression", "31 trials of ketamine, 9 of esketamine", 0),
    ("Suicidal thoughts, up to a week", "10 trials, 167 people", 0),
    ("Neuropathic pain", "18 trials, 706 people", 1),
    ("Complex regional pain syndrome", "2 trials, 60 and 19 people", 1),
    ("PTSD", "pooled: 6 trials, 221; largest trial: 158", 1),
    ("Chronic non-cancer pain", "67 trials, 2,309 people, several drugs", 2),
    ("Fibromyalgia, short infusion", "1 trial, 24 people", 2),
)
COMBINED = (
    ("CBT after ketamine, depression", "1 trial, 28 randomized", 1),
    ("KAP, depression and anxiety", "0 trials; 235 in three practices", 3),
    ("KAP, chronic pain", "0 trials; pilot of 10", 3),
    ("EMDR with ketamine, PTSD", "0 trials; 8 charts", 3),
)
LEFT, WIDTH, TOP, STEP = 300.0, 103.0, 66.0, 36.0


def block(picture: Drawing, top: float, title: str, rows: tuple[tuple[str, str, int], ...]) -> float:
    """Draw a title and its rows from `top` down; return where they end."""
    picture.text(14, top + 20, title, size=14, bold=True)
    top += 30
    for row, (use, counts, grade) in enumerate(rows):
        middle = top + STEP * row + STEP / 2
        if row % 2 == 0:
            picture.rect(8, middle - STEP / 2, 704, STEP, "fig-panel")
        picture.text(14, middle - 2, use, size=14)
        picture.text(14, middle + 14, counts, size=13, kind="fig-muted")
        for column, (_, fill, shape) in enumerate(GRADES):
            x = LEFT + column * WIDTH + WIDTH / 2
            if column == grade:
                picture.rect(x - 30, middle - 13, 60, 26, fill)
                picture.mark(x, middle, shape, "fig-on")
            else:
                picture.line([(x - 5, middle), (x + 5, middle)], "fig-axis")
    return top + STEP * len(rows)


def main() -> None:
    """Draw the picture and write it beside this script."""
    picture = Drawing(
        720,
        604,
        "Strength of evidence by use, with counts of trials and people",
        "Twelve uses in four grades. The drug, without structured therapy, supported in the short term: pain after "
        "surgery, depression, suicidal thoughts. Weak or mixed: neuropathic pain, complex regional pain syndrome, "
        "posttraumatic stress disorder. No "
        "clear benefit: chronic non-cancer pain, fibromyalgia. With psychotherapy, weak or mixed: cognitive behavioral "
        "therapy after ketamine. No control group: KAP for depression and anxiety, KAP for chronic pain, EMDR with "
        "ketamine.",
    )
    for column, (name, _, _) in enumerate(GRADES):
        picture.lines(LEFT + column * WIDTH + WIDTH / 2, 36, name, size=13)
    end = block(picture, TOP, "The drug, without structured therapy", DRUG)
    end = block(picture, end + 6, "With psychotherapy", COMBINED)
    picture.text(14, end + 26, "“No control group” means not yet tested. It is neither a yes nor a no.", size=13)
    picture.save(__file__)


if __name__ == "__main__":
    main()
