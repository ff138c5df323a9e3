"""The credit worksheet as text for a terminal: what `ceu check --credit` prints for each course."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from ceu.domain.content.schema import Body, CreditMethod
from ceu.domain.credit import BodyCredit, Measure, Worksheet


def worksheet_text(sheet: Worksheet, exclusions: Iterable[str]) -> str:
    """Return `sheet` as lines of text; `exclusions` says which words were not counted (requirement 5)."""
    rows = [_measure_row(measure.title, measure) for measure in sheet.modules]
    rows.append(_measure_row("Whole course", sheet.total))
    parts = [f'Credit of "{sheet.title}" ({sheet.course})', ""]
    parts += table(("Module", "Words", "Questions drawn", "Difficulty"), rows)
    parts += ["", "Not counted as words:", *(f"  - {line}" for line in exclusions), ""]
    parts += [*(_bodies(sheet) or ["The course promises no credit."]), "", formula_text(sheet)]
    return "\n".join(parts) + "\n"


def _bodies(sheet: Worksheet) -> list[str]:
    if not sheet.bodies:
        return []
    head = ("Body", "Method", "Minutes", "Credit", "Promised", "Promised less credit")
    return [
        "Computed once for the whole course. This counts:",
        *table(head, [_body_row(line) for line in sheet.bodies], words=2),
        *(f"  {text}" for line in sheet.bodies if (text := missing_text(line))),
        "",
        "Sum of the modules, each computed alone. Shown for comparison, it does not count:",
        *table(("Body", "Minutes", "Credit"), [_sum_row(line) for line in sheet.bodies]),
    ]


def missing_text(line: BodyCredit) -> str:
    """Say how much text is missing to what is promised, or to the body's minimum; empty where nothing is."""
    if not line.missing_words:
        return ""
    goal = max(line.promised, line.body.minimum)
    words, minutes = f"{line.missing_words:,}", f"{line.missing_minutes:,.2f}"
    return f"{line.body.id}: {words} words ({minutes} minutes) are missing to {goal} {line.body.unit}."


def method_text(body: Body) -> str:
    """Name a body's method and rule in a few words."""
    method = f"{body.words_per_hour:,} words an hour" if body.method is CreditMethod.WORDS else "Mergener formula"
    return f"{method}, {body.minutes_per_unit} minutes a unit, at least {body.minimum}, steps of {body.step}"


def formula_text(sheet: Worksheet) -> str:
    """Write the Mergener formula out with the course's numbers, beside every method for comparison."""
    total = sheet.total
    return (
        f"Mergener formula: 0.9 × (−22.3 + 0.00209 × {total.words:,} + 2.78 × {total.questions} "
        f"+ 15.5 × {_difficulty(total.difficulty)}) = {sheet.mergener:,.2f} minutes"
    )


def _difficulty(value: Decimal) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _measure_row(title: str, measure: Measure) -> tuple[str, ...]:
    return title, f"{measure.words:,}", str(measure.questions), _difficulty(measure.difficulty)


def _body_row(line: BodyCredit) -> tuple[str, ...]:
    difference = f"{line.difference:+}" if line.difference else "0"
    credit = f"{line.units} {line.body.unit}"
    return line.body.id, method_text(line.body), f"{line.minutes:,.2f}", credit, str(line.promised), difference


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
