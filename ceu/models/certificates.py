"""What has been earned. These tables only grow; what was once certified is corrected by later rows."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ceu.models.base import Base, Data, Digest, Hours, Key, Moment, Prose, Slug
from ceu.models.study import Enrollment


class Evaluation(Base):
    """A learner's opinion of a course, apart from the learner: a random id, the day and no person (requirement 18)."""

    __tablename__ = "evaluation"
    # No row number: the order of rows would tell who answered when.
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 SQLAlchemy reads it

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    course: Mapped[Slug] = mapped_column(index=True)
    revision: Mapped[Digest] = mapped_column(ForeignKey("revision.digest"))
    day: Mapped[date]
    answers: Mapped[Data]


class Attestation(Base):
    """The learner's signed statement: exact text, version and time (requirement 21, ID-8).

    The name typed under it is a personal fact and lies in `CompletionFacts`.
    """

    __tablename__ = "attestation"

    id: Mapped[Key]
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollment.id"), unique=True)
    statement: Mapped[Prose]
    version: Mapped[str] = mapped_column(String(16))
    at: Mapped[Moment]


class Completion(Base):
    """A finished course. The personal facts lie in `CompletionFacts`; here is only their salted digest."""

    __tablename__ = "completion"

    id: Mapped[Key]
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollment.id"), unique=True)
    course: Mapped[Slug]
    course_revision: Mapped[Digest] = mapped_column(ForeignKey("revision.digest"))
    module_revisions: Mapped[Data]
    completed_at: Mapped[Moment]
    local_date: Mapped[date]
    time_zone: Mapped[str] = mapped_column(String(64))
    score: Mapped[int]
    total: Mapped[int]
    facts_digest: Mapped[Digest]

    __table_args__ = (
        CheckConstraint("score >= 0 AND score <= total", name="score_within_total"),
        Index("ix_completion_local_date_id", "local_date", "id"),
        Index("ix_completion_course_local_date", "course", "local_date"),
    )

    enrollment: Mapped[Enrollment] = relationship()


class CompletionFacts(Base):
    """The person as printed, in canonical JSON with its salt: never updated, deleted only by the disposal job."""

    __tablename__ = "completion_facts"

    completion_id: Mapped[int] = mapped_column(ForeignKey("completion.id"), primary_key=True)
    facts: Mapped[str] = mapped_column(Text)


class Certificate(Base):
    """One certificate: a completion, a credential and a fitting credit option. No person's name is in this table.

    A corrected certificate is a new one, with a number and facts of its own, that names the one it corrects: each is
    corrected at most once.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        CheckConstraint("corrects_id <> id", name="corrects_another"),
        Index(
            "uq_certificate_original",
            "completion_id",
            "credential_id",
            "body",
            unique=True,
            sqlite_where=text("corrects_id IS NULL"),
            postgresql_where=text("corrects_id IS NULL"),
        ),
        Index(
            "uq_certificate_without_credit",
            "completion_id",
            unique=True,
            sqlite_where=text("credential_id IS NULL AND corrects_id IS NULL"),
            postgresql_where=text("credential_id IS NULL AND corrects_id IS NULL"),
        ),
        Index("ix_certificate_profession", "profession"),
        Index("ix_certificate_jurisdiction", "jurisdiction"),
    )

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(String(16), unique=True)
    completion_id: Mapped[int] = mapped_column(ForeignKey("completion.id"), index=True)
    credential_id: Mapped[int | None] = mapped_column(ForeignKey("credential.id"))
    credential_kind: Mapped[str] = mapped_column(String(32))
    profession: Mapped[str] = mapped_column(String(64))
    jurisdiction: Mapped[str] = mapped_column(String(8))
    body: Mapped[str] = mapped_column(String(32))
    unit: Mapped[str] = mapped_column(String(32))
    hours: Mapped[Hours]
    issued_at: Mapped[Moment]
    facts_digest: Mapped[Digest]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), unique=True)

    completion: Mapped[Completion] = relationship()


class CertificateFacts(Base):
    """What a certificate prints, in canonical JSON with its salt: kept and disposed of like `CompletionFacts`."""

    __tablename__ = "certificate_facts"

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    facts: Mapped[str] = mapped_column(Text)


class CertificateEvent(Base):
    """What happened to a certificate: issued, later perhaps revoked, superseded, disposed; who, when and why.

    A certificate ends once: of two who revoke or correct it at the same moment, one is refused.
    """

    __tablename__ = "certificate_event"
    __table_args__ = (
        CheckConstraint("verb IN ('issued', 'revoked', 'superseded', 'corrected', 'disposed')", name="verb_known"),
        Index(
            "uq_certificate_event_end",
            "certificate_id",
            unique=True,
            sqlite_where=text("verb IN ('revoked', 'superseded')"),
            postgresql_where=text("verb IN ('revoked', 'superseded')"),
        ),
    )

    id: Mapped[Key]
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), index=True)
    verb: Mapped[str] = mapped_column(String(16))
    at: Mapped[Moment]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[Prose]


class CertificateFile(Base):
    """The signed PDF, made once and served for ever."""

    __tablename__ = "certificate_file"

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[Digest]
    signed_at: Mapped[Moment]
