"""Courses that the office has opened to a learner once more."""

import sqlalchemy as sa
from alembic import op
from append_only import append_only, drop_append_only

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "repeat_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("course", sa.String(length=80), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("cycle > 1", name=op.f("ck_repeat_grant_again")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_repeat_grant_says_why")),
        sa.ForeignKeyConstraint(["course"], ["course.slug"], name=op.f("fk_repeat_grant_course_course")),
        sa.ForeignKeyConstraint(["granted_by"], ["user.id"], name=op.f("fk_repeat_grant_granted_by_user")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_repeat_grant_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repeat_grant")),
        sa.UniqueConstraint("user_id", "course", "cycle", name=op.f("uq_repeat_grant_user_id_course_cycle")),
    )
    append_only("repeat_grant")


def downgrade():
    drop_append_only("repeat_grant")
    op.drop_table("repeat_grant")
