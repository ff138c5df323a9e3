"""Rules on references and glossary: nothing stands on a source that was withdrawn, and nothing is kept unused."""

from collections.abc import Iterable, Iterator

from ceu.domain.content.bibliography import STATUSES
from ceu.domain.content.schema import Library, Problem, Severity
from ceu.domain.content.source import Places, Tree
from ceu.domain.content.uses import citations

# Findings after which nobody knows all that a file cites: its text is lost, or a citation of it is not understood.
HIDING = frozenset({"F01", "F02", "F03", "F07", "X02", "X13"})
CITING_NOTHING = frozenset({"provider.md", "references.bib"})


def withdrawn_rules(tree: Tree, library: Library) -> Iterator[Problem]:
    """Yield a finding wherever a retracted or superseded reference is cited."""
    withdrawn = {reference.key: status for reference in library.references if (status := reference.get("status"))}
    if not withdrawn:
        return
    for cited in citations(tree):
        if cited.key in withdrawn:
            status = withdrawn[cited.key]
            yield cited.place.problem("X14", f'"{cited.key}" is {status} ({cited.what})', STATUSES[status])


def uncited_rules(tree: Tree, library: Library, places: Places, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the references that nobody cites, once every text was read that might cite them, good or not."""
    if any(found.code in HIDING and found.path.partition("/")[2] not in CITING_NOTHING for found in problems):
        return
    cited = {reference.key for module in library.modules for reference in module.references}
    cited |= {reference.key for course in library.courses for reference in course.references}
    if any(found.severity is Severity.ERROR for found in problems):  # then a text may have become no value
        cited |= {found.key for found in citations(tree)}
    for reference in library.references:
        if reference.key not in cited:
            yield places.of("reference", reference.key).problem(
                "B10", f'nothing cites "{reference.key}"', f"cite it with [@{reference.key}], or take it out"
            )


def unused_rules(library: Library, places: Places) -> Iterator[Problem]:
    """Yield the terms that nobody uses. Only sensible once everything could be read."""
    used = {term.id for module in library.modules for term in module.glossary}
    for term in library.glossary:
        if term.id not in used:
            yield places.of("glossary", term.id).problem(
                "G10", f'no section uses the term "{term.name}"', "add the spelling that is used, or take it out"
            )
