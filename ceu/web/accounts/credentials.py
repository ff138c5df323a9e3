"""The pages of one's credentials (requirement 23)."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import DateField, Field, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from ceu.domain import names, professions
from ceu.domain.certificate import pdf
from ceu.models import Credential
from ceu.services import credentials
from ceu.services.credentials import Duplicate, Given
from ceu.web import context, filters
from ceu.web.accounts.forms import NameField, next_page
from ceu.web.permissions import Permission, requires

blueprint = Blueprint("credentials", __name__, url_prefix="/account/credentials")


def _seen(value: str | None) -> str | None:
    return names.visible(value).strip() if value else value


def _printable(form: FlaskForm, field: Field) -> None:
    """Ask the certificate's fonts now; when the course is finished is late to hear it."""
    del form
    if missing := pdf.unprintable(field.data or ""):
        raise ValidationError(
            f"The certificate has no letters for {' '.join(missing)}. Write it in Latin letters, as your license does."
        )


class CredentialForm(FlaskForm):  # type: ignore[misc]
    """A credential as it stands on the document."""

    kind = SelectField(
        "Kind", choices={"": "Choose", **professions.KINDS}, validators=[InputRequired("Choose the kind.")]
    )
    profession = SelectField(
        "Profession",
        choices={"": "Choose", **professions.PROFESSIONS},
        validators=[InputRequired("Choose the profession.")],
    )
    title = NameField("Title", validators=[Optional(), Length(max=64), _printable])
    jurisdiction = SelectField("State or territory", choices={"": "None (national)", **professions.JURISDICTIONS})
    number = StringField(
        "Number",
        filters=[_seen],
        validators=[
            DataRequired("Enter the number as it is printed."),
            Length(max=professions.NUMBER_LONGEST, message="A number has at most 40 characters."),
            _printable,
        ],
    )
    name_as_printed = NameField(
        "Name as printed on it",
        validators=[DataRequired("Enter the name as it is printed."), Length(max=255), _printable],
    )
    expires_on = DateField("Expires on", validators=[Optional()])

    def validate_jurisdiction(self, field: Field) -> None:
        """A board licenses and registers for its state; a national body certifies for none."""
        if self.kind.data == "national_certification":
            field.data = ""
        elif not field.data:
            raise ValidationError("Choose the state or territory that issued it.")

    def given(self) -> Given:
        """Return what was entered."""
        return Given(
            kind=self.kind.data,
            profession=self.profession.data,
            title=self.title.data or "",
            jurisdiction=self.jurisdiction.data,
            number=self.number.data or "",
            name_as_printed=self.name_as_printed.data or "",
            expires_on=self.expires_on.data,
        )


def _back() -> Response:
    return redirect(next_page() or url_for(".index"), 303)


@blueprint.get("/")
@requires(Permission.SIGNED_IN)
def index() -> str:
    """List the credentials, and offer the certificate without credit."""
    me = context.me()
    return render_template(
        "accounts/credentials.html",
        credentials=credentials.of(context.session(), me),
        me=me,
        next=next_page(),
        today=context.now().astimezone(filters.zone()).date(),
        **_names(),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def new() -> str | Response:
    """Add a credential."""
    me = context.me()
    form = CredentialForm()
    if request.method == "GET":
        form.name_as_printed.data = me.legal_name
    if form.validate_on_submit() and _saved(
        form, lambda given: credentials.add(context.session(), me, given, context.now())
    ):
        return _back()
    return _form_page(form, None)


@blueprint.route("/<int:credential_id>", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def edit(credential_id: int) -> str | Response:
    """Change a credential."""
    me = context.me()
    credential = credentials.own(context.session(), me, credential_id)
    form = CredentialForm(obj=credential)
    if form.validate_on_submit() and _saved(
        form, lambda given: credentials.change(context.session(), me, credential, given)
    ):
        return _back()
    return _form_page(form, credential)


@blueprint.post("/<int:credential_id>/remove")
@requires(Permission.SIGNED_IN)
def remove(credential_id: int) -> Response:
    """Take a credential off the list."""
    credential = credentials.own(context.session(), context.me(), credential_id)
    credentials.remove(credential, context.now())
    context.session().commit()
    flash("The credential is removed. Certificates made out to it stay as they are.", "success")
    return _back()


@blueprint.post("/no-credit")
@requires(Permission.SIGNED_IN)
def no_credit() -> Response:
    """Record the explicit wish for a certificate without credit, or take it back."""
    me = context.me()
    me.wants_no_credit = request.form.get("wants_no_credit") == "yes"
    context.session().commit()
    flash(
        "You will get a certificate of completion without credit."
        if me.wants_no_credit
        else "Add a credential before your first test; your certificate is made out to it.",
        "success",
    )
    return _back()


def _saved(form: CredentialForm, save: Callable[[Given], Any]) -> bool:
    given = form.given()
    try:
        save(given)
    except Duplicate as refused:
        form.number.errors = [str(refused)]
        return False
    context.session().commit()
    flash("The credential is saved.", "success")
    if professions.new_york_suffix(given.number, given.jurisdiction):
        flash('In New York the "-1" at the end is not part of the license number. You can change it here.', "info")
    return True


def _form_page(form: CredentialForm, credential: Credential | None) -> str:
    titles = dict.fromkeys(title for group in professions.TITLES.values() for title in group)
    return render_template(
        "accounts/credential.html", form=form, credential=credential, titles=list(titles), next=next_page(), **_names()
    )


def _names() -> dict[str, dict[str, str]]:
    return {
        "kinds": professions.KINDS,
        "professions": professions.PROFESSIONS,
        "jurisdictions": professions.JURISDICTIONS,
    }
