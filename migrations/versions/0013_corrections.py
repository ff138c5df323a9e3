"""Certificates that are corrected by a new one, and that end once."""

import sqlalchemy as sa
from alembic import op
from append_only import append_only

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

COLUMNS = (
    *("id", "number", "completion_id", "credential_id", "credential_kind", "profession", "jurisdiction", "body"),
    *("unit", "hours", "issued_at", "facts_digest"),
)
ORIGINAL = "corrects_id IS NULL"
WITHOUT_CREDIT = "credential_id IS NULL"
ENDS = "verb IN ('revoked', 'superseded')"


def upgrade():
    if op.get_bind().dialect.name == "sqlite":
        _made_anew(_table(with_corrections=True))
    else:
        op.drop_constraint("uq_certificate_completion_id_credential_id_body", "certificate", type_="unique")
        op.drop_index("uq_certificate_without_credit", "certificate")
        op.add_column("certificate", sa.Column("corrects_id", sa.Integer(), nullable=True))
        op.create_foreign_key(
            "fk_certificate_corrects_id_certificate", "certificate", "certificate", ["corrects_id"], ["id"]
        )
        op.create_unique_constraint("uq_certificate_corrects_id", "certificate", ["corrects_id"])
        op.create_check_constraint(op.f("ck_certificate_corrects_another"), "certificate", "corrects_id <> id")
    _unique("uq_certificate_original", ["completion_id", "credential_id", "body"], ORIGINAL)
    _unique("uq_certificate_without_credit", ["completion_id"], f"{WITHOUT_CREDIT} AND {ORIGINAL}")
    _unique("uq_certificate_event_end", ["certificate_id"], ENDS, table="certificate_event")
    append_only("certificate")


def downgrade():
    """Fail where a certificate was corrected: two of them would then stand for the same credit."""
    op.drop_index("uq_certificate_event_end", "certificate_event")
    op.drop_index("uq_certificate_original", "certificate")
    op.drop_index("uq_certificate_without_credit", "certificate")
    if op.get_bind().dialect.name == "sqlite":
        _made_anew(_table(with_corrections=False))
    else:
        op.drop_column("certificate", "corrects_id")
        op.create_unique_constraint(
            "uq_certificate_completion_id_credential_id_body", "certificate", ["completion_id", "credential_id", "body"]
        )
    _unique("uq_certificate_without_credit", ["completion_id"], WITHOUT_CREDIT)
    append_only("certificate")


def _unique(name, columns, where, *, table="certificate"):
    op.create_index(name, table, columns, unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _made_anew(columns):
    """Give the table its new columns and constraints on SQLite, which cannot change a constraint.

    Other tables' rows point at its rows. So checks wait for the end of the transaction, and the rows go back into a
    table of the same name: renaming another table would leave SQLite counting rows that point at nothing.
    """
    names = ", ".join(COLUMNS)
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute(f"CREATE TABLE certificate_kept AS SELECT {names} FROM certificate")  # noqa: S608 names of ours
    op.drop_table("certificate")
    op.create_table("certificate", *columns)
    for column in ("completion_id", "jurisdiction", "profession"):
        op.create_index(f"ix_certificate_{column}", "certificate", [column], unique=False)
    op.execute(f"INSERT INTO certificate ({names}) SELECT {names} FROM certificate_kept ORDER BY id")  # noqa: S608
    op.drop_table("certificate_kept")


def _table(*, with_corrections):
    common = [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("completion_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.Integer(), nullable=True),
        sa.Column("credential_kind", sa.String(length=32), nullable=False),
        sa.Column("profession", sa.String(length=64), nullable=False),
        sa.Column("jurisdiction", sa.String(length=8), nullable=False),
        sa.Column("body", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("facts_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["completion_id"], ["completion.id"], name="fk_certificate_completion_id_completion"),
        sa.ForeignKeyConstraint(["credential_id"], ["credential.id"], name="fk_certificate_credential_id_credential"),
        sa.PrimaryKeyConstraint("id", name="pk_certificate"),
        sa.UniqueConstraint("number", name="uq_certificate_number"),
    ]
    if not with_corrections:
        together = ("completion_id", "credential_id", "body")
        return [*common, sa.UniqueConstraint(*together, name="uq_certificate_completion_id_credential_id_body")]
    return [
        *common,
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("corrects_id <> id", name=op.f("ck_certificate_corrects_another")),
        sa.ForeignKeyConstraint(["corrects_id"], ["certificate.id"], name="fk_certificate_corrects_id_certificate"),
        sa.UniqueConstraint("corrects_id", name="uq_certificate_corrects_id"),
    ]
