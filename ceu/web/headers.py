"""Security headers on every answer."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = [
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]
SECURE = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
UNKEPT = ("Cache-Control", "no-store")


def init(app: Flask) -> None:
    """Add the headers. Pages of persons are never stored by caches on the way; what says otherwise itself may be.

    It is done where WSGI takes the list of headers: each `response.headers[...] = ...` would search that list.
    """
    inner = app.wsgi_app
    headers = [*HEADERS, SECURE] if app.config["SETTINGS"].production else HEADERS

    def hardened(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, given: list[tuple[str, str]], *error: Any) -> Any:
            kept = any(name == "Cache-Control" for name, _ in given)
            return start_response(status, [*given, *headers] if kept else [*given, *headers, UNKEPT], *error)

        return inner(environ, start)

    app.wsgi_app = hardened  # type: ignore[method-assign]
