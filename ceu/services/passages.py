"""The passages that can be searched: those of the module revisions that somebody reads or may read now, and no others.

Only the text of modules goes in. Questions, rationales, cases and descriptions of courses never do.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, delete, exists, insert, or_, select, union
from sqlalchemy.orm import Session

from ceu.domain.content.compiled import COMPILER
from ceu.domain.search.passages import VERSION, passages
from ceu.domain.search.words import folded
from ceu.models import Completion, Course, Enrollment, Passage
from ceu.services import catalog

MADE_BY = f"{COMPILER}-{VERSION}"


def refresh(session: Session) -> None:
    """Add the passages that are missing and delete those nobody may read any more; publication calls it last.

    A course on offer counts, and so does a retired one that somebody has started: she goes on reading it. Of earlier
    revisions those count that a learner is still on her way through.
    """
    started = exists().where(Enrollment.course == Course.slug)
    offered = select(Course.current).where(or_(Course.retired_at.is_(None), started))
    courses = session.scalars(union(offered, pinned())).all()
    wanted = {(digest, MADE_BY) for course in courses for digest in catalog.course(session, course).module_digests}
    there = {
        (revision, made_by)
        for revision, made_by in session.execute(select(Passage.revision, Passage.made_by).distinct())
    }
    if gone := {revision for revision, _ in there - wanted}:
        session.execute(delete(Passage).where(Passage.revision.in_(gone)).execution_options(synchronize_session=False))
    rows = [row for digest, _ in sorted(wanted - there) for row in _rows(session, digest)]
    if rows:
        session.execute(insert(Passage), rows)


def pinned() -> Select[Any]:
    """Return a statement for the revisions of courses that learners are on their way through."""
    finished = exists().where(Completion.enrollment_id == Enrollment.id)
    return select(Enrollment.revision).where(~finished).distinct()


def _rows(session: Session, digest: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a module's revision. Its introduction stands on the page of its first section."""
    document = catalog.module_document(session, digest)
    for number, section in enumerate(document.sections):
        intro = passages(document.intro) if number == 0 else ()
        for passage in (*intro, *passages(section.html)):
            yield {
                "revision": digest,
                "made_by": MADE_BY,
                "module": document.slug,
                "section": section.id,
                "section_title": section.title,
                "heading": passage.heading,
                "anchor": passage.anchor,
                "text": passage.text,
                "folded_titles": folded(f"{section.title} {passage.heading}"),
                "folded_text": folded(passage.text),
            }
