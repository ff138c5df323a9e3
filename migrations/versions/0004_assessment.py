"""Attempts at post-tests and their answers."""

import sqlalchemy as sa
from alembic import op
from append_only import append_only, drop_append_only

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("pass_percent", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.CheckConstraint("(submitted_at IS NULL) = (score IS NULL)", name=op.f("ck_attempt_scored_when_submitted")),
        sa.CheckConstraint("pass_percent BETWEEN 1 AND 100", name=op.f("ck_attempt_pass_percent_sensible")),
        sa.CheckConstraint(
            "score IS NULL OR (score >= 0 AND score <= total)", name=op.f("ck_attempt_score_within_total")
        ),
        sa.ForeignKeyConstraint(["enrollment_id"], ["enrollment.id"], name=op.f("fk_attempt_enrollment_id_enrollment")),
        sa.ForeignKeyConstraint(["revision"], ["revision.digest"], name=op.f("fk_attempt_revision_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint("enrollment_id", "module", "number", name=op.f("uq_attempt_enrollment_id_module_number")),
    )
    op.create_index(
        "uq_attempt_one_open",
        "attempt",
        ["enrollment_id", "module"],
        unique=True,
        sqlite_where=sa.text("submitted_at IS NULL"),
        postgresql_where=sa.text("submitted_at IS NULL"),
    )
    op.create_table(
        "attempt_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("granted_by", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_attempt_grant_enrollment_id_enrollment")
        ),
        sa.ForeignKeyConstraint(["granted_by"], ["user.id"], name=op.f("fk_attempt_grant_granted_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_grant")),
    )
    op.create_index(op.f("ix_attempt_grant_enrollment_id"), "attempt_grant", ["enrollment_id"], unique=False)
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("response", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_answer_attempt_id_attempt")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("attempt_id", "question", name=op.f("uq_answer_attempt_id_question")),
    )
    append_only("attempt_grant")


def downgrade():
    drop_append_only("attempt_grant")
    for table in ("answer", "attempt_grant", "attempt"):
        op.drop_table(table)
