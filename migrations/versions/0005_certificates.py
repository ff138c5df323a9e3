"""What has been earned."""

import sqlalchemy as sa
from alembic import op
from append_only import append_only, drop_append_only

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Personal facts may be deleted once a "disposed" event says who disposed of them, when and why.
CERTIFICATE_DISPOSED = """EXISTS (
    SELECT 1 FROM certificate_event e WHERE e.certificate_id = OLD.certificate_id AND e.verb = 'disposed'
)"""
# Of a completion: once each of its certificates is, and there is at least one.
COMPLETION_DISPOSED = """EXISTS (SELECT 1 FROM certificate c WHERE c.completion_id = OLD.completion_id) AND NOT EXISTS (
    SELECT 1 FROM certificate c WHERE c.completion_id = OLD.completion_id AND NOT EXISTS (
        SELECT 1 FROM certificate_event e WHERE e.certificate_id = c.id AND e.verb = 'disposed'
    )
)"""
GROWING = ("evaluation", "attestation", "completion", "certificate", "certificate_event")


def upgrade():
    op.create_table(
        "evaluation",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("course", sa.String(length=80), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["revision"], ["revision.digest"], name=op.f("fk_evaluation_revision_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_evaluation_course"), "evaluation", ["course"], unique=False)
    op.create_table(
        "attestation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_attestation_enrollment_id_enrollment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestation")),
        sa.UniqueConstraint("enrollment_id", name=op.f("uq_attestation_enrollment_id")),
    )
    op.create_table(
        "completion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("course", sa.String(length=80), nullable=False),
        sa.Column("course_revision", sa.String(length=64), nullable=False),
        sa.Column("module_revisions", sa.JSON(), nullable=False),
        sa.Column("completed_at", sa.DateTime(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("facts_digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("score >= 0 AND score <= total", name=op.f("ck_completion_score_within_total")),
        sa.ForeignKeyConstraint(
            ["course_revision"], ["revision.digest"], name=op.f("fk_completion_course_revision_revision")
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_completion_enrollment_id_enrollment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completion")),
        sa.UniqueConstraint("enrollment_id", name=op.f("uq_completion_enrollment_id")),
    )
    op.create_index("ix_completion_course_local_date", "completion", ["course", "local_date"], unique=False)
    op.create_index("ix_completion_local_date_id", "completion", ["local_date", "id"], unique=False)
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("completion_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.Integer(), nullable=True),
        sa.Column("credential_kind", sa.String(length=32), nullable=False),
        sa.Column("profession", sa.String(length=64), nullable=False),
        sa.Column("jurisdiction", sa.String(length=8), nullable=False),
        sa.Column("body", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("facts_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["completion_id"], ["completion.id"], name=op.f("fk_certificate_completion_id_completion")
        ),
        sa.ForeignKeyConstraint(
            ["credential_id"], ["credential.id"], name=op.f("fk_certificate_credential_id_credential")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint(
            "completion_id", "credential_id", "body", name=op.f("uq_certificate_completion_id_credential_id_body")
        ),
        sa.UniqueConstraint("number", name=op.f("uq_certificate_number")),
    )
    op.create_index(op.f("ix_certificate_completion_id"), "certificate", ["completion_id"], unique=False)
    op.create_index("ix_certificate_jurisdiction", "certificate", ["jurisdiction"], unique=False)
    op.create_index("ix_certificate_profession", "certificate", ["profession"], unique=False)
    op.create_index(
        "uq_certificate_without_credit",
        "certificate",
        ["completion_id"],
        unique=True,
        sqlite_where=sa.text("credential_id IS NULL"),
        postgresql_where=sa.text("credential_id IS NULL"),
    )
    op.create_table(
        "completion_facts",
        sa.Column("completion_id", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["completion_id"], ["completion.id"], name=op.f("fk_completion_facts_completion_id_completion")
        ),
        sa.PrimaryKeyConstraint("completion_id", name=op.f("pk_completion_facts")),
    )
    op.create_table(
        "certificate_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "verb IN ('issued', 'revoked', 'superseded', 'corrected', 'disposed')",
            name=op.f("ck_certificate_event_verb_known"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_certificate_event_actor_id_user")),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_certificate_event_certificate_id_certificate")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_event")),
    )
    op.create_index(op.f("ix_certificate_event_certificate_id"), "certificate_event", ["certificate_id"], unique=False)
    op.create_table(
        "certificate_facts",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_certificate_facts_certificate_id_certificate")
        ),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_certificate_facts")),
    )
    op.create_table(
        "certificate_file",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("signed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_certificate_file_certificate_id_certificate")
        ),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_certificate_file")),
    )
    for table in GROWING:
        append_only(table)
    append_only("completion_facts", deletable_when=COMPLETION_DISPOSED)
    append_only("certificate_facts", deletable_when=CERTIFICATE_DISPOSED)
    append_only("certificate_file", deletable_when=CERTIFICATE_DISPOSED)


def downgrade():
    for table in (
        "certificate_file",
        "certificate_facts",
        "certificate_event",
        "completion_facts",
        "certificate",
        "completion",
        "attestation",
        "evaluation",
    ):
        drop_append_only(table)
        op.drop_table(table)
