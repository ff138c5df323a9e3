"""What SQLAlchemy leaves to each database to spell."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import FromClause, Select, String, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement


def insert(session: Session, table: type[Any]) -> sqlite.Insert:
    """Return an INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`.

    Both databases spell it alike; the type of SQLite's stands for both.
    """
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)  # type: ignore[return-value]
    return sqlite.insert(table)


class _Packed(FunctionElement[str]):
    """All rows of a query as one JSON text, each an array of the columns given."""

    name = "packed"
    type = String()
    inherit_cache = True


@compiles(_Packed, "sqlite")
def _packed_by_sqlite(element: _Packed, compiler: Any, **how: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **how)}))"


@compiles(_Packed, "postgresql")
def _packed_by_postgresql(element: _Packed, compiler: Any, **how: Any) -> str:
    return f"coalesce(json_agg(json_build_array({compiler.process(element.clauses, **how)})), '[]')::text"


def packed(rows: FromClause) -> Select[str]:
    """Return a statement that gives all `rows` in one; `unpacked` reads it.

    For each row it hands over, SQLite's driver lets go of the interpreter, and with other threads waiting that costs
    more than the row: pages that are read all the time should ask for one.
    """
    return select(_Packed(*rows.c))


def unpacked(text: str, moment: int) -> list[list[Any]]:
    """Return the rows that `packed` put into `text`; those in the column `moment` are moments in UTC, or None."""
    rows: list[list[Any]] = json.loads(text)
    for row in rows:
        if row[moment] is not None:
            row[moment] = datetime.fromisoformat(row[moment]).replace(tzinfo=UTC)
    return rows
