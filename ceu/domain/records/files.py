"""The rows as text, piece by piece, so that a file of any length needs the memory of one row."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

from ceu.domain.records.cells import neutralize_row
from ceu.domain.records.row import COLUMNS, RecordRow

# Excel reads a CSV without it in the machine's old code page and garbles every accented name.
BYTE_ORDER_MARK = "\ufeff"


class Format(StrEnum):
    """How an export is written."""

    CSV = "csv"
    JSONL = "jsonl"

    @property
    def media_type(self) -> str:
        """The MIME type of a file of this format."""
        return "text/csv; charset=utf-8" if self is Format.CSV else "application/x-ndjson; charset=utf-8"

    @property
    def header_lines(self) -> int:
        """How many lines stand before the first row."""
        return 1 if self is Format.CSV else 0


class _Line:
    """What `csv.writer` writes to: `writerow` then returns the line."""

    @staticmethod
    def write(line: str) -> str:
        return line


def csv_lines(rows: Iterable[RecordRow]) -> Iterator[str]:
    r"""Yield a byte order mark with the header, then a line a row (RFC 4180: commas, `"` doubled, `\r\n`).

    Cells are neutralized; `cells.restore` undoes it. A cell with a line end is quoted, so it stays one cell.
    """
    write: Callable[[Iterable[str]], str] = csv.writer(_Line()).writerow
    yield BYTE_ORDER_MARK + write(COLUMNS)
    for row in rows:
        yield write(neutralize_row(row))


def jsonl_lines(rows: Iterable[RecordRow]) -> Iterator[str]:
    """Yield a JSON object a row, columns in order, every value verbatim and a string."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for row in rows:
        yield encode(row._asdict()) + "\n"


def lines(rows: Iterable[RecordRow], form: Format) -> Iterator[str]:
    """Yield the file's text in `form`."""
    return csv_lines(rows) if form is Format.CSV else jsonl_lines(rows)
