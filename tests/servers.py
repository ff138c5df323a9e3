"""Real servers on the loopback address: `ceu serve` as it is run, and one in this process whose clock can be moved."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from databases import make_engine
from factories import Make
from network import free_port
from sqlalchemy.orm import Session

from ceu.models import engine as engines

READY_WITHIN = 60  # seconds; a server that takes longer is broken
SERVING = "Serving at "  # what it prints when it has the lock and the port


def ask(url, path="/readyz"):
    """Return the status of a GET request, or None when nobody listens."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


class Served:
    """A server with a database of its own. `url` is where it listens, `settings` how it was set up."""

    def __init__(self, settings, clock):
        self.settings, self.clock = settings, clock
        self.url = f"http://{settings.host}:{settings.port}"
        self._engine = None

    def engine(self):
        """An engine of this side on the server's database."""
        if self._engine is None:
            self._engine = make_engine(self.settings.database_url)
        return self._engine

    @contextlib.contextmanager
    def session(self):
        """A session on the server's database; it commits when the `with` block ends well."""
        engines.may_write.set(True)  # whatever a request in this thread left behind
        with Session(self.engine()) as session, session.begin():
            yield session

    @contextlib.contextmanager
    def make(self):
        """Factories on the server's database, committed when the block ends well."""
        with self.session() as session:
            yield Make(session, self.clock)

    def forget(self):
        """Let go of the database."""
        if self._engine is not None:
            self._engine.dispose()


class Process(Served):
    """`ceu serve` in a process group of its own, with the variables a person would set."""

    process = log = None

    def environment(self):
        """Return the environment the command runs in."""
        known = {
            "CEU_INSTANCE": self.settings.instance,
            "CEU_CONTENT": self.settings.content,
            "CEU_DATABASE": self.settings.database,
            "CEU_PORT": self.settings.port,
            "CEU_WORKERS": self.settings.workers,
            "CEU_SMTP": self.settings.smtp,
        }
        return {**os.environ, **{name: str(value) for name, value in known.items()}}

    def command(self, *arguments):
        """Run another `ceu` command with the same settings and return how it ended."""
        ceu = Path(sys.executable).with_name("ceu")
        return subprocess.run(
            [ceu, *arguments], env=self.environment(), capture_output=True, text=True, check=False, timeout=60
        )

    def start(self):
        """Start and wait until it is ready. Workers of a server that was killed may answer for a moment longer."""
        starts = self.said().count(SERVING) + 1 if self.log else 1
        self.begin()
        return self.wait(lambda: self.said().count(SERVING) >= starts and ask(self.url) == 200)

    def begin(self):
        """Start, and do not wait for anything."""
        self.log = self.settings.instance.with_name(f"{self.settings.instance.name}.log").open("a+")
        self.process = subprocess.Popen(
            [Path(sys.executable).with_name("ceu"), "serve"],
            env=self.environment(),
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def wait(self, done):
        """Wait until `done()`, which must come before it ends or takes too long."""
        until = time.monotonic() + READY_WITHIN
        while not done():
            if self.process.poll() is not None or time.monotonic() > until:
                said = self.said()
                self.abandon()
                raise AssertionError(f"ceu serve did not start:\n{said}")
            time.sleep(0.02)
        return self

    def said(self):
        """Return what it printed so far."""
        return Path(self.log.name).read_text()

    def stop(self):
        """Ask it to stop as a service manager does, and return its exit status."""
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(30)
        self.end()
        return status

    def kill_group(self):
        """Kill the server and all its workers at once, as a power cut does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)
        self.end()

    def abandon(self):
        """End it whatever state it is in."""
        if self.process and self.process.poll() is None:
            self.kill_group()
        else:
            self.end()

    def end(self):
        """Close what this side holds open."""
        self.forget()
        if self.log:
            self.log.close()


class InProcess(Served):
    """The application in threads of this process, so that a test can move its clock."""

    def __init__(self, settings, clock):
        from werkzeug.serving import WSGIRequestHandler, make_server

        from ceu import create_app

        class Quiet(WSGIRequestHandler):
            def log(self, *_):
                """Say nothing."""

        super().__init__(settings, clock)
        self.app = create_app(settings)
        self.app.config["CLOCK"] = clock
        self._server = make_server(settings.host, settings.port, self.app, threaded=True, request_handler=Quiet)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def stop(self):
        """Stop answering."""
        from ceu.extensions import db

        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        with self.app.app_context():
            db.engine.dispose()
        self.forget()


def on_free_port(settings):
    """Return the settings with a port that nobody listens on."""
    return replace(settings, port=free_port())
