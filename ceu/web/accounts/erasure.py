"""Having one's account erased: what goes and what stays, the request, and changing one's mind."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_security.utils import verify_password
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField

from ceu.models import User
from ceu.services import erasure, limits, retained, sign_ins
from ceu.services.erasure import OnlyAdmin
from ceu.web import context, sign_in
from ceu.web.accounts import forms, methods, post, tries
from ceu.web.accounts.again import GRACE
from ceu.web.permissions import Permission, requires

blueprint = Blueprint("erasure", __name__, url_prefix="/account/erasure")

NOT_RIGHT = "This is not your password."


class EraseForm(FlaskForm):  # type: ignore[misc]
    """The password; and the code of the authenticator app where there is one."""

    password = PasswordField("Your password", validators=forms.PASSWORD)
    code = forms.CodeField("Code from your authenticator app")


@blueprint.route("/", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def index() -> Any:
    """Say what goes, what stays and why, and take the request."""
    session_, me, form = context.session(), context.me(), EraseForm()
    if not methods.has_app(me):
        del form.code
    if me.erase_after is None and form.validate_on_submit():
        refused = _check(me, form)
        if refused is not None:
            return refused
        if not form.errors:
            settings = context.settings()
            try:
                letters = erasure.ask(
                    session_, me, office=settings.mail_sender, public_url=settings.public_url, now=context.now()
                )
            except OnlyAdmin as refusal:
                form.password.errors = [str(refusal)]
            else:
                for letter in letters:
                    post.written(letter)
                session_.commit()
                return redirect(url_for(".index"), 303)
    page = render_template("accounts/erasure.html", form=form, me=me, kept=retained.of(session_, me.id))
    return (page, 422) if form.errors else page


def _check(me: User, form: EraseForm) -> Any:
    """Put onto the form what is wrong; return the page that refuses further tries, where there were too many."""
    pairs = [(limits.SIGN_IN_ACCOUNT, me.email)]
    if "code" in form:
        pairs.append((limits.SECOND_STEP, me.fs_uniquifier))
    ids, refused = tries.count(tries.counted(*pairs))
    if refused:
        return refused
    if not verify_password(form.password.data or "", me.password or ""):
        form.password.errors = [NOT_RIGHT]
    elif "code" in form and not methods.is_code_of(me, form.code.data or ""):
        form.code.errors = [methods.WRONG_CODE]
    elif "code" not in form and methods.has_second_step(me) and not _signed_in_lately(me):
        minutes = GRACE // timedelta(minutes=1)
        form.password.errors = [
            f"Your second step is a passkey: sign in with it anew, then ask within {minutes} minutes."
        ]
    else:
        limits.take_back(context.session(), ids)
    return None


def _signed_in_lately(me: User) -> bool:
    this = sign_ins.digest(session[sign_in.TOKEN])
    return any(
        one.token_sha256 == this and one.started_at >= context.now() - GRACE
        for one in sign_ins.of(context.session(), me.id)
    )


@blueprint.post("/withdraw")
@requires(Permission.SIGNED_IN)
def withdraw() -> Response:
    """Keep the account: one click is enough."""
    for letter in erasure.take_back(context.session(), context.me(), now=context.now()):
        post.written(letter)
    context.session().commit()
    flash("Your account stays as it was. Nothing was erased.", "success")
    return redirect(url_for("accounts.index"), 303)
