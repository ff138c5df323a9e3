"""From the revision a learner reads to the one offered now: what changed, what that means for her, and taking it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from ceu.domain import changes as comparison
from ceu.domain.changes import Changes, Fate, ModuleChange, SectionChange
from ceu.errors import NotYet
from ceu.models import Enrollment, User
from ceu.services import audit, catalog, history
from ceu.services.catalog import Offer
from ceu.services.study import Standing


class RevisedAgain(NotYet):
    """What she has been shown is no longer what she would get."""

    message = "The course was revised once more since you opened the page. Look at what changed, then take it."


@dataclass(frozen=True, slots=True)
class News:
    """That there is another revision. `on` is None where it is an earlier one that was published again.

    `text` says whether the text or its questions are others; else only the course's page is.
    """

    on: datetime | None
    text: bool


@dataclass(frozen=True, slots=True)
class Test:
    """A module's post-test, and how it stands once she has taken the revision."""

    module: str
    title: str


@dataclass(frozen=True, slots=True)
class Effects:
    """What taking the revision means for one learner. Sections come as (module's title, section).

    `unread` are to be read before the certificate, `again` were read and have another text now; `passed` stay passed,
    `to_pass` are tests of modules she has not had, `open` are attempts that are open and stay as they are, `dropped`
    those of modules that are no longer there.
    """

    unread: tuple[tuple[str, SectionChange], ...]
    again: tuple[tuple[str, SectionChange], ...]
    passed: tuple[Test, ...]
    to_pass: tuple[Test, ...]
    open: tuple[Test, ...]
    dropped: tuple[Test, ...]
    completed: bool


def news(session: Session, where: Standing) -> News | None:
    """Return what to tell a learner of a revision, or None where she reads the current one.

    No statement, once the process knows both revisions.
    """
    if not where.revised:
        return None
    here, there = (history.published_at(session, one) for one in (where.offer.digest, where.current))
    before, after = where.offer.course, catalog.course(session, where.current)
    return News(on=there if there > here else None, text=before.module_digests != after.module_digests)


def module_revised(session: Session, where: Standing, module: str) -> bool:
    """Tell whether a module she reads is another in the revision offered now, or gone. Statements as `news`."""
    if not where.revised:
        return False
    now = catalog.course(session, where.current)
    here = where.offer.course.module_digests[where.offer.number(module)]
    return here not in now.module_digests


def reread(session: Session, where: Standing) -> frozenset[tuple[str, str]]:
    """Return the sections that she has read and whose text has changed since."""
    digests = dict(zip(where.offer.course.modules, where.offer.course.module_digests, strict=True))
    return frozenset(
        (module, section)
        for (module, section), revision in where.read_in.items()
        if module in digests and revision != digests[module] and _is_other(session, revision, digests[module], section)
    )


def _is_other(session: Session, old: str, new: str, section: str) -> bool:
    after = history.section_texts(session, new)
    return section in after and after[section] != history.section_texts(session, old).get(section)


def changes(session: Session, where: Standing) -> Changes:
    """Return what is different in the revision offered now."""
    return history.changes(session, where.offer.digest, where.current)


def section_change(session: Session, where: Standing, module: str, section: str) -> SectionChange | None:
    """Return what changed in a section since she marked it as read, None where nothing did; or raise NotFound."""
    where.offer.section(module, section)
    old, new = where.read_in.get((module, section)), where.offer.course.module_digests[where.offer.number(module)]
    if old is None or old == new:
        return None
    before, after = ((catalog.module(session, one), catalog.module_document(session, one)) for one in (old, new))
    return comparison.section(before, after, section)


def effects(where: Standing, new: Offer, found: Changes) -> Effects:
    """Return what taking the revision `new`, with the changes `found`, means for the learner."""
    before = {module.slug: module.title for module in where.offer.modules}
    after = {module.slug: module.title for module in new.modules}
    return Effects(
        unread=tuple(
            (module.title, section)
            for module, section in _sections(found)
            if section.fate is Fate.ADDED and (module.slug, section.id) not in where.read
        ),
        again=tuple(
            (module.title, section)
            for module, section in _sections(found)
            if section.fate is Fate.CHANGED and (module.slug, section.id) in where.read
        ),
        passed=tuple(Test(slug, title) for slug, title in after.items() if slug in where.passed),
        to_pass=tuple(
            Test(slug, title) for slug, title in after.items() if slug not in before and slug not in where.passed
        ),
        open=tuple(Test(slug, title) for slug, title in after.items() if slug in where.open_attempts),
        dropped=tuple(
            Test(slug, title) for slug, title in before.items() if slug in where.open_attempts and slug not in after
        ),
        completed=where.completion_id is not None,
    )


def _sections(found: Changes) -> Iterator[tuple[ModuleChange, SectionChange]]:
    return ((module, section) for module in found.modules for section in module.sections)


def take(session: Session, user: User, where: Standing, shown: str, *, now: datetime) -> bool:
    """Let the learner read the revision offered now; return whether that changed anything. The caller commits.

    What she has done is kept: sections by their id, post-tests by their module, an open attempt with its questions.
    Raises RevisedAgain where `shown`, the revision whose changes she was shown, is no longer the one offered.
    """
    if not where.revised:
        return False
    if shown != where.current:
        raise RevisedAgain(needs="revision")
    moved = session.execute(
        update(Enrollment)
        .where(Enrollment.id == where.enrollment_id, Enrollment.revision == where.offer.digest)
        .values(revision=where.current)
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]  # another tab was first
        return False
    audit.record(
        session,
        "took a revision",
        f"enrollment:{where.enrollment_id}",
        actor_id=user.id,
        now=now,
        before=where.offer.digest,
        after=where.current,
    )
    return True
