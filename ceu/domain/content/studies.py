"""Tables of data beside figures: any table as it stands, and arms of published studies, which are also drawn.

`figures/levels.csv` beside `figures/levels.svg` is that figure's table. A figure that names a .csv itself is a figure
of studies: each row is one arm as it was published, with its source. A reader chooses among them and types nothing.
"""

import csv
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ceu.domain.content import markup_scan as scan
from ceu.domain.content.codes import did_you_mean
from ceu.domain.content.schema import Problem
from ceu.domain.content.source import Place, TextFile

REQUIRED = ("arm", "source", "design", "n", "route", "dose", "outcome", "unit")
NUMBERS = ("value", "low", "high")
COLUMNS = (*REQUIRED, *NUMBERS, "interval")
MOST_ARMS = 40


@dataclass(frozen=True, slots=True)
class Table:
    """A table's header and its rows, each with the line it begins on (from 1). Every row is as long as the header."""

    head: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm as published. `interval` says what `low` and `high` are; `value` is None where only a range was told."""

    arm: str
    source: str
    design: str
    n: str
    route: str
    dose: str
    outcome: str
    unit: str
    value: float | None
    low: float | None
    high: float | None
    interval: str

    @property
    def highest(self) -> float:
        """The largest number of the arm."""
        return max(number for number in (self.value, self.high) if number is not None)

    @property
    def first(self) -> float:
        """The number that the arm is put in order by: its value, or where its range begins."""
        return next(number for number in (self.value, self.low) if number is not None)

    @property
    def result(self) -> str:
        """The result in words: 29 (90% CI 27 to 31), or 23 ± 9."""
        span = "" if self.low is None or self.high is None else f"{plain(self.low)} to {plain(self.high)}"
        if self.value is None:
            return f"{span} ({self.interval})"
        if self.interval.startswith("±"):
            return f"{plain(self.value)} {self.interval}"
        return f"{plain(self.value)} ({self.interval} {span})" if span else plain(self.value)


def table_of(path: str) -> str:
    """Return the path of the data file that belongs to the picture at `path`."""
    return f"{path.removesuffix('.svg')}.csv"


def plain(number: float) -> str:
    """Return a number as it is read: 29, 28.6, 1,200."""
    return f"{number:,.6f}".rstrip("0").rstrip(".")


def _lines(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the rows that are not empty, each with the line it begins on. Raises csv.Error."""
    reader = csv.reader(io.StringIO(text))
    line = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield line, tuple(" ".join(cell.split()) for cell in row)
        line = reader.line_num + 1


def read_table(text: str) -> Table:
    """Return a table from comma-separated text; rows of the wrong length are left out (`check_table` reports them)."""
    try:
        (_, head), *rows = list(_lines(text))
    except (csv.Error, ValueError):  # a cell without end, or no row at all
        return Table((), ())
    return Table(head, tuple((line, cells) for line, cells in rows if len(cells) == len(head)))


def read_arms(text: str) -> tuple[Arm, ...]:
    """Return the arms of a figure of studies; a row that cannot be read is left out (`check_arms` reports it)."""
    table = read_table(text)
    if not set(REQUIRED) <= set(table.head):
        return ()
    found = []
    for _, cells in table.rows:
        given = dict(zip(table.head, cells, strict=True))
        numbers = {name: _number(given.get(name, "")) for name in NUMBERS}
        if not any(_wrong(given)):
            found.append(
                Arm(**{name: given[name] for name in REQUIRED}, **numbers, interval=given.get("interval", ""))  # type: ignore[arg-type]
            )
    return tuple(found)


def check_table(file: TextFile) -> Iterator[Problem]:
    """Yield what keeps a data file from being a table."""
    yield from file.problems
    try:
        rows = list(_lines(file.text))
    except csv.Error as error:
        yield file.place(1).problem("F25", f"this table cannot be read: {error}", "save it again as CSV, in UTF-8")
        return
    if not rows or len(rows[0][1]) < 2 or not all(rows[0][1]):
        advice = "name every column in the first line, separated by commas"
        yield file.place(1).problem("F25", "this table has no header of two columns or more", advice)
        return
    width = len(rows[0][1])
    for line, cells in rows[1:]:
        if len(cells) != width:
            message = f"this row has {len(cells)} cells and the header {width}"
            yield file.place(line).problem("F25", message, "put a text that holds a comma between quotation marks")


def check_arms(file: TextFile) -> Iterator[Problem]:
    """Yield what keeps a table from being a figure of studies."""
    table, top = read_table(file.text), file.place(1)
    for name in REQUIRED:
        if name not in table.head:
            advice = f"a figure of studies has the columns {', '.join(COLUMNS)}"
            yield top.problem("F26", f'the column "{name}" is missing', advice)
    for name in table.head:
        if name not in COLUMNS or table.head.count(name) > 1:
            message = f'a figure of studies has no column "{name}", or it stands twice'
            yield top.problem("F26", message, did_you_mean(name, COLUMNS))
    if not set(REQUIRED) <= set(table.head):
        return
    if not 2 <= len(table.rows) <= MOST_ARMS:
        advice = f"write from 2 to {MOST_ARMS} rows; a single result is told in the text"
        yield top.problem("F27", f"this figure of studies has {len(table.rows)} arms", advice)
    arms = [(file.place(line), dict(zip(table.head, cells, strict=True))) for line, cells in table.rows]
    yield from _each_arm(arms)
    units = {given["unit"] for _, given in arms}
    if len(units) > 1:
        advice = "draw what is measured in different units in figures of their own"
        yield top.problem("F28", f"the arms have {len(units)} units: {', '.join(sorted(units))}", advice)


def _each_arm(arms: Sequence[tuple[Place, dict[str, str]]]) -> Iterator[Problem]:
    names: set[str] = set()
    for place, given in arms:
        for what in _wrong(given):
            yield place.problem("F27", what, "write it as it was published, or take the row out")
        if not scan.citations(given["source"]):
            yield place.problem("F29", f'the arm "{given["arm"]}" cites no source', "write one such as [@stroebe1999]")
        if given["arm"] in names:
            yield place.problem("F27", f'two arms are called "{given["arm"]}"', "say in the name how they differ")
        names.add(given["arm"])


def _wrong(given: dict[str, str]) -> Iterator[str]:
    for name in REQUIRED:
        if not given[name]:
            yield f'the cell "{name}" is empty; where the source does not tell, say so'
    numbers = {name: _number(given.get(name, "")) for name in NUMBERS}
    unread = [name for name in NUMBERS if given.get(name) and numbers[name] is None]
    for name in unread:
        yield f'"{given[name]}" in the column "{name}" is no number of 0 or more'
    if unread:
        return
    value, low, high = (numbers[name] for name in NUMBERS)
    if (low is None) != (high is None):
        yield "an interval needs both ends, low and high"
    elif low is None and value is None:
        yield "this arm has neither a value nor a range"
    elif low is not None and high is not None:
        if not low <= (low if value is None else value) <= high or low == high:
            yield "the value does not lie within its interval"
        if not given.get("interval"):
            yield 'the column "interval" does not say what low and high are, such as 95% CI, ± SD or range'


def _number(text: str) -> float | None:
    try:
        number = float(text.replace(",", "").replace("\u2212", "-"))
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


def ticks(highest: float) -> Sequence[float]:
    """Return the marks of an axis from 0 to at least `highest`: four to seven, at 1, 2 or 5 times a power of ten."""
    if highest <= 0:
        return (0.0, 1.0)
    rough = highest / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(one * power for one in (1, 2, 5, 10) if one * power >= rough * 0.999)
    return tuple(step * number for number in range(math.ceil(highest / step - 1e-9) + 1))
