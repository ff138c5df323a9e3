"""Who did what, when. Append-only; ids and verbs, no names and no answers."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ceu.models.base import Base, Data, Key, Line, Moment


class AuditEvent(Base):
    """An event with a fixed set of keys: actor, verb, object, at, data."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_at", "at"), Index("ix_audit_event_object", "object"))

    id: Mapped[Key]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    verb: Mapped[str] = mapped_column(String(64))
    object: Mapped[Line]
    at: Mapped[Moment]
    data: Mapped[Data]
