"""The browsers in which a person is signed in: begun, seen, listed and ended."""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ceu.domain.devices import device
from ceu.errors import NotFound
from ceu.models import SignIn

LONGEST = timedelta(days=30)  # without anything sent; the session cookie lives as long


def digest(token: str) -> str:
    """Return what the table has of the value in the session cookie."""
    return sha256(token.encode()).hexdigest()


def hour(now: datetime) -> datetime:
    """Return the hour that `now` is in: to more than that nobody is watched."""
    return now.replace(minute=0, second=0, microsecond=0)


def begin(session: Session, user_id: int, token: str, *, before: str | None, user_agent: str, now: datetime) -> SignIn:
    """Add a sign-in and delete those that are over by time.

    Args:
        session: The caller commits it.
        user_id: Who has signed in.
        token: The random value in the browser's session cookie.
        before: The value that this browser had until now: that sign-in ends.
        user_agent: What the browser calls itself; kept in plain words only.
        now: The time in UTC.
    """
    session.execute(delete(SignIn).where(SignIn.last_seen_at < now - LONGEST))
    if before:
        end_this(session, before)
    row = SignIn(
        user_id=user_id,
        token_sha256=digest(token),
        started_at=now,
        last_seen_at=hour(now),
        device=device(user_agent),
    )
    session.add(row)
    return row


def seen(session: Session, token: str, now: datetime) -> None:
    """Note that something was sent from this browser in this hour."""
    session.execute(
        update(SignIn)
        .where(SignIn.token_sha256 == digest(token), SignIn.last_seen_at < hour(now))
        .values(last_seen_at=hour(now))
        .execution_options(synchronize_session=False)
    )


def of(session: Session, user_id: int) -> list[SignIn]:
    """Return where the person is signed in, the latest seen first."""
    rows = select(SignIn).where(SignIn.user_id == user_id)
    return list(session.scalars(rows.order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())))


def end(session: Session, user_id: int, sign_in_id: int) -> SignIn:
    """Sign one browser of the person out; it is signed out at its next request. The caller commits.

    Raises:
        NotFound: it is signed out already, or somebody else's.
    """
    row = session.get(SignIn, sign_in_id)
    if row is None or row.user_id != user_id:
        raise NotFound("This browser is signed out already.")
    session.delete(row)
    return row


def end_this(session: Session, token: str) -> None:
    """End the sign-in of the browser whose session cookie has `token`."""
    session.execute(delete(SignIn).where(SignIn.token_sha256 == digest(token)))


def end_all(session: Session, user_id: int, *, but: str | None = None) -> int:
    """Sign the person out everywhere, except in the browser whose cookie has `but`; returns in how many."""
    those = delete(SignIn).where(SignIn.user_id == user_id)
    if but:
        those = those.where(SignIn.token_sha256 != digest(but))
    return int(session.execute(those).rowcount)  # type: ignore[attr-defined]
