"""Static files: read and compressed once a process, and kept by browsers until one of them changes.

There is no build step. A style sheet's `@import "other.css";` is replaced by that file when it is served, so that the
styles lie in files of one subject each and arrive in one answer. Pages are not compressed: they hold a secret (the
token of their forms) beside what the address said, and a page's length must not tell about either.
"""

import gzip
import mimetypes
import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from time import time
from typing import cast

from flask import Flask, Request, Response, abort, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature

from ceu.kept import Kept

_IMPORT = re.compile(rb'^@import "([\w-]+\.css)";$', re.MULTILINE)
_TEXTS = {".css", ".js", ".svg"}
_A_YEAR = 31_536_000  # seconds


@dataclass(frozen=True, slots=True)
class _Asset:
    body: bytes
    packed: bytes | None  # gzip, where that makes it smaller
    mimetype: str
    etag: str


class _Sessions(SecureCookieSessionInterface):
    """Keeps the session out of static files: they are the same for everybody, signed in or not.

    A cookie comes with every page. What the process has found signed by us is not checked again, but for its age.
    """

    def __init__(self) -> None:
        self._found: Kept[tuple[str, float]] = Kept(1000)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return the session in the cookie: an empty one where there is none, or none that we signed lately."""
        value = request.cookies.get(self.get_cookie_name(app))
        serializer = self.get_signing_serializer(app) if value else None
        if value is None or serializer is None:
            return super().open_session(app, request)

        def check() -> tuple[str, float]:
            data, signed = serializer.loads(value, return_timestamp=True)
            return self.serializer.dumps(data), signed.timestamp()

        try:
            data, signed = self._found.get(value, check)
        except BadSignature:
            return self.session_class()
        if time() - signed > app.permanent_session_lifetime.total_seconds():
            return self.session_class()
        return self.session_class(self.serializer.loads(data))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.endpoint != "static":
            super().save_session(app, session, response)


def init(app: Flask) -> None:
    """Serve the application's static folder, and give templates `asset_version` for the addresses of its files."""
    folder = Path(cast(str, app.static_folder))
    files = {file.relative_to(folder).as_posix(): file for file in sorted(folder.rglob("*.*"))}
    version = sha256(b"".join(file.read_bytes() for file in files.values())).hexdigest()[:12]
    read = cache(_asset)

    def serve(filename: str) -> Response:
        if filename not in files:
            abort(404)
        asset = read(files[filename])
        response = Response(asset.body, mimetype=asset.mimetype)
        response.set_etag(asset.etag)
        response.cache_control.public = True
        if request.args.get("v") == version:
            response.cache_control.max_age = _A_YEAR
            response.cache_control.immutable = True
        else:
            response.cache_control.no_cache = True  # kept, and asked about each time
        if asset.packed:
            response.vary.add("Accept-Encoding")
            if request.accept_encodings["gzip"]:
                response.set_data(asset.packed)
                response.content_encoding = "gzip"
                response.set_etag(f"{asset.etag}-gzip")
        response.make_conditional(request)
        return response

    app.view_functions["static"] = serve
    app.session_interface = _Sessions()
    app.jinja_env.globals["asset_version"] = version


def _asset(file: Path) -> _Asset:
    body = file.read_bytes()
    if file.suffix == ".css":
        body = _IMPORT.sub(lambda found: file.with_name(found[1].decode()).read_bytes(), body)
    packed = gzip.compress(body, mtime=0) if file.suffix in _TEXTS else body
    return _Asset(
        body=body,
        packed=packed if len(packed) < len(body) else None,
        mimetype=mimetypes.guess_type(file.name)[0] or "application/octet-stream",
        etag=sha256(body).hexdigest()[:20],
    )
