"""Jobs that come round behind `ceu serve`: which of all its workers does one now."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from ceu.models.engine import only_reading
from ceu.services import periodic


def taken(session: Session, job: str, every: timedelta, now: datetime) -> bool:
    """Take the round of a job on and commit; return whether it is this process that has to do it."""
    with only_reading(session):
        due = periodic.is_due(session, job, every, now)
    mine = due and periodic.take(session, job, every, now)
    session.commit()
    return mine
