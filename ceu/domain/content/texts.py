"""A module's text as it stands in its file, cut into sections with their lines: for rules that ask where."""

from functools import lru_cache

from ceu.domain.content.frontmatter import split
from ceu.domain.content.parse_module import Cut, cut_sections
from ceu.domain.content.source import ModuleFiles, TextFile


def module_cuts(files: ModuleFiles) -> tuple[Cut, ...]:
    """Return the intro and the sections of a module's text, or nothing where there is no module.md."""
    return () if files.module is None else _cuts(files.module)


@lru_cache(maxsize=64)
def _cuts(text: TextFile) -> tuple[Cut, ...]:
    document = split(text)
    return tuple(cut_sections(document.body, document.body_line))
