"""Attempts that are handed in: neither they nor their answers change (requirement 15)."""

from append_only import drop_sealed, sealed

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

HANDED_IN = "submitted_at IS NOT NULL"
OF_ATTEMPT = "(SELECT submitted_at FROM attempt WHERE attempt.id = {row}.attempt_id) IS NOT NULL"


def upgrade():
    sealed("attempt", {"update": f"OLD.{HANDED_IN}", "delete": f"OLD.{HANDED_IN}"})
    sealed(
        "answer",
        {
            "insert": OF_ATTEMPT.format(row="NEW"),
            "update": OF_ATTEMPT.format(row="OLD"),
            "delete": OF_ATTEMPT.format(row="OLD"),
        },
    )


def downgrade():
    for table in ("answer", "attempt"):
        drop_sealed(table)
