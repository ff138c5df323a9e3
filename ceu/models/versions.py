"""The versions of the database's schema: which one it is at, which one the code needs, and how to get there."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from ceu.errors import RuleError

FOLDER = Path(__file__).resolve().parents[2] / "migrations"


def config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration; its commands then run on `connection`.

    Raises RuleError where the code was installed without the project's folder around it.
    """
    if not (FOLDER / "alembic.ini").is_file():
        raise RuleError(
            f"The migrations are not at {FOLDER}. They and the courses are part of the project's folder and not of the "
            "installed package; run `make setup` there, or `pip install -e .`, and start from it."
        )
    made = Config(FOLDER / "alembic.ini")
    made.attributes["connection"] = connection
    return made


@cache
def head() -> str:
    """Return the version this code needs."""
    newest = ScriptDirectory.from_config(config()).get_current_head()
    if newest is None:
        raise LookupError(f"no migration lies in {FOLDER}")
    return newest


def current(connection: Connection) -> str | None:
    """Return the version the database is at, or None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def is_described(name: str | None, kind: str, parents: Mapping[str, str | None]) -> bool:
    """Say whether the models describe a thing in the database; Alembic asks it as `include_name`.

    They leave out the index of words that each database keeps in its own way (migration 0007): SQLite in tables that
    begin with `passage_lexemes`, PostgreSQL in a column `lexemes` with an index.
    """
    if kind == "table":
        return name != "alembic_version" and not (name or "").startswith("passage_lexemes")
    return not (parents.get("table_name") == "passage" and name in {"lexemes", "ix_passage_lexemes"})


def make_folder(engine: Engine) -> None:
    """Make the folder of an SQLite file where it is missing, for its owner only."""
    if engine.dialect.name == "sqlite" and engine.url.database:
        Path(engine.url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the database to version `to`, in one transaction, making an SQLite file's folder where it is missing."""
    make_folder(engine)
    with engine.begin() as connection:
        command.upgrade(config(connection), to)


def downgrade(engine: Engine, to: str = "base") -> None:
    """Take the database back to version `to`, in one transaction."""
    with engine.begin() as connection:
        command.downgrade(config(connection), to)
