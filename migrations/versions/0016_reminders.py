"""Reminders that were written, who does not want them, and the job that writes them."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("outbox", sa.Column("unsubscribe", sa.String(length=160), server_default="", nullable=False))
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("occasion", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_reminder_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "user_id", "kind", "subject", "occasion", name=op.f("uq_reminder_user_id_kind_subject_occasion")
        ),
    )
    op.create_table(
        "mail_off",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_mail_off_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "kind", name=op.f("pk_mail_off")),
    )
    op.create_table(
        "periodic_job",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_periodic_job")),
    )


def downgrade():
    for table in ("periodic_job", "mail_off", "reminder"):
        op.drop_table(table)
    op.drop_column("outbox", "unsubscribe")
