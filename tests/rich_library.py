"""The small library with everything a reading page can hold: figure, table, terms, footnote, links between sections."""

import shutil

from factories import LIBRARY

GLOSSARY = """# Glossary

### oscillation {#oscillation}

The movement between the loss and the tasks of a changed life [@stroebe1999].

### prolonged grief {#prolonged-grief}

Grief that stays as it was for a year or more and keeps a person from living.
"""
FIGURE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 300">
<title>Toward the loss and away from it</title>
<desc>A line that swings between two bands, loss above and daily life below, with longer stays below over time.</desc>
<defs><linearGradient id="band">
<stop offset="0" stop-color="#e3f0ee"/><stop offset="1" stop-color="#fff"/>
</linearGradient></defs>
<rect x="0" y="0" width="720" height="140" fill="url(#band)"/>
<path class="fig-s1" fill="none" stroke="#0b6a6e" stroke-width="3"
  d="M20 80 C120 20 160 260 260 220 S420 60 480 220 S620 120 700 240"/>
<text class="fig-text" x="20" y="30" font-size="16" fill="#17211f">Loss</text>
<text class="fig-text" x="20" y="280" font-size="16" fill="#17211f">Daily life</text>
</svg>
"""
MORE = """
Oscillation is no sign of denial[^denial], and prolonged grief shows by its absence.

![A swinging line between loss and daily life](figures/swing.svg "The swing between two lives [@stroebe1999].")

### What moves

| Day     | Toward the loss  | Toward life    |
|---------|------------------|----------------|
| Monday  | looks at photos  | cooks          |
| Tuesday | visits the grave | calls a friend |

[^denial]: The word is used for much that is not denial.
"""
PARAGRAPHS = "\n\n".join(
    f"Paragraph {number} of many. Grief takes its time, and a section that is long enough to scroll takes some too; "
    "a reader stops somewhere in it and wants to find the place again the next day."
    for number in range(1, 31)
)


def write(folder):
    """Write the library into `folder`, which must not exist yet, and return it."""
    shutil.copytree(LIBRARY, folder)
    module = folder / "modules" / "first-weeks" / "module.md"
    lead, second = module.read_text().split("## A first response")
    module.write_text(
        f"{lead.rstrip()}\n{MORE}\n## A first response{second}\n{PARAGRAPHS}\n\nProlonged grief is rare.\n"
    )
    (module.parent / "figures").mkdir()
    (module.parent / "figures" / "swing.svg").write_text(FIGURE)
    (folder / "glossary.md").write_text(GLOSSARY)
    return folder
