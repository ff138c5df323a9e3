"""Draw levels.svg: plasma levels reported with each effect (Zanos et al. 2018, Table 1), logarithmic scale."""

import sys
from math import log10
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drawing import Drawing, data

ROWS = (
    ("Analgesia, swallowed dose", 35, 55, "fig-f3", "45 ± 10"),
    ("Analgesia, other routes", 70, 160, "fig-f3", "70–160"),
    ("Dissociation", 100, 250, "fig-f6", "100–250"),
    ("Psychosis worsens*", 120, 120, "fig-f2", "about 120"),
    ("Antidepressant infusion", 185, 185, "fig-f1", "about 185"),
    ("General anesthesia", 1200, 2400, "fig-f4", "1,200–2,400"),
)
LEFT, RIGHT, TOP, STEP = 220.0, 690.0, 34.0, 46.0


def x(level: float) -> float:
    """Return the place of a level in ng/mL on the logarithmic axis."""
    return LEFT + (RIGHT - LEFT) * (log10(level) - 1) / (log10(3000) - 1)


def main() -> None:
    """Draw the picture and write it beside this script."""
    picture = Drawing(
        720,
        400,
        "Plasma ketamine levels reported with each effect",
        "On a logarithmic scale from 10 to 3,000 nanograms per milliliter: swallowed analgesia at 35 to 55, other "
        "analgesia at 70 to 160, dissociation at 100 to 250, worsening of psychosis at about 120, the antidepressant "
        "infusion at about 185, and general anesthesia at 1,200 to 2,400.",
    )
    bottom = TOP + STEP * len(ROWS)
    for level in (10, 30, 100, 300, 1000, 3000):
        picture.line([(x(level), TOP - 10), (x(level), bottom)], "fig-grid")
        picture.text(x(level), bottom + 22, f"{level:,}", anchor="middle", kind="fig-muted")
    picture.line([(LEFT, bottom), (RIGHT, bottom)], "fig-axis")
    picture.text((LEFT + RIGHT) / 2, bottom + 48, "Plasma ketamine, ng/mL (logarithmic scale)", anchor="middle")
    picture.text(LEFT, bottom + 76, "* in people with schizophrenia", kind="fig-muted", size=13)
    for row, (label, low, high, fill, words) in enumerate(ROWS):
        middle = TOP + STEP * row + STEP / 2
        picture.text(LEFT - 14, middle + 5, label, anchor="end")
        if low == high:
            picture.mark(x(low), middle, "diamond", fill)
            picture.text(x(low) + 14, middle + 5, words)
        else:
            picture.rect(x(low), middle - 10, x(high) - x(low), 20, fill)
            if high > 1000:
                picture.text(x(low) - 10, middle + 5, words, anchor="end")
            else:
                picture.text(x(high) + 10, middle + 5, words)
    picture.save(__file__)
    rows = [(label.replace("*", ", in people with schizophrenia"), words) for label, *_, words in ROWS]
    data(__file__, ("Effect", "Plasma ketamine, ng/mL"), rows)


if __name__ == "__main__":
    main()
