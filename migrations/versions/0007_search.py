"""Passages of the published text, and an index of their words. The next publication fills them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# SQLite: a table of FTS5 that reads its text from `passage`; triggers keep the two alike. Rows of `passage` are added
# and deleted, never changed. A batch change of `passage` would lose the triggers: make them anew after it.
SQLITE = (
    """
    CREATE VIRTUAL TABLE passage_lexemes USING fts5(
        folded_titles, folded_text,
        content='passage', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER passage_added AFTER INSERT ON passage BEGIN
        INSERT INTO passage_lexemes (rowid, folded_titles, folded_text)
        VALUES (new.id, new.folded_titles, new.folded_text);
    END
    """,
    """
    CREATE TRIGGER passage_gone AFTER DELETE ON passage BEGIN
        INSERT INTO passage_lexemes (passage_lexemes, rowid, folded_titles, folded_text)
        VALUES ('delete', old.id, old.folded_titles, old.folded_text);
    END
    """,
)
# PostgreSQL: weight A is the text, D are the titles above it.
POSTGRESQL = (
    """
    ALTER TABLE passage ADD COLUMN lexemes tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', folded_titles), 'D') || setweight(to_tsvector('english', folded_text), 'A')
    ) STORED
    """,
    "CREATE INDEX ix_passage_lexemes ON passage USING gin (lexemes)",
)


def upgrade():
    op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=16), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("section", sa.String(length=80), nullable=False),
        sa.Column("section_title", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("anchor", sa.String(length=255), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded_titles", sa.Text(), nullable=False),
        sa.Column("folded_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["revision"], ["revision.digest"], name=op.f("fk_passage_revision_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
    )
    op.create_index("ix_passage_revision", "passage", ["revision"], unique=False)
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade():
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE passage_lexemes")
    op.drop_table("passage")
