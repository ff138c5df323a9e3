"""Draw flow.svg: from referral to review, with the exits at each gate and who decides there."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drawing import Drawing

# title, detail, whose gate, exit (or nothing), fill of the exit
STEPS = (
    ("Referral", ("by the client, a colleague or a clinic",), "", (), ""),
    (
        "Therapist's intake",
        ("history, scales, suicide risk,", "pain and function, the ten points"),
        "T",
        ("Red flag: STOP the path today;", "urgent or medical referral"),
        "fig-f2",
    ),
    (
        "Better-supported care offered?",
        ("and the choice recorded",),
        "T",
        ("Not yet: TREAT OR REFER FIRST",),
        "fig-f5",
    ),
    (
        "Prescriber's evaluation",
        ("history, examination, medicines,", "pregnancy test and ECG or liver tests by risk"),
        "P",
        ("Absolute: NOT ELIGIBLE, care goes on", "Relative: modify, treat first, ask"),
        "fig-f2",
    ),
    (
        "Two consents",
        ("to the medicine, with the prescriber;", "to the therapy, with the therapist"),
        "P + T",
        ("Not informed or not free: WAIT",),
        "fig-f5",
    ),
    (
        "Preparation; check before each dose",
        ("pressure, substances, mood, risk,", "bladder, escort, stop signal"),
        "P + T",
        ("Any open point: NO DOSE TODAY",),
        "fig-f5",
    ),
    (
        "Dose under medical monitoring",
        ("discharge by medical staff; contact next day;", "integration at 24 to 72 hours"),
        "P",
        (),
        "",
    ),
    (
        "Review after 2, then 4 to 6 doses",
        ("scales, function, bladder, use between sessions",),
        "P + T",
        ("A stop rule is met: STOP OR PAUSE",),
        "fig-f2",
    ),
)
LEFT, WIDTH, EXIT, EXIT_WIDTH, TOP, GAP = 56.0, 335.0, 434.0, 278.0, 16.0, 26.0


def main() -> None:
    """Draw the picture and write it beside this script."""
    heights = [38.0 + 18 * len(step[1]) for step in STEPS]
    picture = Drawing(
        720,
        round(TOP + sum(heights) + GAP * (len(STEPS) - 1) + 46),
        "From referral to review: gates, exits and who decides",
        "A column of eight boxes joined by arrows: referral; therapist's intake; better-supported care offered; "
        "prescriber's evaluation; two consents; preparation and a check before each dose; dose under medical "
        "monitoring; review. Exits to the right: stop with urgent referral, treat or refer first, not eligible or "
        "modify, wait, no dose today, stop or pause. T marks gates of the therapist, P of the prescriber.",
    )
    top = TOP
    middle = LEFT + WIDTH / 2
    for index, (title, detail, whose, way_out, fill) in enumerate(STEPS):
        height = heights[index]
        center = top + height / 2
        picture.rect(LEFT, top, WIDTH, height, "fig-panel")
        picture.rect(LEFT, top, WIDTH, height, "fig-axis")
        picture.text(middle, top + 22, title, anchor="middle", size=15, bold=True)
        for row, words in enumerate(detail):
            picture.text(middle, top + 41 + 18 * row, words, anchor="middle", size=13, kind="fig-muted")
        if whose:
            picture.text(LEFT - 8, center + 5, whose, anchor="end", size=13, bold=True)
        if way_out:
            tall = 16.0 + 17 * len(way_out)
            picture.arrow((LEFT + WIDTH, center), (EXIT - 2, center))
            picture.rect(EXIT, center - tall / 2, EXIT_WIDTH, tall, fill)
            picture.lines(EXIT + EXIT_WIDTH / 2, center, way_out, kind="fig-on")
        if index < len(STEPS) - 1:
            picture.arrow((middle, top + height), (middle, top + height + GAP - 2))
        top += height + GAP
    picture.text(
        LEFT,
        top + 6,
        "T: the therapist's gate.  P: the prescriber's and medical staff's.  Capitals: the way out.",
        kind="fig-muted",
        size=13,
    )
    picture.save(__file__)


if __name__ == "__main__":
    main()
