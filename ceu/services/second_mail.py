"""A second mail address: added, confirmed by whoever holds it, used for recovery and for notices about signing in."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ceu.errors import NotFound, RuleError
from ceu.models import SecondMail, User
from ceu.services import audit


def of(session: Session, user: User) -> SecondMail | None:
    """Return the person's second address, confirmed or not."""
    return session.get(SecondMail, user.id)


def addresses(session: Session, user: User) -> list[str]:
    """Return where notices about signing in go: the account's address, and the second one if it is confirmed."""
    second = of(session, user)
    return [user.email, *([second.email] if second and second.confirmed_at else [])]


def owner(session: Session, mail: str) -> User | None:
    """Return whose confirmed second address this is."""
    confirmed = SecondMail.confirmed_at.is_not(None)
    return session.scalar(
        select(User).join(SecondMail, SecondMail.user_id == User.id).where(SecondMail.email == mail.lower(), confirmed)
    )


def taken(session: Session, mail: str, *, but: User) -> bool:
    """Return whether the address is another account's, as its first or as its confirmed second."""
    first = session.scalar(select(User.id).where(User.email == mail.lower(), User.id != but.id))
    second = owner(session, mail)
    return first is not None or (second is not None and second.id != but.id)


def add(session: Session, user: User, mail: str, *, now: datetime) -> SecondMail:
    """Add the address, unconfirmed, in the place of one there may be. The caller commits and sends the link.

    An address of another account is added as well, so that nobody learns whose it is; it is never confirmed.

    Raises:
        RuleError: it is the account's own first address.
    """
    mail = mail.strip().lower()
    if mail == user.email:
        raise RuleError("This is the address you sign in with. Give another one, which you can open when it is lost.")
    row = of(session, user)
    if row is None:
        row = SecondMail(user_id=user.id, email=mail, added_at=now)
        session.add(row)
    row.email, row.added_at, row.confirmed_at = mail, now, None
    audit.record(session, "added a second mail address", f"user:{user.id}", actor_id=user.id, now=now)
    session.flush()
    return row


def waiting(session: Session, user_id: int, mail: str) -> SecondMail:
    """Return the address that a mailed link is about.

    Raises:
        NotFound: it was removed or replaced since, or it is another account's by now.
    """
    row, user = session.get(SecondMail, user_id), session.get(User, user_id)
    if row is None or user is None or not user.active or row.email != mail or taken(session, mail, but=user):
        raise NotFound("This link is about an address that was removed or replaced. Add it again in your account.")
    return row


def confirm(session: Session, row: SecondMail, *, now: datetime) -> None:
    """Note that whoever holds the address opened the link. The caller commits.

    Raises:
        NotFound: another account confirmed it at the same moment.
    """
    try:
        with session.begin_nested():
            row.confirmed_at = now
            session.flush()
    except IntegrityError:
        raise NotFound("This address cannot be used.") from None
    audit.record(session, "confirmed a second mail address", f"user:{row.user_id}", actor_id=row.user_id, now=now)


def remove(session: Session, user: User, *, now: datetime) -> None:
    """Delete the second address. The caller commits."""
    if row := of(session, user):
        session.delete(row)
        audit.record(session, "removed the second mail address", f"user:{user.id}", actor_id=user.id, now=now)
