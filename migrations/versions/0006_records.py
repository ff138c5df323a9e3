"""Exports and the audit trail."""

import sqlalchemy as sa
from alembic import op
from append_only import append_only, drop_append_only

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

GROWING = ("report", "audit_event", "report_result")


def upgrade():
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=255), nullable=False),
        sa.Column("filter", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("verb", sa.String(length=64), nullable=False),
        sa.Column("object", sa.String(length=255), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_audit_event_actor_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index("ix_audit_event_at", "audit_event", ["at"], unique=False)
    op.create_index("ix_audit_event_object", "audit_event", ["object"], unique=False)
    op.create_table(
        "report_result",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.CheckConstraint("outcome IN ('complete', 'broken off')", name=op.f("ck_report_result_outcome_known")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_result_report_id_report")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report_result")),
    )
    for table in GROWING:
        append_only(table)


def downgrade():
    for table in ("report_result", "audit_event", "report"):
        drop_append_only(table)
        op.drop_table(table)
