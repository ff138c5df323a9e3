"""`ceu disposal run`: erase the accounts whose seven days are over, and what was kept of them long enough."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import click
from flask import Flask
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from ceu.cli import rounds
from ceu.extensions import db
from ceu.models import User
from ceu.models.engine import only_reading
from ceu.services import erasure, mail, retained

log = logging.getLogger(__name__)
JOB = "disposal"
EVERY = timedelta(hours=1)

disposal = click.Group("disposal", help="Erasure and disposal: what is no longer to be kept.")


@dataclass
class Done:
    """Accounts erased, waiting for another admin and not erased for a fault; completions without their facts now."""

    erased: int = 0
    waiting: int = 0
    failed: int = 0
    disposed: int = 0


@disposal.command("run")
@click.option("--dry-run", is_flag=True, help="Only count what is due; change nothing.")
@with_appcontext
def run(*, dry_run: bool) -> None:
    """Erase the accounts whose owners asked for it seven days ago, and facts whose retention is over.

    It may run at any time and beside `ceu serve`, which does the same every hour: nothing is done twice.
    """
    done = dispose(db.session(), datetime.now(UTC), dry_run=dry_run)
    click.echo(f"{'Accounts due for erasure' if dry_run else 'Accounts erased'}: {done.erased}.")
    if done.waiting:
        click.echo("One account is the only admin's; it is erased once there is another admin.")
    told = "Completions whose facts may go" if dry_run else "Completions whose facts were disposed of"
    click.echo(f"{told}: {done.disposed}.{' Nothing was changed.' if dry_run else ''}")
    if done.failed:
        raise click.ClickException(f"Accounts with which something went wrong: {done.failed}; the log says what.")


def dispose(session: Session, now: datetime, *, dry_run: bool = False) -> Done:
    """Do what is due, one person a transaction, so that nothing is ever half done; or count it.

    A fault with one person is logged, and does not keep the others waiting.
    """
    done = Done()
    for find, do in ((erasure.due, _erase), (retained.over, _dispose_of_facts)):
        with only_reading(session):
            due = find(session, now)
        for user_id in due:
            try:
                do(session, user_id, done, now, dry_run=dry_run)
            except Exception:
                session.rollback()
                done.failed += 1
                log.exception("an account could not be disposed of", extra={"user": user_id})
    if not dry_run:
        erasure.forget_last_letters(session, now)
        mail.forget_old(session, now)
        session.commit()
    return done


def _erase(session: Session, user_id: int, done: Done, now: datetime, *, dry_run: bool) -> None:
    erased = erasure.erase(session, user_id, now=now)
    waits = session.get_one(User, user_id).erase_after is not None
    _end(session, dry_run=dry_run)
    done.erased += erased
    done.waiting += waits


def _dispose_of_facts(session: Session, user_id: int, done: Done, now: datetime, *, dry_run: bool) -> None:
    disposed = retained.dispose(session, user_id, now=now)
    _end(session, dry_run=dry_run)
    done.disposed += disposed


def _end(session: Session, *, dry_run: bool) -> None:
    if dry_run:
        session.rollback()  # done in earnest up to here, so that what is counted is what would be done
    else:
        session.commit()


def come_round(app: Flask, now: datetime) -> None:
    """Do what is due if an hour has passed and no other worker of any machine has taken this round on.

    It raises nothing: what is due stays due, and the next round finds it.
    """
    with app.app_context():
        try:
            if not rounds.taken(db.session(), JOB, EVERY, now):
                return
            done = dispose(db.session(), now)
            if done.erased or done.disposed:
                log.info("disposed", extra={"erased": done.erased, "disposed": done.disposed})
        except Exception:  # whatever it is, it must not end the thread
            log.exception("disposal could not be finished; the next round is in an hour")
