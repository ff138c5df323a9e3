"""What is published: revisions named by their digest, and which of them is current."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ceu.models.base import Base, Digest, Key, Line, Moment, Prose, Slug, UtcDateTime


class Revision(Base):
    """A module or course as it was published once. `values` is JSON text of what it says; it never changes."""

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("kind", "slug", "number"),
        CheckConstraint("kind IN ('course', 'module')", name="kind_known"),
    )

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    slug: Mapped[Slug]
    number: Mapped[int] = mapped_column(Integer)
    title: Mapped[Line]
    values: Mapped[str] = mapped_column(Text)
    words: Mapped[int] = mapped_column(Integer)
    published_at: Mapped[Moment]
    published_by: Mapped[Line]


class Compiled(Base):
    """A revision as HTML fragments, by one version of the compiler. It may be made anew."""

    __tablename__ = "compiled"

    digest: Mapped[str] = mapped_column(ForeignKey("revision.digest"), primary_key=True)
    compiler: Mapped[str] = mapped_column(String(16), primary_key=True)
    document: Mapped[str] = mapped_column(Text)


class Course(Base):
    """A course by its slug: where learners find it, and whether it is still offered."""

    __tablename__ = "course"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    current: Mapped[str] = mapped_column(ForeignKey("revision.digest"))
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Module(Base):
    """A module by its slug."""

    __tablename__ = "module"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    current: Mapped[Digest] = mapped_column(ForeignKey("revision.digest"))
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Passage(Base):
    """A piece of the text that learners may read, for the search. Rows come and go with publication; none is changed.

    The database keeps an index of words beside it, which the models do not describe: see `ceu.models.versions`.
    """

    __tablename__ = "passage"

    id: Mapped[Key]
    revision: Mapped[Digest] = mapped_column(ForeignKey("revision.digest"), index=True)
    made_by: Mapped[str] = mapped_column(String(16))  # the versions of the compiler and of what cuts passages
    module: Mapped[Slug]
    section: Mapped[Slug]
    section_title: Mapped[Prose]
    heading: Mapped[Prose]
    anchor: Mapped[Line]
    text: Mapped[Prose]
    folded_titles: Mapped[Prose]  # the words of both titles, and of the text, as the search compares them
    folded_text: Mapped[Prose]
