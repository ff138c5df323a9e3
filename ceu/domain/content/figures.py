"""What stands in a figure beside its caption: the picture, and the same in words and as a table.

The HTML here is made of escaped values and put into the page after sanitizing, as the pictures are.
"""

from collections.abc import Callable, Sequence
from html import escape

from ceu.domain.content.studies import Arm, Table, plain, ticks

Inline = Callable[[str], str]  # a text with citations -> safe HTML
Box = Callable[[str], str]  # a name -> the opening tag of a box that scrolls

LITERATURE = (
    "Results as they were published, each arm with its source. This is literature; nothing here is advice on dosing."
)

WIDTH, LEFT, RIGHT, TOP, STEP, FOOT = 720, 286, 562, 10, 46, 58


def described(description: str, table: str, *, opened: bool = False) -> str:
    """Return the fold with a figure's long description and its table; nothing where there is neither."""
    if not description and not table:
        return ""
    what = "in words and as a table" if description and table else "as a table" if table else "in words"
    words = f"<p>{escape(description, quote=False)}</p>\n" if description else ""
    start = f'<details class="figure-words"{" open" if opened else ""}><summary>The figure {what}</summary>'
    return f'{start}\n<div class="figure-words-body">\n{words}{table}</div>\n</details>'


def table_html(table: Table, caption: str, inline: Inline, box: Box) -> str:
    """Return a table as it stands; a column that holds numbers only is set to the right."""
    number = [all(_is_number(cells[column]) for _, cells in table.rows) for column in range(len(table.head))]
    head = "".join(
        f'<th scope="col"{_num(one)}>{inline(cell)}</th>' for cell, one in zip(table.head, number, strict=True)
    )
    rows = "\n".join(_data_row([inline(cell) for cell in cells], number) for _, cells in table.rows)
    return _table(box(f"Data: {caption}"), f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>")


def _data_row(cells: Sequence[str], number: Sequence[bool]) -> str:
    rest = "".join(f"<td{_num(one)}>{cell}</td>" for cell, one in zip(cells[1:], number[1:], strict=True))
    return f'<tr><th scope="row">{cells[0]}</th>{rest}</tr>'


def studies_table(arms: Sequence[Arm], title: str, inline: Inline, box: Box) -> str:
    """Return the arms of a figure of studies with everything that is told of them."""
    unit = arms[0].unit[:1].upper() + arms[0].unit[1:]
    names = ("Arm and route", unit, "n", "Design", "Dose as published", "Outcome", "Source")
    head = "".join(f'<th scope="col">{escape(name, quote=False)}</th>' for name in names)
    rows = "\n".join(
        f'<tr data-arm="{number}"><th scope="row">{inline(arm.arm)}, '
        f'<span class="muted">{inline(arm.route)}</span></th><td>{escape(arm.result, quote=False)}</td>'
        + "".join(f"<td>{inline(cell)}</td>" for cell in (arm.n, arm.design, arm.dose, arm.outcome, arm.source))
        + "</tr>"
        for number, arm in enumerate(arms)
    )
    return _table(box(f"Data: {title}"), f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>")


def chooser(arms: Sequence[Arm], prefix: str) -> str:
    """Return the controls that `static/js/studies.js` brings to life; where it does not run they are not shown.

    They are in the page from the start, so that nothing moves. Arms can be chosen and nothing can be typed in.
    """
    routes = dict.fromkeys(arm.route for arm in arms)
    groups = "\n".join(
        f"<fieldset><legend>{escape(route[:1].upper() + route[1:], quote=False)}</legend>"
        + "".join(_choice(arm, number, prefix) for number, arm in enumerate(arms) if arm.route == route)
        + "</fieldset>"
        for route in routes
    )
    order = f"{prefix}-order"
    return (
        '<fieldset class="studies-choose"><legend>Choose arms to compare</legend>\n'
        f'<div class="studies-routes">\n{groups}\n</div>\n<div class="studies-ways">'
        '<button type="button" class="button button-secondary" data-choose="all">All arms</button>'
        '<button type="button" class="button button-secondary" data-choose="none">No arm</button>'
        f'<label for="{order}">Order</label><select class="input" id="{order}">'
        '<option value="place">as listed</option><option value="first">smallest first</option></select></div>\n'
        f'<p class="studies-told" role="status">{len(arms)} of {len(arms)} arms shown.</p>\n</fieldset>\n'
    )


def _choice(arm: Arm, number: int, prefix: str) -> str:
    name = f"{prefix}-arm-{number}"
    box = f'<input type="checkbox" checked id="{name}" data-arm="{number}" data-first="{arm.first:g}">'
    return f'<div class="choice">{box}<label for="{name}">{escape(arm.arm, quote=False)}</label></div>'


def studies_svg(arms: Sequence[Arm], title: str, prefix: str) -> str:
    """Return the arms drawn one below the other on one axis from 0; each is a group that a script can take out.

    Row and axis stand in groups of their own, so that fewer arms can be moved together. The axis never changes with
    what is chosen: half the length is always half the number.
    """
    marks = ticks(max(arm.highest for arm in arms))
    bottom = TOP + STEP * len(arms)

    def x(number: float) -> str:
        return f"{LEFT + (RIGHT - LEFT) * number / marks[-1]:.1f}"

    grid = "".join(f'<path class="fig-grid" d="M{x(mark)} {TOP}V{bottom}"/>' for mark in marks)
    axis = "".join(_text(x(mark), 20, plain(mark), "middle", muted=True) for mark in marks)
    rows = "\n".join(
        f'<g class="fig-arm" data-arm="{number}" transform="translate(0 {TOP + STEP * number})">{_row(arm, x)}</g>'
        for number, arm in enumerate(arms)
    )
    return "\n".join(
        (
            f'<svg viewBox="0 0 {WIDTH} {bottom + FOOT}" role="img" aria-labelledby="{prefix}-title" font-size="14">',
            f'<title id="{prefix}-title">{escape(title, quote=False)}</title>',
            f'<rect class="fig-bg" fill="#fff" x="0" y="0" width="{WIDTH}" height="{bottom + FOOT}"/>',
            f'<g class="fig-lines" data-top="{TOP}" data-step="{STEP}" data-foot="{FOOT}" stroke="#ccc">{grid}</g>',
            rows,
            f'<g class="fig-foot" transform="translate(0 {bottom})">',
            f'<path class="fig-axis" stroke="#666" d="M{LEFT} 0H{RIGHT}"/>{axis}',
            _text(f"{(LEFT + RIGHT) / 2:g}", 46, arms[0].unit, "middle"),
            "</g>\n</svg>",
        )
    )


def _row(arm: Arm, x: Callable[[float], str]) -> str:
    middle = STEP // 2
    parts = [
        _text(f"{LEFT - 16}", middle - 2, arm.arm, "end"),
        _text(f"{LEFT - 16}", middle + 15, f"{arm.route} · {arm.dose}", "end", muted=True),
    ]
    if arm.low is not None and arm.high is not None:
        bar = f"M{x(arm.low)} {middle}H{x(arm.high)}M{x(arm.low)} {middle - 6}v12M{x(arm.high)} {middle - 6}v12"
        parts.append(f'<path class="fig-s1" fill="none" stroke="#0b6a6e" stroke-width="2.6" d="{bar}"/>')
    if arm.value is not None:
        parts.append(f'<circle class="fig-f1" fill="#0b6a6e" cx="{x(arm.value)}" cy="{middle}" r="5.5"/>')
    parts.append(_text(f"{RIGHT + 14}", middle + 5, arm.result, "start"))
    return "".join(parts)


def _text(x: str, y: int, words: str, anchor: str, *, muted: bool = False) -> str:
    kind = 'class="fig-muted" font-size="13" fill="#555"' if muted else 'class="fig-text"'
    return f'<text {kind} x="{x}" y="{y}" text-anchor="{anchor}">{escape(words, quote=False)}</text>'


def _table(opening: str, inner: str) -> str:
    return f"{opening}<table>\n{inner}\n</table></div>\n"


def _num(number: bool) -> str:
    return ' class="num"' if number else ""


def _is_number(cell: str) -> bool:
    return bool(cell) and all(part.replace(".", "", 1).isdigit() for part in cell.replace(",", "").split("–"))
