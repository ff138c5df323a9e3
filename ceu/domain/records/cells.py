"""Keep a spreadsheet from running a cell as a formula, in a way that can be undone exactly.

A cell that begins with one of `RISKY` gets an apostrophe in front. The apostrophe itself is one of them: so a cell
that begins with an apostrophe always has one that was added, and taking the first one away gives the cell back.
"""

from collections.abc import Sequence

QUOTE = "'"
# What starts a formula in some spreadsheet, the wide forms of East Asian keyboards and line ends included.
RISKY = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20" + QUOTE)


def neutralize(cell: str) -> str:
    """Return `cell` as it may stand in a spreadsheet."""
    return QUOTE + cell if cell[:1] in RISKY else cell


def restore(cell: str) -> str:
    """Return what `neutralize` was given. Other cells come back as they are."""
    return cell.removeprefix(QUOTE)


def neutralize_row(row: Sequence[str]) -> Sequence[str]:
    """Return the cells neutralized; the very row where none needs it, which is nearly always."""
    if RISKY.isdisjoint([cell[:1] for cell in row]):
        return row
    return [neutralize(cell) for cell in row]
