"""`ceu preview`: a content folder as a learner would see it, unpublished, on this computer only."""

import os
import socket
from pathlib import Path

import click
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.utils import import_string

from ceu.cli.content import content_folder
from config import Settings

HOST = "127.0.0.1"  # never another: what is unpublished leaves this computer by no door


class _Quiet(WSGIRequestHandler):
    """Says nothing of each request; the page asks for the folder's version all the time."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log nothing."""


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Where it listens; 0 takes any free one.  [default: the one after CEU_PORT, so 8001]",
)
def preview(folder: Path | None, port: int | None) -> None:
    """Show the content FOLDER in a browser as a learner would see it, before anything is published.

    Pages reload themselves when a file is saved, and say what the check finds where it is. There is no account and no
    database; nothing is recorded, and only this computer can open it.
    """
    folder = content_folder(folder).absolute()
    if not folder.is_dir():
        raise click.UsageError(f"There is no folder {folder}. Name the content folder, or set CEU_CONTENT.")
    server = _server(folder, _beside_serve() if port is None else port)
    click.echo(f"Preview of {folder} at http://{HOST}:{server.port}/ (stop it with Ctrl+C)")
    try:
        server.serve_forever()
    finally:
        server.server_close()


def _beside_serve() -> int:
    return min(Settings.from_environment().port + 1, 65535)


def _server(folder: Path, port: int) -> BaseWSGIServer:
    """Return a server that already listens. Raises click.ClickException where the port is taken."""
    try:
        listening = socket.create_server((HOST, port))
    except OSError as error:
        raise click.ClickException(
            f"The preview cannot listen on port {port}: {os.strerror(error.errno or 0)}. "
            "Choose another with --port; 0 takes any free one."
        ) from None
    with listening:  # the server keeps a copy
        app = import_string("ceu.web.preview:create_app")(folder)  # by name: the command line knows no web pages
        return make_server(HOST, port, app, threaded=True, request_handler=_Quiet, fd=listening.fileno())
