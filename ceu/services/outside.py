"""Credit a learner earned elsewhere: she adds, changes and removes it, and nobody else sees it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import PurePosixPath

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from ceu.domain import papers
from ceu.domain.certificate import pdf
from ceu.errors import NotFound, RuleError
from ceu.models import OutsideCredit, User
from ceu.services import audit, credentials

MOST_STORED = 60_000_000  # bytes of one learner's files together: they are read at once for an audit letter
NAME_LONGEST = 120  # characters of a file's name


class Refused(RuleError):
    """A value cannot be kept; `field` names it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Credit as the learner reports it. `ethics_hours` are part of `hours`."""

    credential_id: int
    title: str
    provider: str
    completed_on: date
    hours: Decimal
    unit: str
    ethics_hours: Decimal
    home_study: bool


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: the name is the sender's, the content is looked at."""

    name: str
    content: bytes


def of(session: Session, user: User) -> list[OutsideCredit]:
    """Return what `user` reports, the latest first, without the files."""
    return of_users(session, [user.id])[user.id]


def of_users(session: Session, ids: Sequence[int]) -> dict[int, list[OutsideCredit]]:
    """Return what each of some learners reports, in one statement."""
    found: dict[int, list[OutsideCredit]] = {user_id: [] for user_id in ids}
    for one in session.scalars(
        select(OutsideCredit)
        .where(OutsideCredit.user_id.in_(ids), OutsideCredit.removed_at.is_(None))
        .order_by(OutsideCredit.completed_on.desc(), OutsideCredit.id.desc())
    ):
        found[one.user_id].append(one)
    return found


def own(session: Session, user: User, outside_id: int) -> OutsideCredit:
    """Return one of them. Raises NotFound where it does not exist, was removed, or is somebody else's."""
    found = session.get(OutsideCredit, outside_id)
    if found is None or found.user_id != user.id or found.removed_at is not None:
        raise NotFound
    return found


def own_file(session: Session, user: User, outside_id: int) -> tuple[OutsideCredit, bytes]:
    """Return one of them with its file. Raises NotFound, also where no file was uploaded."""
    found = own(session, user, outside_id)
    content = session.scalar(select(OutsideCredit.file).where(OutsideCredit.id == found.id))
    if content is None:
        raise NotFound("No file was uploaded for this credit.")
    return found, content


def files(session: Session, user: User, ids: list[int]) -> dict[int, bytes]:
    """Return the files of some of them by id; those without a file are left out."""
    found = session.scalars(
        select(OutsideCredit)
        .where(OutsideCredit.user_id == user.id, OutsideCredit.removed_at.is_(None), OutsideCredit.id.in_(ids))
        .options(undefer(OutsideCredit.file))
    )
    return {one.id: one.file for one in found if one.file is not None}


def add(
    session: Session, user: User, given: Given, upload: Upload | None, *, now: datetime, today: date
) -> OutsideCredit:
    """Add credit; the caller commits. `today` is the date where the learner is. Raises Refused."""
    _check(session, user, given, today)
    made = OutsideCredit(user_id=user.id, created_at=now, **asdict(given))
    if upload is not None:
        _keep(session, user, made, upload, now)
    session.add(made)
    session.flush()
    _note(session, "added outside credit", user, made, now)
    return made


def change(
    session: Session,
    user: User,
    outside: OutsideCredit,
    given: Given,
    upload: Upload | None,
    *,
    drop_file: bool,
    now: datetime,
    today: date,
) -> None:
    """Change credit. A new file takes the place of the old one; without one, `drop_file` deletes it. Raises Refused."""
    _check(session, user, given, today)
    if upload is not None:
        _keep(session, user, outside, upload, now)
    elif drop_file:
        _drop(outside)
    for name, value in asdict(given).items():
        setattr(outside, name, value)
    _note(session, "changed outside credit", user, outside, now)


def remove(session: Session, user: User, outside: OutsideCredit, *, now: datetime) -> None:
    """Take credit off the list and delete its file."""
    _drop(outside)
    outside.removed_at = now
    _note(session, "removed outside credit", user, outside, now)


def _check(session: Session, user: User, given: Given, today: date) -> None:
    if given.credential_id not in {one.id for one in credentials.ever(session, user)}:
        raise Refused("credential", "Choose one of your licenses.")
    if given.completed_on > today:
        raise Refused("completed_on", "This date is in the future. Enter the day you completed it.")
    if given.ethics_hours > given.hours:
        raise Refused("ethics_hours", "The hours in ethics are part of all hours, so they cannot be more.")
    for field in ("title", "provider"):
        if missing := pdf.unprintable(getattr(given, field)):
            raise Refused(field, f"The transcript cannot print {' '.join(missing)}. Write this in Latin letters.")


def _keep(session: Session, user: User, outside: OutsideCredit, upload: Upload, now: datetime) -> None:
    try:
        kind = papers.accept(upload.content, now=now)
    except papers.NotAccepted as refusal:
        raise Refused("file", str(refusal)) from refusal
    stored = session.scalar(
        select(func.coalesce(func.sum(func.length(OutsideCredit.file)), 0)).where(
            OutsideCredit.user_id == user.id, OutsideCredit.id != (outside.id or 0)
        )
    )
    if (stored or 0) + len(upload.content) > MOST_STORED:
        raise Refused("file", "Your files would have more than 60 MB together. Remove one that you no longer need.")
    outside.file = upload.content
    outside.file_name = _file_name(upload.name, kind)
    outside.file_type = kind
    outside.file_sha256 = sha256(upload.content).hexdigest()


def _file_name(name: str, kind: str) -> str:
    """Return the name without folders and signs that file systems refuse, its ending that of the content."""
    stem = PurePosixPath(name.replace("\\", "/")).stem
    plain = "".join(sign if sign.isalnum() or sign in " ._-()" else "_" for sign in stem).strip(" .")
    return f"{plain[:NAME_LONGEST] or 'certificate'}.{papers.ENDINGS[kind]}"


def _drop(outside: OutsideCredit) -> None:
    outside.file, outside.file_name, outside.file_type, outside.file_sha256 = None, "", "", None


def _note(session: Session, verb: str, user: User, outside: OutsideCredit, now: datetime) -> None:
    audit.record(
        session,
        verb,
        f"outside_credit:{outside.id}",
        actor_id=user.id,
        now=now,
        credential=outside.credential_id,
        file_sha256=outside.file_sha256,
    )
