"""Draw findings.svg: which findings stop, pause or inform."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drawing import Drawing

BANDS = (
    (
        "STOP",
        "Act now",
        "Emergency care or urgent referral; no ketamine path today",
        "fig-f2",
        (
            "Plan or intent to die, recent attempt",
            "New psychosis, mania, confusion, intoxication",
            "Chest pain, sudden severe headache, weakness of one side",
            "Back pain with saddle numbness, or bladder or bowel change",
        ),
    ),
    (
        "PAUSE",
        "No dose until answered",
        "The prescriber, or a specialist, answers in writing",
        "fig-f5",
        (
            "High blood pressure on the day",
            "Possible pregnancy",
            "Own aneurysm, vessel malformation or bleeding in the brain",
            "New bladder symptom, yellow eyes, dark urine",
            "Extra doses, early refill, craving",
            "New or marked dissociation",
            "No escort; pressure from somebody",
        ),
    ),
    (
        "INFORM",
        "Into the packet",
        "The prescriber reads it before deciding",
        "fig-f1",
        (
            "Every medicine and supplement, with doses and times",
            "Treated hypertension; aneurysm in the family",
            "Sleep apnea, lungs, falls, age",
            "Stable bipolar disorder; past psychosis",
            "Substance use disorder in remission",
            "Hopes, fears, expectation of cure",
        ),
    ),
)
LEFT, TAB, WIDTH, TOP, GAP, STEP = 14.0, 168.0, 692.0, 14.0, 16.0, 24.0
MARKS = {"STOP": "diamond", "PAUSE": "right", "INFORM": "circle"}


def main() -> None:
    """Draw the picture and write it beside this script."""
    heights = [58.0 + STEP * len(band[4]) for band in BANDS]
    picture = Drawing(
        720,
        round(TOP * 2 + sum(heights) + GAP * (len(BANDS) - 1)),
        "Stop, pause, inform: what a therapist does with a finding",
        "Three bands from top to bottom. Stop, act now, with four findings that need emergency care or urgent "
        "referral. Pause, no dose until answered, with seven findings that the prescriber or a specialist has to "
        "answer. Inform, with six kinds of information that go into the packet.",
    )
    top = TOP
    for (name, rule, answer, fill, items), height in zip(BANDS, heights, strict=True):
        picture.rect(LEFT, top, WIDTH, height, "fig-panel")
        picture.rect(LEFT, top, TAB, height, fill)
        middle = top + height / 2
        picture.text(LEFT + TAB / 2, middle - 4, name, kind="fig-on", anchor="middle", size=20, bold=True)
        picture.text(LEFT + TAB / 2, middle + 18, rule, kind="fig-on", anchor="middle", size=13)
        at = top + 30
        for item in items:
            picture.mark(LEFT + TAB + 22, at - 5, MARKS[name], fill)
            picture.text(LEFT + TAB + 38, at, item)
            at += STEP
        picture.text(LEFT + TAB + 22, top + height - 14, answer, kind="fig-muted", size=13)
        top += height + GAP
    picture.save(__file__)


if __name__ == "__main__":
    main()
