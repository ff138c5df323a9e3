"""Steps that tests of accounts share."""

from flask_security import hash_password
from sqlalchemy import select

from ceu.models import Outbox
from ceu.services import accounts, sign_ins

PASSWORD = "seven green lamps"


def learner(app, session, clock, mail="ada.ross@example.org", name="Ada Ross", **more):
    """Add an account with PASSWORD and return it."""
    with app.app_context():
        hashed = hash_password(PASSWORD)
    user = accounts.add_account(
        session,
        mail=mail,
        legal_name=name,
        password_hash=hashed,
        time_zone="America/New_York",
        now=clock(),
        **{"confirmed": True, **more},
    )
    session.flush()
    session.add(sign_ins.begin(session, user.id, user.fs_uniquifier, before=None, user_agent="", now=clock()))
    session.commit()
    return user


def sign_in(client, mail="ada.ross@example.org", password=PASSWORD, status=200, at="/account/login?next=/account/"):
    """Sign in on the page, as a person does; returns the page that follows."""
    client.browse(at)
    return client.submit(email=mail, password=password, status=status)


def mails(session):
    """Return the mails written so far."""
    session.expire_all()
    return list(session.scalars(select(Outbox).order_by(Outbox.id)))


def path_in(mail, base="http://127.0.0.1:8000"):
    """Return the path of the link in a mail."""
    line = next(line for line in mail.body.splitlines() if line.startswith(base))
    return line.removeprefix(base)


def register(client, mail="Ada.Ross@Example.org", password=PASSWORD, name="Ada Ross"):
    """Create an account on the page; returns the page that follows."""
    client.browse("/account/register?next=/account/")
    return client.submit(legal_name=name, email=mail, password=password)
