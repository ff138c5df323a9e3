"""What comes in with a request, before anything reads it: texts without characters nobody means, numbers that fit.

PostgreSQL stores no NUL and fails where it is asked for one; other control characters come with pasted text and make
XML, PDF and terminals stumble. They are taken out once, here, so that no form has to think of it.
"""

import re
from typing import Any

from flask import Flask, Request, request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType
from werkzeug.formparser import FormDataParser
from werkzeug.routing import IntegerConverter

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # tab and line ends stay
LARGEST = 2**31 - 1  # of the databases' integers


def plain(text: str) -> str:
    """Return `text` without control characters other than tab and line ends."""
    return _CONTROL.sub("", text)


def number(text: str) -> int:
    """Return a number of a query, for `args.get(…, type=number)`. Raises ValueError where no row can have it."""
    value = int(text)
    if not 0 <= value <= LARGEST:
        raise ValueError(text)
    return value


class _Parser(FormDataParser):
    """Reads forms, and gives plain names and texts on."""

    def parse(self, *args: Any, **more: Any) -> Any:
        """Return what the library reads: the rest of the stream, the texts, the files."""
        stream, form, files = super().parse(*args, **more)
        for name in files:
            for file in files.getlist(name):
                file.filename = plain(file.filename or "")
        return stream, self.cls((plain(name), plain(text)) for name, text in form.items(multi=True)), files


class TypedRequest(Request):
    """A request whose form is plain."""

    form_data_parser_class = _Parser


class _Number(IntegerConverter):
    """A number in an address; one that no row can have is an address that is not there."""

    def __init__(self, map: Any, **more: Any) -> None:  # noqa: A002 the library's name
        super().__init__(map, max=LARGEST, **more)


def init(app: Flask) -> None:
    """Read every request so. Called before routes are added."""
    app.request_class = TypedRequest
    app.url_map.converters["int"] = _Number

    @app.before_request
    def refuse_what_no_page_sends() -> None:
        asked = (text for pair in request.args.items(multi=True) for text in pair)
        if "\0" in request.path or any("\0" in text for text in asked):
            raise BadRequest("This address holds a character (NUL) that no text has.")
        if request.is_json:
            # The form libraries would read it, past the filter above and past the limits on signing in.
            raise UnsupportedMediaType("Fill in the form of the page; nothing else is taken here.")
