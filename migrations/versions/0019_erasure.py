"""When an account is to be erased, for whoever has asked for it."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ASKED = sa.text("erase_after IS NOT NULL")


def upgrade():
    op.add_column("user", sa.Column("erase_after", sa.DateTime(), nullable=True))
    op.create_index(
        "ix_user_erase_after", "user", ["erase_after"], unique=False, sqlite_where=ASKED, postgresql_where=ASKED
    )


def downgrade():
    op.drop_index("ix_user_erase_after", table_name="user")
    op.drop_column("user", "erase_after")
