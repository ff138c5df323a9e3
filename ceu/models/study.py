"""What a learner has begun and read, and the time it took."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ceu.models.accounts import User
from ceu.models.base import Base, Digest, Key, Moment, Prose, Slug, UserKey


class Enrollment(Base):
    """A learner in a course. The disclosure and pass mark were shown before it was made (requirement 9).

    `revision` is the course's as she reads it: the one she began with, until she takes a newer one.
    """

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
    revision: Mapped[Digest] = mapped_column(ForeignKey("revision.digest"), index=True)
    disclosed_revision: Mapped[Digest] = mapped_column(ForeignKey("revision.digest"))
    disclosed_at: Mapped[Moment]
    evaluated_on: Mapped[date | None]
    on_paper: Mapped[bool] = mapped_column(default=False, server_default=false())

    user: Mapped[User] = relationship()


class RepeatGrant(Base):
    """A course that the office has opened to a learner once more, by whom and why; None is the command line."""

    __tablename__ = "repeat_grant"
    __table_args__ = (
        UniqueConstraint("user_id", "course", "cycle"),
        CheckConstraint("cycle > 1", name="again"),
        CheckConstraint("reason <> ''", name="says_why"),
    )

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    course: Mapped[Slug] = mapped_column(ForeignKey("course.slug"))
    cycle: Mapped[int] = mapped_column(Integer)
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[Prose]
    at: Mapped[Moment]


class SectionProgress(Base):
    """A section marked as read, and in which revision of its module: a later one once its changes were read, too.

    `active_seconds` is what reading it took, where all of that was observed; paces are computed from it.
    """

    __tablename__ = "section_progress"
    __table_args__ = (UniqueConstraint("enrollment_id", "module", "section"),)

    id: Mapped[Key]
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollment.id"))
    module: Mapped[Slug]
    section: Mapped[Slug]
    revision: Mapped[Digest] = mapped_column(ForeignKey("revision.digest"))
    completed_at: Mapped[Moment]
    active_seconds: Mapped[int | None]


class SeatTime(Base):
    """The time of study observed in a section; `until` is the last moment something of it was counted.

    `cut` tells that some of the time was left out: a pause, or what is beyond the section's cap.
    """

    __tablename__ = "seat_time"
    __table_args__ = (
        UniqueConstraint("enrollment_id", "module", "section"),
        CheckConstraint("seconds >= 0", name="seconds_not_negative"),
    )

    id: Mapped[Key]
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollment.id"))
    module: Mapped[Slug]
    section: Mapped[Slug]
    seconds: Mapped[int]
    cut: Mapped[bool] = mapped_column(default=False, server_default=false())
    until: Mapped[Moment]


class TimeStatement(Base):
    """Somebody's word for time of study that was not observed, where a course asks for it; it is never changed.

    `kind` is learner (her own declaration, `text` word for word) or office (a grant, `text` is its reason).
    """

    __tablename__ = "time_statement"
    __table_args__ = (
        CheckConstraint("kind IN ('learner', 'office')", name="kind_known"),
        CheckConstraint("text <> ''", name="says_why"),
    )

    id: Mapped[Key]
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollment.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    minutes: Mapped[int]  # what the course asked for then
    text: Mapped[Prose]
    version: Mapped[str] = mapped_column(String(16), default="", server_default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[Moment]


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
