"""Mail to send, written in the transaction that causes it; sending follows the commit."""

from datetime import datetime

from sqlalchemy import Index, Integer, String, Text, text
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
