"""The commented files that `ceu new` writes, and what of them a writer has to replace.

In the skeletons a text to be replaced stands between ‹ and ›, and does not leave its line. The marks are taken out when
a skeleton is written; `check_skeleton` knows by them what nobody has replaced yet.
"""

import re
from datetime import date
from functools import cache
from importlib import resources
from string import Template

from ceu.domain.content.spans import YEARS_OF_REVIEW, years_after

# What the skeletons of a new folder declare, for a folder that has nothing of its own to name.
AUTHOR = "author"
BODY = "example"
REFERENCE = "mergener1991"

_NAMES = ("provider.md", "course.md", "module.md", "quiz.md")
_TO_REPLACE = re.compile("‹([^›\n]+)›")


def provider_text(today: date) -> str:
    """Return provider.md of a folder that has none."""
    return _fill("provider.md", today=today.isoformat())


def references_text() -> str:
    """Return references.bib of a folder that has none."""
    return _fill("references.bib")


def module_texts(slug: str, today: date, *, author: str = AUTHOR, reference: str = REFERENCE) -> dict[str, str]:
    """Return a new module's files by their path below the content folder."""
    module = _fill("module.md", today=today.isoformat(), author=author, reference=reference)
    return {f"modules/{slug}/module.md": module, f"modules/{slug}/quiz.md": _fill("quiz.md")}


def course_texts(slug: str, today: date, *, module: str, author: str = AUTHOR, body: str = BODY) -> dict[str, str]:
    """Return a new course's file, offering `module`, by its path below the content folder."""
    expires = years_after(today, YEARS_OF_REVIEW).isoformat()
    text = _fill("course.md", today=today.isoformat(), expires=expires, module=module, author=author, body=body)
    return {f"courses/{slug}.md": text}


@cache
def placeholders() -> tuple[str, ...]:
    """Return the texts of all skeletons that a writer has to replace, the longest first."""
    found = {text for name in _NAMES for text in _TO_REPLACE.findall(_read(name))}
    return tuple(sorted(found, key=lambda text: (-len(text), text)))


def _fill(name: str, **values: str) -> str:
    return Template(_TO_REPLACE.sub(r"\1", _read(name))).substitute(values)


def _read(name: str) -> str:
    return resources.files("ceu.domain.content").joinpath("skeletons", name).read_text(encoding="utf-8")
