"""The server behind `ceu serve`: one per instance folder, worker processes that end with their parent."""

import contextlib
import errno
import gc
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from config import Settings

if TYPE_CHECKING:
    from flask import Flask

THREADS = 4  # of each worker; more only queue for the interpreter and the database
GRACE = 10  # seconds a worker has to finish its requests when it is asked to stop
WATCH = 0.2  # seconds between two looks at whether the parent is still there
MAIL_AGAIN = 60  # seconds between two looks for mail that is due again


@contextlib.contextmanager
def only_one(instance: Path) -> Iterator[None]:
    """Make the instance folder and hold its lock. The system lets go of the lock however the process ends.

    Workers inherit it; after a parent was killed, the next start waits until they have noticed and ended.

    Raises:
        click.ClickException: the folder cannot be used, or another `ceu serve` runs on it.
    """
    import fcntl

    path = instance / "serve.lock"
    try:
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = path.open("a+")
    except OSError as error:
        raise click.ClickException(
            f"The instance folder {instance} cannot be used: {error.strerror}. Choose another with CEU_INSTANCE."
        ) from error
    with lock as file:
        for _ in range(int((GRACE + 2) / WATCH)):
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                holder = path.read_text().strip()
                if not holder.isdigit() or _runs(int(holder)):
                    raise click.ClickException(
                        f"Another `ceu serve` (process {holder or 'unknown'}) runs on the instance folder {instance}. "
                        "Stop it first, or give this one a folder of its own with CEU_INSTANCE."
                    ) from None
                time.sleep(WATCH)
        else:
            raise click.ClickException(
                f"The workers of a `ceu serve` that was killed still run on the instance folder {instance}. End them "
                "first."
            )
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def refuse_taken_port(host: str, port: int) -> None:
    """Find out now, with a sentence, whether the address can be had.

    The server's own sockets share their port among workers, and so would share it with a stranger's.

    Raises:
        click.ClickException: it cannot.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        reasons = {
            errno.EADDRINUSE: f"Port {port} on {host} is taken by another program. Choose another one with --port or "
            "CEU_PORT.",
            errno.EACCES: f"Port {port} may not be opened by this account. Choose one above 1023 with --port or "
            "CEU_PORT.",
        }
        raise click.ClickException(
            reasons.get(error.errno or 0, f"{host} is no address of this machine. Choose another with --host.")
        ) from error


def run(settings: Settings, make: "Callable[[Settings, int], Flask] | None" = None) -> None:
    """Serve until SIGINT or SIGTERM. Requests under way are finished.

    Args:
        settings: Where to listen, and with how many workers.
        make: Makes a worker's application from the settings and its parent's process id; the measurements serve others
            than the platform's.
    """
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    workers = settings.workers or cores()
    server = Granian(
        "ceu",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
        log_level=LogLevels.warning,
    )
    os.register_at_fork(after_in_child=_end_before_serving)
    processes = "1 worker process" if workers == 1 else f"{workers} worker processes"
    click.echo(f"Serving at {settings.public_url} with {processes}. Ctrl+C stops it.")
    sys.stdout.flush()
    gc.freeze()  # what is loaded by now stays, shared by the workers; collecting garbage need not look through it again
    server.serve(target_loader=partial(make or load, settings, os.getpid()), wrap_loader=False)


def _end_before_serving() -> None:
    """Let a worker that is asked to stop while it is still loading end at once.

    It would inherit the parent's handlers, which only tell the parent; then it would serve, and be killed after the
    grace. Ctrl+C reaches every process of a terminal, and only the parent answers it.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def load(settings: Settings, parent: int) -> "Flask":
    """Make a worker's application, and see to it that the worker ends when `parent` is gone.

    From now on the worker also sends mail that is due again (refused before, or left by a process that was killed) and
    the reminders that are due, and erases what is no longer to be kept.
    """
    from ceu import create_app

    end_with(parent)
    app = create_app(settings)
    threading.Thread(target=mail_for_ever, args=(app, settings), name="mail", daemon=True).start()
    return app


def mail_for_ever(app: "Flask", settings: Settings) -> None:
    """Look for mail and reminders that are due, every minute and for ever. Of several workers one sends a mail."""
    from ceu.cli import disposal, reminding
    from ceu.extensions import db
    from ceu.web.accounts import post

    with app.app_context():
        engine = db.engine
    while True:
        time.sleep(MAIL_AGAIN)
        post.send(engine, settings, datetime.now(UTC))
        reminding.come_round(app, settings, datetime.now(UTC))
        disposal.come_round(app, datetime.now(UTC))


def end_with(parent: int) -> None:
    """From now on, watch `parent`, and end this process when it is gone."""
    threading.Thread(target=_watch, args=(parent,), name="watch-parent", daemon=True).start()


def _watch(parent: int) -> None:
    """Stop this process once `parent` no longer is its parent: gracefully, then for good."""
    while os.getppid() == parent:
        time.sleep(WATCH)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
