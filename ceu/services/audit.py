"""Write down who did what. The keys are fixed; names, answers and reasons' persons stay out."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from ceu.models import AuditEvent


def record(session: Session, verb: str, subject: str, *, actor_id: int | None, now: datetime, **data: Any) -> None:
    """Add an event.

    Args:
        session: The caller commits it.
        verb: What was done, such as "published" or "exported records".
        subject: What it was done to, as "course:kap-for-therapists".
        actor_id: The person, or None for the command line and the platform itself.
        now: The time in UTC.
        data: Ids, counts and digests. Never names.
    """
    session.add(AuditEvent(actor_id=actor_id, verb=verb, object=subject, at=now, data=data))
