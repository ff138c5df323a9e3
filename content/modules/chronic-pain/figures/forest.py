"""Draw forest.svg: effects with intervals by condition, review and time, in three panels of their own units."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drawing import Drawing, data

Row = tuple[str, float, float, float, str, str]
POINTS: tuple[Row, ...] = (
    ("Mixed, under 30 minutes", -1.32, -1.73, -0.90, "square", "−1.32 (−1.73 to −0.90)"),
    ("Mixed, immediate, by vein", -1.58, -3.21, 0.05, "diamond", "−1.58 (−3.21 to 0.05)"),
    ("Mixed, 3 to 7 days", -1.34, -2.29, -0.39, "square", "−1.34 (−2.29 to −0.39)"),
    ("Neuropathic, 1 week", -2.14, -2.65, -1.63, "triangle", "−2.14 (−2.65 to −1.63)"),
    ("Mixed, up to 2 weeks", -1.83, -2.35, -1.31, "circle", "−1.83 (−2.35 to −1.31)"),
    ("Neuropathic, 30 days", -1.68, -2.25, -1.12, "triangle", "−1.68 (−2.25 to −1.12)"),
    ("Mixed, 3 to 5 weeks", -0.99, -2.00, 0.03, "square", "−0.99 (−2.00 to 0.03)"),
    ("Mixed, beyond 5 weeks", -1.09, -1.86, -0.32, "square", "−1.09 (−1.86 to −0.32)"),
)
SIZES: tuple[Row, ...] = (
    ("Neuropathic, 35 days (Pickering)", -0.2, -0.6, 0.3, "solid", "−0.20 (−0.60 to 0.30)"),
    ("1 year, no control (Voute)", -0.52, -0.62, -0.41, "open", "−0.52 (−0.62 to −0.41)"),
)
SHARES: tuple[Row, ...] = (
    ("6 months (Czarnetzki)", 5.2, -10.7, 21.1, "solid", "5.2 (−10.7 to 21.1)"),
    ("12 months (Czarnetzki)", 8.5, -6.7, 23.6, "solid", "8.5 (−6.7 to 23.6)"),
)
INK = {"square": "1", "diamond": "2", "triangle": "3", "circle": "4", "solid": "6", "open": "6"}
SHAPE = {"solid": "square", "open": "square"}
LEFT, RIGHT, STEP = 240.0, 540.0, 29.0


class Panel:
    """One set of rows on one scale from `low` to `high`, drawn from `top` downward."""

    def __init__(self, picture: Drawing, top: float, low: float, high: float) -> None:
        self._picture, self._top, self._low, self._high = picture, top, low, high

    def x(self, value: float) -> float:
        """Return the place of `value` on the scale."""
        return LEFT + (RIGHT - LEFT) * (value - self._low) / (self._high - self._low)

    def draw(self, title: str, rows: tuple[Row, ...], ticks: tuple[tuple[float, str], ...], aid: float | None) -> None:
        """Write the heading, the grid, the line of no difference and every row."""
        bottom = self._top + 14 + STEP * len(rows)
        self._picture.text(20, self._top - 2, title, bold=True)
        for value, words in ticks:
            self._picture.line([(self.x(value), self._top + 8), (self.x(value), bottom)], "fig-grid")
            self._picture.text(self.x(value), bottom + 18, words, anchor="middle", kind="fig-muted", size=13)
        self._picture.line([(self.x(0), self._top + 8), (self.x(0), bottom)], "fig-axis")
        if aid is not None:
            self._picture.line([(self.x(aid), self._top + 8), (self.x(aid), bottom)], "fig-axis", dash="5 5")
        for index, (label, middle, low, high, shape, words) in enumerate(rows):
            y = self._top + 14 + STEP * index + STEP / 2
            ink = INK[shape]
            self._picture.text(20, y + 5, label, size=13)
            self._picture.line(
                [(self.x(low), y), (self.x(high), y)], f"fig-s{ink}", dash="6 4" if shape == "open" else ""
            )
            fill = f"fig-{'s' if shape == 'open' else 'f'}{ink}"
            self._picture.mark(self.x(middle), y, SHAPE.get(shape, shape), fill)
            self._picture.text(700, y + 5, words, anchor="end", size=13)


def main() -> None:
    """Draw the picture and write it beside this script."""
    picture = Drawing(
        720,
        640,
        "Effects of ketamine on chronic pain with their 95 percent intervals",
        "Panel A, difference from control in points of 0 to 10: eight pooled estimates from about minus 1 to minus 2, "
        "the widest from Cochrane 2025, crossing zero. Panel B, standardized size: minus 0.2 against placebo in "
        "neuropathic pain, crossing zero, and minus 0.52 in a cohort without control. Panel C, difference in percent "
        "of patients with neuropathic pain after back surgery: 5.2 and 8.5, both crossing zero.",
    )
    first = Panel(picture, 32, -4, 1)
    first.draw(
        "A. Ketamine minus control, points on a 0 to 10 scale",
        POINTS,
        ((-4, "−4"), (-3, "−3"), (-2, "−2"), (-1, "−1"), (0, "0"), (1, "1")),
        -2,
    )
    picture.text(LEFT, 318, "← less pain with ketamine", kind="fig-muted", size=13)
    picture.text(RIGHT, 318, "more →", kind="fig-muted", anchor="end", size=13)
    for x, shape, words in (
        (20.0, "square", "Moradi 2024"),
        (156.0, "diamond", "Cochrane 2025"),
        (306.0, "triangle", "Guimarães Pereira 2022"),
        (516.0, "circle", "Orhurhu 2019"),
    ):
        picture.mark(x + 6, 342, shape, f"fig-f{INK[shape]}")
        picture.text(x + 18, 347, words, size=13)
    picture.line([(20, 366), (50, 366)], "fig-axis", dash="5 5")
    picture.text(58, 371, "2 points: the size of a moderate improvement within one person", size=13)
    second = Panel(picture, 410, -1, 0.5)
    second.draw(
        "B. Standardized size (left: less pain); the dashed row has no control group",
        SIZES,
        ((-1, "−1"), (-0.5, "−0.5"), (0, "0"), (0.5, "0.5")),
        None,
    )
    third = Panel(picture, 536, -25, 25)
    third.draw(
        "C. Neuropathic pain after back surgery, percentage points (right: ketamine)",
        SHARES,
        ((-20, "−20"), (-10, "−10"), (0, "0"), (10, "10"), (20, "20")),
        None,
    )
    picture.save(__file__)
    panels = (("points, 0 to 10", POINTS), ("standardized", SIZES), ("percentage points", SHARES))
    rows = [(label, measure, words) for measure, panel in panels for label, *_, words in panel]
    data(__file__, ("Who and when", "Difference in", "Estimate and 95% interval"), rows)


if __name__ == "__main__":
    main()
