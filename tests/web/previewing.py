"""A copy of the test library that a test may break, and its preview."""

import shutil
from pathlib import Path

from browsing import Client
from factories import LIBRARY

from ceu.web.preview import create_app

MODULE = "modules/first-weeks/module.md"
QUIZ = "modules/first-weeks/quiz.md"
COURSE = "courses/grief-care.md"


class Folder:
    """A content folder that is edited in the course of a test."""

    def __init__(self, path):
        self.path = path
        shutil.copytree(LIBRARY, path)

    def edit(self, below, old, new):
        """Replace the first `old` of a file, which must hold it."""
        text = self.read(below)
        assert old in text, old
        self.write(below, text.replace(old, new, 1))

    def read(self, below):
        """Return a file's text."""
        return (self.path / below).read_text(encoding="utf-8")

    def write(self, below, text):
        """Write a file, given as text or bytes."""
        path = self.path / below
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def line_of(self, below, text):
        """Return the number of the first line of a file that holds `text`."""
        return next(n for n, line in enumerate(self.read(below).splitlines(), 1) if text in line)


def preview_of(path: Path, clock):
    """Return a browser on a preview of `path`."""
    app = create_app(path)
    app.config["CLOCK"] = clock
    app.test_client_class = Client
    return app.test_client()
