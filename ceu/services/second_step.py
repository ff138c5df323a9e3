"""The second step of signing in, taken away by the operator from whoever lost the device and the recovery codes."""

from datetime import datetime

from sqlalchemy.orm import Session

from ceu.models import User
from ceu.services import audit, mail, second_mail, sign_ins
from config import Settings

TOLD = (
    "Hello {name},\n\n"
    "the office has taken the second step away from your continuing education account: authenticator app, passkeys of "
    "a second step and recovery codes. You are signed out everywhere, and your password alone signs you in again. Set "
    "up a new second step here:\n\n{url}/account/sign-in-methods/\n\n"
    "If you did not ask for this, choose a new password now and write to us: {office}"
)


def take_away(session: Session, user: User, settings: Settings, *, now: datetime) -> bool:
    """Let the password alone sign this person in, end her sign-ins and tell her. The caller commits.

    Returns False if there was no second step. Passkeys that sign in alone stay.
    """
    steps = [passkey for passkey in user.webauthn if passkey.usage == "secondary"]
    if not steps and not user.tf_primary_method:
        return False
    for passkey in steps:
        session.delete(passkey)
    user.tf_primary_method = user.tf_totp_secret = user.mf_recovery_codes = None
    sign_ins.end_all(session, user.id)
    audit.record(session, "took the second step away", f"user:{user.id}", actor_id=None, now=now)
    body = TOLD.format(name=user.legal_name, url=settings.public_url, office=settings.mail_sender)
    for address in second_mail.addresses(session, user):
        mail.write(
            session,
            recipient=address,
            subject="How you sign in has changed",
            body=body,
            kind="sign_in_changed",
            now=now,
        )
    return True
