"""Jobs that come round: of all workers of all machines, one takes each of them on each time."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ceu.models import PeriodicJob
from ceu.services.dialect import insert


def is_due(session: Session, name: str, every: timedelta, now: datetime) -> bool:
    """Return whether the job was not taken on for so long; it only reads, so that asking holds up nobody."""
    taken_at = session.scalar(select(PeriodicJob.taken_at).where(PeriodicJob.name == name))
    return taken_at is None or taken_at <= now - every


def take(session: Session, name: str, every: timedelta, now: datetime) -> bool:
    """Take the job on unless somebody else has within `every`; the caller commits, then does it.

    If its worker dies the next one takes it on when its time comes round again.
    """
    statement = (
        insert(session, PeriodicJob)
        .values(name=name, taken_at=now)
        .on_conflict_do_update(
            index_elements=["name"], set_={"taken_at": now}, where=PeriodicJob.taken_at <= now - every
        )
        .returning(PeriodicJob.name)
    )
    return session.execute(statement).first() is not None
