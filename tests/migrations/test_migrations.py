"""Migrations on both databases, with rows in the tables."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from databases import make_engine
from rows import empty_tables, fill, names, tables
from sqlalchemy import select

from ceu.models import Base, versions

STEPS = [script.revision for script in reversed(list(ScriptDirectory.from_config(versions.config()).walk_revisions()))]


@pytest.fixture
def empty(databases):
    engine = make_engine(databases.empty())
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def migrated(databases):
    engine = make_engine(databases.fresh())
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_the_newest_number_is_where_the_migrations_lead():
    assert versions.head() == STEPS[-1]


def test_a_database_of_a_newer_version_is_refused_with_a_sentence(databases):
    engine = make_engine(databases.fresh())
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(versions.Newer, match=r"made by a newer version of this program .*9999"):
        versions.upgrade(engine)
    engine.dispose()


def test_models_and_migrations_agree(migrated):
    on_postgresql = migrated.dialect.name == "postgresql"  # Alembic misreads empty defaults on SQLite
    options = {"compare_server_default": on_postgresql, "include_name": versions.is_described}
    context = MigrationContext.configure(migrated, opts=options)
    assert compare_metadata(context, Base.metadata) == []


def test_checks_and_triggers_are_the_same_after_a_way_down_and_up(empty):
    versions.upgrade(empty)
    before = _described(empty)
    versions.downgrade(empty)
    versions.upgrade(empty)
    assert _described(empty) == before


def test_every_step_goes_up_down_and_up_with_rows_in_the_tables(empty):
    for number, version in enumerate(STEPS):
        with empty.connect() as connection:
            there = names(connection)
        versions.upgrade(empty, version)
        with empty.begin() as connection:
            fill(connection, only=names(connection) - there)
            assert empty_tables(connection) == set()
        versions.downgrade(empty, STEPS[number - 1] if number else "base")
        with empty.connect() as connection:
            assert names(connection) == there
            assert empty_tables(connection) == set()
        versions.upgrade(empty, version)
        with empty.begin() as connection:
            fill(connection, only=empty_tables(connection))
            assert empty_tables(connection) == set()
    versions.downgrade(empty)
    with empty.connect() as connection:
        assert names(connection) == set()


def test_a_migration_that_fails_leaves_the_database_as_it_was(empty, monkeypatch):
    versions.upgrade(empty, STEPS[1])
    with empty.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE answer (in_the_way INTEGER)")
    with pytest.raises(Exception, match="already exists"):
        versions.upgrade(empty)
    with empty.connect() as connection:
        assert versions.current(connection) == STEPS[1]
        assert "enrollment" not in names(connection)


def test_the_roles_are_there_from_the_start(migrated):
    assert set(migrated.scalars(select(tables(migrated)["role"].c.name))) == {
        "learner",
        "instructor",
        "reviewer",
        "auditor",
        "admin",
    }


def _described(engine):
    """Return what reflection of tables leaves out: checks and triggers, as the database spells them."""
    on_sqlite = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    on_postgresql = (
        "SELECT 'constraint', conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = "
        "'public'::regnamespace UNION ALL SELECT 'trigger', tgname, pg_get_triggerdef(oid) FROM pg_trigger "
        "WHERE NOT tgisinternal ORDER BY 1, 2"
    )
    with engine.connect() as connection:
        return connection.exec_driver_sql(on_sqlite if engine.dialect.name == "sqlite" else on_postgresql).all()
