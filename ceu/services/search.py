"""Search: passages of the courses on offer, and of those a person has started, best first.

Each database searches in its own way (FTS5 ranks by bm25, PostgreSQL by ts_rank); both get a statement made of letters
and digits only, and both look for a word's stem. At least one word must stand in the passage itself; the others may
stand in the titles above it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ARRAY,
    REAL,
    ColumnElement,
    Row,
    Select,
    cast,
    column,
    exists,
    false,
    func,
    literal_column,
    null,
    or_,
    select,
    table,
)
from sqlalchemy.orm import Session, aliased

from ceu.domain.search.query import Query, Term, read_query
from ceu.domain.search.snippet import BEGIN, END, Piece, snippet
from ceu.models import Completion, Course, Enrollment, Passage, User
from ceu.services import catalog
from ceu.services.catalog import Offer

MOST_PAGES = 50
TITLES_WEIGHT, TEXT_WEIGHT = 0.4, 1.0
_ENGLISH: ColumnElement[Any] = literal_column("'english'")
_SHOWN = (Passage.revision, Passage.section, Passage.heading, Passage.anchor, Passage.text)


class Way(StrEnum):
    """How a person gets to a section: she reads it, would have to start its course, or to take the newer revision."""

    SECTION = "section"
    COURSE = "course"
    REVISION = "revision"


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage as shown: the heading it stands under and its text as (text, whether it was looked for)."""

    heading: str
    anchor: str
    pieces: tuple[Piece, ...]


@dataclass(slots=True)
class FoundSection:
    """A section with what was found in it. `minutes` is its reading time."""

    id: str
    title: str
    minutes: int
    way: Way
    passages: list[FoundPassage] = field(default_factory=list)


@dataclass(slots=True)
class FoundModule:
    """A module with what was found in it, and the course it is read in; `started` says whether the person has begun."""

    slug: str
    title: str
    course: str
    course_title: str
    started: bool
    sections: list[FoundSection] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what was found. `some_words` says that no passage had all the words, and these have some of them."""

    query: Query
    modules: tuple[FoundModule, ...] = ()
    page: int = 1
    more: bool = False
    some_words: bool = False

    @property
    def count(self) -> int:
        """How many passages stand on this page."""
        return sum(len(section.passages) for module in self.modules for section in module.sections)


@dataclass(frozen=True, slots=True)
class _Source:
    """The revision of a module that is searched, and the course it is read in.

    `read` is what somebody who has started it reads: the same, but for a course she completed before it was revised.
    """

    offer: Offer
    number: int
    read: Offer | None

    @property
    def digest(self) -> str:
        return self.offer.course.module_digests[self.number]

    @property
    def module(self) -> str:
        return self.offer.modules[self.number].slug

    def way(self, section: str) -> Way:
        """Return how the person gets to a section of it."""
        if self.read is None:
            return Way.COURSE
        if any((one.slug, part.id) == (self.module, section) for one in self.read.documents for part in one.sections):
            return Way.SECTION
        return Way.REVISION


def find(session: Session, user: User | None, typed: str, *, limit: int, page: int = 1) -> Results:
    """Return the passages that `typed` asks for, best first, in at most four statements once a process is warm.

    Args:
        session: A session; nothing is written.
        user: Who asks; None is somebody without an account, who sees the courses on offer.
        typed: Words, "words in this order" and -words that must not stand there. Any text will do.
        limit: How many passages make a page.
        page: Which page, from 1.
    """
    query = read_query(typed)
    page = min(max(page, 1), MOST_PAGES)
    if not query.wanted:
        return Results(query)
    sources = {source.digest: source for source in _sources(session, user)}
    ask = _Ask(query, tuple(sources), limit)
    rows = ask.rows(session, page, all_words=True)
    some_words = not rows and len(query.wanted) > 1 and (page == 1 or not ask.rows(session, 1, all_words=True))
    if some_words:
        rows = ask.rows(session, page, all_words=False)
    return Results(
        query=query,
        modules=_grouped(rows[:limit], sources),
        page=page,
        more=len(rows) > limit and page < MOST_PAGES,
        some_words=some_words and bool(rows),
    )


def _sources(session: Session, user: User | None) -> list[_Source]:
    """Return where each module is read: in a course the person has started, else in the first on offer by title.

    In a course she is on her way through it is the revision she reads; of one she has completed the present one, for
    the passages of earlier ones are only kept as long as somebody needs them.
    """
    pinned: ColumnElement[Any] = null()
    finished: ColumnElement[bool] = false()
    if user is not None:
        mine, own = aliased(Enrollment), aliased(Enrollment)
        latest = select(func.max(mine.id)).where(mine.user_id == user.id, mine.course == Course.slug).correlate(Course)
        pinned = select(own.revision).where(own.id == latest.scalar_subquery()).correlate(Course).scalar_subquery()
        finished = exists().where(Completion.enrollment_id == latest.scalar_subquery()).correlate(Course)
    asked = select(Course.current, pinned, finished).where(or_(Course.retired_at.is_(None), pinned.is_not(None)))
    pairs = []
    for current, hers, done in session.execute(asked):
        read = catalog.offer(session, hers) if hers else None
        pairs.append((read if read and not done else catalog.offer(session, current), read))
    found: dict[str, _Source] = {}
    for offer, read in sorted(pairs, key=lambda pair: (pair[1] is None, pair[0].course.title)):
        for number, module in enumerate(offer.modules):
            found.setdefault(module.slug, _Source(offer, number, read))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Ask:
    """A query put to the database: in which revisions, and how many passages make a page."""

    query: Query
    revisions: tuple[str, ...]
    limit: int

    def rows(self, session: Session, page: int, *, all_words: bool) -> Sequence[Row[Any]]:
        """Return the passages of a page with their marked words, and one more where there are more."""
        on_postgresql = session.get_bind().dialect.name == "postgresql"
        statement = self._postgresql(all_words=all_words) if on_postgresql else self._sqlite(all_words=all_words)
        return session.execute(
            statement.where(Passage.revision.in_(self.revisions)).limit(self.limit + 1).offset((page - 1) * self.limit)
        ).all()

    def _sqlite(self, *, all_words: bool) -> Select[Any]:
        """FTS5: words stand in double quotes; a plus joins those of a phrase."""
        wanted = [_fts5(term) for term in self.query.wanted]
        match = f"({{folded_text}} : ({' OR '.join(wanted)}))"
        if all_words:
            match += f" AND ({' AND '.join(wanted)})"
        if self.query.excluded:
            match = f"({match}) NOT ({' OR '.join(_fts5(term) for term in self.query.excluded)})"
        index = table("passage_lexemes", column("rowid"), column("passage_lexemes"))
        whole: ColumnElement[Any] = literal_column("passage_lexemes")
        return (
            select(*_SHOWN, func.highlight(whole, 1, BEGIN, END))
            .join(index, index.c.rowid == Passage.id)
            .where(index.c.passage_lexemes.op("MATCH")(match))
            .order_by(func.bm25(whole, TITLES_WEIGHT, TEXT_WEIGHT), Passage.id)
        )

    def _postgresql(self, *, all_words: bool) -> Select[Any]:
        """A tsquery: words stand in single quotes; A is the weight of the text, D that of the titles."""
        wanted = [_tsquery(term) for term in self.query.wanted]
        match = f"({' | '.join(_tsquery(term, ':A') for term in self.query.wanted)})"
        if all_words:
            match += f" & {' & '.join(wanted)}"
        if self.query.excluded:
            match += f" & !({' | '.join(_tsquery(term) for term in self.query.excluded)})"
        lexemes: ColumnElement[Any] = literal_column("passage.lexemes")
        asked = func.to_tsquery(_ENGLISH, match)
        shown = func.to_tsquery(_ENGLISH, " | ".join(wanted))
        options = f"HighlightAll=true, StartSel={BEGIN}, StopSel={END}"
        weights = cast([TITLES_WEIGHT, 0.0, 0.0, TEXT_WEIGHT], ARRAY(REAL))
        return (
            select(*_SHOWN, func.ts_headline(_ENGLISH, Passage.folded_text, shown, options))
            .where(lexemes.op("@@")(asked))
            .order_by(func.ts_rank(weights, lexemes, shown, 1).desc(), Passage.id)
        )


def _fts5(term: Term) -> str:
    return " + ".join(f'"{word}"' for word in term.words)


def _tsquery(term: Term, weight: str = "") -> str:
    words = (f"'{word}'{weight}" for word in term.words)
    return f"({' <-> '.join(words)})"


def _grouped(rows: Sequence[Row[Any]], sources: dict[str, _Source]) -> tuple[FoundModule, ...]:
    """Return the passages by module and section, each group where its best passage stands."""
    modules: dict[str, FoundModule] = {}
    sections: dict[tuple[str, str], FoundSection] = {}
    for row in rows:
        revision, section_id, heading, anchor, text, marked = tuple(row)
        source = sources[revision]
        document, compiled = source.offer.section(source.module, section_id)
        if revision not in modules:
            modules[revision] = FoundModule(
                slug=document.slug,
                title=document.title,
                course=source.offer.slug,
                course_title=source.offer.course.title,
                started=source.read is not None,
            )
        key = (revision, section_id)
        if key not in sections:
            sections[key] = FoundSection(section_id, compiled.title, compiled.minutes, source.way(section_id))
            modules[revision].sections.append(sections[key])
        sections[key].passages.append(FoundPassage(heading, anchor, snippet(text, marked)))
    return tuple(modules.values())
