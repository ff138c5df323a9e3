"""The one statement whose spelling SQLAlchemy leaves to the database: insert, or do otherwise on conflict."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def insert(session: Session, table: type[Any]) -> sqlite.Insert:
    """Return an INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`.

    Both databases spell it alike; the type of SQLite's stands for both.
    """
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)  # type: ignore[return-value]
    return sqlite.insert(table)
