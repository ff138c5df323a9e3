"""What the CE office writes to a learner when it changes something of hers: mail in the transaction that does it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from ceu.domain.certificate.number import display
from ceu.domain.certificate.wording import long_date
from ceu.models import Certificate, Outbox, User
from ceu.services import catalog, mail
from ceu.services.catalog import Offer


def certificate_revoked(
    session: Session, user: User, certificate: Certificate, *, public_url: str, now: datetime
) -> Outbox | None:
    """Tell the learner that a certificate was revoked and whom to ask; the office's reason stays with the record."""
    number, course, contact = _about(session, certificate)
    return _write(
        session,
        user,
        f"Your certificate {number} was revoked",
        f"your certificate {number} for “{course}” was revoked on {_today(user, now)}. It no longer counts, and "
        f"whoever checks its number is told so.\n\nIf you want to know why, or think that this is wrong, please ask "
        f"the office: {contact}\n\nYour certificates: {public_url}/learn/{certificate.completion.course}/certificates",
        kind="certificate revoked",
        now=now,
    )


def certificate_corrected(
    session: Session,
    user: User,
    old: Certificate,
    number: str,
    *,
    was_valid: bool,
    public_url: str,
    now: datetime,
) -> Outbox | None:
    """Tell the learner the number of a corrected certificate, and what becomes of the old one."""
    before, course, contact = _about(session, old)
    use = f"Please use it wherever you gave {before}: that number" if was_valid else f"Number {before}"
    return _write(
        session,
        user,
        f"Your corrected certificate {display(number)}",
        f"the office has issued a corrected certificate for “{course}”. Its number is {display(number)}. {use} no "
        f"longer counts, and whoever checks it is led to the new one.\n\nGet the new file here: "
        f"{public_url}/learn/{old.completion.course}/certificates\n\nIs something in it still wrong? Please write to "
        f"{contact}",
        kind="certificate corrected",
        now=now,
    )


def course_open_again(session: Session, user: User, offer: Offer, *, public_url: str, now: datetime) -> Outbox | None:
    """Tell the learner that she may take a course once more, and what that does not change."""
    title = offer.course.title
    return _write(
        session,
        user,
        f"You can take “{title}” once more",
        f"the office has opened “{title}” to you once more. It begins anew, with a post-test, an evaluation and a "
        f"certificate of its own. What you completed before stays as it is.\n\nPlease ask your board first whether it "
        f"counts the same course twice; some boards do not.\n\nStart here: {public_url}/learn/{offer.slug}/start",
        kind="course open again",
        now=now,
    )


def _about(session: Session, certificate: Certificate) -> tuple[str, str, str]:
    offer = catalog.offer(session, certificate.completion.course_revision)
    return display(certificate.number), offer.course.title, offer.provider.contact


def _today(user: User, now: datetime) -> str:
    return long_date(now.astimezone(ZoneInfo(user.time_zone)).date())


def _write(session: Session, user: User, subject: str, text: str, *, kind: str, now: datetime) -> Outbox | None:
    """Add the mail; none to an account that was erased."""
    if user.erased_at is not None:
        return None
    return mail.write(
        session, recipient=user.email, subject=subject, body=f"Hello {user.legal_name},\n\n{text}", kind=kind, now=now
    )
