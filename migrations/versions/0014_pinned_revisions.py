"""The revision of the course that a learner reads: the one she began with until she takes a newer one."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# Until now everybody read the course's current revision; what was completed stays what it was.
PIN = """
UPDATE enrollment SET revision = COALESCE(
    (SELECT completion.course_revision FROM completion WHERE completion.enrollment_id = enrollment.id),
    (SELECT course.current FROM course WHERE course.slug = enrollment.course)
)
"""
KEPT = "id, user_id, course, cycle, repeat_reason, started_at, disclosed_revision, disclosed_at, evaluated_on, on_paper"


def upgrade():
    op.add_column("enrollment", sa.Column("revision", sa.String(length=64), nullable=True))
    op.execute(PIN)
    if op.get_bind().dialect.name == "sqlite":
        _made_anew(pinned=True)
    else:
        op.alter_column("enrollment", "revision", existing_type=sa.String(length=64), nullable=False)
        op.create_foreign_key(
            op.f("fk_enrollment_revision_revision"), "enrollment", "revision", ["revision"], ["digest"]
        )
    op.create_index(op.f("ix_enrollment_revision"), "enrollment", ["revision"], unique=False)


def downgrade():
    op.drop_index(op.f("ix_enrollment_revision"), table_name="enrollment")
    if op.get_bind().dialect.name == "sqlite":
        _made_anew(pinned=False)
    else:
        op.drop_column("enrollment", "revision")


def _made_anew(*, pinned):
    """Copy the table: SQLite can neither ask for a column that was added later, nor drop one that refers to a table.

    Other tables' rows point at its rows. So checks wait for the end of the transaction, and the rows go back into a
    table of the same name: renaming another table would leave SQLite counting rows that point at nothing.
    """
    columns = f"{KEPT}, revision" if pinned else KEPT
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute(f"CREATE TABLE enrollment_kept AS SELECT {columns} FROM enrollment")  # noqa: S608 names of ours
    op.drop_table("enrollment")
    column = [sa.Column("revision", sa.String(length=64), nullable=False)] if pinned else []
    reference = [
        sa.ForeignKeyConstraint(["revision"], ["revision.digest"], name=op.f("fk_enrollment_revision_revision"))
    ]
    op.create_table(
        "enrollment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("course", sa.String(length=80), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("repeat_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        *column,
        sa.Column("disclosed_revision", sa.String(length=64), nullable=False),
        sa.Column("disclosed_at", sa.DateTime(), nullable=False),
        sa.Column("evaluated_on", sa.Date(), nullable=True),
        sa.Column("on_paper", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("cycle = 1 OR repeat_reason <> ''", name=op.f("ck_enrollment_repeat_has_a_reason")),
        sa.CheckConstraint("cycle >= 1", name=op.f("ck_enrollment_cycle_counts_from_one")),
        sa.ForeignKeyConstraint(["course"], ["course.slug"], name=op.f("fk_enrollment_course_course")),
        sa.ForeignKeyConstraint(
            ["disclosed_revision"], ["revision.digest"], name=op.f("fk_enrollment_disclosed_revision_revision")
        ),
        *(reference if pinned else ()),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_enrollment_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrollment")),
        sa.UniqueConstraint("user_id", "course", "cycle", name=op.f("uq_enrollment_user_id_course_cycle")),
    )
    op.create_index(op.f("ix_enrollment_course"), "enrollment", ["course"], unique=False)
    op.create_index(op.f("ix_enrollment_user_id"), "enrollment", ["user_id"], unique=False)
    op.execute(f"INSERT INTO enrollment ({columns}) SELECT {columns} FROM enrollment_kept ORDER BY id")  # noqa: S608
    op.drop_table("enrollment_kept")
