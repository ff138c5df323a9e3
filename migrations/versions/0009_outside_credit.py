"""Credit earned elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "outside_credit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("provider", sa.String(length=255), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("ethics_hours", sa.Integer(), nullable=False),
        sa.Column("home_study", sa.Boolean(), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=True),
        sa.Column("file_name", sa.String(length=255), server_default="", nullable=False),
        sa.Column("file_type", sa.String(length=32), server_default="", nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("hours > 0", name=op.f("ck_outside_credit_hours_positive")),
        sa.CheckConstraint(
            "ethics_hours >= 0 AND ethics_hours <= hours", name=op.f("ck_outside_credit_ethics_within_hours")
        ),
        sa.CheckConstraint(
            "(file IS NULL AND file_sha256 IS NULL) OR (file IS NOT NULL AND file_sha256 IS NOT NULL)",
            name=op.f("ck_outside_credit_file_has_its_digest"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_outside_credit_user_id_user")),
        sa.ForeignKeyConstraint(
            ["credential_id"], ["credential.id"], name=op.f("fk_outside_credit_credential_id_credential")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_credit")),
    )
    op.create_index(op.f("ix_outside_credit_user_id"), "outside_credit", ["user_id"], unique=False)
    op.create_index(
        "ix_outside_credit_credential_id_completed_on",
        "outside_credit",
        ["credential_id", "completed_on"],
        unique=False,
    )


def downgrade():
    op.drop_table("outside_credit")
