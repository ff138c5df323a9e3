"""The second email address: added, confirmed by a mailed link, removed."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response
from wtforms import EmailField

from ceu.errors import NotFound, RuleError
from ceu.extensions import db
from ceu.models import User
from ceu.services import limits, second_mail
from ceu.web import context
from ceu.web.accounts import forms, notices, tries
from ceu.web.accounts.again import asks_password
from ceu.web.permissions import Permission, requires

blueprint = Blueprint("second_mail", __name__, url_prefix="/account/second-email")

GOOD_FOR = 2 * 24 * 3600  # seconds
SENT = "We have sent a link to {}. The address counts once you have opened it."


class AddressForm(FlaskForm):  # type: ignore[misc]
    """A second address."""

    email = EmailField("Second email address", validators=forms.MAIL)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(context.settings().secret_key, salt="ceu: second email address")


@blueprint.route("/", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
@asks_password
def add() -> Any:
    """Take an address and send the link. Nobody learns whether it is another account's."""
    me, form = context.me(), AddressForm()
    if not form.validate_on_submit():
        return render_template("accounts/second_mail.html", form=form, second=second_mail.of(context.session(), me))
    address = str(form.email.data)
    _, refused = tries.count(
        tries.counted((limits.MAIL_ACCOUNT, address), (limits.MAIL_ADDRESS, tries.address())),
    )
    if refused:
        return refused
    before = second_mail.of(context.session(), me)
    replaced = second_mail.addresses(context.session(), me) if before and before.confirmed_at else None
    try:
        row = second_mail.add(context.session(), me, address, now=context.now())
    except RuleError as no:
        form.email.errors = [str(no)]
        return render_template("accounts/second_mail.html", form=form, second=before)
    if replaced:
        notices.tell(me, "The second email address is being replaced by another one.", to=replaced)
    if not second_mail.taken(context.session(), row.email, but=me):
        _send(me, row.email)
    context.session().commit()
    flash(SENT.format(row.email), "success")
    return redirect(url_for("methods.index"), 303)


def _send(user: User, address: str) -> None:
    security = current_app.extensions["security"]
    token = _serializer().dumps([user.id, address])
    body = security.render_template("mail/second_mail.txt", user=user, token=token, **notices.library_context())
    security.mail_util.send_mail("mail/second_mail", "Confirm your second email address", address, "", body, None)


@blueprint.route("/confirm/<token>", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def confirm(token: str) -> str | Response:
    """Ask on GET, since programs that check mail open every link in it; confirm on POST."""
    try:
        user_id, address = _serializer().loads(token, max_age=GOOD_FOR)
    except BadData:
        raise NotFound(
            "This link is not complete, or it is older than two days. Add the address again in your account."
        ) from None
    row, form = second_mail.waiting(context.session(), user_id, address), FlaskForm()
    if not form.validate_on_submit():
        return render_template("accounts/confirm_mail.html", mail=address, new=False)
    if row.confirmed_at is None:
        second_mail.confirm(context.session(), row, now=context.now())
        notices.tell(db.session.get_one(User, user_id), f"The second email address {address} was confirmed.")
        context.session().commit()
    flash("Thank you. Your second email address is confirmed.", "success")
    return redirect(url_for("methods.index"), 303)


@blueprint.post("/remove")
@requires(Permission.SIGNED_IN)
@asks_password
def remove() -> Response:
    """Remove the address. It is told of it, too."""
    me = context.me()
    told = second_mail.addresses(context.session(), me)
    second_mail.remove(context.session(), me, now=context.now())
    notices.tell(me, "The second email address was removed.", to=told)
    context.session().commit()
    flash("Your second email address is removed.", "success")
    return redirect(url_for("methods.index"), 303)
