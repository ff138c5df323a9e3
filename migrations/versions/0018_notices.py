"""Changes that must be read, and who has read them."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("section", sa.String(length=80), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["revision"], ["revision.digest"], name=op.f("fk_notice_revision_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("module", "key", name=op.f("uq_notice_module_key")),
    )
    op.create_table(
        "notice_reader",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("mailed_at", sa.DateTime(), nullable=True),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_reader_notice_id_notice")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_notice_reader_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "notice_id", name=op.f("pk_notice_reader")),
    )


def downgrade():
    for table in ("notice_reader", "notice"):
        op.drop_table(table)
