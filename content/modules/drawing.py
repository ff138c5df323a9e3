"""The SVG shapes of every figure of the course, in the classes the site recolors. Standard library only.

Each script in a module's `figures` folder draws one picture and writes it beside itself. Every shape carries plain
presentation attributes too, so that a file reads well on its own, outside the site. Coordinates are rounded to a tenth
of a unit: running a script again writes the same bytes.
"""

import csv
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

Point = tuple[float, float]
SERIES = ("#0b5a8f", "#b3450f", "#2c7a3f", "#7a3b8f", "#8a6d00", "#4a4f57")
PAINT = {
    "fig-text": 'fill="#1c1f23"',
    "fig-muted": 'fill="#555b63"',
    "fig-on": 'fill="#ffffff"',
    "fig-axis": 'stroke="#444a52" stroke-width="1.2" fill="none"',
    "fig-grid": 'stroke="#d5d8dc" stroke-width="1" fill="none"',
    "fig-panel": 'fill="#eef1f4"',
    "fig-bg": 'fill="#ffffff"',
}
PAINT |= {f"fig-s{n}": f'stroke="{color}" stroke-width="2.6" fill="none"' for n, color in enumerate(SERIES, start=1)}
PAINT |= {f"fig-f{n}": f'fill="{color}"' for n, color in enumerate(SERIES, start=1)}
MARKS: dict[str, tuple[Point, ...]] = {
    "square": ((-5, -5), (5, -5), (5, 5), (-5, 5)),
    "diamond": ((0, -7), (7, 0), (0, 7), (-7, 0)),
    "triangle": ((0, -6), (6, 5), (-6, 5)),
    "right": ((5, 0), (-4, 5), (-4, -5)),
}


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _path(points: Sequence[Point]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


class Drawing:
    """An SVG picture `width` by `height` units; shapes are added in painting order.

    The title and the description are what a screen reader tells of it. `kind` is one of the classes in `PAINT`: a fill
    class (`fig-f1`, `fig-panel`) fills a shape, a line class (`fig-s1`, `fig-axis`) outlines it.
    """

    def __init__(self, width: int, height: int, title: str, description: str) -> None:
        self._parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"',
            'font-family="system-ui, sans-serif" font-size="14">',
            f"<title>{escape(title)}</title>",
            f"<desc>{escape(description)}</desc>",
            f'<rect class="fig-bg" x="0" y="0" width="{width}" height="{height}" {PAINT["fig-bg"]}/>',
        ]

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        kind: str = "fig-text",
        anchor: str = "start",
        size: int = 14,
        bold: bool = False,
    ) -> None:
        """Write one line of `words` with its baseline at `y`."""
        weight = ' font-weight="600"' if bold else ""
        place = f'x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" font-size="{size}"{weight}'
        self._parts.append(f'<text class="{kind}" {place} {PAINT[kind]}>{escape(words)}</text>')

    def lines(
        self, x: float, y: float, rows: Sequence[str], *, kind: str = "fig-text", anchor: str = "middle", size: int = 13
    ) -> None:
        """Write `rows` one below the other, centered on `y`."""
        step = size + 4
        top = y - step * (len(rows) - 1) / 2 + size * 0.35
        for index, row in enumerate(rows):
            self.text(x, top + index * step, row, kind=kind, anchor=anchor, size=size)

    def rect(self, x: float, y: float, width: float, height: float, kind: str, *, opacity: float = 1) -> None:
        """Draw a box whose left upper corner is at `x`, `y`."""
        faded = f' fill-opacity="{opacity}"' if opacity < 1 else ""
        box = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" rx="3"{faded}'
        self._parts.append(f'<rect class="{kind}" {box} {PAINT[kind]}/>')

    def disk(self, x: float, y: float, radius: float, kind: str) -> None:
        """Draw a circle."""
        self._parts.append(f'<circle class="{kind}" cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" {PAINT[kind]}/>')

    def half_disk(self, x: float, y: float, radius: float, kind: str) -> None:
        """Draw the lower half of a circle."""
        arc = f"M{_n(x - radius)},{_n(y)} A{_n(radius)},{_n(radius)} 0 0 0 {_n(x + radius)},{_n(y)} Z"
        self._parts.append(f'<path class="{kind}" d="{arc}" {PAINT[kind]}/>')

    def line(self, points: Sequence[Point], kind: str, *, dash: str = "") -> None:
        """Draw a line through `points`; `dash` is a dash pattern such as `6 4`."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<polyline class="{kind}" points="{_path(points)}" stroke-linejoin="round"{dashed} {PAINT[kind]}/>'
        )

    def arrow(self, start: Point, end: Point, *, dash: str = "") -> None:
        """Draw a straight level or upright arrow whose tip touches `end`."""
        self.line([start, end], "fig-axis", dash=dash)
        (x, y), level = end, start[1] == end[1]
        back = -9 if end > start else 9  # a level arrow is told by its x, an upright one by its y
        self.line(
            [(x + back, y - 5), end, (x + back, y + 5)] if level else [(x - 5, y + back), end, (x + 5, y + back)],
            "fig-axis",
        )

    def area(self, points: Sequence[Point], kind: str, *, opacity: float = 1) -> None:
        """Fill the shape bounded by `points`."""
        faded = f' fill-opacity="{opacity}"' if opacity < 1 else ""
        self._parts.append(f'<polygon class="{kind}" points="{_path(points)}"{faded} {PAINT[kind]}/>')

    def mark(self, x: float, y: float, shape: str, kind: str) -> None:
        """Draw a marker, `circle` or a shape of `MARKS`, so that color is never the only difference."""
        if shape == "circle":
            self.disk(x, y, 5, kind)
        else:
            self.area([(x + dx, y + dy) for dx, dy in MARKS[shape]], kind)

    def save(self, script: str) -> None:
        """Write the picture beside `script` (pass `__file__`), under the same name."""
        text = "\n".join([*self._parts, "</svg>", ""])
        Path(script).with_suffix(".svg").write_text(text, encoding="utf-8", newline="\n")


def data(script: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Write the table that stands below the picture beside `script` (pass `__file__`), under the same name."""
    with Path(script).with_suffix(".csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])
