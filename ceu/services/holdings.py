"""What the platform holds about a person, table by table: what a download gives of it, and what an erasure does to it.

Every table whose rows lead to a person stands here or, with a reason, in `NOT_HERS`; a test walks the metadata.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import ColumnElement, Table, select

from ceu.models import Base

SECRET = "opens the account"  # noqa: S105 a reason
UNUSED = "not used here, always empty"
DERIVED = "made from what is given"
OFFICE = "concerns a person of the office"


class Fate(StrEnum):
    """What an erasure does to the rows of a table."""

    DELETED = "deleted"
    EMPTIED = "emptied"  # the row stays, for others point at it; what is personal in it goes
    WITH_THE_COURSE = "deleted, unless the course was completed"  # then it goes when the completion's retention ends
    RETAINED = "deleted when the completion's retention ends"
    STAYS = "stays"  # it names nobody: dates, scores and numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One table. `key` is its key in data.json, `path` the foreign keys from its row to the person.

    `columns` are given in this order; `withheld` says of every other column why it is not.
    """

    key: str
    title: str
    table: str
    path: tuple[str, ...] = ("user_id",)
    columns: tuple[str, ...] = ()
    withheld: Mapping[str, str] = field(default_factory=dict)
    fate: Fate

    @property
    def rows(self) -> Table:
        """The table itself."""
        return Base.metadata.tables[self.table]

    def of(self, user_id: int) -> ColumnElement[bool]:
        """Return the condition on the table's rows that they are the person's."""
        return _leads_to(self.rows, self.path, user_id)


def _leads_to(table: Table, path: tuple[str, ...], user_id: int) -> ColumnElement[bool]:
    column = table.c[path[0]]
    if len(path) == 1:
        return column == user_id
    target = next(iter(column.foreign_keys)).column
    return column.in_(select(target).where(_leads_to(target.table, path[1:], user_id)))


OF_ENROLLMENT = ("enrollment_id", "user_id")
OF_COMPLETION = ("completion_id", *OF_ENROLLMENT)
OF_CERTIFICATE = ("certificate_id", *OF_COMPLETION)

# In an order in which rows can be deleted from the last to the first.
HOLDINGS = (
    Holding(
        key="profile",
        title="Profile",
        table="user",
        path=("id",),
        columns=(
            *("id", "email", "confirmed_at", "legal_name", "time_zone", "extra_time_percent", "wants_no_credit"),
            *("active", "create_datetime", "erase_after", "erased_at"),
        ),
        withheld={
            **dict.fromkeys(("password", "fs_uniquifier", "fs_webauthn_user_handle"), SECRET),
            **dict.fromkeys(("tf_primary_method", "tf_totp_secret", "totp_counter", "mf_recovery_codes"), SECRET),
            **dict.fromkeys(("username", "login_count", "tf_phone_number", "us_totp_secrets"), UNUSED),
            **dict.fromkeys(("us_phone_number", "last_login_at", "current_login_at"), UNUSED),
            **dict.fromkeys(("last_login_ip", "current_login_ip"), UNUSED),
            "update_datetime": DERIVED,
        },
        fate=Fate.EMPTIED,
    ),
    Holding(key="roles", title="Roles", table="roles_users", columns=("role_id",), fate=Fate.DELETED),
    Holding(
        key="credentials",
        title="Credentials",
        table="credential",
        columns=(
            *("id", "kind", "profession", "title", "jurisdiction", "number", "name_as_printed", "expires_on"),
            *("created_at", "removed_at"),
        ),
        withheld={"normalized_number": DERIVED},
        fate=Fate.EMPTIED,
    ),
    Holding(
        key="sign_ins",
        title="Where you are signed in",
        table="sign_in",
        columns=("device", "started_at", "last_seen_at"),
        withheld={"id": DERIVED, "token_sha256": SECRET},
        fate=Fate.DELETED,
    ),
    Holding(
        key="passkeys",
        title="Passkeys",
        table="webauthn",
        columns=("name", "usage", "create_datetime", "lastuse_datetime"),
        withheld={
            **dict.fromkeys(("credential_id", "public_key", "sign_count", "transports", "extensions"), SECRET),
            **dict.fromkeys(("backup_state", "device_type"), SECRET),
            "id": DERIVED,
        },
        fate=Fate.DELETED,
    ),
    Holding(
        key="second_mail_address",
        title="Second email address",
        table="second_mail",
        columns=("email", "added_at", "confirmed_at"),
        fate=Fate.DELETED,
    ),
    Holding(
        key="mail_not_wanted",
        title="Reminders you do not want",
        table="mail_off",
        columns=("kind", "at"),
        fate=Fate.DELETED,
    ),
    Holding(
        key="reminders",
        title="Reminders written to you",
        table="reminder",
        columns=("kind", "subject", "occasion", "at"),
        withheld={"id": DERIVED},
        fate=Fate.DELETED,
    ),
    Holding(
        key="kept_forms",
        title="Forms kept for the next sign-in",
        table="kept_post",
        columns=("noun", "path", "form", "created_at"),
        withheld={"id": DERIVED},
        fate=Fate.DELETED,
    ),
    Holding(
        key="enrollments",
        title="Courses you started",
        table="enrollment",
        columns=(
            *("id", "course", "cycle", "repeat_reason", "started_at", "revision", "disclosed_revision"),
            *("disclosed_at", "evaluated_on", "on_paper"),
        ),
        fate=Fate.STAYS,
    ),
    Holding(
        key="repeats",
        title="Courses the office opened to you once more",
        table="repeat_grant",
        columns=("course", "cycle", "reason", "at"),
        withheld={"id": DERIVED, "granted_by": OFFICE},
        fate=Fate.STAYS,
    ),
    Holding(
        key="sections_read",
        title="Sections you marked as read",
        table="section_progress",
        path=OF_ENROLLMENT,
        columns=("enrollment_id", "module", "section", "revision", "completed_at", "active_seconds"),
        withheld={"id": DERIVED},
        fate=Fate.WITH_THE_COURSE,
    ),
    Holding(
        key="corrections",
        title="Corrections you were written to about or have read",
        table="notice_reader",
        columns=("notice_id", "mailed_at", "read_at"),
        fate=Fate.STAYS,
    ),
    Holding(
        key="study_time",
        title="Study time observed",
        table="seat_time",
        path=OF_ENROLLMENT,
        columns=("enrollment_id", "module", "section", "seconds", "cut", "until"),
        withheld={"id": DERIVED},
        fate=Fate.WITH_THE_COURSE,
    ),
    Holding(
        key="study_time_statements",
        title="Statements about study time",
        table="time_statement",
        path=OF_ENROLLMENT,
        columns=("enrollment_id", "kind", "minutes", "text", "version", "at"),
        withheld={"id": DERIVED, "by_id": OFFICE},
        fate=Fate.STAYS,
    ),
    Holding(
        key="notes",
        title="Notes and highlights",
        table="note",
        columns=("course", "module", "section", "revision", "anchor", "body", "created_at", "changed_at"),
        withheld={"id": DERIVED},
        fate=Fate.DELETED,
    ),
    Holding(
        key="attempts",
        title="Attempts at post-tests",
        table="attempt",
        path=OF_ENROLLMENT,
        columns=(
            *("id", "enrollment_id", "module", "number", "revision", "pass_percent", "total", "needed"),
            *("started_at", "submitted_at", "score"),
        ),
        withheld={"form": "given as the questions with your answers"},
        fate=Fate.STAYS,
    ),
    Holding(
        key="answers",
        title="Your answers",
        table="answer",
        path=("attempt_id", *OF_ENROLLMENT),
        columns=("attempt_id", "question", "response", "saved_at"),
        withheld={"id": DERIVED, "points": "would tell the key to questions that may be asked again"},
        fate=Fate.STAYS,
    ),
    Holding(
        key="granted_attempts",
        title="Further attempts the office granted",
        table="attempt_grant",
        path=OF_ENROLLMENT,
        columns=("enrollment_id", "module", "reason", "at"),
        withheld={"id": DERIVED, "granted_by": OFFICE},
        fate=Fate.STAYS,
    ),
    Holding(
        key="attestations",
        title="Statements you signed",
        table="attestation",
        path=OF_ENROLLMENT,
        columns=("enrollment_id", "statement", "version", "at"),
        withheld={"id": DERIVED},
        fate=Fate.STAYS,
    ),
    Holding(
        key="completions",
        title="Courses you completed",
        table="completion",
        path=OF_ENROLLMENT,
        columns=(
            *("id", "enrollment_id", "course", "course_revision", "module_revisions", "completed_at", "local_date"),
            *("time_zone", "score", "total"),
        ),
        withheld={"facts_digest": DERIVED},
        fate=Fate.STAYS,
    ),
    Holding(
        key="completion_facts",
        title="What a completion says of you",
        table="completion_facts",
        path=OF_COMPLETION,
        columns=("completion_id", "facts"),
        fate=Fate.RETAINED,
    ),
    Holding(
        key="certificates",
        title="Certificates",
        table="certificate",
        path=OF_COMPLETION,
        columns=(
            *("id", "number", "completion_id", "credential_id", "credential_kind", "profession", "jurisdiction"),
            *("body", "unit", "hours", "issued_at", "corrects_id"),
        ),
        withheld={"facts_digest": DERIVED},
        fate=Fate.STAYS,
    ),
    Holding(
        key="certificate_facts",
        title="What a certificate says of you",
        table="certificate_facts",
        path=OF_CERTIFICATE,
        columns=("certificate_id", "facts"),
        fate=Fate.RETAINED,
    ),
    Holding(
        key="certificate_events",
        title="What happened to a certificate",
        table="certificate_event",
        path=OF_CERTIFICATE,
        columns=("certificate_id", "verb", "at"),
        withheld={"id": DERIVED, "actor_id": OFFICE, "reason": "the office's own words; ask the office for them"},
        fate=Fate.STAYS,
    ),
    Holding(
        key="certificate_files",
        title="Signed certificate files",
        table="certificate_file",
        path=OF_CERTIFICATE,
        columns=("certificate_id", "sha256", "signed_at"),
        withheld={"pdf": "given as a file"},
        fate=Fate.RETAINED,
    ),
    Holding(
        key="credit_elsewhere",
        title="Credit earned elsewhere",
        table="outside_credit",
        columns=(
            *("id", "credential_id", "title", "provider", "completed_on", "hours", "unit", "ethics_hours"),
            *("home_study", "file_name", "file_type", "file_sha256", "created_at", "removed_at"),
        ),
        withheld={"file": "given as a file"},
        fate=Fate.DELETED,
    ),
)

# Tables with a reference to a person whose rows are about something else.
NOT_HERS = {
    "audit_event": "says who did something; those about her own account are given as `account_events`, and stay",
    "first_admin_link": "says by an id who used a link that no longer works",
}
