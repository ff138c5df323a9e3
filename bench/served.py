"""The two applications that are measured over HTTP, on the same server with the same settings.

As a command, `served.py bare|platform` serves one of them as the CEU_… variables say.
"""

import sys

from flask import Flask

from ceu.cli import server
from config import Settings


def bare(_settings: Settings, parent: int) -> Flask:
    """Make the yardstick: Flask and nothing else."""
    server.end_with(parent)
    app = Flask("bare")

    @app.get("/hello")
    def hello() -> str:
        return "hello"

    return app


def platform(settings: Settings, parent: int) -> Flask:
    """Make the platform with one page more: a hello for whoever is signed in."""
    from ceu.web import context
    from ceu.web.permissions import Permission, requires

    app = server.load(settings, parent)

    @app.get("/hello")
    @requires(Permission.SIGNED_IN)
    def hello() -> str:
        return f"hello {context.me().id}"

    return app


if __name__ == "__main__":
    server.run(Settings.from_environment(), {"bare": bare, "platform": platform}[sys.argv[1]])
