"""A content folder -> values and findings, file by file, so that one broken file takes no other with it.

Any text gives a value or findings, never an exception.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, Generic, TypeVar

from ceu.domain.content.bibliography import parse_bibliography
from ceu.domain.content.codes import has_errors
from ceu.domain.content.glossary import Finder
from ceu.domain.content.parse_course import parse_course
from ceu.domain.content.parse_glossary import parse_glossary
from ceu.domain.content.parse_module import parse_module
from ceu.domain.content.parse_provider import parse_provider
from ceu.domain.content.schema import Course, Library, Module, Problem, Provider, Reference, Term
from ceu.domain.content.source import Place, Places, Tree

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FileResult(Generic[T]):
    """What came of one file, or of one module's folder.

    `value` is there as soon as enough could be read to show something; it may be published only when `good`.
    """

    slug: str
    path: str
    value: T | None
    problems: tuple[Problem, ...]

    @property
    def good(self) -> bool:
        """Return whether there is a value and no error."""
        return self.value is not None and not has_errors(self.problems)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A folder's values with the findings of every file, and the places of the values.

    `library` holds every value there is, good or not; `judged` also the modules of which a key cannot be read, with
    stand-ins in its place: for rules, never to be shown or published.
    """

    library: Library
    judged: Library
    provider: FileResult[Provider]
    references: FileResult[tuple[Reference, ...]]
    glossary: FileResult[tuple[Term, ...]]
    modules: Mapping[str, FileResult[Module]]
    courses: Mapping[str, FileResult[Course]]
    places: Places
    other: tuple[Problem, ...]

    @property
    def problems(self) -> list[Problem]:
        """Return every finding, by file and line."""
        results: list[FileResult[Any]] = [self.provider, self.references, self.glossary]
        results += [*self.modules.values(), *self.courses.values()]
        return sorted({*self.other, *(found for result in results for found in result.problems)})


def parse_tree(tree: Tree) -> Parsed:
    """Parse a whole content folder."""
    places = Places(root=tree.name)
    provider = _provider(tree, places)
    references = _references(tree, places)
    by_key = {reference.key: reference for reference in references.value or ()}
    glossary = _glossary(tree, by_key, places)
    finder = Finder(glossary.value or ())
    modules, judged = {}, []
    for files in tree.modules:
        read = parse_module(files, by_key, places, finder)
        modules[files.slug] = FileResult(files.slug, files.path, read.value, _ordered(read.problems))
        judged += [read.judged] if read.judged is not None else []
    courses = {}
    for file in tree.courses:
        slug = PurePosixPath(file.path).stem
        course, problems = parse_course(file, slug, by_key, places)
        courses[slug] = FileResult(slug, file.path, course, _ordered(problems))
    library = Library(
        provider=provider.value,
        references=references.value or (),
        modules=tuple(result.value for result in modules.values() if result.value is not None),
        courses=tuple(result.value for result in courses.values() if result.value is not None),
        glossary=glossary.value or (),
    )
    to_judge = replace(library, modules=tuple(judged))
    return Parsed(library, to_judge, provider, references, glossary, modules, courses, places, tree.problems)


def _ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(set(problems)))


def _provider(tree: Tree, places: Places) -> FileResult[Provider]:
    if tree.provider is None:
        place = Place(f"{tree.name}/provider.md", 1)
        found = place.problem("F03", "there is no provider.md", "say in it who gives the credit")
        return FileResult("provider", place.path, None, (found,))
    provider, problems = parse_provider(tree.provider, places)
    return FileResult("provider", tree.provider.path, provider, _ordered(problems))


def _references(tree: Tree, places: Places) -> FileResult[tuple[Reference, ...]]:
    if tree.references is None:
        return FileResult("references", f"{tree.name}/references.bib", (), ())
    references, problems = parse_bibliography(tree.references, places)
    return FileResult("references", tree.references.path, references, _ordered(problems))


def _glossary(tree: Tree, references: Mapping[str, Reference], places: Places) -> FileResult[tuple[Term, ...]]:
    if tree.glossary is None:
        return FileResult("glossary", f"{tree.name}/glossary.md", (), ())
    terms, problems = parse_glossary(tree.glossary, references, places)
    return FileResult("glossary", tree.glossary.path, terms, _ordered(problems))
