"""Attempts at a post-test and their answers."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ceu.models.base import Base, Data, Digest, Key, Moment, Percent, Prose, Slug, UtcDateTime
from ceu.models.study import Enrollment


class Attempt(Base):
    """One try at a module's post-test: the form as drawn, the rule it is judged by, and its score (requirement 15)."""

    __tablename__ = "attempt"
    __table_args__ = (
        Index(
            "uq_attempt_one_open",
            "enrollment_id",
            "module",
            unique=True,
            sqlite_where=text("submitted_at IS NULL"),
            postgresql_where=text("submitted_at IS NULL"),
        ),
        CheckConstraint("(submitted_at IS NULL) = (score IS NULL)", name="scored_when_submitted"),
        CheckConstraint("score IS NULL OR (score >= 0 AND score <= total)", name="score_within_total"),
        CheckConstraint("pass_percent BETWEEN 1 AND 100", name="pass_percent_sensible"),
        UniqueConstraint("enrollment_id", "module", "number"),
    )

    id: Mapped[Key]
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollment.id"))
    module: Mapped[Slug]
    number: Mapped[int] = mapped_column(Integer)
    revision: Mapped[Digest] = mapped_column(ForeignKey("revision.digest"))
    form: Mapped[Data]
    pass_percent: Mapped[Percent]
    total: Mapped[int] = mapped_column(Integer)
    needed: Mapped[int] = mapped_column(Integer)
    started_at: Mapped[Moment]
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    score: Mapped[int | None] = mapped_column(Integer)

    enrollment: Mapped[Enrollment] = relationship()
    answers: Mapped[list["Answer"]] = relationship(back_populates="attempt")

    @property
    def passed(self) -> bool:
        """Return whether it was submitted and reached what was needed."""
        return self.score is not None and self.score >= self.needed


class Answer(Base):
    """A saved answer: the options chosen, in the author's numbering, and when. `points` come with the submission."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("attempt_id", "question"),)

    id: Mapped[Key]
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    question: Mapped[Slug]
    response: Mapped[Data]
    saved_at: Mapped[Moment]
    points: Mapped[int | None] = mapped_column(Integer)

    attempt: Mapped[Attempt] = relationship(back_populates="answers")


class AttemptGrant(Base):
    """One more attempt than the rule allows, given by a person for a reason."""

    __tablename__ = "attempt_grant"

    id: Mapped[Key]
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollment.id"), index=True)
    module: Mapped[Slug]
    granted_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[Prose]
    at: Mapped[Moment]
