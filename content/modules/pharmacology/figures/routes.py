"""Draw routes.svg: plasma ketamine after five routes, by a two-compartment model for a 70 kg adult.

Clearance (79 L/h) and steady-state volume (252 L) are the pooled values of Kamp et al. 2020; the split into two
compartments gives half-lives near 12 minutes and 3 hours. Shares that arrive and rates of absorption are chosen to
match published peaks (Rolan 2014, Chong 2006, Yanagihara 2003, Singh 2022). A teaching model, not for dosing.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drawing import Drawing

CLEARANCE, CENTRAL, PERIPHERAL, EXCHANGE = 79.0, 70.0, 182.0, 130.0  # L/h, L, L, L/h
K10, K12, K21 = CLEARANCE / CENTRAL, EXCHANGE / CENTRAL, EXCHANGE / PERIPHERAL  # per hour
State = tuple[float, float, float]  # mg waiting to be absorbed, in the central and in the peripheral compartment
STEP = 0.5 / 60  # hours
HOURS = 4.0


@dataclass(frozen=True)
class Dose:
    """A dose in mg: infused over `infusion` hours, or absorbed at `rate` per hour after `lag` hours."""

    label: str
    mg: float
    share: float
    rate: float = 0.0
    lag: float = 0.0
    infusion: float = 0.0


def concentrations(dose: Dose) -> list[tuple[float, float]]:
    """Return (minutes, ng/mL) every half minute, by fourth-order Runge-Kutta."""

    def change(time: float, state: State) -> State:
        depot, central, peripheral = state
        absorbed = dose.rate * depot if time >= dose.lag else 0.0
        infused = dose.mg / dose.infusion if dose.infusion and time < dose.infusion else 0.0
        return (
            -absorbed,
            absorbed + infused - (K10 + K12) * central + K21 * peripheral,
            K12 * central - K21 * peripheral,
        )

    def moved(state: State, by: State, hours: float) -> State:
        return (state[0] + by[0] * hours, state[1] + by[1] * hours, state[2] + by[2] * hours)

    state = (0.0 if dose.infusion else dose.mg * dose.share, 0.0, 0.0)
    curve = [(0.0, 0.0)]
    for index in range(round(HOURS / STEP)):
        time = index * STEP
        first = change(time, state)
        second = change(time + STEP / 2, moved(state, first, STEP / 2))
        third = change(time + STEP / 2, moved(state, second, STEP / 2))
        fourth = change(time + STEP * 0.999, moved(state, third, STEP))
        mean = tuple((a + 2 * b + 2 * c + d) / 6 for a, b, c, d in zip(first, second, third, fourth, strict=True))
        state = moved(state, (mean[0], mean[1], mean[2]), STEP)
        curve.append(((index + 1) * STEP * 60, 1000 * state[1] / CENTRAL))
    return curve


LEFT, RIGHT, TOP, BOTTOM = 66.0, 576.0, 104.0, 400.0
INTRAVENOUS = Dose("Vein, 35 mg over 40 min", 35, 1.0, infusion=40 / 60)
INTRAMUSCULAR = Dose("Muscle, 35 mg", 35, 0.93, rate=4)
NASAL = Dose("Nose, 50 mg, if 30% arrives", 50, 0.30, rate=5)
SUBLINGUAL = Dose("Under the tongue, 100 mg", 100, 0.29, rate=1.2, lag=3 / 60)
ORAL = Dose("Swallowed, 100 mg", 100, 0.20, rate=1.2, lag=10 / 60)
DRAWN = (
    (INTRAVENOUS, "fig-s1", "fig-f1", "", "circle"),
    (INTRAMUSCULAR, "fig-s2", "fig-f2", "9 4", "square"),
    (NASAL, "fig-s3", "fig-f3", "2 4", "diamond"),
    (SUBLINGUAL, "fig-s4", "fig-f4", "12 4 2 4", "triangle"),
    (ORAL, "fig-s5", "fig-f5", "5 5", "circle"),
)


def x(minutes: float) -> float:
    """Return the place of a time in minutes."""
    return LEFT + (RIGHT - LEFT) * minutes / (HOURS * 60)


def y(level: float) -> float:
    """Return the place of a level in ng/mL."""
    return BOTTOM - (BOTTOM - TOP) * level / 280


def placed(curve: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return a curve as points of the picture, one a minute."""
    return [(x(minutes), y(level)) for minutes, level in curve[::2]]


def main() -> None:
    """Draw the picture and write it beside this script."""
    picture = Drawing(
        720,
        470,
        "Plasma ketamine after five routes, modeled over four hours",
        "Infusion and injection give steep peaks of 235 and 202 nanograms per milliliter; the nasal curve peaks at 102 "
        "with a span from 37 to 153; sublingual and oral doses give low, broad curves with peaks of 97 and 67. Bands "
        "mark analgesia at 70 to 160 and dissociation at 100 to 250; anesthesia, at 1,200 to 2,400, lies above a "
        "broken axis.",
    )
    picture.text(14, 24, "Plasma ketamine, ng/mL", bold=True)
    # The strip above the broken axis is not to scale.
    picture.rect(LEFT, 40, RIGHT - LEFT, 30, "fig-panel")
    picture.text(LEFT + 12, 60, "General anesthesia: 1,200 to 2,400 (axis broken)", size=14)
    picture.line([(LEFT, 40), (LEFT, 74)], "fig-axis")
    picture.line([(LEFT - 7, 84), (LEFT + 7, 78)], "fig-axis")
    picture.line([(LEFT - 7, 92), (LEFT + 7, 86)], "fig-axis")
    picture.rect(LEFT, y(250), RIGHT - LEFT, y(100) - y(250), "fig-f6", opacity=0.08)
    picture.rect(LEFT, y(160), RIGHT - LEFT, y(70) - y(160), "fig-f3", opacity=0.1)
    for tick in (0, 50, 100, 150, 200, 250):
        picture.line([(LEFT, y(tick)), (RIGHT, y(tick))], "fig-grid")
        picture.text(LEFT - 9, y(tick) + 5, str(tick), anchor="end", kind="fig-muted")
    picture.line([(LEFT, 96), (LEFT, BOTTOM), (RIGHT, BOTTOM)], "fig-axis")
    for after, words in ((0, "0"), (30, "30 min"), (60, "1 h"), (120, "2 h"), (180, "3 h"), (240, "4 h")):
        picture.line([(x(after), BOTTOM), (x(after), BOTTOM + 6)], "fig-axis")
        picture.text(x(after), BOTTOM + 23, words, anchor="middle", kind="fig-muted")
    picture.text((LEFT + RIGHT) / 2, BOTTOM + 48, "Time since the dose", anchor="middle")

    low, high = (concentrations(Dose("", 50, share, rate=5)) for share in (0.11, 0.45))
    picture.area([*placed(low), *reversed(placed(high))], "fig-f3", opacity=0.16)
    for row, (dose, stroke, fill, dash, shape) in enumerate(DRAWN):
        curve = concentrations(dose)
        picture.line(placed(curve), stroke, dash=dash)
        minutes, level = max(curve, key=lambda point: point[1])
        picture.mark(x(minutes), y(level), shape, fill)
        at = 126 + row * 23
        picture.line([(284, at), (326, at)], stroke, dash=dash)
        picture.mark(305, at, shape, fill)
        picture.text(334, at + 5, f"{dose.label}: {level:.0f}")
    picture.area([(284, 239), (326, 239), (326, 251), (284, 251)], "fig-f3", opacity=0.16)
    picture.text(334, 250, "Nose, if 11 to 45% arrives")

    for across, bottom, top, kind, name, span in (
        (590, 70, 160, "fig-s3", "Analgesia", "70–160"),
        (602, 100, 250, "fig-s6", "Dissociation", "100–250"),
    ):
        picture.line([(across, y(bottom)), (across, y(top))], kind)
        beside = y(bottom) - 14 if bottom == 70 else y(top) + 20
        picture.text(612, beside, name)
        picture.text(612, beside + 17, span, kind="fig-muted")
    picture.save(__file__)


if __name__ == "__main__":
    main()
