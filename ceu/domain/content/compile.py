"""Values -> the HTML a learner meets. Serving parses no Markdown; this is done once, when a revision is published."""

from collections.abc import Iterable
from html import escape

from ceu.domain.content.apa import Bibliography
from ceu.domain.content.compiled import (
    CompiledCourse,
    CompiledModule,
    CompiledOption,
    CompiledQuestion,
    CompiledSection,
    CompiledVignette,
)
from ceu.domain.content.digest import question_digest
from ceu.domain.content.glossary import Finder, is_abbreviation
from ceu.domain.content.markup import Page, Profile, plain_text, render
from ceu.domain.content.schema import Course, Module, Question, Section, Term

# A section's minutes are told by the rate that text is credited at, NBCC's 6,000 words an hour (NBCC-1), rounded up.
WORDS_PER_MINUTE = 100


def section_minutes(words: int, words_per_minute: int = WORDS_PER_MINUTE) -> int:
    """Return how long a section of `words` counted words is said to take, rounded up, at least one minute."""
    return max(1, -(-words // words_per_minute))


def references_section(listing: str, name: str = "References") -> str:
    """Return a reference list under its heading, or nothing for an empty list."""
    if not listing:
        return ""
    return f'<section class="section-references">\n<h2>{name}</h2>\n{listing}\n</section>'


def _terms_section(page: Page) -> str:
    """Return the definitions of the terms a section links to, in alphabetical order, or nothing where there is none."""
    if not page.terms:
        return ""
    entries = "\n".join(
        f'<dt id="term-{term.id}">{_headword(term)}</dt>\n<dd>{render(term.definition, Profile.INLINE, page)}</dd>'
        for term in sorted(page.terms.values(), key=lambda term: (term.name.casefold(), term.id))
    )
    return f'<section class="section-glossary">\n<h2>Terms</h2>\n<dl>\n{entries}\n</dl>\n</section>'


def _headword(term: Term) -> str:
    """Return a term's name with its abbreviations, for it may have been met as one."""
    short = ", ".join(spelling for spelling in term.also if is_abbreviation(spelling))
    return escape(f"{term.name} ({short})" if short else term.name, quote=False)


def compile_module(module: Module) -> CompiledModule:
    """Compile a module: sections with the references they cite, the quiz, and the reference list of the whole."""
    return _ModuleCompiler(module).run()


def compile_course(course: Course) -> CompiledCourse:
    """Compile a course's description, with the references it cites below it."""
    page = Page(Bibliography(course.references), prefix=course.slug)
    html = render(course.description, Profile.LESSON, page)
    listing = page.bibliography.listing(page.cited)
    return CompiledCourse(course.slug, "\n".join(part for part in (html, references_section(listing)) if part))


class _ModuleCompiler:
    def __init__(self, module: Module) -> None:
        self.module = module
        self.bibliography = Bibliography(module.references)
        self.figures = {figure.path: figure.svg for figure in module.figures}
        self.sections = frozenset(section.id for section in module.sections)
        self.finder = Finder(module.glossary)

    def run(self) -> CompiledModule:
        module = self.module
        return CompiledModule(
            slug=module.slug,
            title=module.title,
            intro=render(module.intro, Profile.LESSON, self._page("intro", link=False)),
            sections=tuple(self._section(section) for section in module.sections),
            questions=tuple(self._question(question) for question in module.quiz.questions),
            vignettes=tuple(
                CompiledVignette(
                    vignette.id,
                    plain_text(render(vignette.title, Profile.INLINE, self._page(vignette.id, link=False))),
                    render(vignette.source, Profile.QUESTION, self._page(vignette.id, link=False)),
                )
                for vignette in module.quiz.vignettes
            ),
            references=self.bibliography.listing(self._all_keys()),
        )

    def _all_keys(self) -> Iterable[str]:
        return (reference.key for reference in self.module.references)

    def _page(self, prefix: str, *, link: bool = True, sections: frozenset[str] = frozenset()) -> Page:
        return Page(self.bibliography, prefix, self.figures, sections, link)

    def _section(self, section: Section) -> CompiledSection:
        page = self._page(section.id, sections=self.sections)
        heading = render(section.title, Profile.INLINE, page)
        page.finder = self.finder
        text = render(section.source, Profile.LESSON, page)
        terms = _terms_section(page)  # before the references, to which it adds
        listing = references_section(self.bibliography.listing(page.cited))
        return CompiledSection(
            id=section.id,
            title=plain_text(heading),
            objectives=section.objectives,
            html="\n".join(part for part in (text, terms, listing) if part),
            words=section.words,
            minutes=section_minutes(section.words),
            heading=heading,
        )

    def _question(self, question: Question) -> CompiledQuestion:
        """Compile a question. Its reference list is shown only with the rationale, so only that links to it."""
        asked = self._page(f"q-{question.id}", link=False)
        told = self._page(f"q-{question.id}-why")
        return CompiledQuestion(
            digest=question_digest(self.module, question),
            id=question.id,
            kind=question.kind,
            objective=question.objective,
            section=question.section,
            vignette=question.vignette,
            stem=render(question.stem, Profile.QUESTION, asked),
            options=tuple(
                CompiledOption(
                    render(option.text, Profile.INLINE, asked), render(option.feedback, Profile.QUESTION, told)
                )
                for option in question.options
            ),
            rationale=render(question.rationale, Profile.QUESTION, told),
        )
