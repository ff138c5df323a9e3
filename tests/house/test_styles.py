"""The style sheets share one space of names: a class means one thing."""

import re
from pathlib import Path

STYLES = Path("ceu/static/css")


def test_no_class_is_defined_in_two_style_sheets():
    defined = {}
    for sheet in sorted(STYLES.glob("*.css")):
        for name in re.findall(r"^\s*\.([\w-]+) \{", sheet.read_text(encoding="utf-8"), re.MULTILINE):
            defined.setdefault(name, set()).add(sheet.name)
    assert {name: sheets for name, sheets in defined.items() if len(sheets) > 1} == {}
