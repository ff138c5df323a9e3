"""Erasing an account: asked for, taken back within seven days, carried out (requirement 34, PRIV-10).

What happens to which table stands in `holdings`; what stays of completed courses, and until when, in `retained`.
"""

from datetime import datetime, timedelta
from typing import cast
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Table, delete, or_, select, update
from sqlalchemy.orm import Session

from ceu.domain.certificate.wording import long_date
from ceu.errors import RuleError
from ceu.models import Answer, Attempt, Certificate, Completion, Credential, Enrollment, Outbox, User
from ceu.services import accounts, audit, mail, second_mail
from ceu.services.holdings import HOLDINGS, Fate
from ceu.services.retained import gone

WAIT = timedelta(days=7)
SWEPT = timedelta(days=1)  # after an erasure, for what a request under way may have written meanwhile
LAST_LETTER = "account erased"
LETTER_KEPT = timedelta(days=30)  # where it cannot be sent


class OnlyAdmin(RuleError):
    """Nobody else could run the platform."""

    message = "You are the only admin. Make another account an admin first, then ask again."


def ask(session: Session, user: User, *, office: str, public_url: str, now: datetime) -> list[Outbox]:
    """Note that `user` wants her account erased in seven days, and write to all her addresses; the caller commits.

    Asking twice changes nothing. Raises OnlyAdmin.
    """
    if accounts.only_admin(session, user):
        raise OnlyAdmin
    if user.erase_after is not None:
        return []
    user.erase_after = now + WAIT
    audit.record(session, "asked for erasure", f"user:{user.id}", actor_id=user.id, now=now)
    day = long_date(user.erase_after.astimezone(ZoneInfo(user.time_zone)).date())
    return _write(
        session,
        user,
        f"Your account will be erased on {day}",
        f"you have asked us to erase your continuing education account. We do so on {day}.\n\nUntil then you can sign "
        f"in, take your certificates and all your data, and change your mind with one click:\n"
        f"{public_url}/account/data/\n\nWhat is erased, what has to stay and until when:\n"
        f"{public_url}/account/erasure/\n\nIf it was not you who asked, sign in, keep the account and choose a new "
        f"password; or write to us at once: {office}",
        "erasure asked for",
        now,
    )


def take_back(session: Session, user: User, *, now: datetime) -> list[Outbox]:
    """Forget the request, and say so to all her addresses; the caller commits. Without a request nothing happens."""
    if user.erase_after is None:
        return []
    user.erase_after = None
    audit.record(session, "took back the wish for erasure", f"user:{user.id}", actor_id=user.id, now=now)
    text = "you have changed your mind, and your continuing education account stays as it was. Nothing was erased."
    return _write(session, user, "Your account stays", text, "erasure taken back", now)


def _write(session: Session, user: User, subject: str, text: str, kind: str, now: datetime) -> list[Outbox]:
    body = f"Hello {user.legal_name},\n\n{text}"
    return [
        mail.write(session, recipient=address, subject=subject, body=body, kind=kind, now=now)
        for address in second_mail.addresses(session, user)
    ]


def due(session: Session, now: datetime) -> list[int]:
    """Return the ids of the accounts to erase, those erased within the last day included; it only reads."""
    return list(
        session.scalars(
            select(User.id).where(or_(User.erase_after <= now, User.erased_at > now - SWEPT)).order_by(User.id)
        )
    )


def erase(session: Session, user_id: int, *, now: datetime) -> bool:
    """Erase an account, if that is due, and return whether it was; the caller commits, so all of it happens or nothing.

    The row of the account is locked: of two who do it at once, the second finds it done. An account that was erased
    within the last day is swept once more. The last admin's account waits until there is another admin.
    """
    user = session.scalar(
        select(User).where(User.id == user_id).with_for_update().execution_options(populate_existing=True)
    )
    if user is None:
        return False
    if user.erased_at is not None:
        _delete(session, user_id)
        return False
    if user.erase_after is None or user.erase_after > now or accounts.only_admin(session, user):
        return False
    addresses = second_mail.addresses(session, user)
    session.execute(delete(Outbox).where(Outbox.recipient.in_(addresses)))
    _delete(session, user_id)
    _empty(session, user, now)
    for address in addresses:
        mail.write(
            session,
            recipient=address,
            subject="Your account is erased",
            body="As you asked, your continuing education account is erased. What has to be kept of courses you "
            "completed is kept for the time the approving bodies ask for, and your certificates can be checked by "
            "their numbers.\n\nThis is our last mail to this address.",
            kind=LAST_LETTER,
            now=now,
        )
    audit.record(session, "erased an account", f"user:{user_id}", actor_id=None, now=now)
    session.flush()
    session.expire(user)
    return True


def _delete(session: Session, user_id: int) -> None:
    """Delete what goes: the tables of `holdings` from the last to the first, and attempts that were never handed in."""
    of_hers = select(Enrollment.id).where(Enrollment.user_id == user_id)
    open_attempts = select(Attempt.id).where(Attempt.enrollment_id.in_(of_hers), Attempt.submitted_at.is_(None))
    gone(session, cast(Table, Answer.__table__), Answer.attempt_id.in_(open_attempts))
    gone(session, cast(Table, Attempt.__table__), Attempt.id.in_(open_attempts))
    completed = select(Completion.enrollment_id)
    for holding in reversed(HOLDINGS):
        if holding.fate is Fate.DELETED:
            gone(session, holding.rows, holding.of(user_id))
        elif holding.fate is Fate.WITH_THE_COURSE:
            gone(session, holding.rows, holding.of(user_id) & holding.rows.c.enrollment_id.not_in(completed))


def _empty(session: Session, user: User, now: datetime) -> None:
    """Leave an empty shell, for the rows that point at it, and the address free for a new account."""
    named = select(Certificate.credential_id).where(Certificate.credential_id.is_not(None))
    hers = Credential.user_id == user.id
    gone(session, cast(Table, Credential.__table__), hers & Credential.id.not_in(named))
    session.execute(
        update(Credential)
        .where(hers)
        .values(number="", normalized_number="", name_as_printed="", title="", expires_on=None, removed_at=now)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Enrollment)
        .where(Enrollment.user_id == user.id, Enrollment.repeat_reason != "")
        .values(repeat_reason="erased")
        .execution_options(synchronize_session=False)
    )
    for name in (
        *("password", "username", "confirmed_at", "fs_webauthn_user_handle", "mf_recovery_codes", "erase_after"),
        *("tf_primary_method", "tf_totp_secret", "tf_phone_number", "totp_counter", "us_totp_secrets"),
        *("us_phone_number", "last_login_at", "current_login_at", "last_login_ip", "current_login_ip"),
    ):
        setattr(user, name, None)
    user.email = f"erased-{user.id}@erased.invalid"
    user.legal_name = ""
    user.time_zone = "UTC"
    user.extra_time_percent = 0
    user.wants_no_credit = False
    user.active = False
    user.fs_uniquifier = uuid4().hex
    user.erased_at = now


def forget_last_letters(session: Session, now: datetime) -> None:
    """Delete the last letters to erased accounts once they are sent, or could not be for a month."""
    session.execute(
        delete(Outbox).where(
            Outbox.kind == LAST_LETTER, or_(Outbox.sent_at.is_not(None), Outbox.created_at < now - LETTER_KEPT)
        )
    )
