"""How one signs in: one page for all methods; the authenticator app, its recovery codes, and the passkeys there are."""

from datetime import UTC
from typing import Any, cast

import segno
from flask import Blueprint, Flask, current_app, flash, redirect, render_template, session, url_for
from flask_security import Security
from flask_security.signals import wan_registered
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms.validators import ValidationError

from ceu.errors import NotFound
from ceu.models import User, WebAuthn
from ceu.services import audit, second_mail
from ceu.web import context
from ceu.web.accounts import notices, passkeys
from ceu.web.accounts.again import asks_password
from ceu.web.accounts.forms import CodeField, NameField
from ceu.web.permissions import Permission, requires

blueprint = Blueprint("methods", __name__, url_prefix="/account/sign-in-methods")

NEW_KEY = "new_app_key"  # the encrypted key of an app that is being added
WRONG_CODE = (
    "This code is not right. Codes change every 30 seconds: type the one the app shows now. If it is refused again, "
    "set the clock of your phone to automatic."
)
STEP = 30  # seconds; a code is good one step before and after its own, for clocks that are not quite right


class AppForm(FlaskForm):  # type: ignore[misc]
    """The first code of a new authenticator app."""

    code = CodeField("Code from the app")


class RenameForm(FlaskForm):  # type: ignore[misc]
    """Another name for a passkey."""

    name = NameField("Name", validators=passkeys.NAME)

    def __init__(self, passkey: WebAuthn, **more: Any) -> None:
        super().__init__(obj=passkey, **more)
        self.passkey = passkey

    def validate_name(self, field: NameField) -> None:
        """Refuse the name of another of her passkeys."""
        if any(other.name == field.data for other in self.passkey.user.webauthn if other.id != self.passkey.id):
            raise ValidationError(
                "Another of your passkeys has this name. Choose one by which you can tell them apart."
            )


def security() -> Security:
    """Return the library."""
    return cast(Security, current_app.extensions["security"])


def has_app(user: User) -> bool:
    """Return whether an authenticator app is asked for after the password."""
    return bool(user.tf_primary_method and user.tf_totp_secret)


def is_code_of(user: User, code: str) -> bool:
    """Return whether the code is one that the person's app shows now; it is then used up."""
    return bool(security().totp_factory.verify_totp(code, user.tf_totp_secret or "", user, window=STEP))


def has_second_step(user: User) -> bool:
    """Return whether anything is asked for after the password."""
    return has_app(user) or any(passkey.usage == "secondary" for passkey in user.webauthn)


def init(app: Flask) -> None:
    """Register the pages, and tell the owner when the library has added a passkey."""
    app.register_blueprint(blueprint)

    @wan_registered.connect_via(app)
    def tell(sender: Flask, user: User, name: str, **more: Any) -> None:
        del sender, more
        _record(user, "added", "passkey")
        notices.tell(user, f'The passkey "{name}" was added.')


@blueprint.get("/")
@requires(Permission.SIGNED_IN)
def index() -> str:
    """Show all methods and what each is for."""
    me = context.me()
    return render_template(
        "accounts/methods.html",
        me=me,
        has_app=has_app(me),
        has_second_step=has_second_step(me),
        codes_left=len(me.mf_recovery_codes or []),
        second=second_mail.of(context.session(), me),
        passkeys=[
            (one, one.lastuse_datetime.replace(tzinfo=UTC))
            for one in sorted(me.webauthn, key=lambda one: one.name.casefold())
        ],
    )


@blueprint.route("/app", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
@asks_password
def add_app() -> str | Response:
    """Show the key of a new app as a QR code and in letters, and take its first code."""
    me, form = context.me(), AppForm()
    if has_app(me):
        flash("There is an authenticator app already. Remove it before you add another one.", "info")
        return redirect(url_for(".index"), 303)
    codes = security().totp_factory
    key = session.get(NEW_KEY)
    if key is None:  # it stays until it is used: a page loaded again, or a mistyped code, needs no new scan
        key = session[NEW_KEY] = codes.generate_totp_secret()
    if form.validate_on_submit():
        if codes.verify_totp(form.code.data or "", key, me, window=STEP):
            security().datastore.tf_set(me, "authenticator", totp_secret=key)
            session.pop(NEW_KEY)
            return _changed_with_codes(me, "added", "authenticator app", "An authenticator app was added.")
        form.code.errors = [WRONG_CODE]
    uri = codes.get_totp_uri(me.email, key)
    return render_template(
        "accounts/app.html", form=form, picture=_picture(uri), key=codes.get_totp_pretty_key(key), uri=uri, me=me
    )


def _picture(uri: str) -> Markup:
    """Return a QR code as inline SVG, black on white in light and dark: readers of codes want it so."""
    code = segno.make(uri, error="m", micro=False)
    drawn = code.svg_inline(omitsize=True, dark="#000", light="#fff", border=4, svgclass="qr", lineclass=None)
    return Markup(drawn.replace("<svg ", '<svg role="img" aria-labelledby="qr-says" ', 1))  # noqa: S704 segno escapes


def _changed_with_codes(me: User, verb: str, method: str, told: str) -> str:
    """Finish what makes a second step: new recovery codes, mail, record. The codes are shown on this page only."""
    codes = security().mf_recovery_codes_util.create_recovery_codes(me)
    _record(me, verb, method)
    notices.tell(me, told)
    context.session().commit()
    return render_template("accounts/recovery_codes.html", codes=codes, told=told, next=url_for(".index"))


def _record(me: User, verb: str, method: str) -> None:
    session_, now = context.session(), context.now()
    audit.record(session_, f"{verb} sign-in method", f"user:{me.id}", actor_id=me.id, now=now, method=method)


@blueprint.route("/app/remove", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
@asks_password
def remove_app() -> str | Response:
    """Remove the authenticator app. Without a second step recovery codes open nothing, so they go as well."""
    me, form = context.me(), FlaskForm()
    if not has_app(me):
        return redirect(url_for(".index"), 303)
    if not form.validate_on_submit():
        return render_template("accounts/remove_app.html", form=form)
    security().datastore.tf_reset(me)
    _after_removal(me)
    _record(me, "removed", "authenticator app")
    notices.tell(me, "The authenticator app was removed.")
    context.session().commit()
    flash("The authenticator app is removed. Delete the entry in the app as well.", "success")
    return redirect(url_for(".index"), 303)


def _after_removal(me: User) -> None:
    if not has_second_step(me):
        me.mf_recovery_codes = None


@blueprint.route("/recovery-codes", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
@asks_password
def recovery_codes() -> str | Response:
    """Make new recovery codes, and show them once."""
    me, form = context.me(), FlaskForm()
    if not has_second_step(me):
        flash("Recovery codes open an account that asks for a second step. Yours does not yet.", "info")
        return redirect(url_for(".index"), 303)
    if not form.validate_on_submit():
        return render_template("accounts/new_codes.html", form=form, left=len(me.mf_recovery_codes or []))
    return _changed_with_codes(me, "renewed", "recovery codes", "New recovery codes were made; those before are void.")


def _own_passkey(passkey_id: int) -> WebAuthn:
    found = context.session().get(WebAuthn, passkey_id)
    if found is None or found.user_id != context.me().id:
        raise NotFound("There is no such passkey in your account.")
    return found


@blueprint.route("/passkeys/<int:passkey_id>", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
@asks_password
def passkey(passkey_id: int) -> str | Response:
    """Give a passkey another name."""
    found = _own_passkey(passkey_id)
    form = RenameForm(found)
    if not form.validate_on_submit():
        return render_template("accounts/passkey.html", form=form, passkey=found)
    found.name = form.name.data or ""
    context.session().commit()
    flash("The passkey has its new name.", "success")
    return redirect(url_for(".index"), 303)


@blueprint.route("/passkeys/<int:passkey_id>/remove", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
@asks_password
def remove_passkey(passkey_id: int) -> str | Response:
    """Remove a passkey."""
    me, found, form = context.me(), _own_passkey(passkey_id), FlaskForm()
    if not form.validate_on_submit():
        return render_template("accounts/remove_passkey.html", form=form, passkey=found)
    name = found.name
    me.webauthn.remove(found)
    security().datastore.delete_webauthn(found)
    _after_removal(me)
    _record(me, "removed", "passkey")
    notices.tell(me, f'The passkey "{name}" was removed.')
    context.session().commit()
    flash(f'The passkey "{name}" is removed. Delete it on the device as well.', "success")
    return redirect(url_for(".index"), 303)
