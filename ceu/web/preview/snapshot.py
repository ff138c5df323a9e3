"""What the preview's pages show of a folder at one moment: modules and courses as far as they can be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from ceu.domain import credit
from ceu.domain.content.compile import compile_course, compile_module
from ceu.domain.content.compiled import CompiledModule, CompiledSection
from ceu.domain.content.glossary import Finder
from ceu.domain.content.parse_module import parse_module
from ceu.domain.content.schema import Course, CreditMethod, Module, Person, Problem, Provider, Reference, Severity
from ceu.domain.content.source import ModuleFiles, Places, TextFile
from ceu.services.catalog import Offer
from ceu.web.preview import placing
from ceu.web.preview.folder import State, owner

# Stands in for a quiz whose front matter cannot be read, so that the text can be shown meanwhile.
_QUIZ = "---\npass: 80\ndraw: {none: 1}\n---\n"


def errors(problems: Sequence[Problem]) -> int:
    """Return how many of `problems` are errors."""
    return sum(found.severity is Severity.ERROR for found in problems)


@dataclass(frozen=True)
class ShownModule:
    """A module of the folder. `module` is None where too little of it can be read to show a page.

    `has_quiz` is False while only its text can be shown; then what `module.quiz` says stands for nothing.
    """

    slug: str
    files: ModuleFiles
    module: Module | None
    has_quiz: bool
    problems: tuple[Problem, ...]

    @cached_property
    def document(self) -> CompiledModule:
        """The module as HTML. Only for a module that could be read."""
        return compile_module(self._module)

    @cached_property
    def places(self) -> placing.Places:
        """Where its findings are shown. Only for a module that could be read."""
        places = placing.place(self.files, self._module, self.problems)
        if not self.has_quiz:
            places.module += [*places.quiz, *(found for item in places.items.values() for found in item)]
        return places

    @cached_property
    def pieces(self) -> Mapping[str, tuple[placing.Piece, ...]]:
        """The sections that have findings, cut where these are shown."""
        return placing.pieces(self._module, self.places)

    @property
    def _module(self) -> Module:
        if self.module is None:
            raise ValueError(f"module {self.slug} could not be read")
        return self.module

    def section(self, name: str) -> CompiledSection | None:
        """Return the section `name`, or None where there is none."""
        return next((section for section in self.document.sections if section.id == name), None)

    def parts(self, section: CompiledSection) -> tuple[placing.Piece, ...]:
        """Return a section's HTML with its findings where they are."""
        return self.pieces.get(section.id) or (placing.Piece((), section.html),)


@dataclass(frozen=True, slots=True)
class ShownCourse:
    """A course of the folder. Where `offer` is None, `missing` says why its page cannot be shown."""

    slug: str
    title: str
    problems: tuple[Problem, ...]
    offer: Offer | None
    missing: str = ""


class Snapshot:
    """A folder as the preview shows it."""

    def __init__(self, state: State, today: date) -> None:
        self.state = state
        self.today = today
        self.name = state.tree.name
        self.problems = state.report.problems
        self.provider: Provider | None = state.parsed.provider.value
        self._owned: dict[tuple[str, str], list[Problem]] = {}
        for found in self.problems:
            self._owned.setdefault(owner(found), []).append(found)
        references = {reference.key: reference for reference in state.parsed.references.value or ()}
        self.modules = {files.slug: self._module(files, references) for files in state.tree.modules}

    @cached_property
    def courses(self) -> Mapping[str, ShownCourse]:
        """Every course by its slug."""
        return {slug: self._course(slug, found.value) for slug, found in self.state.parsed.courses.items()}

    @cached_property
    def addresses(self) -> Mapping[Problem, str]:
        """The address where each finding is shown; a finding of the folder's other files is shown on the overview."""
        return {found: f"{page}#finding-{number}" for number, (found, page) in enumerate(self._pages().items())}

    @property
    def empty(self) -> bool:
        """Whether there is nothing in the folder to show yet."""
        return not self.modules and not self.state.tree.courses

    @property
    def elsewhere(self) -> tuple[Problem, ...]:
        """The findings of no module and no course: provider, bibliography, files that do not belong."""
        return tuple(found for found in self.problems if owner(found)[0] == "")

    def _pages(self) -> dict[Problem, str]:
        pages = {}
        for found in self.problems:
            kind, slug = owner(found)
            shown = slug in (self.modules if kind == "module" else self.courses if kind == "course" else ())
            pages[found] = f"/{kind}s/{slug}" if shown else "/"
        for slug, shown_module in self.modules.items():
            if shown_module.module is None:
                continue
            base, places = f"/modules/{slug}", shown_module.places
            for name, located in places.sections.items():
                pages |= {found: f"{base}/{name}" for _, found in located}
            first = shown_module.module.sections[0].id
            pages |= dict.fromkeys(places.intro, f"{base}/{first}")
            if shown_module.has_quiz:
                asked = [found for item in places.items.values() for found in item]
                pages |= dict.fromkeys((*places.quiz, *asked), f"{base}/quiz")
        return pages

    def _module(self, files: ModuleFiles, references: Mapping[str, Reference]) -> ShownModule:
        module, has_quiz = self.state.parsed.modules[files.slug].value, True
        if module is None and files.module is not None:
            stand_in = replace(files, quiz=TextFile(f"{files.path}/quiz.md", _QUIZ))
            terms = Finder(self.state.parsed.glossary.value or ())
            module = parse_module(stand_in, references, Places(), terms).value
            has_quiz = False
        return ShownModule(files.slug, files, module, has_quiz, tuple(self._owned.get(("module", files.slug), ())))

    def _course(self, slug: str, course: Course | None) -> ShownCourse:
        problems = tuple(self._owned.get(("course", slug), ()))
        if course is None:
            return ShownCourse(
                slug, slug, problems, None, "Too much of the course's file is missing or cannot be read."
            )
        missing = self._missing(course)
        return ShownCourse(slug, course.title, problems, None if missing else self._offer(course), missing)

    def _missing(self, course: Course) -> str:
        """Say what keeps a course's page from being shown; empty where nothing does."""
        if self.provider is None:
            return "provider.md is missing or cannot be read, and a course page says who gives the credit."
        for slug in course.modules:
            if slug not in self.modules:
                return f"There is no module “{slug}”."
            if self.modules[slug].module is None or not self.modules[slug].has_quiz:
                return f"The module “{slug}” cannot be read whole."
        for body in self.provider.bodies:
            if body.method is CreditMethod.WORDS and body.words_per_hour is None:
                return f"The body “{body.id}” in provider.md does not say how many words make an hour."
        return "" if course.modules else "The course names no module."

    def _offer(self, course: Course) -> Offer:
        provider = self.provider
        modules = tuple(module for slug in course.modules if (module := self.modules[slug].module))
        if provider is None:
            raise ValueError("a course page needs a provider")
        return Offer(
            digest="",
            course=replace(course, provider=provider),
            provider=provider,
            modules=modules,
            documents=tuple(self.modules[slug].document for slug in course.modules),
            description=compile_course(course).description,
            worksheet=credit.worksheet(course, modules, provider),
        )

    def people(self, course: Course) -> dict[str, Person]:
        """Return the provider's people by id, with a stand-in for faculty who is not among them."""
        people = {
            name: Person(name, f"“{name}” (not in provider.md)", "not known", "not known", self.today)
            for name in course.faculty
        }
        return people | {person.id: person for person in (self.provider.people if self.provider else ())}
