"""Accounts: roles, new accounts, the first admin. Passwords arrive hashed; how they are hashed is the web's affair."""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, make_transient_to_detached, selectinload
from sqlalchemy.orm.util import identity_key

from ceu.domain import names
from ceu.errors import NotFound, RuleError
from ceu.models import FirstAdminLink, Role, User
from ceu.services import audit, second_mail
from config import Settings

ROLE_NAMES = ("learner", "instructor", "reviewer", "auditor", "admin")


class MailTaken(RuleError):
    """Somebody has an account with this email address."""

    message = "There is already an account with this email address."


class UnknownRole(RuleError):
    """The role is none of ROLE_NAMES."""


class UnknownAccount(RuleError):
    """Nobody has an account with this email address."""

    message = "There is no account with this email address."


def ensure_roles(session: Session) -> None:
    """Add the roles that are not there yet. `ceu serve` calls it before its workers start."""
    there = set(session.scalars(select(Role.name)))
    session.add_all(Role(name=name) for name in ROLE_NAMES if name not in there)
    session.flush()


def role(session: Session, name: str) -> Role:
    """Return the role called `name`.

    Raises:
        UnknownRole: there is no such role.
    """
    if name not in ROLE_NAMES:
        raise UnknownRole(f'"{name}" is not a role. The roles are: {", ".join(ROLE_NAMES)}.')
    found = session.scalar(select(Role).where(Role.name == name))
    if found is None:
        ensure_roles(session)
        found = session.scalars(select(Role).where(Role.name == name)).one()
    return found


def as_loaded(session: Session, columns: Mapping[str, Any]) -> User:
    """Return the account whose `columns`, its id among them, a statement has just read; the others load when touched.

    The ORM would do the same with a query of its own, at twice the cost.
    """
    known = session.identity_map.get(identity_key(User, columns["id"]))
    if isinstance(known, User):
        return known
    user: User = User.__mapper__.class_manager.new_instance()
    user.__dict__.update(columns)
    make_transient_to_detached(user)
    session.add(user)
    return user


def by_mail(session: Session, mail: str) -> User:
    """Return the account with this email address, whatever its letters' case.

    Raises:
        UnknownAccount: there is none.
    """
    user = session.scalar(select(User).where(User.email == mail.strip().lower()))
    if user is None:
        raise UnknownAccount
    return user


def add_account(
    session: Session,
    *,
    mail: str,
    legal_name: str,
    password_hash: str,
    time_zone: str,
    now: datetime,
    roles: Iterable[str] = ("learner",),
    confirmed: bool = False,
) -> User:
    """Add an account.

    Args:
        session: The caller commits it.
        mail: The email address; kept in lower case.
        legal_name: The name as on the license; certificates carry it.
        password_hash: The hashed password.
        time_zone: An IANA name such as America/New_York.
        now: The time in UTC.
        roles: Names of ROLE_NAMES.
        confirmed: The email address needs no confirmation: the operator vouches for it.

    Raises:
        MailTaken: there is an account with this address.
        UnknownRole: a role does not exist.
    """
    mail = mail.strip().lower()
    if session.scalar(select(User.id).where(User.email == mail)) is not None or second_mail.owner(session, mail):
        raise MailTaken
    wanted = [role(session, name) for name in roles]
    try:
        with session.begin_nested():
            user = User(
                email=mail,
                legal_name=names.tidy(legal_name),
                password=password_hash,
                time_zone=time_zone,
                active=True,
                fs_uniquifier=uuid4().hex,
                fs_webauthn_user_handle=uuid4().hex,
                confirmed_at=now.replace(tzinfo=None) if confirmed else None,
                roles=wanted,
            )
            session.add(user)
    except IntegrityError:  # the same address at the same moment; the constraint has the last word
        raise MailTaken from None
    return user


def grant_role(session: Session, user: User, name: str, *, actor_id: int | None, now: datetime) -> bool:
    """Give `user` a role. Returns False if she had it."""
    wanted = role(session, name)
    if wanted in user.roles:
        return False
    user.roles.append(wanted)
    audit.record(session, "granted role", f"user:{user.id}", actor_id=actor_id, now=now, role=name)
    return True


def withdraw_role(session: Session, user: User, name: str, *, actor_id: int | None, now: datetime) -> bool:
    """Take a role from `user`. Returns False if she did not have it.

    Raises:
        RuleError: she is the last admin.
    """
    unwanted = role(session, name)
    if unwanted not in user.roles:
        return False
    if name == "admin" and not _admin_exists(session, but=user.id):
        raise RuleError("This is the only admin. Make another account an admin first.")
    user.roles.remove(unwanted)
    audit.record(session, "withdrew role", f"user:{user.id}", actor_id=actor_id, now=now, role=name)
    return True


def _admin_exists(session: Session, but: int = 0) -> bool:
    """Return whether there is an active admin, the account with the id `but` not counted."""
    admin = select(User.id).where(User.active.is_(True), User.roles.any(Role.name == "admin"), User.id != but)
    return session.scalar(admin.limit(1)) is not None


def only_admin(session: Session, user: User) -> bool:
    """Return whether `user` is the last active admin: then the account stays until there is another one."""
    return any(one.name == "admin" for one in user.roles) and not _admin_exists(session, but=user.id)


def count_by_role(session: Session) -> dict[str, int]:
    """Return how many active accounts there are in all ("accounts") and with each role."""
    active = select(func.count(User.id)).where(User.active.is_(True))
    return {"accounts": session.scalar(active) or 0} | {
        name: session.scalar(active.where(User.roles.any(Role.name == name))) or 0 for name in ROLE_NAMES
    }


def everybody(session: Session) -> Iterator[User]:
    """Yield the active accounts with their roles, by email address."""
    found = select(User).where(User.active.is_(True)).options(selectinload(User.roles)).order_by(User.email)
    yield from session.scalars(found.execution_options(yield_per=500))


# Credentials, as the way to the certificate asks for them


def ready_for_test(user: User) -> tuple[str, ...]:
    """Return what is missing before the first post-test: "confirmed_mail", "credential"; empty when all is there.

    The explicit wish for a certificate without credit stands in for a credential (requirement 23).
    """
    missing = []
    if user.confirmed_at is None:
        missing.append("confirmed_mail")
    if not user.wants_no_credit and all(credential.removed_at for credential in user.credentials):
        missing.append("credential")
    return tuple(missing)


# The first admin


def first_admin_link(session: Session, now: datetime) -> str:
    """Add a one-time link and return its token; links made before are void. Only the token's SHA-256 is stored."""
    session.execute(delete(FirstAdminLink).where(FirstAdminLink.used_at.is_(None)))
    token = secrets.token_urlsafe(32)
    session.add(FirstAdminLink(token_sha256=_sha256(token), created_at=now))
    session.flush()
    return token


def first_admin_url(session: Session, settings: Settings, now: datetime) -> str | None:
    """Return the address where the first admin makes the account, or None when there is an admin.

    Each call voids the address of the call before. The caller commits.
    """
    if _admin_exists(session):
        return None
    return f"{settings.public_url}/account/first-admin/{first_admin_link(session, now)}"


def open_first_admin_link(session: Session, token: str) -> FirstAdminLink:
    """Return the link if it may still be used.

    Raises:
        NotFound: it was used or replaced, or there is an admin by now.
    """
    link = session.scalar(
        select(FirstAdminLink).where(FirstAdminLink.token_sha256 == _sha256(token), FirstAdminLink.used_at.is_(None))
    )
    if link is None or _admin_exists(session):
        raise NotFound(
            "This link has been used or replaced. If there is no admin yet, restart the server; it prints a new link."
        )
    return link


def make_first_admin(
    session: Session,
    token: str,
    *,
    mail: str,
    legal_name: str,
    password_hash: str,
    time_zone: str,
    now: datetime,
) -> User:
    """Make the first admin's account and use up the link.

    Raises:
        NotFound: the link may not be used (any more).
        MailTaken: there is an account with this address.
    """
    link = open_first_admin_link(session, token)
    claimed = session.execute(
        update(FirstAdminLink)
        .where(FirstAdminLink.id == link.id, FirstAdminLink.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]  # two browsers at once: the other one was first
        raise NotFound
    user = add_account(
        session,
        mail=mail,
        legal_name=legal_name,
        password_hash=password_hash,
        time_zone=time_zone,
        now=now,
        roles=("learner", "admin"),
        confirmed=True,
    )
    session.execute(
        update(FirstAdminLink)
        .where(FirstAdminLink.id == link.id)
        .values(user_id=user.id)
        .execution_options(synchronize_session=False)
    )
    audit.record(session, "became the first admin", f"user:{user.id}", actor_id=user.id, now=now)
    return user


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
