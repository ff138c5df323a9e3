"""Draw timeline.svg: dated steps from the first synthesis to 2026, in three lanes."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drawing import Drawing

LANES = (("The drug and the law", "fig-f1"), ("Studies in people", "fig-f3"), ("Warnings and refusals", "fig-f2"))
# year, lane, words
ROWS = (
    ("1962", 0, ("First synthesized",)),
    ("1965", 1, ("First human study in print:", "20 volunteers in a prison")),
    ("1970", 0, ("Approved for anesthesia",)),
    ("1999", 0, ("Schedule III",)),
    ("2000", 1, ("First controlled report in", "depression")),
    ("2006", 1, ("Trial in treatment-", "resistant depression")),
    ("2013", 1, ("73 people, ketamine", "against midazolam")),
    ("2019", 0, ("Esketamine spray, with an", "oral antidepressant")),
    ("2020", 0, ("Esketamine: depression,", "acute suicidal ideation")),
    ("2022", 2, ("FDA alert: compounded", "nasal ketamine")),
    ("2023", 2, ("FDA warning: ketamine", "compounded, at home")),
    ("2024", 2, ("FDA declines MDMA for", "PTSD")),
    ("2025", 0, ("Esketamine on its own", "(January)")),
    ("2025", 1, ("Cochrane: chronic pain, no", "clear benefit (August)")),
    ("2026", 0, ("Telehealth rule extended", "to December 31, 2026")),
)
# years in which nothing is marked, written below the year before
GAPS = {"1970": "29 years"}
LEFT, WIDTH, GUTTER, TOP, STEP = 80.0, 206.0, 6.0, 62.0, 47.0


def main() -> None:
    """Draw the picture and write it beside this script."""
    picture = Drawing(
        720,
        796,
        "Ketamine from 1962 to 2026: drug and law, studies, warnings",
        "Fifteen dated steps from top to bottom in three lanes. The drug and the law: synthesis 1962, anesthesia 1970, "
        "Schedule III 1999, esketamine 2019, 2020 and January 2025, temporary telehealth rule to the end of 2026. "
        "Studies in people: 1965 first human study, 2000 and 2006 depression, 2013 trial against midazolam, 2025 "
        "Cochrane review of chronic pain. Warnings and refusals: FDA alerts 2022 and 2023, MDMA declined 2024.",
    )
    bottom = TOP + STEP * len(ROWS)
    for lane, (name, fill) in enumerate(LANES):
        left = LEFT + lane * (WIDTH + GUTTER)
        picture.rect(left, 14, WIDTH, 30, fill)
        picture.text(left + WIDTH / 2, 34, name, kind="fig-on", anchor="middle", size=14, bold=True)
        picture.rect(left, TOP - 10, WIDTH, bottom - TOP + 10, "fig-panel")
    shown = ""
    for row, (year, lane, words) in enumerate(ROWS):
        middle = TOP + STEP * row + STEP / 2 - 4
        left = LEFT + lane * (WIDTH + GUTTER)
        if year != shown:
            picture.text(LEFT - 14, middle + 5, year, anchor="end", size=15, bold=True)
        picture.line([(LEFT - 8, middle), (left + 4, middle)], "fig-grid")
        picture.mark(left + 12, middle, ("circle", "square", "triangle")[lane], LANES[lane][1])
        top = middle + 5 - 8.5 * (len(words) - 1)
        for index, line in enumerate(words):
            picture.text(left + 24, top + 17 * index, line, size=13)
        if GAPS.get(year):
            picture.text(LEFT - 14, middle + STEP / 2 + 5, GAPS[year], anchor="end", size=13, kind="fig-muted")
        shown = year
    picture.text(LEFT, bottom + 20, "Rows are steps in order; distances are not to scale.", kind="fig-muted", size=13)
    picture.save(__file__)


if __name__ == "__main__":
    main()
