"""The commented files that `ceu new` writes. They pass the check as they are."""

from datetime import date
from importlib import resources
from string import Template

from ceu.domain.content.spans import YEARS_OF_REVIEW, years_after

# What the skeletons of a new folder declare, for a folder that has nothing of its own to name.
AUTHOR = "author"
BODY = "example"
REFERENCE = "mergener1991"


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


def _fill(name: str, **values: str) -> str:
    text = resources.files("ceu.domain.content").joinpath("skeletons", name).read_text(encoding="utf-8")
    return Template(text).substitute(values)
