"""`ceu records export`: take the CE record out as a file."""

import getpass
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from ceu.domain.records.files import Format
from ceu.domain.records.stream import Stream
from ceu.errors import RuleError
from ceu.extensions import db
from ceu.services import records as service
from ceu.services import reports
from ceu.services.records import Filter
from ceu.services.reports import BROKEN_OFF, COMPLETE

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def records() -> None:
    """Take out the CE record."""


@records.command()
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Format]),
    default=Format.CSV.value,
    show_default=True,
    help="How.",
)
@click.option("--course", default="", help="Only this course, by its slug.")
@click.option("--from", "date_from", type=DAY, metavar="DATE", help="Completed on this day or later: 2026-11-22.")
@click.option("--to", "date_to", type=DAY, metavar="DATE", help="Completed on this day or earlier.")
@click.option("--state", default="", help="Only credentials of this state, as FL.")
@click.option("--profession", default="", help="Only this profession, as counselor.")
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to; without it, or with -, standard output.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@with_appcontext
def export(
    form: str,
    course: str,
    date_from: datetime | None,
    date_to: datetime | None,
    state: str,
    profession: str,
    output: str,
    force: bool,
) -> None:
    """Write one row for each certificate.

    Who exported, the filter, the number of rows and the checksum are recorded, also when it breaks off. FILE appears
    only when it is complete.
    """
    target = None if output == "-" else Path(output)
    if target is not None:
        _refuse_target(target, force=force)
    try:
        wanted = Filter(
            course=course,
            date_from=date_from.date() if date_from else None,
            date_to=date_to.date() if date_to else None,
            profession=profession,
            jurisdiction=state.upper(),
        )
        service.check_filter(db.session(), wanted)
    except RuleError as error:
        raise click.ClickException(str(error)) from error
    report = reports.begin(db.session(), f"records {form}", f"command line ({_who()})", wanted, datetime.now(UTC))
    report_id = report.id
    db.session.commit()
    with Session(db.engine, join_transaction_mode="create_savepoint") as reading:
        stream = Stream(service.rows(reading, wanted), Format(form))
        try:
            with _ended_properly(), _file(target) as file:
                for piece in stream:
                    file.write(piece)
        except BaseException as error:
            _finish(report_id, stream, BROKEN_OFF)
            if isinstance(error, OSError):
                raise click.ClickException(_told(error, stream, report_id)) from error
            click.echo(f"Broken off; nothing was kept. Report {report_id} says so.", err=True)
            raise
    _finish(report_id, stream, COMPLETE)
    if not stream.rows:
        click.echo("No certificate fits this filter, so the file holds no rows.", err=True)
    click.echo(
        f"{stream.rows} {'row' if stream.rows == 1 else 'rows'}, SHA-256 {stream.sha256}, report {report_id}", err=True
    )


def _refuse_target(target: Path, *, force: bool) -> None:
    if target.is_dir():
        raise click.ClickException(f"{target} is a folder. Name a file in it.")
    if not target.absolute().parent.is_dir():
        raise click.ClickException(f"There is no folder {target.parent}. Make it first, or choose another.")
    if target.exists() and not force:
        raise click.ClickException(f"{target} is already there. Choose another name, or replace it with --force.")


def _finish(report_id: int, stream: Stream, outcome: str) -> None:
    reports.finish(
        db.session(), report_id, rows=stream.rows, sha256=stream.sha256, now=datetime.now(UTC), outcome=outcome
    )
    db.session.commit()


def _told(error: OSError, stream: Stream, report_id: int) -> str:
    if isinstance(error, BrokenPipeError):
        _silence_stdout()
        return f"The reader of standard output went away after {stream.rows} rows. Report {report_id} says so."
    return f"The file could not be written: {error.strerror or error}. Nothing was kept; report {report_id} says so."


def _silence_stdout() -> None:
    """Python flushes standard output once more when it ends, and would complain of the closed pipe again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number without a name
        return f"user id {os.getuid()}"


@contextmanager
def _file(target: Path | None) -> Iterator[IO[bytes]]:
    """Give a file to write to that becomes `target` only when everything is written; None is standard output."""
    if target is None:
        out = sys.stdout.buffer
        yield out
        out.flush()
        return
    # Beside the target, so that the last step is a rename; readable to the owner alone, for it holds persons.
    with tempfile.NamedTemporaryFile(dir=target.absolute().parent, prefix=f".{target.name}.", delete=False) as file:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(target)
        except BaseException:
            Path(file.name).unlink()
            raise


@contextmanager
def _ended_properly() -> Iterator[None]:
    """Turn a request to end (SIGTERM) into an exception, so that what was begun is cleared away and recorded."""

    def end(number: int, frame: Any) -> None:
        del frame
        sys.exit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
