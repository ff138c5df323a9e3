"""Mail of this request: sent after its commit, and outside production shown on the next page."""

import logging
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, g, session
from sqlalchemy import Engine, inspect
from werkzeug.wrappers import Response

from ceu.extensions import db
from ceu.models import Outbox, engine
from ceu.services import mail
from ceu.web import context
from config import Settings

log = logging.getLogger(__name__)
LINK = re.compile(r"https?://\S+")
SHOWN = "dev_mail"  # the session's key; it holds ids, never texts


@dataclass(frozen=True, slots=True)
class Shown:
    """A mail as the page shows it in development."""

    subject: str
    to: str
    links: list[str]
    text: str


class DevMail:
    """The mails this browser's requests have just written. They are read when a page asks, and shown once."""

    def __init__(self) -> None:
        self._mails: list[Shown] | None = None

    def _load(self) -> list[Shown]:
        if self._mails is None:
            here = g.get("written_mail", [])
            ids = session.pop(SHOWN, [])
            rows = [*(mail.texts(db.session(), ids) if ids else []), *here]
            g.shown_mail = len(here)
            self._mails = [Shown(row.subject, row.recipient, LINK.findall(row.body), row.body) for row in rows]
        return self._mails

    def __bool__(self) -> bool:
        return bool(self._load())

    def __iter__(self) -> Iterator[Shown]:
        return iter(self._load())


def written(row: Outbox) -> None:
    """Remember a mail of this request, so that it is sent when the request is done."""
    g.setdefault("written_mail", []).append(row)


def due() -> None:
    """Say that this request made a mail due that was there before, so that it is sent when the request is done."""
    g.mail_is_due = True


def send(bind: Engine, settings: Settings, now: datetime) -> None:
    """Send what is due. It raises nothing: a mail that could not be sent is still there."""
    before = engine.may_write.set(True)
    try:
        mail.deliver(bind, settings, now)
    except Exception:  # whatever it is, it must not fail the request or end the thread; the mail is still there
        log.exception("mail could not be delivered")
    finally:
        engine.may_write.reset(before)


def init(app: Flask) -> None:
    """Send after the commit.

    The folder is quick. A mail server may be slow, so a thread speaks to it: nobody waits, and nobody can tell from the
    time of an answer whether an address has an account.
    """
    settings: Settings = app.config["SETTINGS"]
    # Its thread starts with the first mail, so each worker process has its own; it ends its work before the process.
    sender = app.extensions["mail_sender"] = ThreadPoolExecutor(1, "mail")

    @app.after_request
    def send_what_was_written(response: Response) -> Response:
        ids = [row.id for row in g.pop("written_mail", []) if inspect(row).persistent]  # not what was rolled back
        if not ids and not g.pop("mail_is_due", False):
            return response
        if ids and not settings.production:
            session[SHOWN] = [*session.get(SHOWN, []), *ids[g.get("shown_mail", 0) :]][-5:]
        bind, now = db.engine, context.now()
        db.session.commit()
        if settings.smtp:
            sender.submit(send, bind, settings, now)
        else:
            send(bind, settings, now)
        return response

    if not settings.production:

        @app.context_processor
        def dev_mail() -> dict[str, DevMail]:
            return {"dev_mail": DevMail()}
