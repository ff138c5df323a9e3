"""How long a sign-in lasts, and what happens when a page needs one and there is none.

The session cookie and its CSRF token live for 30 days; the sign-in inside ends after hours without a request. A form
that is posted after that is kept and carried out when the same person has signed in again.
"""

import secrets
from collections.abc import Callable, MutableMapping
from datetime import datetime
from typing import Any, TypeVar

from flask import Flask, current_app, flash, g, jsonify, redirect, request, session, url_for
from flask_login import user_logged_in
from werkzeug.wrappers import Response

from ceu.extensions import db
from ceu.models import User, engine
from ceu.services import kept_posts, sign_ins
from ceu.web import context
from config import Settings

View = TypeVar("View", bound=Callable[..., Any])

LAST = "last_user"  # the id of who was signed in; stays when the sign-in ends, goes with "Sign out"
SEEN = "seen"  # seconds since 1970 of the last request, give or take TOUCH
TOKEN = "sign_in"  # noqa: S105 the key of the random value that names this sign-in; the table has its digest
HOUR = "seen_hour"  # hours since 1970 of the time the table has as last seen
SHOWN = "shown"  # seconds since 1970 of the last time the password, or a passkey, was shown
KEPT = "kept_posts"  # ids of forms kept for the next sign-in
TOUCH = 300  # seconds; the cookie is not written anew with every page
_LIBRARY_KEYS = {"_user_id", "_fresh", "_id", "_flashes", KEPT, TOKEN}


def keeps_post(noun: str) -> Callable[[View], View]:
    """Mark a view whose form is kept when it is posted without a sign-in. It goes below the route decorator.

    Args:
        noun: What is posted, as in "Your answer of 10:05 PM was saved."
    """

    def mark(view: View) -> View:
        view.keeps_post = noun  # type: ignore[attr-defined]
        return view

    return mark


def signed_in_session(user: User, now: datetime) -> dict[str, Any]:
    """Return what a session holds for a signed-in person; tests put it there without a password."""
    seen = int(now.timestamp())
    return {
        "_user_id": user.fs_uniquifier,
        "_fresh": True,
        LAST: user.id,
        SEEN: seen,
        HOUR: seen // 3600,
        SHOWN: seen,
        TOKEN: user.fs_uniquifier,  # the factories of tests add the row that belongs to it
    }


def expired(state: MutableMapping[str, Any], now: datetime, settings: Settings) -> bool:
    """Return whether the sign-in in this session has ended. One without the mark gets it with this request."""
    seen = state.get(SEEN, now.timestamp())
    return bool(now.timestamp() - seen > settings.sign_in_hours * 3600)


def prolong(state: MutableMapping[str, Any], user: User, now: datetime) -> None:
    """Note that the person is there. Called when she is loaded, so that no row is touched after a commit."""
    if now.timestamp() - state.get(SEEN, 0) > TOUCH:
        state[SEEN], state[LAST] = int(now.timestamp()), user.id
    this_hour = int(now.timestamp()) // 3600
    if state.get(HOUR, 0) < this_hour and engine.may_write.get():  # a GET writes nothing, so reading is not noted
        sign_ins.seen(db.session(), state[TOKEN], now)
        state[HOUR] = this_hour


def ask() -> Response:
    """Send the person to the sign-in page and back here afterwards; keep what she posted."""
    if request.method in {"GET", "HEAD"}:
        if LAST in session and expired(session, context.now(), context.settings()):
            flash("You were signed out after a while without a page. Sign in to go on.", "info")
        elif LAST in session:  # the sign-in is young, and no longer one: it was ended from elsewhere
            flash(
                "You were signed out in this browser: the password was changed, or the sign-in was ended from another "
                "browser. Sign in to go on.",
                "info",
            )
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")), 303)
    if request.headers.get("X-Requested-With") == "fetch":
        # The script keeps what was chosen on the page; the page's button posts it again and is kept.
        answer = jsonify(message="Not saved: you are signed out. Use the button to save; you will be asked to sign in.")
        answer.status_code = 401
        return answer
    view = current_app.view_functions[request.endpoint or ""]
    noun = getattr(view, "keeps_post", None)
    if noun and LAST in session:
        _keep(noun)
        flash(f"Your {noun} is kept. Sign in, and it will be saved.", "info")
    else:
        flash("You are signed out, so this was not done. Sign in and do it again.", "warning")
    return redirect(url_for("security.login", next=url_for("accounts.start")), 303)


def _keep(noun: str) -> None:
    post = kept_posts.keep(
        db.session(),
        user_id=session[LAST],
        path=request.full_path.rstrip("?"),
        noun=noun,
        form=list(request.form.items(multi=True)),
        now=context.now(),
    )
    session[KEPT] = [*session.get(KEPT, []), post.id][-kept_posts.MOST :]
    db.session.commit()


def init(app: Flask) -> None:
    """Let the time of a sign-in begin with it."""

    @user_logged_in.connect_via(app)  # type: ignore[untyped-decorator]
    def begin(sender: Flask, user: User, **more: Any) -> None:
        del sender, more
        if session.get(LAST, user.id) != user.id:
            # Somebody else at the same browser: nothing of the person before remains, her CSRF token included.
            for key in set(session) - _LIBRARY_KEYS:
                session.pop(key)
            g.pop("csrf_token", None)
        session.permanent = True
        session[LAST] = user.id
        session[SEEN] = session[SHOWN] = int(context.now().timestamp())
        if engine.may_write.get():
            write_down(user.id)


def write_down(user_id: int) -> None:
    """Add the sign-in of this request to the table; the browser's sign-in before it ends. The caller commits."""
    now, before, token = context.now(), session.get(TOKEN), secrets.token_urlsafe(16)
    sign_ins.begin(
        db.session(), user_id, token, before=before, user_agent=request.headers.get("User-Agent", ""), now=now
    )
    session[TOKEN], session[HOUR] = token, int(now.timestamp()) // 3600
