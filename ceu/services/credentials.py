"""Credentials of a person: licenses, registrations, national certifications (requirement 23).

A removed credential stays as a row: certificates may point at it.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ceu.domain import professions
from ceu.errors import NotFound, RuleError
from ceu.models import Credential, User


class Duplicate(RuleError):
    """The person has this credential already."""

    message = "You have entered this credential before. Change that one instead of adding it twice."


@dataclass(frozen=True, slots=True)
class Given:
    """A credential as its owner gives it. `number` is kept verbatim."""

    kind: str
    profession: str
    title: str
    jurisdiction: str
    number: str
    name_as_printed: str
    expires_on: date | None


def of(session: Session, user: User) -> list[Credential]:
    """Return the credentials of `user` that she has not removed."""
    return list(
        session.scalars(
            select(Credential)
            .where(Credential.user_id == user.id, Credential.removed_at.is_(None))
            .order_by(Credential.id)
        )
    )


def ever(session: Session, user: User) -> list[Credential]:
    """Return all credentials of `user`, those she has removed included: certificates may name them."""
    return ever_of(session, [user.id])[user.id]


def ever_of(session: Session, ids: Sequence[int]) -> dict[int, list[Credential]]:
    """Return all credentials of each of some persons, in one statement."""
    found: dict[int, list[Credential]] = {user_id: [] for user_id in ids}
    for one in session.scalars(select(Credential).where(Credential.user_id.in_(ids)).order_by(Credential.id)):
        found[one.user_id].append(one)
    return found


def told(credential: Credential, *, with_number: bool = True) -> str:
    """Return a credential in one line: LMHC, Florida, MH 01234."""
    title = credential.title or professions.label(credential.profession)
    state = professions.JURISDICTIONS.get(credential.jurisdiction, credential.jurisdiction)
    return ", ".join(filter(None, (title, state, credential.number if with_number else "")))


def own(session: Session, user: User, credential_id: int) -> Credential:
    """Return a credential of `user`.

    Raises:
        NotFound: it does not exist, was removed, or is somebody else's.
    """
    credential = session.get(Credential, credential_id)
    if credential is None or credential.user_id != user.id or credential.removed_at is not None:
        raise NotFound
    return credential


def add(session: Session, user: User, given: Given, now: datetime) -> Credential:
    """Add a credential.

    Raises:
        Duplicate: she has it already.
    """
    _refuse_duplicate(session, user, given, None)
    credential = Credential(user_id=user.id, created_at=now, normalized_number=_normalized(given), **asdict(given))
    session.add(credential)
    return credential


def change(session: Session, user: User, credential: Credential, given: Given) -> None:
    """Change a credential. Certificates made before keep what they were made with.

    Raises:
        Duplicate: another one of hers is the same.
    """
    _refuse_duplicate(session, user, given, credential.id)
    for name, value in asdict(given).items():
        setattr(credential, name, value)
    credential.normalized_number = _normalized(given)


def remove(credential: Credential, now: datetime) -> None:
    """Take a credential off the list."""
    credential.removed_at = now


def _normalized(given: Given) -> str:
    return professions.normalized(given.number, given.jurisdiction)


def _refuse_duplicate(session: Session, user: User, given: Given, but: int | None) -> None:
    for other in of(session, user):
        if other.id != but and (other.kind, other.profession, other.jurisdiction, other.normalized_number) == (
            given.kind,
            given.profession,
            given.jurisdiction,
            _normalized(given),
        ):
            raise Duplicate
