"""Tables that only grow: the database itself refuses to change or delete their rows.

SQLite's batch changes (`op.batch_alter_table`) copy a table and silently lose its triggers, so every migration that
changes such a table calls `append_only` again at its end; a test at the newest version tries every table.

SQLite lets INSERT OR REPLACE pass unless `recursive_triggers` is on, which `ceu.models.engine` sees to.
"""

from alembic import op

# What reaches the database's own language. Names come from migrations, never from outside.
SQLITE_REFUSAL = (
    "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} {when} BEGIN SELECT RAISE(ABORT, '{why}'); END"
)

POSTGRESQL_REFUSAL = """
CREATE OR REPLACE FUNCTION {table}_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {unless}
    RAISE EXCEPTION '{why}' USING ERRCODE = 'restrict_violation';
END $$
"""


def append_only(table, deletable_when=None):
    """Let rows of `table` be added and read, and nothing else.

    Args:
        table: Its name.
        deletable_when: An SQL condition on OLD under which a row may be deleted all the same, for the disposal of
            personal facts (requirement 34). Rows are never updated.
    """
    drop_append_only(table)
    why = f"{table} only grows: its rows are not changed or deleted"
    if op.get_bind().dialect.name == "sqlite":
        when = f"WHEN NOT ({deletable_when})" if deletable_when else ""
        op.execute(SQLITE_REFUSAL.format(table=table, verb="update", when="", why=why))
        op.execute(SQLITE_REFUSAL.format(table=table, verb="delete", when=when, why=why))
        return
    unless = f"IF TG_OP = 'DELETE' THEN IF {deletable_when} THEN RETURN OLD; END IF; END IF;" if deletable_when else ""
    op.execute(POSTGRESQL_REFUSAL.format(table=table, unless=unless, why=why))
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_only_grows()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_only_grows()"
    )


def drop_append_only(table):
    """Take the refusals away, for a migration that must change the table, and before it is dropped."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
        return
    for verb in ("change", "truncate"):
        op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb} ON {table}")
    op.execute(f"DROP FUNCTION IF EXISTS {table}_only_grows()")
