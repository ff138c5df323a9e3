"""Passkeys (WebAuthn), as the library is told to ask for and to check them."""

from typing import Any

from flask import session
from flask_security import WebauthnUtil
from flask_security.utils import get_message
from flask_security.webauthn import WebAuthnRegisterForm, WebAuthnSigninForm, WebAuthnSigninResponseForm
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than the library
from wtforms.validators import DataRequired, Length

from ceu.web.accounts.forms import NameField, Next

ASKED = "passkey_asked"  # the challenge this browser was last asked with
WHOSE = "tf_user_id"  # the library's key: whose password was right
NAME_MOST = 64
USES = (
    SelectChoice("first", "To sign in without my password"),
    SelectChoice("secondary", "As a second step after my password"),
)


class Passkeys(WebauthnUtil):
    """What is asked of a device. One that signs in alone has to check who holds it, by finger, face or PIN."""

    def generate_challenge(self, nbytes: int | None = None) -> str:
        """Return a new challenge; this browser may answer it once."""
        session[ASKED] = super().generate_challenge(nbytes)
        return str(session[ASKED])

    def authenticator_selection(self, user: Any, usage: str) -> AuthenticatorSelectionCriteria:
        """Return what a device has to be able to do for this use; the device's own kind is the person's choice."""
        del user
        alone = usage == "first"
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED if alone else ResidentKeyRequirement.DISCOURAGED,
            user_verification=self._verification([usage]),
        )

    def user_verification(self, user: Any, usage: list[str]) -> UserVerificationRequirement:
        """Return whether the device has to check who holds it."""
        del user
        return self._verification(usage)

    def name_svn(self, value: str) -> tuple[str | None, str | None]:
        """Take a name as the form has tidied it."""
        return None, value

    @staticmethod
    def _verification(usage: list[str]) -> UserVerificationRequirement:
        alone = "secondary" not in usage
        return UserVerificationRequirement.REQUIRED if alone else UserVerificationRequirement.DISCOURAGED


NAME = [
    DataRequired("Give the passkey a name by which you will know it, such as: my phone."),
    Length(max=NAME_MOST, message=f"A name has at most {NAME_MOST} characters."),
]


class RegisterForm(WebAuthnRegisterForm):
    """A new passkey's name and use."""

    name = NameField("Name", validators=NAME)
    usage = RadioField("What is it for?", choices=USES, default="first")


class SignInForm(Next, WebAuthnSigninForm):
    """Asks for a passkey. Nobody types who she is: the device knows."""

    next = HiddenField()


class AnswerForm(Next, WebAuthnSigninResponseForm):
    """What the device answered."""

    def validate(self, **more: Any) -> bool:
        """Check also what the library does not: the challenge is this browser's, the account open, and hers."""
        asked = session.pop(ASKED, None)
        if not asked or asked != self.challenge:
            return self._refuse("API_ERROR")
        if not super().validate(**more):
            return False
        user: Any = self.user
        if not user.active or user.erased_at is not None:
            return self._refuse("WEBAUTHN_UNKNOWN_CREDENTIAL_ID")
        # As a second step, another person's passkey would sign in that other person, without her password.
        if self.is_secondary and user.fs_uniquifier != session.get(WHOSE):
            return self._refuse("WEBAUTHN_UNKNOWN_CREDENTIAL_ID")
        return True

    def _refuse(self, message: str) -> bool:
        self.credential.errors = [get_message(message)[0]]
        return False
