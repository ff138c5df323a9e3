"""Which views take files: they alone may be sent more than a form of text needs."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request
from werkzeug.datastructures import FileStorage

from ceu.models import engine
from ceu.services.outside import Upload

View = TypeVar("View", bound=Callable[..., Any])

# More than is kept (`papers.MOST_BYTES`), so that a photo that is too large gets a sentence beside its field.
MOST_BODY = 20_000_000


def takes_file(view: View) -> View:
    """Mark a view whose form has a file. It goes below the route decorator."""
    view.takes_file = True  # type: ignore[attr-defined]
    return view


def upload(sent: object) -> Upload | None:
    """Return the file of a form's file field, or None where none was chosen."""
    if not isinstance(sent, FileStorage) or not sent.filename:
        return None
    return Upload(sent.filename, sent.read())


def init(app: Flask) -> None:
    """Raise the limit before anything reads the form: the check of its CSRF token does."""

    @app.before_request
    def let_files_in() -> None:
        if not engine.may_write.get():
            return
        view = current_app.view_functions.get(request.endpoint or "")
        if getattr(view, "takes_file", False):
            request.max_content_length = MOST_BODY
