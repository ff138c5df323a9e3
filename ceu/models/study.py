"""What a learner has begun and read."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ceu.models.accounts import User
from ceu.models.base import Base, Digest, Key, Moment, Prose, Slug, UserKey


class Enrollment(Base):
    """A learner in a course. The disclosure and pass mark were shown before it was made (requirement 9)."""

    __tablename__ = "enrollment"
    __table_args__ = (
        UniqueConstraint("user_id", "course", "cycle"),
        CheckConstraint("cycle >= 1", name="cycle_counts_from_one"),
        CheckConstraint("cycle = 1 OR repeat_reason <> ''", name="repeat_has_a_reason"),
    )

    id: Mapped[Key]
    user_id: Mapped[UserKey]
    course: Mapped[Slug] = mapped_column(ForeignKey("course.slug"), index=True)
    cycle: Mapped[int] = mapped_column(Integer, default=1)
    repeat_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    started_at: Mapped[Moment]
    disclosed_revision: Mapped[Digest] = mapped_column(ForeignKey("revision.digest"))
    disclosed_at: Mapped[Moment]
    evaluated_on: Mapped[date | None]

    user: Mapped[User] = relationship()


class SectionProgress(Base):
    """A section marked as read, and in which revision of its module."""

    __tablename__ = "section_progress"
    __table_args__ = (UniqueConstraint("enrollment_id", "module", "section"),)

    id: Mapped[Key]
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollment.id"))
    module: Mapped[Slug]
    section: Mapped[Slug]
    revision: Mapped[Digest] = mapped_column(ForeignKey("revision.digest"))
    completed_at: Mapped[Moment]


class Note(Base):
    """A learner's own note or highlight. Nobody else ever reads it; deleting it deletes the row.

    It belongs to the text of a section, whichever course shows it; `course` is where it was written. `anchor` is the
    JSON of `ceu.domain.notes.Anchor`, empty for a note on the whole section; `revision` is the module's as it was read.
    """

    __tablename__ = "note"
    __table_args__ = (
        Index("ix_note_user_id_module_section", "user_id", "module", "section"),
        CheckConstraint("anchor <> '' OR body <> ''", name="says_something"),
    )

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    course: Mapped[Slug] = mapped_column(ForeignKey("course.slug"))
    module: Mapped[Slug]
    section: Mapped[Slug]
    revision: Mapped[Digest] = mapped_column(ForeignKey("revision.digest"))
    anchor: Mapped[Prose]
    body: Mapped[Prose]
    created_at: Mapped[Moment]
    changed_at: Mapped[Moment]
