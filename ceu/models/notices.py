"""What was corrected and must be read, and who has read it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ceu.models.base import Base, Digest, Key, Moment, Prose, Slug, UtcDateTime


class Notice(Base):
    """A change of a module that its author marked as must read, from the revision on in which it first stood.

    It stays when the author takes it out of the file; only its wording follows the file.
    """

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("module", "key"),)

    id: Mapped[Key]
    module: Mapped[Slug]
    key: Mapped[Slug]  # the author's id of the change
    section: Mapped[Slug]  # or empty
    note: Mapped[Prose]
    day: Mapped[date]
    revision: Mapped[Digest] = mapped_column(ForeignKey("revision.digest"))
    published_at: Mapped[Moment]


class NoticeReader(Base):
    """That a learner was written to about a notice, and that she says she has read it: each once."""

    __tablename__ = "notice_reader"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), primary_key=True)
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
