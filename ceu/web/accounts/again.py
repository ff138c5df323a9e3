"""Asking for the password again before how one signs in is changed: a browser may have been left open."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_security.utils import verify_password
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField

from ceu.services import limits
from ceu.web import context, sign_in
from ceu.web.accounts import forms, tries
from ceu.web.permissions import Permission, requires

View = TypeVar("View", bound=Callable[..., Any])
FRESH = timedelta(minutes=10)  # to open such a page after signing in or giving the password
GRACE = timedelta(minutes=40)  # to send its form: whoever fetches another device meanwhile is not asked twice

blueprint = Blueprint("again", __name__, url_prefix="/account/again")


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """The password of whoever is signed in."""

    password = PasswordField("Password", validators=forms.PASSWORD)


def asks_password(view: View) -> View:
    """Let a view be used only soon after the password was given. It goes below `@requires`."""

    @wraps(view)
    def asked(**arguments: Any) -> Any:
        sending = request.method == "POST"
        since = context.now().timestamp() - session.get(sign_in.SHOWN, 0)
        if since <= (GRACE if sending else FRESH).total_seconds():
            return view(**arguments)
        if sending:
            flash("Nothing was changed: first give your password, then do it again.", "warning")
        has_page = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
        back = request.full_path.rstrip("?") if has_page else url_for("methods.index")
        return redirect(url_for("again.ask", next=back), 303)

    return asked  # type: ignore[return-value]


@blueprint.route("/", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def ask() -> Any:
    """Ask for the password and lead back. Guesses count as those on the sign-in page do."""
    me, form, back = context.me(), PasswordForm(), forms.next_page() or url_for("methods.index")
    if form.validate_on_submit():
        these = tries.counted((limits.SIGN_IN_ACCOUNT, me.email))
        ids, refused = tries.count(these)
        if refused:
            return refused
        if verify_password(form.password.data or "", me.password or ""):
            limits.take_back(context.session(), ids)
            session[sign_in.SHOWN] = int(context.now().timestamp())
            context.session().commit()
            answer: Response = redirect(back, 303)
            return answer
        form.password.errors = ["This is not your password."]
    return render_template("accounts/again.html", form=form, next=back, me=me)
