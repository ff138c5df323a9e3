"""The second step of signing in, and passkeys: the library's views with limits, and kept forms carried out after.

The library keeps in the session whose password was right. Here that is worth a quarter of an hour, not the cookie's
thirty days.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import flash, make_response, redirect, request, session, url_for
from flask_login import current_user
from flask_security.tf_plugin import tf_clean_session

from ceu.extensions import db
from ceu.models import User
from ceu.services import limits
from ceu.web import context
from ceu.web.accounts import forms, kept, notices, tries
from ceu.web.permissions import Permission, requires

Answer = Any  # what Flask takes from a view
WITHIN = timedelta(minutes=15)
WHOSE = "tf_user_id"  # the library's key: whose password was right
BEGAN = "tf_began"


def began() -> bool:
    """Return whether the password was right and the second step is next; note when that was."""
    if WHOSE not in session:
        return False
    session[BEGAN] = int(context.now().timestamp())
    return True


def _too_late() -> Answer | None:
    if WHOSE not in session or context.now().timestamp() - session.get(BEGAN, 0) <= WITHIN.total_seconds():
        return None
    _forget()
    flash("The second step took more than 15 minutes. Sign in again.", "info")
    return redirect(url_for("security.login", next=forms.next_page() or None), 303)


def _forget() -> None:
    tf_clean_session()  # type: ignore[no-untyped-call]
    session.pop(BEGAN, None)


def _step(view: Callable[..., Answer], *, checks: bool) -> Callable[..., Answer]:
    """Wrap a view of the second step. One that checks what was given counts it as a try."""

    @requires(Permission.PUBLIC)
    def step(**arguments: str) -> Answer:
        if current_user.is_authenticated:
            return redirect(url_for("accounts.start"), 303)
        late = _too_late()
        if late or request.method != "POST" or not checks:
            return late or view(**arguments)
        whose = session.get(WHOSE)
        these = tries.counted((limits.SIGN_IN_ADDRESS, tries.address()))
        if whose:
            these += tries.counted((limits.SECOND_STEP, whose))
        ids, refused = tries.count(these)
        if refused:
            return refused
        response = make_response(view(**arguments))
        user = current_user._get_current_object()  # noqa: SLF001 Flask-Login offers no public way
        if not isinstance(user, User):
            return response
        session.pop(BEGAN, None)
        limits.take_back(db.session(), ids)
        for counted in (*these[1:], *tries.counted((limits.SIGN_IN_ACCOUNT, user.email))):
            limits.clear(db.session(), counted)
        if request.endpoint == "security.mf_recovery":
            left = len(user.mf_recovery_codes or [])
            notices.tell(user, f"A recovery code was used to sign in; {left} are left.")
        user_id = user.id
        db.session.commit()  # the sign-in is a row, and the kept forms need it
        return kept.carry_out(user_id) or response

    return step


def wrap(views: dict[str, Any]) -> None:
    """Put the wrapped views in the place of the library's."""
    for name, checks in (
        ("tf_select", False),
        ("two_factor_token_validation", True),
        ("mf_recovery", True),
        ("wan_signin", False),
        ("wan_signin_response", True),
    ):
        views[f"security.{name}"] = _step(views[f"security.{name}"], checks=checks)
