"""What is published."""

import sqlalchemy as sa
from alembic import op
from append_only import append_only, drop_append_only

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "revision",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("values", sa.Text(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("published_by", sa.String(length=255), nullable=False),
        sa.CheckConstraint("kind IN ('course', 'module')", name=op.f("ck_revision_kind_known")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_revision")),
        sa.UniqueConstraint("kind", "slug", "number", name=op.f("uq_revision_kind_slug_number")),
    )
    op.create_table(
        "compiled",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("compiler", sa.String(length=16), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["revision.digest"], name=op.f("fk_compiled_digest_revision")),
        sa.PrimaryKeyConstraint("digest", "compiler", name=op.f("pk_compiled")),
    )
    op.create_table(
        "course",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("current", sa.String(length=64), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["current"], ["revision.digest"], name=op.f("fk_course_current_revision")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_course")),
    )
    op.create_table(
        "module",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("current", sa.String(length=64), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["current"], ["revision.digest"], name=op.f("fk_module_current_revision")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_module")),
    )
    append_only("revision")


def downgrade():
    drop_append_only("revision")
    for table in ("module", "course", "compiled", "revision"):
        op.drop_table(table)
