"""The credit worksheet as text for a terminal: what `ceu check --credit` prints for each course."""

from collections.abc import Iterable, Sequence

from ceu.domain.credit import BodyCredit, Measure, Worksheet, difficulty_text


def worksheet_text(sheet: Worksheet, exclusions: Iterable[str]) -> str:
    """Return `sheet` as lines of text; `exclusions` says which words were not counted (requirement 5)."""
    rows = [_measure_row(measure.title, measure) for measure in sheet.modules]
    rows.append(_measure_row("Whole course", sheet.total))
    parts = [f'Credit of "{sheet.title}" ({sheet.course})', ""]
    parts += table(("Module", "Words", "Questions drawn", "Difficulty"), rows)
    parts += ["", "Not counted as words:", *(f"  - {line}" for line in exclusions), ""]
    parts += [*(_bodies(sheet) or ["The course promises no credit."]), ""]
    parts.append(f"Mergener formula: {sheet.mergener_sum} = {sheet.mergener:,.2f} minutes")
    return "\n".join(parts) + "\n"


def _bodies(sheet: Worksheet) -> list[str]:
    if not sheet.bodies:
        return []
    head = ("Body", "Method", "Minutes", "Credit", "Promised", "Promised less credit")
    return [
        "Computed once for the whole course. This counts:",
        *table(head, [_body_row(line) for line in sheet.bodies], words=2),
        *(f"  {line.missing_to}" for line in sheet.bodies if line.missing),
        "",
        "Sum of the modules, each computed alone. Shown for comparison, it does not count:",
        *table(("Body", "Minutes", "Credit"), [_sum_row(line) for line in sheet.bodies]),
    ]


def _measure_row(title: str, measure: Measure) -> tuple[str, ...]:
    return title, f"{measure.words:,}", str(measure.questions), difficulty_text(measure.difficulty)


def _body_row(line: BodyCredit) -> tuple[str, ...]:
    difference = f"{line.difference:+}" if line.difference else "0"
    credit = f"{line.units} {line.body.unit}"
    return line.body.id, line.rule, f"{line.minutes:,.2f}", credit, str(line.promised), difference


def _sum_row(line: BodyCredit) -> tuple[str, ...]:
    return line.body.id, f"{line.sum_of_modules_minutes:,.2f}", f"{line.sum_of_modules_units} {line.body.unit}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, words: int = 1) -> list[str]:
    """Return lines with columns under their heads: the first `words` of them to the left, numbers to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(head, *rows, strict=True)]
    return [
        "  "
        + "  ".join(
            cell.ljust(width) if index < words else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (head, *rows)
    ]
