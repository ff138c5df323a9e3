"""Mail to the owner of an account whenever what it is signed in with has changed."""

from flask import current_app

from ceu.models import User
from ceu.services import second_mail
from ceu.web import context

SUBJECT = "How you sign in has changed"


def tell(user: User, what: str, *, to: list[str] | None = None) -> None:
    """Write to the account's addresses, the confirmed second one included, what has changed.

    Args:
        user: Whose account it is.
        what: A sentence, such as "An authenticator app was added."
        to: Other addresses in the place of these: those there were before.
    """
    security = current_app.extensions["security"]
    for address in to or second_mail.addresses(context.session(), user):
        body = security.render_template("mail/sign_in_changed.txt", user=user, what=what, **library_context())
        security.mail_util.send_mail("mail/sign_in_changed", SUBJECT, address, "", body, None)


def library_context() -> dict[str, str]:
    """Return what mails may say: links begin with the platform's own address, never with the request's Host header."""
    settings = context.settings()
    return {"public_url": settings.public_url, "office": settings.mail_sender}
