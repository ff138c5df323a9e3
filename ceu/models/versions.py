"""The versions of the database's schema: which one it is at, which one the code needs, and how to get there.

Alembic is loaded when there is something to do: it takes as long as all of SQLAlchemy, and most starts need nothing.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, column, inspect, select, table

from ceu.errors import RuleError

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).resolve().parents[2] / "migrations"
_VERSION = table("alembic_version", column("version_num"))


class Newer(RuleError):
    """The database was made by a newer version of this program."""


def config(connection: Connection | None = None) -> "Config":
    """Return Alembic's configuration; its commands then run on `connection`. Raises what `head` raises."""
    from alembic.config import Config

    head()
    made = Config(FOLDER / "alembic.ini")
    made.attributes["connection"] = connection
    return made


def head() -> str:
    """Return the version this code needs: the number that the newest migration's file begins with.

    Raises RuleError where the code was installed without the project's folder around it.
    """
    numbers = [file.name.partition("_")[0] for file in (FOLDER / "versions").glob("[0-9]*_*.py")]
    if not numbers:
        raise RuleError(
            f"The migrations are not at {FOLDER}. They and the courses are part of the project's folder and not of the "
            "installed package; run `make setup` there, or `pip install -e .`, and start from it."
        )
    return max(numbers)


def current(connection: Connection) -> str | None:
    """Return the version the database is at, or None for an empty one."""
    if not inspect(connection).has_table(_VERSION.name):
        return None
    found: str | None = connection.scalar(select(_VERSION.c.version_num))
    return found


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


def upgrade(engine: Engine, to: str = "") -> None:
    """Bring the database to version `to`, by default `head()`, making an SQLite file's folder where it is missing.

    It is done in one transaction. Raises Newer, and what `head` raises.
    """
    to = to or head()
    make_folder(engine)
    with engine.begin() as connection:
        if current(connection) == to:
            return
        from alembic import command
        from alembic.util import CommandError

        try:
            command.upgrade(config(connection), to)
        except CommandError as error:
            raise Newer(
                f"The database was made by a newer version of this program ({error}). Start that version, or restore "
                "a copy of the database from before."
            ) from error


def downgrade(engine: Engine, to: str = "base") -> None:
    """Take the database back to version `to`, in one transaction."""
    from alembic import command

    with engine.begin() as connection:
        command.downgrade(config(connection), to)
