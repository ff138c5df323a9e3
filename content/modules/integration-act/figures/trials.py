"""Draw trials.svg: studies of ketamine with a psychological treatment, and what was randomized in each."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drawing import Drawing, data

# label, people, drug differed, therapy or surroundings differed, what was found (two lines)
ROWS = (
    ("Heroin, 2002", 70, True, False, ("drug (dose): more", "abstinence, two years")),
    ("Heroin, 2007", 59, True, True, ("three sessions beat one;", "drug and therapy as one")),
    ("Cocaine, 2019", 55, True, False, ("drug: more abstinence", "(48.2 against 10.7 %)")),
    ("Alcohol, 2020", 40, True, False, ("drug: more abstinent", "days")),
    ("Alcohol, 2022", 96, True, True, ("drug: +10.1 points;", "therapy: uncertain")),
    ("Depression, 2021", 28, False, True, ("CBT afterward:", "uncertain")),
    ("Depression, 2022", 154, True, True, ("computer training held", "the gain three months")),
    ("Depression, 2025", 32, False, True, ("music or other support:", "no difference")),
    ("Depression, 2025", 43, False, True, ("mindfulness, music, mask:", "no difference in mood")),
    ("Pain, 2023", 10, False, False, ("no control group", "")),
)
EMPTY = ("ACT with ketamine", "KAP against ketamine with equal contact")
LABEL, BAR, DRUG, TALK, FOUND = 140.0, 156.0, 372.0, 448.0, 508.0
TOP, STEP = 74.0, 42.0
PER_PERSON = 0.95  # units of bar length


def main() -> None:
    """Draw the picture and write it beside this script."""
    height = int(TOP + STEP * (len(ROWS) + len(EMPTY)) + 48)
    picture = Drawing(
        720,
        height,
        "What was randomized in studies of ketamine with a psychological treatment",
        "One row for each of ten studies with the number of people as a bar and two columns. A square in the first "
        "column says that the drug differed between groups, a diamond in the second that the therapy, or what "
        "surrounded the dose, differed. In three addiction trials only the drug differed. In the heroin trial of 2007, "
        "the alcohol trial of 2022 and the depression trial of 2022 both did. In three depression trials only the "
        "therapy or surroundings differed. The pain study had no control group. Two rows below are empty: ACT with "
        "ketamine, and KAP against ketamine with the same hours of contact.",
    )
    picture.text(BAR, 44, "people", bold=True, size=13)
    picture.lines(DRUG, 38, ("drug", "differed"))
    picture.lines(TALK, 38, ("therapy", "differed"))
    picture.text(FOUND, 44, "what was found", bold=True, size=13)
    picture.line([(16, TOP - 10), (704, TOP - 10)], "fig-axis")
    for row, (label, people, drug, talk, found) in enumerate(ROWS):
        middle = TOP + STEP * row + STEP / 2 - 6
        picture.text(LABEL, middle + 5, label, anchor="end", size=13)
        picture.rect(BAR, middle - 9, PER_PERSON * people, 18, "fig-f6" if not (drug or talk) else "fig-f1")
        picture.text(BAR + PER_PERSON * people + 8, middle + 5, str(people), size=13)
        for x, differed, shape, kind in ((DRUG, drug, "square", "fig-f2"), (TALK, talk, "diamond", "fig-f3")):
            if differed:
                picture.mark(x, middle, shape, kind)
            else:
                picture.line([(x - 5, middle), (x + 5, middle)], "fig-axis")
        words = [line for line in found if line]
        for index, line in enumerate(words):
            picture.text(FOUND, middle + 5 + (index - (len(words) - 1) / 2) * 16, line, size=13)
        picture.line([(16, middle + STEP / 2), (704, middle + STEP / 2)], "fig-grid")
    for row, label in enumerate(EMPTY, start=len(ROWS)):
        middle = TOP + STEP * row + STEP / 2 - 6
        picture.text(32, middle + 5, label, size=13)
        top, bottom = middle - 14, middle + 14
        picture.line([(24, top), (704, top), (704, bottom), (24, bottom), (24, top)], "fig-axis", dash="5 4")
        picture.text(FOUND, middle + 5, "no trial found", size=13, bold=True)
    foot = height - 26
    picture.mark(30, foot, "square", "fig-f2")
    picture.text(44, foot + 5, "drug, or its dose, differed", kind="fig-muted", size=13)
    picture.mark(244, foot, "diamond", "fig-f3")
    picture.text(260, foot + 5, "therapy or surroundings differed", kind="fig-muted", size=13)
    picture.line([(494, foot), (504, foot)], "fig-axis")
    picture.text(512, foot + 5, "same for all, or no control", kind="fig-muted", size=13)
    picture.save(__file__)
    rows = [
        (label, people, "yes" if drug else "no", "yes" if therapy else "no", " ".join(found).strip())
        for label, people, drug, therapy, found in ROWS
    ]
    none = [(label, "none", "", "", "no such trial found") for label in EMPTY]
    head = ("Study", "People", "Drug differed", "Therapy or surroundings differed", "Found")
    data(__file__, head, rows + none)


if __name__ == "__main__":
    main()
