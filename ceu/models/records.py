"""What was exported to whom."""

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from ceu.models.base import Base, Data, Digest, Key, Line, Moment


class Report(Base):
    """An export: who made it, by what filter, how many rows, and the checksum of the file (requirement 35).

    The row is written before the first byte leaves; how it ended follows in `ReportResult`.
    """

    __tablename__ = "report"

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(32))
    actor: Mapped[Line]
    filter: Mapped[Data]
    started_at: Mapped[Moment]


class ReportResult(Base):
    """How an export ended: all rows written, or broken off after some, and the SHA-256 of what left."""

    __tablename__ = "report_result"
    __table_args__ = (CheckConstraint("outcome IN ('complete', 'broken off')", name="outcome_known"),)

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    finished_at: Mapped[Moment]
    rows: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[Digest]
    outcome: Mapped[str] = mapped_column(String(16))
