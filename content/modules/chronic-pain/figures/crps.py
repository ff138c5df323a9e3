"""Draw crps.svg: the CRPS trials on one time axis, what was gained and when it was gone."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drawing import Drawing

LEFT, RIGHT = 196.0, 690.0
WEEKS = (0, 1, 2, 4, 6, 8, 10, 12)


def x(week: float) -> float:
    """Return the place of a week on the axis, which runs from 0 to 13."""
    return LEFT + (RIGHT - LEFT) * week / 13


def main() -> None:
    """Draw the picture and write it beside this script."""
    picture = Drawing(
        720,
        520,
        "Ketamine trials in complex regional pain syndrome over time",
        "Weeks 0 to 12. Sigtermans, 60 people: infusion of 4.2 days; pain at the end of week 1 was 2.68 with ketamine "
        "and 5.45 with placebo; at week 12 the difference was no longer significant; function did not improve at any "
        "time. Schwartzman, small: ten infusion days, several pain measures better, followed for 3 months. Zhao, no "
        "control: 69 percent relieved at once, 58 percent at 1 to 3 months. Safety: two 100-hour "
        "infusions 16 days apart, liver injury in 3 of 6.",
    )
    for week in WEEKS:
        picture.line([(x(week), 30), (x(week), 462)], "fig-grid")
        picture.text(x(week), 482, str(week), anchor="middle", kind="fig-muted", size=13)
    picture.line([(LEFT, 462), (RIGHT, 462)], "fig-axis")
    picture.text((LEFT + RIGHT) / 2, 506, "Weeks from the start of treatment", anchor="middle", size=13)

    picture.lines(20, 60, ("Randomized, n = 60",), anchor="start", size=14)
    picture.lines(20, 80, ("(Sigtermans 2009)",), anchor="start", kind="fig-muted")
    picture.rect(x(0), 48, x(0.6) - x(0), 24, "fig-f1")
    picture.text(x(0.7) + 2, 65, "infusion, 4.2 days", size=13)
    picture.lines(180, 112, ("Pain",), anchor="end")
    picture.rect(x(0.6), 100, x(11) - x(0.6), 22, "fig-f3", opacity=0.35)
    picture.text(x(5.8), 116, "pain lower over the 12 weeks as a whole", anchor="middle", size=13)
    picture.mark(x(1), 140, "circle", "fig-f3")
    picture.text(x(1) + 12, 145, "week 1, lowest: 2.68 v 5.45", size=13)
    picture.mark(x(12), 140, "diamond", "fig-s2")
    picture.text(x(12) - 12, 145, "week 12: lost, p = .07", anchor="end", size=13)
    picture.lines(180, 174, ("Function",), anchor="end")
    picture.line([(x(0.6), 174), (x(12), 174)], "fig-s6", dash="4 5")
    picture.text(x(6.3), 192, "no improvement at any time", anchor="middle", size=13)

    picture.lines(20, 228, ("Randomized, small",), anchor="start", size=14)
    picture.lines(20, 248, ("(Schwartzman 2009)",), anchor="start", kind="fig-muted")
    for day in range(10):
        at = x((day + (2 if day > 4 else 0)) / 7)
        picture.rect(at, 216, 3.4, 24, "fig-f1")
    picture.text(x(2.1), 233, "10 infusion days, 4 hours each", size=13)
    picture.line([(x(1.7), 258), (x(12), 258)], "fig-s3", dash="9 4")
    picture.text(x(6.8), 276, "several pain measures better; followed for 3 months", anchor="middle", size=13)

    picture.lines(20, 314, ("No control group",), anchor="start", size=14)
    picture.lines(20, 334, ("(Zhao 2018, n = 258)",), anchor="start", kind="fig-muted")
    picture.mark(x(0.6), 314, "square", "fig-s5")
    picture.text(x(0.6) + 14, 319, "at once: 69% relieved", size=13)
    picture.line([(x(4.3), 338), (x(12.9), 338)], "fig-s5", dash="2 4")
    picture.mark(x(8.6), 338, "square", "fig-s5")
    picture.text(x(8.6), 358, "1 to 3 months: 58%, compared with before", anchor="middle", size=13)

    picture.lines(20, 398, ("Safety, n = 6",), anchor="start", size=14)
    picture.lines(20, 418, ("(Noppers 2011)",), anchor="start", kind="fig-muted")
    picture.rect(x(0), 386, x(0.6) - x(0), 24, "fig-f2")
    picture.rect(x(16 / 7), 386, x(0.6) - x(0), 24, "fig-f2")
    picture.text(x(3.1), 403, "two 100-hour infusions, 16 days apart:", size=13)
    picture.text(x(3.1), 421, "liver injury in 3 of 6", size=13)
    picture.text(20, 448, "No lozenge trial found", size=13, kind="fig-muted")
    picture.save(__file__)


if __name__ == "__main__":
    main()
