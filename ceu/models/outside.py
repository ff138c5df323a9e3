"""Credit a learner earned elsewhere, as she reports it. Unlike what is earned here, it is hers to change and remove."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from ceu.models.base import Base, Hours, Key, Line, Moment, UserKey, UtcDateTime


class OutsideCredit(Base):
    """Hours of another provider, counted for one credential, with the certificate as a file where she uploaded it.

    `ethics_hours` are those of `hours` in ethics or law. The file is read only when it is asked for.
    """

    __tablename__ = "outside_credit"
    __table_args__ = (
        CheckConstraint("hours > 0", name="hours_positive"),
        CheckConstraint("ethics_hours >= 0 AND ethics_hours <= hours", name="ethics_within_hours"),
        CheckConstraint(
            "(file IS NULL AND file_sha256 IS NULL) OR (file IS NOT NULL AND file_sha256 IS NOT NULL)",
            name="file_has_its_digest",
        ),
        Index("ix_outside_credit_credential_id_completed_on", "credential_id", "completed_on"),
    )

    id: Mapped[Key]
    user_id: Mapped[UserKey]
    credential_id: Mapped[int] = mapped_column(ForeignKey("credential.id"))
    title: Mapped[Line]
    provider: Mapped[Line]
    completed_on: Mapped[date]
    hours: Mapped[Hours]
    unit: Mapped[str] = mapped_column(String(32))
    ethics_hours: Mapped[Hours]
    home_study: Mapped[bool]
    file: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    file_name: Mapped[str] = mapped_column(String(255), default="", server_default="")
    file_type: Mapped[str] = mapped_column(String(32), default="", server_default="")
    file_sha256: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[Moment]
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
