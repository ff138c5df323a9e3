"""Which mails one gets: the page of the account, and the link in a mail that works without signing in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField

from ceu.domain.reminders import TOLD, Kind
from ceu.extensions import csrf
from ceu.services import mail_choices
from ceu.web import context
from ceu.web.permissions import Permission, requires

blueprint = Blueprint("mail_choices", __name__)

ONE_CLICK = {"List-Unsubscribe": "One-Click"}  # what a mail program posts (RFC 8058, section 3.2), and nothing else


class ChoicesForm(FlaskForm):  # type: ignore[misc]
    """A box for each kind of reminder; the fields are named like the kinds."""


for _kind, (_label, _) in TOLD.items():
    setattr(ChoicesForm, _kind, BooleanField(_label))


@blueprint.route("/account/mail", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def index() -> str | Response:
    """Choose which reminders one gets, and read which mails always come."""
    session, me = context.session(), context.me()
    form = ChoicesForm()
    if form.validate_on_submit():
        chosen = [kind for kind in Kind if form[kind].data]
        mail_choices.choose(session, me, chosen, secret=context.settings().secret_key, now=context.now())
        session.commit()
        flash("Your choice is saved.", "success")
        return redirect(url_for(".index"), 303)
    if request.method == "GET":
        wanted = mail_choices.wanted(session, me)
        for kind in Kind:
            form[kind].data = kind in wanted
    return render_template("accounts/mail_choices.html", form=form, told=TOLD, me=me)


@blueprint.route("/mail/stop/<token>", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]
@requires(Permission.PUBLIC)
def stop(token: str) -> str | tuple[str, int]:
    """Ask on GET, since programs that check mail open every link in it; stop the mails on POST.

    The POST is answered without a sign-in, without a redirect and, for exactly the form that mail programs send,
    without a CSRF token, as RFC 8058 asks. The page's own button sends the same form. It names no person: whoever a
    mail was forwarded to may open it.
    """
    session, secret = context.session(), context.settings().secret_key
    try:
        user_id, kind = mail_choices.read_token(session, secret, token)
    except mail_choices.NoSuchLink:
        return render_template("accounts/mail_stop.html", state="unusable"), 404
    if request.method == "POST":
        if request.form.to_dict(flat=True) != ONE_CLICK:
            csrf.protect()
        mail_choices.stop(session, user_id, [kind], secret=secret, now=context.now())
        session.commit()
    state = "stopped" if request.method == "POST" else "asking"
    return render_template("accounts/mail_stop.html", state=state, told=TOLD[kind][0], one_click=ONE_CLICK)
