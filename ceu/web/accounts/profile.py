"""One's own account: the profile, and forms kept for a day."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from ceu.services import accounts, credentials, kept_posts
from ceu.web import context
from ceu.web.accounts import forms
from ceu.web.accounts.zones import ZoneField
from ceu.web.permissions import Permission, may, requires

blueprint = Blueprint("accounts", __name__, url_prefix="/account")

NOT_SHOWN = {"csrf_token", "next", "before", "after", "revision", "served"}


class ProfileForm(FlaskForm):  # type: ignore[misc]
    """What a person may change about herself without a mail."""

    legal_name = forms.NameField("Full legal name", validators=forms.NAME)
    time_zone = ZoneField("Time zone")


@blueprint.route("/", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def index() -> str | Response:
    """Show and change the profile."""
    me = context.me()
    form = ProfileForm(obj=me)
    if form.validate_on_submit():
        me.legal_name = form.legal_name.data or ""
        me.time_zone = form.time_zone.data
        context.session().commit()
        flash("Your profile is saved.", "success")
        return redirect(forms.next_page() or url_for(".index"), 303)
    return render_template(
        "accounts/profile.html",
        form=form,
        next=forms.next_page(),
        me=me,
        credentials=credentials.of(context.session(), me),
        missing=accounts.ready_for_test(me),
    )


@blueprint.get("/start")
@requires(Permission.SIGNED_IN)
def start() -> Response:
    """Lead whoever has signed in to the first place that the roles open."""
    places = ((Permission.STUDY, "/learn/"), (Permission.REVIEW, "/teach/"), (Permission.AUDIT, "/admin/"))
    return redirect(next((place for permission, place in places if may(permission)), url_for(".index")), 303)


@blueprint.get("/kept/<post_id>")
@requires(Permission.SIGNED_IN)
def kept_post(post_id: str) -> str:
    """Show what was written in a form that could not be carried out."""
    post = kept_posts.own(context.session(), post_id, context.me().id, context.now())
    return render_template(
        "accounts/kept.html",
        post=post,
        written=[(name, value) for name, value in post.form if name not in NOT_SHOWN and value.strip()],
        fields=[(name, value) for name, value in post.form if name != "csrf_token"],
    )


@blueprint.post("/kept/<post_id>/delete")
@requires(Permission.SIGNED_IN)
def delete_kept_post(post_id: str) -> Response:
    """Delete a kept form before its day is over."""
    post = kept_posts.own(context.session(), post_id, context.me().id, context.now())
    kept_posts.remove(context.session(), post.id)
    context.session().commit()
    flash("What was kept is deleted.", "success")
    return redirect(url_for(".index"), 303)
