"""What a signed-out person had posted, kept for a day until she has signed in again."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ceu.errors import NotFound
from ceu.models import KeptPost

KEPT_FOR = timedelta(days=1)
MOST = 5  # forms left open by one person; an older one gives way


def keep(
    session: Session, *, user_id: int, path: str, noun: str, form: Sequence[tuple[str, str]], now: datetime
) -> KeptPost:
    """Keep a form.

    Args:
        session: The caller commits it.
        user_id: Who had been signed in.
        path: Where it was posted to, with its query.
        noun: What it is, for the message: answer, evaluation, note.
        form: Names and values in the form's order.
        now: The time in UTC.
    """
    purge(session, now)
    newest = (
        select(KeptPost.id).where(KeptPost.user_id == user_id).order_by(KeptPost.created_at.desc()).offset(MOST - 1)
    )
    session.execute(delete(KeptPost).where(KeptPost.id.in_(session.scalars(newest).all())))
    post = KeptPost(
        id=secrets.token_urlsafe(24),
        user_id=user_id,
        path=path,
        noun=noun,
        form=[list(pair) for pair in form],
        created_at=now,
    )
    session.add(post)
    session.flush()
    return post


def waiting(session: Session, ids: Sequence[str], user_id: int, now: datetime) -> list[KeptPost]:
    """Return those of `ids` that are `user_id`'s, oldest first. Those of somebody else are deleted."""
    if not ids:
        return []
    session.execute(delete(KeptPost).where(KeptPost.id.in_(ids), KeptPost.user_id != user_id))
    return list(
        session.scalars(
            select(KeptPost)
            .where(KeptPost.id.in_(ids), KeptPost.created_at > now - KEPT_FOR)
            .order_by(KeptPost.created_at, KeptPost.id)
        )
    )


def own(session: Session, post_id: str, user_id: int, now: datetime) -> KeptPost:
    """Return a kept form.

    Raises:
        NotFound: it is gone, or somebody else's.
    """
    post = session.get(KeptPost, post_id)
    if post is None or post.user_id != user_id or post.created_at <= now - KEPT_FOR:
        raise NotFound("What was kept here has been saved, deleted, or was kept for a day and is gone.")
    return post


def remove(session: Session, post_id: str) -> None:
    """Delete a kept form: it was carried out, or its owner does not need it."""
    session.execute(delete(KeptPost).where(KeptPost.id == post_id))


def purge(session: Session, now: datetime) -> int:
    """Delete what was kept for longer than a day; returns how many."""
    gone = session.execute(delete(KeptPost).where(KeptPost.created_at <= now - KEPT_FOR))
    return int(gone.rowcount)  # type: ignore[attr-defined]
