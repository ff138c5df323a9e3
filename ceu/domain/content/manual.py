"""The parts of docs/authoring.md that are made from the schema, so that the manual cannot lie about it.

`python -m ceu.domain.content.manual docs/authoring.md` writes them anew; a test holds the document to them.
"""

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from ceu.domain.content.codes import CODES
from ceu.domain.content.formats import Table, describe
from ceu.domain.content.words import EXCLUSIONS

_PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def refreshed(text: str) -> str:
    """Return the manual with its generated parts as they should be. Raises KeyError for an unknown part."""
    parts = {"exclusions": exclusions, "codes": codes, "keys": keys}
    return _PART.sub(lambda match: f"{match[1]}\n{parts[match[2]]()}\n{match[3]}", text)


def exclusions() -> str:
    """Return the list of what is not counted as words."""
    return "".join(f"- {line}\n" for line in EXCLUSIONS)


def codes() -> str:
    """Return a table of codes for each family."""
    families: dict[str, list[tuple[str, ...]]] = {}
    for code in CODES.values():
        families.setdefault(code.family, []).append((f"`{code.code}`", code.severity, code.sentence))
    head = ("Code", "Is an", "Says")
    return "\n".join(f"### {family}\n\n{_table(head, sorted(rows))}" for family, rows in families.items())


def keys() -> str:
    """Return a table of keys for each file and each group of keys in it."""
    return "\n".join(_keys(table) for table in describe())


def _keys(table: Table) -> str:
    title = f"`{table.file}`" + (f": each of `{table.group}`" if table.group else "")
    rows = [(f"`{row.key}`", "yes" if row.required else "no", f"{row.help}.", row.says, row.why) for row in table.rows]
    return f"### {title}\n\n" + _table(("Key", "Needed", "Meaning", "Write", "Asked by"), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


if __name__ == "__main__":
    manual = Path(sys.argv[1])
    manual.write_text(refreshed(manual.read_text(encoding="utf-8")), encoding="utf-8")
