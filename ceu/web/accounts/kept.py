"""Forms kept while a person was signed out: carried out when she is back, shown when that is refused."""

from io import BytesIO
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask, current_app, flash, redirect, request, session, url_for
from werkzeug.wrappers import Response

from ceu.extensions import db
from ceu.models import KeptPost
from ceu.services import kept_posts
from ceu.web import context, filters, sign_in

INNER = ("werkzeug.", "flask.")  # keys of the environment that belong to the request they came with


def carry_out(user_id: int) -> Response | None:
    """Carry out what this browser's session kept for the person who has just signed in.

    Each form is dispatched as if it were posted now, with every check a post meets: CSRF token, permission, rules. What
    is saved is deleted; what is refused stays for its day, and she is shown what she wrote.

    Returns:
        Where she lands: the page the last form led to, or the page of the first one refused; None if nothing was kept.
    """
    ids = session.pop(sign_in.KEPT, [])
    posts = kept_posts.waiting(db.session(), ids, user_id, context.now())
    told = [
        (post.id, f"Your {post.noun} of {filters.clock(post.created_at)}", post.path, _pairs(post)) for post in posts
    ]
    db.session.commit()  # what another person had left is deleted; no lock is held while the forms are carried out
    if not told:
        return None
    landing: str | None = None
    refused: str | None = None
    for post_id, what, path, form in told:
        response, inner = _dispatch(path, form)
        session.clear()
        session.update(inner)
        if response.status_code in {302, 303}:
            kept_posts.remove(db.session(), post_id)
            db.session.commit()
            landing = _here(response.location)
            flash(f"{what} was saved.", "success")
        else:
            refused = refused or post_id
            flash(f"{what} could not be saved. Nothing is lost: this is what you wrote.", "warning")
    target = url_for("accounts.kept_post", post_id=refused) if refused else landing
    return redirect(target or "/learn/", 303)


def _pairs(post: KeptPost) -> list[tuple[str, str]]:
    return [(name, value) for name, value in post.form]


def _here(location: str | None) -> str:
    """Return the path of a redirect's target; views redirect within the site."""
    parts = urlsplit(location or "/learn/")
    return parts._replace(scheme="", netloc="").geturl()


def _dispatch(path: str, form: list[tuple[str, str]]) -> tuple[Response, dict[str, Any]]:
    """Post `form` to `path` in a request of its own; returns its answer and its session."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 no public way
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    body = urlencode(form).encode()
    parts = urlsplit(path)
    environ = {key: value for key, value in request.environ.items() if not key.startswith(INNER)} | {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
        "HTTP_COOKIE": f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps(dict(session))}",
        "HTTP_ACCEPT": "text/html",
    }
    # A context of its own: its own database session and its own person, as for any other request.
    with app.app_context(), app.request_context(environ):
        try:
            response = app.full_dispatch_request()
        except Exception as error:  # noqa: BLE001 as Flask itself does; it is logged, and the form stays kept
            response = app.handle_exception(error)
        response.close()
        return response, dict(session)
