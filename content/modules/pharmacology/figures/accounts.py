"""Draw accounts.svg: six accounts of the antidepressant effect, and the row at which each one stops."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drawing import Drawing

COLUMNS = (
    (("Disinhi-", "bition"), ("rodents",), ("no decisive", "test found"), "open"),
    (("Resting", "NMDA block"), ("mice",), ("none", "found"), "open"),
    (("New synapses", "(mTORC1)"), ("rats",), ("20 people:", "effect not", "blocked"), "against"),
    (("Hydroxynor-", "ketamine"), ("mice",), ("53 people:", "opposite", "direction"), "against"),
    (("Lateral", "habenula"), ("rats and", "mice"), ("none", "found"), "open"),
    (("Opioid", "receptors"), ("began with", "a human", "trial"), ("2 trials:", "they", "conflict"), "mixed"),
)
LEFT, WIDTH, GAP = 112.0, 95.0, 6.0
HEADER, OUTCOME, HUMAN, ANIMAL = 46.0, 78.0, 158.0, 248.0


def main() -> None:
    """Draw the picture and write it beside this script."""
    picture = Drawing(
        720,
        372,
        "Six accounts of ketamine's antidepressant effect and how far each has been tested",
        "Columns: disinhibition, resting NMDA block, new synapses, hydroxynorketamine, lateral habenula, opioid "
        "receptors. Bottom row, animal findings: five filled. Middle row, tests in people: not blocked for new "
        "synapses, opposite direction for hydroxynorketamine, conflicting for opioid receptors, none elsewhere. Top "
        "row: no outcome trial shows which account carries the benefit.",
    )
    span = WIDTH * 6 + GAP * 5
    rows_at = (
        (OUTCOME + 34, ("Outcome in", "patients")),
        (HUMAN + 42, ("Test of the", "mechanism", "in people")),
        (ANIMAL + 42, ("Animal", "finding")),
    )
    for at, rows in rows_at:
        picture.lines(LEFT - 12, at, rows, anchor="end", size=14)
    picture.rect(LEFT, OUTCOME, span, 68, "fig-panel")
    picture.lines(
        LEFT + span / 2,
        OUTCOME + 34,
        ("The drug lifts mood for a time; no trial shows", "which of these accounts carries the benefit."),
        size=14,
    )
    for index, (name, animal, human, verdict) in enumerate(COLUMNS):
        left = LEFT + index * (WIDTH + GAP)
        middle = left + WIDTH / 2
        picture.lines(middle, HEADER, name)
        if verdict == "open":
            picture.rect(left, HUMAN, WIDTH, 80, "fig-grid")
            picture.lines(middle, HUMAN + 40, human, kind="fig-muted")
        else:
            fill = "fig-f2" if verdict == "against" else "fig-f5"
            picture.rect(left, HUMAN, WIDTH, 80, fill)
            picture.lines(middle, HUMAN + 40, human, kind="fig-on")
        if name[0] == "Opioid":
            picture.rect(left, ANIMAL, WIDTH, 80, "fig-grid")
            picture.lines(middle, ANIMAL + 40, animal, kind="fig-muted")
        else:
            picture.rect(left, ANIMAL, WIDTH, 80, "fig-f1")
            picture.lines(middle, ANIMAL + 40, animal, kind="fig-on", size=14)
    picture.text(LEFT, 354, "Outlined: not tested in the sources read.", kind="fig-muted", size=13)
    picture.save(__file__)


if __name__ == "__main__":
    main()
