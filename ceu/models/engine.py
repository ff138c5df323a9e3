"""How the engine begins a transaction, and what SQLite needs to be a good database.

A transaction on SQLite that reads first and writes later can fail at once, whatever the busy timeout, when another
writer came between. So writers say so at BEGIN; readers begin deferred and cannot write at all.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

# True: the next transaction of this context may write. A web request that must not write sets it to False.
may_write: ContextVar[bool] = ContextVar("may_write", default=True)


@contextmanager
def only_reading(session: Session) -> Iterator[None]:
    """Make what `session` begins in this block a transaction that only reads, so that nobody's writing waits for it.

    It ends with the block; what was loaded is expired.
    """
    before = may_write.set(False)
    try:
        yield
    finally:
        session.rollback()
        may_write.reset(before)


def prepare(engine: Engine) -> None:
    """Make `engine` begin as `may_write` says. PostgreSQL gets read-only transactions for readers."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _connect_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def _connect_sqlite(connection: SqliteConnection, record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin by itself; _begin_sqlite does
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",  # an acknowledged answer survives a power cut
        "foreign_keys = ON",
        "busy_timeout = 10000",
        "recursive_triggers = ON",  # else INSERT OR REPLACE passes the append-only triggers
    ):
        connection.execute(f"PRAGMA {pragma}")
    record.info["query_only"] = False


def _begin_sqlite(connection: Connection) -> None:
    info, query_only = connection.info, not may_write.get()
    cursor = connection.connection.cursor()
    if info.get("query_only") != query_only:
        cursor.execute(f"PRAGMA query_only = {'ON' if query_only else 'OFF'}")
        info["query_only"] = query_only
    cursor.execute("BEGIN" if query_only else "BEGIN IMMEDIATE")
    cursor.close()


def _begin_postgresql(connection: Connection) -> None:
    if not may_write.get():
        cursor = connection.connection.cursor()
        cursor.execute("SET TRANSACTION READ ONLY")
        cursor.close()
