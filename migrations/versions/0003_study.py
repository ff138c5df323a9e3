"""Enrollments and what was read."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "enrollment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("course", sa.String(length=80), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("repeat_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("disclosed_revision", sa.String(length=64), nullable=False),
        sa.Column("disclosed_at", sa.DateTime(), nullable=False),
        sa.Column("evaluated_on", sa.Date(), nullable=True),
        sa.CheckConstraint("cycle = 1 OR repeat_reason <> ''", name=op.f("ck_enrollment_repeat_has_a_reason")),
        sa.CheckConstraint("cycle >= 1", name=op.f("ck_enrollment_cycle_counts_from_one")),
        sa.ForeignKeyConstraint(["course"], ["course.slug"], name=op.f("fk_enrollment_course_course")),
        sa.ForeignKeyConstraint(
            ["disclosed_revision"], ["revision.digest"], name=op.f("fk_enrollment_disclosed_revision_revision")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_enrollment_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrollment")),
        sa.UniqueConstraint("user_id", "course", "cycle", name=op.f("uq_enrollment_user_id_course_cycle")),
    )
    op.create_index(op.f("ix_enrollment_course"), "enrollment", ["course"], unique=False)
    op.create_index(op.f("ix_enrollment_user_id"), "enrollment", ["user_id"], unique=False)
    op.create_table(
        "section_progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("section", sa.String(length=80), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("completed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_section_progress_enrollment_id_enrollment")
        ),
        sa.ForeignKeyConstraint(["revision"], ["revision.digest"], name=op.f("fk_section_progress_revision_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_progress")),
        sa.UniqueConstraint(
            "enrollment_id", "module", "section", name=op.f("uq_section_progress_enrollment_id_module_section")
        ),
    )


def downgrade():
    for table in ("section_progress", "enrollment"):
        op.drop_table(table)
