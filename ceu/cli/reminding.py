"""Look for reminders that are due and write them: on demand, and again and again behind `ceu serve`."""

import logging
from collections import Counter
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy.orm import Session

from ceu.cli import rounds
from ceu.domain.reminders import Kind
from ceu.extensions import db
from ceu.models import engine
from ceu.services import mail, notices, reminders
from ceu.web.accounts import reminder_texts
from config import Settings

log = logging.getLogger(__name__)
JOB = "reminders"


def can_send(settings: Settings) -> bool:
    """Return whether a reminder would reach anybody: in production, a mail without a mail server is only a file."""
    return bool(settings.smtp) or not settings.production


def remind(app: Flask, session: Session, now: datetime, *, dry_run: bool = False) -> Counter[Kind]:
    """Write the reminders that are due into the outbox, a page of people at a time; returns how many of each kind.

    Each page is computed in a transaction that only reads, so that nobody's writing waits for it, and written in a
    short one of its own. Whoever else does the same at the same moment: the database takes each reminder once.
    """
    written: Counter[Kind] = Counter()
    after: int | None = 0
    while after is not None:
        with engine.only_reading(session):
            page = reminders.look(session, after=after, now=now)
            composed = [reminder_texts.written(app, one) for one in page.due]
        if dry_run:
            written.update(one.key.kind for one in page.due)
        elif composed:
            secret = app.config["SETTINGS"].secret_key
            written.update(reminders.queue(session, composed, secret=secret, now=now))
            session.commit()
        after = page.after
    return written


def tell_corrections(session: Session, settings: Settings, now: datetime) -> int:
    """Write the mails about corrections that must be read, in short transactions; returns how many."""
    written = 0
    while some := notices.write_mails(session, public_url=settings.public_url, now=now):
        session.commit()
        written += some
    session.rollback()
    return written


def send_all(settings: Settings, now: datetime) -> int:
    """Send what is due until nothing is, or nothing more can be sent now; returns how many mails left."""
    sent = 0
    while some := mail.deliver(db.engine, settings, now):
        sent += some
    return sent


def come_round(app: Flask, settings: Settings, now: datetime) -> None:
    """Write and send reminders if it is time and no other worker of any machine has taken this round on.

    It raises nothing: what is due stays due, and the next round finds it.
    """
    if not settings.reminder_minutes or not can_send(settings):
        return
    every = timedelta(minutes=settings.reminder_minutes)
    with app.app_context():
        try:
            if not rounds.taken(db.session(), JOB, every, now):
                return
            written = remind(app, db.session(), now)
            corrections = tell_corrections(db.session(), settings, now)
            if written or corrections:
                log.info("reminders written", extra={"reminders": written.total(), "corrections": corrections})
                send_all(settings, now)
        except Exception:  # whatever it is, it must not end the thread
            log.exception("reminders could not be written; the next round is in %s minutes", settings.reminder_minutes)
