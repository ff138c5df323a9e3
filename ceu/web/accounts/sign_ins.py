"""Where a person is signed in: the list, and signing out from afar."""

from flask import Blueprint, flash, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from ceu.services import sign_ins
from ceu.web import context, sign_in
from ceu.web.permissions import Permission, requires

blueprint = Blueprint("sign_ins", __name__, url_prefix="/account/sign-ins")


@blueprint.get("/")
@requires(Permission.SIGNED_IN)
def index() -> str:
    """List the browsers in which the person is signed in."""
    rows = sign_ins.of(context.session(), context.me().id)
    this = sign_ins.digest(session[sign_in.TOKEN])
    rows.sort(key=lambda row: row.token_sha256 != this)  # this browser first; the others keep their order
    this_id = next((row.id for row in rows if row.token_sha256 == this), None)
    return render_template("accounts/sign_ins.html", rows=rows, this_id=this_id)


@blueprint.post("/<int:sign_in_id>/end")
@requires(Permission.SIGNED_IN)
def end(sign_in_id: int) -> Response:
    """Sign one browser out."""
    row = sign_ins.end(context.session(), context.me().id, sign_in_id)
    flash(f"Signed out: {row.device}.", "success")
    context.session().commit()
    return redirect(url_for(".index"), 303)


@blueprint.post("/end-others")
@requires(Permission.SIGNED_IN)
def end_others() -> Response:
    """Sign every other browser out."""
    count = sign_ins.end_all(context.session(), context.me().id, but=session[sign_in.TOKEN])
    context.session().commit()
    told = {0: "You are signed in nowhere else.", 1: "Signed out in one other browser."}
    flash(told.get(count, f"Signed out in {count} other browsers."), "success")
    return redirect(url_for(".index"), 303)
