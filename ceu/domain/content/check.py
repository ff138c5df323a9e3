"""All findings on a content folder at once, and what of it is good enough to publish.

The parser finds what cannot be read; the rules of `check_*.py` judge the values. A finding belongs to the module or
course in whose file it stands. One error keeps that module or course, and every course that names the module, from
being published anew; what is published already stays as it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from ceu.domain.content.check_claims import claim_rules
from ceu.domain.content.check_course import course_rules
from ceu.domain.content.check_credit import credit_rules
from ceu.domain.content.check_module import module_rules
from ceu.domain.content.check_provider import provider_rules
from ceu.domain.content.check_quiz import quiz_rules
from ceu.domain.content.check_skeleton import skeleton_rules
from ceu.domain.content.check_sources import uncited_rules, unused_rules, withdrawn_rules
from ceu.domain.content.codes import did_you_mean
from ceu.domain.content.parse import parse_tree
from ceu.domain.content.schema import Library, Problem, Severity
from ceu.domain.content.source import Places, Tree, read_tree

Owner = tuple[str, str]

WRITE_FIRST = "write it first; until then the course is not published"


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found.

    `problems` are all findings by path and line; `library` holds only what may be published, `readable` all that
    could be read; `broken` the modules and courses that may not be published, as ("module" or "course", slug), each
    with what keeps it back.
    """

    problems: tuple[Problem, ...]
    library: Library
    readable: Library
    broken: dict[Owner, tuple[Problem, ...]]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The findings that are faults."""
        return tuple(found for found in self.problems if found.severity is Severity.ERROR)

    @property
    def open(self) -> tuple[Problem, ...]:
        """The findings on what is not written yet."""
        return tuple(found for found in self.problems if found.severity is Severity.OPEN)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The findings that keep nothing from being published."""
        return tuple(found for found in self.problems if found.severity is Severity.WARNING)


def check_folder(folder: Path, *, today: date) -> Report:
    """Check a content folder as of `today`. Raises NotADirectoryError where `folder` is none."""
    return check_tree(read_tree(folder), today=today)


def check_tree(tree: Tree, *, today: date) -> Report:
    """Check a content folder that has been read."""
    parsed = parse_tree(tree)
    library, judged, places = parsed.library, parsed.judged, parsed.places
    problems = list(parsed.problems)
    for rules in (provider_rules, module_rules, course_rules):
        problems += rules(judged, places, today)
    # Credit is only computed of what was read whole: of a stand-in it would be somebody else's.
    problems += [*quiz_rules(judged, places), *claim_rules(tree), *credit_rules(library, places)]
    problems += skeleton_rules(tree)
    problems += withdrawn_rules(tree, library)
    problems += uncited_rules(tree, judged, places, problems)
    if not _broken(tree, problems):
        problems += unused_rules(library, places)
    problems += _unready_courses(tree, library, places, problems)
    broken = _broken(tree, problems)
    return Report(
        problems=tuple(sorted(set(problems))),
        library=replace(
            library,
            modules=tuple(module for module in library.modules if ("module", module.slug) not in broken),
            courses=tuple(course for course in library.courses if ("course", course.slug) not in broken),
        ),
        readable=library,
        broken=broken,
    )


def _is_fault(found: Problem) -> bool:
    return found.severity is Severity.ERROR


def _owner(path: str) -> Owner | None:
    """Return the module or course a finding at `path` belongs to."""
    match PurePosixPath(path).parts[1:]:
        case ("modules", slug, *_):
            return "module", slug
        case ("courses", file):
            return "course", file.removesuffix(".md")
    return None


def _broken(tree: Tree, problems: list[Problem]) -> dict[Owner, tuple[Problem, ...]]:
    """Return the folder's modules and courses that may not be published, with what keeps them back."""
    present = {("module", files.slug) for files in tree.modules}
    present |= {owner for file in tree.courses if (owner := _owner(file.path))}
    errors: dict[Owner, set[Problem]] = {}
    for found in problems:
        owner = _owner(found.path)
        if owner in present and found.severity.holds_back:
            errors.setdefault(owner, set()).add(found)
    return {owner: tuple(sorted(errors[owner])) for owner in sorted(errors)}


def _unready_courses(tree: Tree, library: Library, places: Places, problems: list[Problem]) -> Iterator[Problem]:
    """A course is published anew only with all its modules and its provider (no half-new course)."""
    broken = _broken(tree, problems)
    slugs = [files.slug for files in tree.modules]
    provider_file = tree.provider.path if tree.provider else ""
    of_provider = [found for found in problems if found.path == provider_file and found.severity.holds_back]
    provider_fails = library.provider is None or any(map(_is_fault, of_provider))
    for course in library.courses:
        for slug in course.modules:
            place = places.of("course", course.slug, "modules")
            if slug not in slugs:
                yield place.problem("C10", f'there is no module "{slug}"', did_you_mean(slug, slugs))
            elif faults := list(filter(_is_fault, broken.get(("module", slug), ()))):
                count = len(faults)
                yield place.problem(
                    "C11",
                    f'its module "{slug}" has {count} error{"s" if count > 1 else ""}',
                    "mend the module first; until then the course stays as it was last published",
                )
            elif ("module", slug) in broken:
                yield place.problem("C28", f'its module "{slug}" still says what the skeleton said', WRITE_FIRST)
        if not provider_fails and of_provider:
            place = places.of("course", course.slug)
            yield place.problem("C28", "provider.md still says what the skeleton said", WRITE_FIRST)
        if provider_fails:
            yield places.of("course", course.slug).problem(
                "C20",
                "provider.md is missing or has errors",
                "mend it first, for a course page says who gives the credit; until then the course stays as it was",
            )
