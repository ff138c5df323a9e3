"""Persons, their roles and their credentials."""

from datetime import date, datetime

from flask_security.models import sqla
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ceu.models.base import Base, Data, Digest, Key, Line, Moment, Prose, UserKey, UtcDateTime

sqla.FsModels.set_db_info(base_model=Base)  # type: ignore[no-untyped-call]

CREDENTIAL_KINDS = ("license", "registration", "national_certification")


class Role(Base, sqla.FsRoleMixin):
    """What a person is here: learner, instructor, reviewer, admin, auditor."""

    __tablename__ = "role"


class User(Base, sqla.FsUserMixin):
    """An account. `legal_name` is what certificates carry unless a credential prints another name."""

    __tablename__ = "user"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_lower_case"),
        Index(
            "ix_user_erase_after",
            "erase_after",
            sqlite_where=text("erase_after IS NOT NULL"),
            postgresql_where=text("erase_after IS NOT NULL"),
        ),
    )

    legal_name: Mapped[Line]
    time_zone: Mapped[str] = mapped_column(String(64), default="America/New_York")
    extra_time_percent: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    wants_no_credit: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Asked for: from this moment on the account is erased, unless its owner has taken the request back.
    erase_after: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The last time step whose code of the authenticator app was used: no code works twice.
    totp_counter: Mapped[int | None] = mapped_column(BigInteger)

    credentials: Mapped[list["Credential"]] = relationship(back_populates="user", order_by="Credential.id")


class WebAuthn(Base, sqla.FsWebAuthnMixin):
    """A passkey: the public half of a key pair whose private half never leaves its owner's device."""

    __tablename__ = "webauthn"
    __table_args__ = (UniqueConstraint("user_id", "name"),)


class SecondMail(Base):
    """A second mail address, for recovery and for notices about signing in. It counts once it is confirmed."""

    __tablename__ = "second_mail"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_lower_case"),
        # Anybody may type an address; only who holds it can confirm it, and then it is one account's.
        Index(
            "one_confirmed_second_mail",
            "email",
            unique=True,
            sqlite_where=text("confirmed_at IS NOT NULL"),
            postgresql_where=text("confirmed_at IS NOT NULL"),
        ),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    email: Mapped[Line]
    added_at: Mapped[Moment]
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Credential(Base):
    """A license, registration or national certification, its number kept verbatim (requirement 23, LIC-1)."""

    __tablename__ = "credential"
    __table_args__ = (
        CheckConstraint("kind IN ('license', 'registration', 'national_certification')", name="kind_known"),
        CheckConstraint("kind = 'national_certification' OR jurisdiction <> ''", name="jurisdiction_named"),
    )

    id: Mapped[Key]
    user_id: Mapped[UserKey]
    kind: Mapped[str] = mapped_column(String(32))
    profession: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(64), default="", server_default="")
    jurisdiction: Mapped[str] = mapped_column(String(8), default="", server_default="")
    number: Mapped[str] = mapped_column(String(40))
    normalized_number: Mapped[str] = mapped_column(String(40), index=True)
    name_as_printed: Mapped[Line]
    expires_on: Mapped[date | None]
    created_at: Mapped[Moment]
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship(back_populates="credentials")


class SignIn(Base):
    """A browser that is signed in. Deleting the row ends it: the person is loaded only together with it.

    It holds neither an IP address nor what the browser calls itself, only what that says in plain words.
    """

    __tablename__ = "sign_in"

    id: Mapped[Key]
    user_id: Mapped[UserKey]
    token_sha256: Mapped[Digest] = mapped_column(unique=True)  # of the random value in the browser's session cookie
    started_at: Mapped[Moment]
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)  # to the hour, of what was sent, not read
    device: Mapped[str] = mapped_column(String(80))  # Firefox on Windows


class SignInTry(Base):
    """A failed sign-in or a mail asked for, by account or by address. Counting rows is right with several workers.

    `subject` is an HMAC: the table names neither an email address nor an IP address.
    """

    __tablename__ = "sign_in_try"
    __table_args__ = (Index("ix_sign_in_try_subject_at", "subject", "at"),)

    id: Mapped[Key]
    subject: Mapped[str] = mapped_column(String(80))
    at: Mapped[Moment]


class FirstAdminLink(Base):
    """The one-time link that makes the first admin: only its SHA-256 is kept."""

    __tablename__ = "first_admin_link"

    id: Mapped[Key]
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[Moment]
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class KeptPost(Base):
    """What a signed-out person had posted. It is carried out when she signs in again, and kept for a day at most."""

    __tablename__ = "kept_post"
    __table_args__ = (Index("ix_kept_post_created_at", "created_at"),)

    id: Mapped[str] = mapped_column(String(43), primary_key=True)  # random, so that an id tells nothing
    user_id: Mapped[UserKey]
    path: Mapped[Prose]  # with its query
    noun: Mapped[str] = mapped_column(String(32))  # what was posted, as the message names it: answer, note
    form: Mapped[Data]  # (name, value) pairs in the order of the form
    created_at: Mapped[Moment]
