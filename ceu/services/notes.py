"""Learners' own notes. Every function takes the person whose notes they are: nobody reads another's, admins included.

Nothing here is recorded in the audit trail, and nothing of it goes into a record or an export of anybody else's.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from sqlalchemy import ScalarSelect, delete, func, select
from sqlalchemy.orm import Session, aliased

from ceu.domain import notes
from ceu.domain.notes import Anchor, InCourse, InModule, InSection, Shown
from ceu.errors import NotFound, RuleError
from ceu.models import Enrollment, Note, Revision, User
from ceu.services import catalog
from ceu.services.catalog import Offer
from ceu.services.study import Standing

MOST = 300  # notes of one person on one section; all of them are shown beside it


class TooManyNotes(RuleError):
    """The section is full."""

    message = f"This section already has {MOST} of your notes. Delete one that you no longer need, then add this one."


def add(
    session: Session,
    user: User,
    where: Standing,
    module: str,
    section: str,
    *,
    body: str,
    anchor: Anchor | None,
    revision: str,
    now: datetime,
) -> Note:
    """Add a note to a section the learner reads, or raise NotFound or TooManyNotes.

    Args:
        session: The caller commits it.
        user: Whose note it is.
        where: Where she stands in the course she reads the section in.
        module: The module's slug.
        section: The section's id.
        body: What she wrote; may be empty for a highlight.
        anchor: The passage, or None for a note on the whole section.
        revision: The digest of the module's revision that her page showed.
        now: The time in UTC.
    """
    where.offer.section(module, section)
    there = select(func.count()).where(Note.user_id == user.id, Note.module == module, Note.section == section)
    if (session.scalar(there) or 0) >= MOST:
        raise TooManyNotes
    made = Note(
        user_id=user.id,
        course=where.offer.slug,
        module=module,
        section=section,
        revision=_revision(session, where.offer, module, revision),
        anchor=anchor.to_json() if anchor else "",
        body=body,
        created_at=now,
        changed_at=now,
    )
    session.add(made)
    session.flush()
    return made


def _revision(session: Session, offer: Offer, module: str, shown: str) -> str:
    """Return the revision that was shown, if it is one of this module's; else the one she reads."""
    current = offer.course.module_digests[offer.number(module)]
    if shown == current:
        return current
    older = select(Revision.digest).where(Revision.digest == shown, Revision.kind == "module", Revision.slug == module)
    return session.scalar(older) or current


def own(session: Session, user: User, note_id: int) -> Note:
    """Return a note of the user's, or raise NotFound: other people's notes do not exist for her."""
    found = session.scalar(select(Note).where(Note.id == note_id, Note.user_id == user.id))
    if found is None:
        raise NotFound("There is no note of yours at this address. It may have been deleted.")
    return found


def change(note: Note, body: str, *, now: datetime) -> None:
    """Give the note another text."""
    if note.body != body:
        note.body, note.changed_at = body, now


def remove(session: Session, user: User, note_id: int) -> None:
    """Delete a note of the user's for good. One that is gone already is no error."""
    session.execute(delete(Note).where(Note.id == note_id, Note.user_id == user.id))


def read(note: Note) -> notes.Note:
    """Return the note as a value."""
    return notes.Note(note.id, Anchor.from_json(note.anchor), note.body, note.changed_at)


def beside(where: Standing, module: str, section: str) -> tuple[Shown, ...]:
    """Return the notes that came with the standing, each with its passage in the section as it is now."""
    text = _text(where.offer, module, section) if where.notes else None
    return _in_order(where.notes, text)


def shown(session: Session, note: Note) -> Shown:
    """Return one note with its passage in the course as its writer reads it."""
    digest = session.scalar(select(Enrollment.revision).where(Enrollment.id == _latest(note.user_id, note.course)))
    text = _text(catalog.offer(session, digest), note.module, note.section) if digest else None
    return notes.show(read(note), text)


def _latest(user_id: Any, course: Any) -> ScalarSelect[Any]:
    """Return the id of a person's latest enrollment in a course, to be asked for in another statement."""
    latest = aliased(Enrollment)
    return (
        select(func.max(latest.id))
        .where(latest.user_id == user_id, latest.course == course)
        .correlate(Note)
        .scalar_subquery()
    )


def of_user(session: Session, user: User, search: str = "") -> tuple[InCourse, ...]:
    """Return all notes of the user by course, module and section, in the order of the course.

    Args:
        session: A session; one statement, whatever the number of notes.
        user: Whose notes.
        search: Words that the note or its passage must hold, all of them, in any case.
    """
    wanted = search.casefold().split()
    rows = session.execute(
        select(Note, Enrollment.revision)
        .join(Enrollment, Enrollment.id == _latest(Note.user_id, Note.course))
        .where(Note.user_id == user.id)
        .order_by(Note.course, Note.id)
    )
    found = [(note, digest) for note, digest in rows if _holds(note, wanted)]
    courses = []
    for digest, of_course in groupby(found, itemgetter(1)):
        offer = catalog.offer(session, digest)
        slugs = [one.slug for one in offer.modules]
        mine = sorted((note for note, _ in of_course), key=lambda note: _rank(note.module, slugs))
        modules = tuple(_module(offer, slug, list(group)) for slug, group in groupby(mine, lambda note: note.module))
        courses.append(InCourse(offer.course.title, modules))
    return tuple(sorted(courses, key=lambda course: course.title))


def _module(offer: Offer, slug: str, mine: list[Note]) -> InModule:
    document = next((one for one in offer.documents if one.slug == slug), None)
    titles = {section.id: section.title for section in document.sections} if document else {}
    order = list(titles)
    sections = []
    for section, group in groupby(sorted(mine, key=lambda n: _rank(n.section, order)), lambda n: n.section):
        text = _text(offer, slug, section)
        sections.append(
            InSection(
                title=titles.get(section, f"{section} (no longer in the course)"),
                href=f"/learn/{offer.slug}/{slug}/{section}" if section in titles else "",
                notes=_in_order(map(read, group), text),
            )
        )
    return InModule(document.title if document else f"{slug} (no longer in the course)", tuple(sections))


def _text(offer: Offer, module: str, section: str) -> str | None:
    """Return the section's squeezed text as it is now, or None where it is no longer in the course."""
    try:
        return notes.plain(offer.section(module, section)[1].html)
    except NotFound:
        return None


def _in_order(mine: Iterable[notes.Note], text: str | None) -> tuple[Shown, ...]:
    return tuple(sorted((notes.show(note, text) for note in mine), key=attrgetter("rank")))


def _holds(note: Note, wanted: list[str]) -> bool:
    anchor = Anchor.from_json(note.anchor)
    text = f"{anchor.exact if anchor else ''}\n{note.body}".casefold()
    return all(word in text for word in wanted)


def _rank(slug: str, order: list[str]) -> tuple[int, str]:
    """Sort by the place in `order`; what is no longer there comes last."""
    return (order.index(slug) if slug in order else len(order)), slug
