"""Draw trials.svg: ketamine in PTSD, with intervals where a source gives them and direction where it does not."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drawing import Drawing, data

# label, effect, lower, upper, marker, words
ROWS: tuple[tuple[str, float, float, float, str, str], ...] = (
    ("Six infusions, week 2, n = 30 (2021)", 1.13, 0.36, 1.91, "square", "1.13 (0.36 to 1.91)"),
    ("Pooled: 6 trials, n = 221", 0.27, 0.03, 0.51, "diamond", "0.27 (0.03 to 0.51)"),
    ("  adjusted for bias", 0.20, -0.08, 0.48, "diamond", "0.20 (−0.08 to 0.48)"),
    ("  at 24 hours", 0.35, 0.06, 0.64, "circle", "0.35 (0.06 to 0.64)"),
    ("  at 24 hours, passive control", 0.44, 0.03, 0.85, "circle", "0.44 (0.03 to 0.85)"),
    ("  at 24 hours, active control", 0.24, -0.30, 0.78, "circle", "0.24 (−0.30 to 0.78)"),
    ("  one week into treatment", 0.24, 0.00, 0.48, "circle", "0.24 (0.00 to 0.48)"),
)
INK = {"square": "3", "diamond": "1", "circle": "4"}
# trial, people, control, result, favors ketamine
OTHERS: tuple[tuple[str, str, str, str, bool], ...] = (
    ("2014, one infusion", "41", "midazolam", "better at 24 hours", True),
    ("2020, one infusion, pain", "41", "ketorolac", "no difference to day 7", False),
    ("2022, eight infusions", "158", "placebo", "no difference over time", False),
    ("2023, one, then exposure", "27", "midazolam", "symptoms no different", False),
)
LEFT, RIGHT, LOW, HIGH, TOP, STEP = 270.0, 540.0, -0.5, 2.0, 62.0, 30.0


def x(value: float) -> float:
    """Return the place of an effect on the scale."""
    return LEFT + (RIGHT - LEFT) * (value - LOW) / (HIGH - LOW)


def main() -> None:
    """Draw the picture and write it beside this script."""
    picture = Drawing(
        720,
        520,
        "Ketamine in posttraumatic stress disorder: effects and intervals",
        "Panel A: standardized effects with 95 percent intervals. One trial of six infusions 1.13; pooled trials 0.27, "
        "with bias adjustment 0.20 and an interval that crosses zero; at 24 hours 0.35, 0.44 against passive and 0.24 "
        "against active controls, the last crossing zero; at one week 0.24, touching zero. Panel B: four trials whose "
        "intervals were not in the sources; one favors ketamine at 24 hours, three show no difference.",
    )
    picture.text(20, 28, "A. With interval: standardized effect, ketamine minus control", bold=True)
    bottom = TOP + STEP * len(ROWS)
    for value, words in ((-0.5, "−0.5"), (0.5, "0.5"), (1.0, "1.0"), (1.5, "1.5"), (2.0, "2.0")):
        picture.line([(x(value), TOP - 14), (x(value), bottom)], "fig-grid")
        picture.text(x(value), bottom + 18, words, anchor="middle", kind="fig-muted", size=13)
    picture.line([(x(0), TOP - 14), (x(0), bottom)], "fig-axis")
    picture.text(x(0), bottom + 18, "0", anchor="middle", kind="fig-muted", size=13)
    for index, (label, middle, low, high, shape, words) in enumerate(ROWS):
        y = TOP + STEP * index + STEP / 2 - 8
        indent = 18.0 if label.startswith(" ") else 0.0
        picture.text(20 + indent, y + 5, label.strip(), size=13)
        picture.line([(x(low), y), (x(high), y)], f"fig-s{INK[shape]}")
        picture.mark(x(middle), y, shape, f"fig-f{INK[shape]}")
        picture.text(700, y + 5, words, anchor="end", size=13)
    picture.text(x(0) - 8, bottom + 38, "← control better", anchor="end", kind="fig-muted", size=13)
    picture.text(x(0) + 8, bottom + 38, "ketamine better →", kind="fig-muted", size=13)

    top = 348.0
    picture.text(20, top, "B. Without interval in the sources read: direction only", bold=True)
    for place, words in ((20.0, "Trial"), (250.0, "People"), (330.0, "Control"), (470.0, "PTSD symptoms")):
        picture.text(place, top + 26, words, kind="fig-muted", size=13)
    picture.line([(20, top + 34), (700, top + 34)], "fig-axis")
    for index, (trial, people, control, result, favors) in enumerate(OTHERS):
        y = top + 56 + 27 * index
        picture.text(20, y, trial, size=13)
        picture.text(250, y, people, size=13)
        picture.text(330, y, control, size=13)
        picture.mark(476, y - 5, "triangle" if favors else "square", "fig-f3" if favors else "fig-f6")
        picture.text(490, y, result, size=13)
    picture.save(__file__)
    measured = [(label.strip(), words) for label, *_, words in ROWS]
    told = [(f"{trial}, n = {people}, against {control}", result) for trial, people, control, result, _ in OTHERS]
    data(__file__, ("Trial or pool", "Standardized effect (95% interval), or what was reported"), measured + told)


if __name__ == "__main__":
    main()
