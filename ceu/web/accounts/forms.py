"""The forms of the sign-in pages: the library's logic, our labels and rules."""

import re
from datetime import timedelta
from typing import Any

from flask import g, request, session
from flask_login import current_user
from flask_security import forms as library
from flask_security.change_email import ChangeEmailForm as LibraryChangeMailForm
from flask_security.recovery_codes import MfRecoveryForm
from flask_security.tf_plugin import TwoFactorSelectForm
from flask_security.utils import get_message, validate_redirect_url, verify_password
from flask_wtf import FlaskForm
from wtforms import EmailField, Field, HiddenField, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than the library
from wtforms.validators import DataRequired, Length, ValidationError

from ceu.domain import names
from ceu.services import second_mail
from ceu.web import context
from ceu.web.accounts.zones import ZoneField

PASSWORD_LEAST = 12
UNCONFIRMED = "unconfirmed"  # the session's key of the address that an old link named
RESET_TO = "reset_to"  # of `g`: the address that a new password was asked for with
NO_FRESHNESS = timedelta(days=-1)
COMMON = re.compile(r"(.)\1*|(password|letmein|qwerty|welcome|therapist|therapy)*[\W\d_]*", re.IGNORECASE)
NAME = [DataRequired("Enter your name as it is on your license."), Length(max=255)]


class NameField(StringField):
    """A name on one line, without what nobody sees; pasting from other programs brings such signs along."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the name as it is kept."""
        self.data = names.tidy(valuelist[0]) if valuelist else ""


def guessable(password: str, mail: str, name: str) -> list[str] | None:
    """Return what is wrong with a password that somebody who knows its owner would try first."""
    plain = re.sub(r"[\W\d_]", "", password).casefold()
    parts = [mail, mail.partition("@")[0], *mail.replace("@", ".").split("."), name, *name.split()]
    known = {re.sub(r"[\W\d_]", "", part).casefold() for part in parts} - {""}
    if COMMON.fullmatch(password) or (plain and plain in known | {"".join(pair) for pair in _pairs(known)}):
        return ["This password is easy to guess. Choose one that has nothing to do with your name or email address."]
    return None


def _pairs(words: set[str]) -> list[tuple[str, str]]:
    return [(one, other) for one in words for other in words]


def next_page() -> str:
    """Return where the page that led here wants the person back, if that is on this site; else nothing."""
    target = request.values.get("next", "")
    return target if target.startswith("/") and "\\" not in target and validate_redirect_url(target) else ""


class Slim(FlaskForm):  # type: ignore[misc]
    """A library form without what we do not ask: a password twice, and being remembered beyond the session."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("remember", "password_confirm", "new_password_confirm"):
            if name in self:
                del self[name]


class Next(library.NextFormMixin):
    """Where to go afterwards. An address outside this site is dropped, as if it had not been there."""

    next: HiddenField = HiddenField()

    def validate_next(self, field: Field) -> None:
        """Forget an address that leads away."""
        if field.data and not validate_redirect_url(field.data):
            field.data = ""


STEPS = {"authenticator": "With a code of my authenticator app", "webauthn": "With a passkey"}
MAIL = [library.email_required, library.EmailValidation(verify=True)]
PASSWORD = [library.password_required, Length(max=200, message="A password has at most 200 characters.")]


class SignInForm(Next, Slim, library.LoginForm):
    """Email address and password. Nobody is remembered beyond the session."""

    email = EmailField("Email address", validators=MAIL)
    password = PasswordField("Password", validators=PASSWORD)


def unique_mail(form: Any, field: Field) -> None:
    """Refuse what is another account's, as its first or as its second address."""
    library.unique_user_email(form, field)
    owner = second_mail.owner(context.session(), field.data or "")
    if owner is not None and owner != current_user:
        form.existing_email_user = owner
        raise ValidationError(get_message("EMAIL_ALREADY_ASSOCIATED")[0])


class RegisterForm(Next, library.RegisterFormV2):
    """A new learner's account."""

    legal_name = NameField("Full legal name", validators=NAME)
    email = EmailField(
        "Email address",
        validators=[*MAIL, unique_mail],
    )
    password = PasswordField("Password", validators=PASSWORD)
    time_zone = ZoneField("Time zone", default=lambda: context.settings().time_zone)


def _either_mail(form: Any, field: Field) -> None:
    """Find whose address it is, first or second; both are always looked for, so that both take as long."""
    owner = second_mail.owner(context.session(), field.data or "")
    try:
        library.valid_user_email(form, field)
    except ValidationError:
        if owner is None:
            raise
        form.user = owner
    setattr(g, RESET_TO, field.data)


class ForgotForm(library.ForgotPasswordForm):
    """Whom to send the link to."""

    email = EmailField("Email address", validators=[*MAIL, _either_mail])


def unconfirmed() -> str:
    """Return the address to be confirmed where it is known: that of who is signed in, else of a link too old."""
    if current_user.is_authenticated:
        return "" if current_user.confirmed_at else str(current_user.email)
    return str(session.get(UNCONFIRMED, ""))


class SendConfirmationForm(library.SendConfirmationForm):
    """Whom to send the confirmation link to once more."""

    email = EmailField("Email address", validators=[*MAIL, library.valid_user_email])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if request.method == "GET":  # the library would take it from the page's address, and so into the server's log
            self.email.data = unconfirmed()


class ResetForm(Slim, library.ResetPasswordForm):
    """A new password, for whoever holds the mailed link."""

    password = PasswordField("New password", validators=PASSWORD)


class ChangePasswordForm(Slim, library.ChangePasswordForm):
    """A new password, for whoever knows the current one."""

    password = PasswordField("Current password")
    new_password = PasswordField("New password", validators=PASSWORD)


class ChangeMailForm(LibraryChangeMailForm):
    """A new email address; the password shows that it is the owner who asks."""

    email = EmailField(
        "New email address",
        validators=[*MAIL, unique_mail],
    )
    password = PasswordField("Your password", validators=[library.password_required])

    def validate_password(self, field: PasswordField) -> None:
        """Check the password of the person who is signed in."""
        if not verify_password(field.data or "", current_user.password):
            raise ValidationError(get_message("INVALID_PASSWORD")[0])


class CodeField(StringField):
    """A code typed from a small screen or from paper; spaces do not matter."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, [DataRequired("Enter the code."), Length(max=40, message="This is too long.")], **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the code without spaces."""
        self.data = "".join(valuelist[0].split()) if valuelist else ""


class CodeForm(library.TwoFactorVerifyCodeForm):
    """The second step: a code of the authenticator app."""

    code = CodeField("Code from your authenticator app")


class RecoveryForm(MfRecoveryForm):
    """The second step without the device: one of the recovery codes."""

    code = CodeField("Recovery code")


class RescueForm(library.TwoFactorRescueForm):
    """What the library would offer who lost the device. Ours is a link to the recovery codes."""

    help_setup = RadioField("", choices=[])


class StepField(RadioField):
    """The library gives the choices as pairs in its own words; these are ours."""

    @property
    def choices(self) -> Any:
        """The choices as WTForms wants them."""
        return self._choices

    @choices.setter
    def choices(self, pairs: Any) -> None:
        self._choices = [SelectChoice(value, STEPS[value]) for value, _ in pairs]


class SelectForm(TwoFactorSelectForm):
    """Which second step, where there are several."""

    which = StepField("How do you want to show that it is you?", validate_choice=True)
