"""Draw measured.svg: findings in people on memory, suggestion and dissociation, by where they point."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drawing import Drawing

BARRIER, SAME, WINDOW = 0, 1, 2
# finding, who, where it points
FINDINGS: tuple[tuple[str, str, int], ...] = (
    ("New learning under ketamine impaired", "12 volunteers", BARRIER),
    ("Fear recalled under ketamine: stronger next day", "18 volunteers", BARRIER),
    ("Another NMDA blocker raised suggestibility", "30, nitrous oxide", BARRIER),
    (
        "S-ketamine after an accident: more re-experiencing",
        "56 accident victims; review of six studies: mixed",
        BARRIER,
    ),
    ("Dissociation inside sessions: less improvement", "women, abuse in childhood", BARRIER),
    ("Eye movements and misinformation: not reliable", "review, students", SAME),
    ("Ketamine before exposure: PTSD symptoms equal", "27 patients", SAME),
    ("Dissociation before therapy: r = 0.04", "1,714 patients", SAME),
    ("Dissociation under esketamine and mood", "576 patients", SAME),
    ("Trauma recalled, then ketamine: amygdala calmer", "27 patients, scanner", WINDOW),
    ("Drinking recalled, then ketamine: drank less", "90 hazardous drinkers", WINDOW),
)
HEADS = ("Barrier", "No difference", "Window")
SHAPES = ("square", "circle", "triangle")
FILLS = ("fig-f2", "fig-f6", "fig-f3")
LEFT, WIDTH, TOP, STEP = 384.0, 106.0, 62.0, 40.0
UNKNOWN = (
    "whether memories that first appear under ketamine are accurate",
    "whether ketamine itself raises suggestibility",
    "processing trauma under ketamine compared with processing it sober",
)


def main() -> None:
    """Draw the picture and write it beside this script."""
    bottom = TOP + STEP * len(FINDINGS)
    picture = Drawing(
        720,
        round(bottom + 126),
        "Barrier or window: where findings in people point",
        "Eleven findings, each with a marker in one of three columns. Five point to a barrier: new learning, recalled "
        "fear, suggestibility under nitrous oxide, S-ketamine after accidents, dissociation inside sessions. Four show "
        "no difference: eye movements and misinformation, ketamine before exposure, dissociation before therapy, "
        "dissociation under esketamine. Two point to a window: the amygdala after recalled trauma, and drinking after "
        "a recalled drinking memory. Below, three questions that nobody has measured.",
    )
    for column, head in enumerate(HEADS):
        picture.rect(LEFT + WIDTH * column + 3, 14, WIDTH - 6, bottom - 16, "fig-panel")
        picture.text(LEFT + WIDTH * (column + 0.5), 40, head, anchor="middle", size=14)
    for index, (finding, who, where) in enumerate(FINDINGS):
        y = TOP + STEP * (index + 0.5)
        picture.line([(20, y - STEP / 2), (700, y - STEP / 2)], "fig-grid")
        picture.text(20, y - 3, finding, size=14)
        picture.text(20, y + 14, who, kind="fig-muted", size=13)
        picture.mark(LEFT + WIDTH * (where + 0.5), y, SHAPES[where], FILLS[where])
    picture.line([(20, bottom), (700, bottom)], "fig-axis")
    picture.text(20, bottom + 30, "Measured by nobody, as far as we found", bold=True)
    for index, words in enumerate(UNKNOWN):
        picture.text(36, bottom + 56 + 24 * index, f"– {words}", size=14)
    picture.save(__file__)


if __name__ == "__main__":
    main()
