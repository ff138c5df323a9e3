"""Revisions in the course of time: when each was published, who gave the credit then, what changed between two."""

from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import Session, aliased

from ceu.domain import approvals
from ceu.domain import changes as comparison
from ceu.domain.changes import Changes
from ceu.domain.content.schema import Provider
from ceu.errors import NotFound
from ceu.kept import Kept
from ceu.models import Revision
from ceu.services import catalog

_published: Kept[datetime] = Kept()
_section_texts: Kept[dict[str, object]] = Kept()
_changes: Kept[Changes] = Kept()


def published_at(session: Session, digest: str) -> datetime:
    """Return when a revision was first published."""

    def read() -> datetime:
        at = session.scalar(select(Revision.published_at).where(Revision.digest == digest))
        if at is None:
            raise NotFound
        return at

    return _published.get(digest, read)


def offered_then(slug: Any, moment: Any) -> ScalarSelect[Any]:
    """Return the digest of a course's revision that had been published last at a moment, for another statement."""
    revision = aliased(Revision)
    return (
        select(revision.digest)
        .where(revision.kind == "course", revision.slug == slug, revision.published_at <= moment)
        .order_by(revision.published_at.desc(), revision.number.desc())
        .limit(1)
        .scalar_subquery()
    )


def provider_on(session: Session, revision: str, offered: str | None) -> Provider | None:
    """Return who gave the credit of a course's revision while `offered` had been published last, None like itself."""
    then, now = (catalog.course(session, digest).provider for digest in (revision, offered or revision))
    return approvals.on_that_day(then, now) if then and now else None


def section_texts(session: Session, digest: str) -> dict[str, object]:
    """Return for each section of a module's revision what its reader reads, to be compared with another's."""
    return _section_texts.get(digest, lambda: comparison.section_texts(catalog.module(session, digest)))


def changes(session: Session, old: str, new: str) -> Changes:
    """Return what is different between two revisions of a course."""
    return _changes.get(
        f"{old} {new}", lambda: comparison.compare(catalog.offer(session, old), catalog.offer(session, new))
    )
