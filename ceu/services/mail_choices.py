"""Which reminders a person wants: chosen on a page, or stopped from a mail without signing in (RFC 8058)."""

from collections.abc import Collection
from datetime import datetime

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ceu.domain.reminders import Kind
from ceu.errors import NotFound
from ceu.models import MailOff, Outbox, User
from ceu.services.dialect import insert

SALT = "stop a kind of mail"


class NoSuchLink(NotFound):
    """The link was not made here, or for an account that is gone."""

    message = "This link cannot be used: it was cut off in the mail, or its account is gone."


def stop_path(secret: str, user_id: int, kind: Kind) -> str:
    """Return the path at which whoever has it stops mails of this kind to this person.

    It is the same in every mail and never expires: an old mail's link has to work, and all it can do is to stop mail.
    """
    return f"/mail/stop/{_signer(secret).dumps([user_id, kind])}"


def read_token(session: Session, secret: str, token: str) -> tuple[int, Kind]:
    """Return whose mails of which kind the link stops. Raises NoSuchLink."""
    try:
        user_id, kind = _signer(secret).loads(token)
        found = session.scalar(select(User.id).where(User.id == user_id, User.erased_at.is_(None)))
        read = Kind(kind)
    except (BadSignature, ValueError) as error:  # a kind that is no longer sent
        raise NoSuchLink from error
    if found is None:
        raise NoSuchLink
    return found, read


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=SALT)


def wanted(session: Session, user: User) -> frozenset[Kind]:
    """Return the kinds of reminders the person gets: all but those she has switched off."""
    return frozenset(Kind) - off(session, [user.id]).get(user.id, frozenset())


def off(session: Session, ids: Collection[int]) -> dict[int, frozenset[str]]:
    """Return what each of some persons has switched off; those who have not are left out."""
    found: dict[int, set[str]] = {}
    for user_id, kind in session.execute(select(MailOff.user_id, MailOff.kind).where(MailOff.user_id.in_(ids))):
        found.setdefault(user_id, set()).add(kind)
    return {user_id: frozenset(kinds) for user_id, kinds in found.items()}


def choose(session: Session, user: User, kinds: Collection[Kind], *, secret: str, now: datetime) -> None:
    """Let the person get these kinds of reminders and no others. The caller commits."""
    session.execute(delete(MailOff).where(MailOff.user_id == user.id, MailOff.kind.in_(kinds)))
    stop(session, user.id, set(Kind) - set(kinds), secret=secret, now=now)


def stop(session: Session, user_id: int, kinds: Collection[Kind], *, secret: str, now: datetime) -> None:
    """Switch kinds of reminders off; those waiting in the outbox are deleted. Doing it twice changes nothing."""
    paths = [stop_path(secret, user_id, kind) for kind in kinds]
    switch_off(session, user_id, kinds, now=now)
    waits = Outbox.sent_at.is_(None), Outbox.claimed_at.is_(None)
    session.execute(delete(Outbox).where(*waits, Outbox.unsubscribe.in_(paths)))


def switch_off(session: Session, user_id: int, kinds: Collection[Kind], *, now: datetime) -> None:
    """Write down that a person does not want these kinds, now and from now on."""
    if kinds:
        rows = [{"user_id": user_id, "kind": kind, "at": now} for kind in sorted(kinds)]
        session.execute(insert(session, MailOff).values(rows).on_conflict_do_nothing())
