"""Draw scope.svg: fourteen tasks in ketamine care and what each of four people does with them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drawing import Drawing

PEOPLE = (("Prescriber",), ("Monitoring", "clinician"), ("Psycho-", "therapist"), ("Supervisor,", "consultant"))
# D does it, S shares it, M may do it, R reports what is seen, A advises, H answers the call, P if present, "-" not
ROWS = (
    ("Decide medical fitness", "DRR-"),
    ("Choose product, dose, route", "D---"),
    ("Order, store, hand over the drug", "DS--"),
    ("Watch vital signs, treat complications", "DDR-"),
    ("Discharge after dosing", "DD--"),
    ("Start, change or stop a medicine", "D-R-"),
    ("Consent to the medicine", "D-R-"),
    ("Consent to the therapy", "--DA"),
    ("Diagnosis in scope, safety plan", "S-DA"),
    ("Prepare, support, integrate", "M-DA"),
    ("Note mental state in the session", "SSDA"),
    ("Call for medical help", "HDDP"),
    ("Bill one's own service", "DDDD"),
    ("Review boundaries and limits", "DDDD"),
)
CELLS = {
    "D": ("does", "fig-f1", "fig-on"),
    "S": ("shares", "fig-f3", "fig-on"),
    "R": ("reports", "fig-f5", "fig-on"),
    "M": ("may", "fig-f3", "fig-on"),
    "H": ("answers", "fig-f1", "fig-on"),
    "A": ("advises", "fig-f6", "fig-on"),
    "P": ("if present", "fig-f1", "fig-on"),
    "-": ("no", "fig-grid", "fig-muted"),
}
LEFT, WIDTH, GAP, TOP, STEP = 290.0, 100.0, 6.0, 60.0, 38.0


def main() -> None:
    """Draw the picture and write it beside this script."""
    picture = Drawing(
        720,
        636,
        "Who does what in ketamine care",
        "A grid of fourteen tasks by four people. The prescriber alone decides fitness, chooses product and dose and "
        "changes medicines; the monitoring clinician watches vital signs and discharges with the prescriber; the "
        "psychotherapist prepares, supports, integrates, obtains consent to therapy, keeps the note of mental state "
        "and reports medical findings, and has no part in handling the drug; the supervisor or consultant advises the "
        "psychotherapist.",
    )
    for column, name in enumerate(PEOPLE):
        picture.lines(LEFT + column * (WIDTH + GAP) + WIDTH / 2, 32, name, size=14)
    for row, (task, marks) in enumerate(ROWS):
        top = TOP + STEP * row
        if row % 2 == 0:
            picture.rect(8, top - 2, 704, STEP, "fig-panel")
        picture.text(LEFT - 14, top + 22, task, anchor="end", size=14)
        for column, mark in enumerate(marks):
            words, box, ink = CELLS[mark]
            left = LEFT + column * (WIDTH + GAP)
            picture.rect(left, top + 3, WIDTH, STEP - 10, box)
            picture.text(left + WIDTH / 2, top + 22, words, anchor="middle", kind=ink, size=14)
    bottom = TOP + STEP * len(ROWS)
    picture.text(
        20, bottom + 26, "One person may hold two roles if licensed for both. State law can be stricter.", size=13
    )
    picture.save(__file__)


if __name__ == "__main__":
    main()
