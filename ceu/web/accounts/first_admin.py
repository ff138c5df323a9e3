"""The one-time page that makes the first admin's account."""

from flask import Blueprint, current_app, flash, redirect, render_template
from flask_security import hash_password, login_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import EmailField, PasswordField
from wtforms.validators import ValidationError

from ceu.services import accounts
from ceu.web import context
from ceu.web.accounts import forms
from ceu.web.permissions import Permission, requires

blueprint = Blueprint("first_admin", __name__, url_prefix="/account")


class FirstAdminForm(FlaskForm):  # type: ignore[misc]
    """The first admin. Her email address is not confirmed by mail: she holds the server's own link."""

    legal_name = forms.NameField("Full legal name", validators=forms.NAME)
    email = EmailField("Email address", validators=forms.MAIL)
    password = PasswordField("Password", validators=forms.PASSWORD)

    def validate_password(self, field: PasswordField) -> None:
        """Hold the password to the rule all accounts have."""
        problems, field.data = current_app.extensions["security"].password_util.validate(
            field.data or "", True, email=self.email.data, legal_name=self.legal_name.data
        )
        if problems:
            raise ValidationError(problems[0])


@blueprint.route("/first-admin/<token>", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def make(token: str) -> str | Response:
    """Ask for name, mail and password, and make the account."""
    session = context.session()
    accounts.open_first_admin_link(session, token)
    form = FirstAdminForm()
    if form.validate_on_submit():
        try:
            user = accounts.make_first_admin(
                session,
                token,
                mail=form.email.data or "",
                legal_name=form.legal_name.data or "",
                password_hash=hash_password(form.password.data or ""),
                time_zone=context.settings().time_zone,
                now=context.now(),
            )
        except accounts.MailTaken as taken:
            form.email.errors = [str(taken)]
        else:
            login_user(user, authn_via=["register"])
            session.commit()
            flash("Your account is ready. You are the admin.", "success")
            return redirect("/admin/", 303)
    return render_template("accounts/first_admin.html", form=form)
