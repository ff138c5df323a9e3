"""Mail to send, written in the transaction that causes it; sending follows the commit. Reminders and who wants them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ceu.models.base import Base, Key, Line, Moment, Prose, UtcDateTime


class Outbox(Base):
    """A mail. It is sent once; what the server said the last time it failed is kept.

    A worker claims it before it talks to the server, so that no two send it. A claim whose worker died stays: whether
    the mail went out is then unknown, and it is not sent a second time.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_unsent",
            "id",
            sqlite_where=text("sent_at IS NULL"),
            postgresql_where=text("sent_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    recipient: Mapped[Line]
    subject: Mapped[Line]
    body: Mapped[Prose]
    html: Mapped[str] = mapped_column(Text, default="", server_default="")
    kind: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[Moment]
    not_before: Mapped[datetime | None] = mapped_column(UtcDateTime)  # after a failure: when to try again
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    last_error: Mapped[str] = mapped_column(Text, default="", server_default="")
    # The path at which mails of this kind are stopped; empty for mail that is necessary and cannot be.
    unsubscribe: Mapped[str] = mapped_column(String(160), default="", server_default="")


class Reminder(Base):
    """A reminder that was written, with its mail or never: the unique key makes it impossible a second time."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("user_id", "kind", "subject", "occasion"),)

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(120))
    occasion: Mapped[str] = mapped_column(String(40))
    at: Mapped[Moment]


class MailOff(Base):
    """A kind of reminder that a person does not want."""

    __tablename__ = "mail_off"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    at: Mapped[Moment]


class PeriodicJob(Base):
    """When a job was last taken on: of all workers of all machines one gets it."""

    __tablename__ = "periodic_job"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    taken_at: Mapped[Moment]
