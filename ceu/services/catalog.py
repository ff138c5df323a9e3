"""What is published now, and what any revision says.

A revision never changes, so what was read of it once is kept in the process: by digest, and for HTML by compiler too.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from ceu.domain import credit
from ceu.domain.content.apa import Bibliography
from ceu.domain.content.compile import compile_course, compile_module
from ceu.domain.content.compiled import COMPILER, CompiledCourse, CompiledModule, CompiledQuestion, CompiledSection
from ceu.domain.content.digest import question_digest
from ceu.domain.content.printed import closed_links
from ceu.domain.content.schema import Body, Course, Module, Provider, Question, from_plain
from ceu.errors import NotFound
from ceu.kept import Kept
from ceu.models import Compiled, Revision
from ceu.models import Course as CourseRow

T = TypeVar("T")


_modules: Kept[Module] = Kept()
_courses: Kept[Course] = Kept()
_module_documents: Kept[CompiledModule] = Kept()
_course_documents: Kept[CompiledCourse] = Kept()
_questions: Kept[dict[str, Question]] = Kept()
_compiled_questions: Kept[dict[str, CompiledQuestion]] = Kept()
_offers: "Kept[Offer]" = Kept()
_references: Kept[str] = Kept()
_openings: "Kept[Opening]" = Kept()


def module(session: Session, digest: str) -> Module:
    """Return the values of a module's revision."""
    return _modules.get(digest, lambda: _values(session, digest, Module))


def course(session: Session, digest: str) -> Course:
    """Return the values of a course's revision, its provider and its modules' digests included."""
    return _courses.get(digest, lambda: _values(session, digest, Course))


def module_document(session: Session, digest: str) -> CompiledModule:
    """Return a module's revision as HTML fragments."""
    return _module_documents.get(
        digest,
        lambda: _document(session, digest, CompiledModule, lambda: compile_module(module(session, digest))),
    )


def questions(session: Session, digest: str) -> dict[str, Question]:
    """Return the questions of a module's revision by their digests."""

    def read() -> dict[str, Question]:
        values = module(session, digest)
        return {question_digest(values, question): question for question in values.quiz.questions}

    return _questions.get(digest, read)


def compiled_questions(session: Session, digest: str) -> dict[str, CompiledQuestion]:
    """Return the questions of a module's revision as HTML, by their ids."""
    return _compiled_questions.get(
        digest, lambda: {question.id: question for question in module_document(session, digest).questions}
    )


def course_document(session: Session, digest: str) -> CompiledCourse:
    """Return a course's revision as HTML fragments."""
    return _course_documents.get(
        digest,
        lambda: _document(session, digest, CompiledCourse, lambda: compile_course(course(session, digest))),
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """A course's revision with everything its pages show: values, modules, HTML and the credit it gives."""

    digest: str
    course: Course
    provider: Provider
    modules: tuple[Module, ...]
    documents: tuple[CompiledModule, ...]
    description: str
    worksheet: credit.Worksheet

    @property
    def slug(self) -> str:
        """The course's slug."""
        return self.course.slug

    @property
    def minutes(self) -> int:
        """Reading minutes of all sections; the tests come on top."""
        return sum(section.minutes for document in self.documents for section in document.sections)

    @property
    def sections(self) -> int:
        """How many sections there are to read."""
        return sum(len(document.sections) for document in self.documents)

    @property
    def hours(self) -> tuple[Decimal, Decimal]:
        """The least and the most hours a body's rule gives, each in its unit."""
        units = [line.units for line in self.worksheet.bodies] or [credit.NOTHING]
        return min(units), max(units)

    def number(self, slug: str) -> int:
        """Return the place of the module `slug` in this course, or raise NotFound."""
        for index, one in enumerate(self.modules):
            if one.slug == slug:
                return index
        raise NotFound

    def section(self, module_slug: str, section_id: str) -> tuple[CompiledModule, CompiledSection]:
        """Return the section `section_id` of the module `module_slug`, or raise NotFound."""
        document = self.documents[self.number(module_slug)]
        for section in document.sections:
            if section.id == section_id:
                return document, section
        raise NotFound

    def expired(self, today: date) -> bool:
        """Whether enrollment has ended: a course is offered for at most three years after a review (ACC-2)."""
        return today > self.course.expires

    def body(self, body_id: str) -> Body:
        """Return the body called `body_id`."""
        return next(body for body in self.provider.bodies if body.id == body_id)


def offer(session: Session, digest: str) -> Offer:
    """Return the course's revision `digest` with all its pages need."""
    return _offers.get(digest, lambda: _offer(session, digest))


def _offer(session: Session, digest: str) -> Offer:
    values = course(session, digest)
    modules = tuple(module(session, one) for one in values.module_digests)
    if values.provider is None:
        raise NotFound("This course was published without its provider.")
    return Offer(
        digest=digest,
        course=values,
        provider=values.provider,
        modules=modules,
        documents=tuple(module_document(session, one) for one in values.module_digests),
        description=course_document(session, digest).description,
        worksheet=credit.worksheet(values, modules, values.provider),
    )


def references(offer: Offer) -> str:
    """Return what the course's modules cite, as HTML, each source once.

    What the course's own page cites is left out: it stands below its description.
    """

    def read() -> str:
        cited = {reference.key: reference for one in offer.modules for reference in one.references}
        own = {reference.key for reference in offer.course.references}
        return Bibliography(cited.values()).listing(cited.keys() - own)

    return _references.get(offer.digest, read)


@dataclass(frozen=True, slots=True)
class Opening:
    """A course's first section as anybody may read it: what links to other sections leads to `ways_on` instead."""

    module: str
    section: CompiledSection
    intro: str
    html: str


def opening(offer: Offer, *, ways_on: str) -> Opening:
    """Return the first section of the course; `ways_on` is the id on its page where it says how to read on."""

    def read() -> Opening:
        document = offer.documents[0]
        section = document.sections[0]
        return Opening(
            document.slug, section, closed_links(document.intro, ways_on), closed_links(section.html, ways_on)
        )

    return _openings.get(offer.digest, read)


def current(session: Session, slug: str) -> Offer:
    """Return the offered course `slug`, or raise NotFound."""
    digest = session.scalar(select(CourseRow.current).where(CourseRow.slug == slug, CourseRow.retired_at.is_(None)))
    if digest is None:
        raise NotFound("There is no course at this address. It may have been retired.")
    return offer(session, digest)


def offered(session: Session) -> list[Offer]:
    """Return every course on offer, by title."""
    digests = session.scalars(select(CourseRow.current).where(CourseRow.retired_at.is_(None))).all()
    return sorted((offer(session, digest) for digest in digests), key=lambda one: one.course.title)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another course on offer that shares modules with one, and the titles of what it shares."""

    offer: Offer
    shared: tuple[str, ...]


def overlaps(session: Session, offer: Offer) -> list[Overlap]:
    """Return the courses on offer that share modules with `offer`: a board may count the same text only once."""
    found = []
    for other in offered(session):
        shared = tuple(module.title for module in offer.modules if module.slug in other.course.modules)
        if other.slug != offer.slug and shared:
            found.append(Overlap(other, shared))
    return found


def _values(session: Session, digest: str, kind: type[T]) -> T:
    text = session.scalar(select(Revision.values).where(Revision.digest == digest))
    if text is None:
        raise NotFound
    return from_plain(kind, json.loads(text))


def _document(session: Session, digest: str, kind: type[T], make: Callable[[], Any]) -> T:
    text = session.scalar(select(Compiled.document).where(Compiled.digest == digest, Compiled.compiler == COMPILER))
    return make() if text is None else from_plain(kind, json.loads(text))
