"""Tables that only grow, and rows that are sealed: the database itself refuses to change or delete them.

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


SEALED_FUNCTION = """
CREATE OR REPLACE FUNCTION {table}_no_{verb}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {when} THEN
        RAISE EXCEPTION '{why}' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
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


def sealed(table, conditions):
    """Refuse changes of those rows of `table` that are sealed, and TRUNCATE of them all.

    Args:
        table: Its name.
        conditions: For insert, update and delete, each where it is to be refused: an SQL condition on NEW or OLD.
    """
    drop_sealed(table)
    why = f"{table} is sealed: what was handed in is not changed or deleted"
    if op.get_bind().dialect.name == "sqlite":
        for verb, when in conditions.items():
            op.execute(SQLITE_REFUSAL.format(table=table, verb=verb, when=f"WHEN {when}", why=why))
        return
    op.execute(POSTGRESQL_REFUSAL.format(table=table, unless="", why=why))
    for verb, when in conditions.items():
        # The condition may look into other tables, which PostgreSQL allows in a function and not in WHEN.
        op.execute(SEALED_FUNCTION.format(table=table, verb=verb, when=when, why=why))
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_no_{verb}()"
        )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_only_grows()"
    )


def drop_sealed(table):
    """Take the refusals of `sealed` away."""
    for verb in ("insert", "update", "delete"):
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb} ON {table}")
            op.execute(f"DROP FUNCTION IF EXISTS {table}_no_{verb}()")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}")
        op.execute(f"DROP FUNCTION IF EXISTS {table}_only_grows()")
