"""Time of study as it is observed, reading on paper, and statements about time."""

import sqlalchemy as sa
from alembic import op
from append_only import append_only, drop_append_only

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "seat_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("section", sa.String(length=80), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("cut", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.CheckConstraint("seconds >= 0", name=op.f("ck_seat_time_seconds_not_negative")),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_seat_time_enrollment_id_enrollment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_time")),
        sa.UniqueConstraint(
            "enrollment_id", "module", "section", name=op.f("uq_seat_time_enrollment_id_module_section")
        ),
    )
    op.create_table(
        "time_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.String(length=16), server_default="", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('learner', 'office')", name=op.f("ck_time_statement_kind_known")),
        sa.CheckConstraint("text <> ''", name=op.f("ck_time_statement_says_why")),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_time_statement_enrollment_id_enrollment")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_time_statement_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_statement")),
    )
    op.create_index(op.f("ix_time_statement_enrollment_id"), "time_statement", ["enrollment_id"], unique=False)
    append_only("time_statement")
    op.add_column("enrollment", sa.Column("on_paper", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("section_progress", sa.Column("active_seconds", sa.Integer(), nullable=True))


def downgrade():
    op.drop_column("section_progress", "active_seconds")
    op.drop_column("enrollment", "on_paper")
    drop_append_only("time_statement")
    op.drop_table("time_statement")
    op.drop_table("seat_time")
