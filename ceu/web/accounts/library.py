"""What Flask-Security is told: settings, forms, how it stores, mails and loads."""

from datetime import timedelta
from typing import Any

from flask import Flask, after_this_request, current_app, g, session
from flask_security import MailUtil, PasswordUtil, Security, SQLAlchemyUserDatastore
from flask_security.signals import (
    change_email_confirmed,
    password_changed,
    password_reset,
    reset_password_instructions_sent,
)
from flask_security.utils import hash_password, send_mail, set_request_attr
from sqlalchemy import bindparam, func, select
from werkzeug.wrappers import Response

from ceu.extensions import db
from ceu.models import Role, SignIn, User, WebAuthn
from ceu.services import accounts, second_mail, sign_ins
from ceu.services import mail as outbox
from ceu.web import context, permissions, sign_in
from ceu.web.accounts import forms, messages, notices, passkeys, post, totp

NOTICES = {"password_changed", "mail_changed"}  # mails of the library that go to the second address as well

# One statement loads the person and the names of her roles, and only the columns that pages ask for. It is of columns
# and not of entities, which halves what it costs on every page.
_USER, _ROLE, _SIGN_IN = User.__table__, Role.__table__, SignIn.__table__
_GRANTED = User.metadata.tables["roles_users"]
_COLUMNS = ("id", "email", "active", "fs_uniquifier", "confirmed_at", "legal_name", "time_zone", "extra_time_percent",
            "wants_no_credit", "erase_after")  # fmt: skip
_ROLES = (
    select(func.aggregate_strings(_ROLE.c.name, ","))
    .join_from(_GRANTED, _ROLE)
    .where(_GRANTED.c.user_id == _USER.c.id)
    .scalar_subquery()
)
LOAD = (
    select(*(_USER.c[name] for name in _COLUMNS), _ROLES)
    .join_from(_USER, _SIGN_IN, _SIGN_IN.c.user_id == _USER.c.id)
    .where(
        _SIGN_IN.c.token_sha256 == bindparam("sign_in"),  # signed out elsewhere: there is no such row any more
        _USER.c.fs_uniquifier == bindparam("uniquifier"),
        _USER.c.active.is_(True),
        _USER.c.erased_at.is_(None),
    )
)


def load_user(uniquifier: str) -> User | None:
    """Return the person of this session, unless the sign-in has expired or was ended from elsewhere.

    Columns that are not loaded load when touched.
    """
    now, token = context.now(), session.get(sign_in.TOKEN)
    if token is None or sign_in.expired(session, now, context.settings()):
        return None
    database = db.session()
    named = {"uniquifier": uniquifier, "sign_in": sign_ins.digest(token)}
    row = database.connection().execute(LOAD, named).one_or_none()
    if row is None:
        return None
    *values, roles = row
    user = accounts.as_loaded(database, dict(zip(_COLUMNS, values, strict=True)))
    g.permissions = permissions.permissions_of(roles.split(",") if roles else ())
    sign_in.prolong(session, user, now)
    set_request_attr("fs_authn_via", "session")  # the library's views ask how the person was recognized
    return user


class Datastore(SQLAlchemyUserDatastore):
    """The library's way to the tables."""

    def commit(self) -> None:
        """Commit what the library's views did. It is the one commit a library makes here."""
        db.session.commit()

    def find_role(self, role: str) -> Role:
        """Return a role, which a fresh database may not have yet."""
        return accounts.role(db.session(), role)

    def create_user(self, **given: Any) -> User:
        """Add a learner. The fields are those of the registration form that the table has too."""
        return accounts.add_account(
            db.session(),
            mail=given["email"],
            legal_name=given["legal_name"],
            password_hash=given["password"],
            time_zone=given["time_zone"],
            now=context.now(),
        )


class Mail(MailUtil):
    """Email addresses in lower case, and mail into the outbox instead of out of the house."""

    def normalize(self, email: str) -> str:
        """Return the address as the table has it."""
        return str(super().normalize(email.strip())).lower()

    def validate(self, email: str) -> str:
        """Return the address as the table has it, if mail can be sent there."""
        return str(super().validate(email.strip())).lower()

    def send_mail(
        self, template: str, subject: str, recipient: Any, sender: Any, body: str | None, html: str | None, **more: Any
    ) -> None:
        """Write the mail. Some of the library's views write nothing else and do not commit; this sees to it."""
        del sender, html
        kind = template.rpartition("/")[2]
        to = {str(recipient): None}
        if kind == "reset":  # to the address that was typed, which may be the second one
            to = {g.get(forms.RESET_TO, str(recipient)): None}
        elif kind in NOTICES:
            to |= dict.fromkeys(second_mail.addresses(db.session(), more["user"])[1:])
        for address in to:
            mail = outbox.write(
                db.session(), recipient=address, subject=subject, body=body or "", kind=kind, now=context.now()
            )
            post.written(mail)
        after_this_request(_commit)


def _commit(response: Response) -> Response:
    db.session.commit()
    return response


class Passwords(PasswordUtil):
    """At least 12 characters and not what everybody would try first; nothing about kinds of characters."""

    def validate(self, password: str, is_register: bool, **more: Any) -> tuple[list[str] | None, str]:
        """Return what is wrong with a new password, and the password in the form that is hashed."""
        problems, password = super().validate(password, is_register, **more)
        user = more.get("user")
        mail = (user.email if user is not None else more.get("email")) or ""
        name = (user.legal_name if user is not None else more.get("legal_name")) or ""
        return problems or forms.guessable(password, mail, name), password


def _config(app: Flask) -> dict[str, Any]:
    settings = app.config["SETTINGS"]
    return {
        "URL_PREFIX": "/account",
        "STATIC_FOLDER": None,
        "CLI_USERS_NAME": None,  # `ceu user` does this
        "CLI_ROLES_NAME": None,
        "EMAIL_SENDER": settings.mail_sender,
        "EMAIL_HTML": False,
        "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "allow_smtputf8": False},
        "USER_IDENTITY_ATTRIBUTES": [{"email": {"mapper": mail_of, "case_insensitive": False}}],
        "DATETIME_FACTORY": lambda: context.now().replace(tzinfo=None),
        # Argon2id as OWASP's password storage cheat sheet sets it (19 MiB, two passes); the library's default takes
        # 64 MiB of each worker thread and three times as long.
        "PASSWORD_HASH": "argon2",
        "PASSWORD_HASH_PASSLIB_OPTIONS": {
            "argon2__memory_cost": 19_456,
            "argon2__time_cost": 2,
            "argon2__parallelism": 1,
        },
        "PASSWORD_SALT": settings.password_salt,
        # Digests inside signed links. They guard no secret, so they need not be slow (the default takes 300 ms).
        "HASHING_SCHEMES": ["hex_sha256"],
        "PASSWORD_LENGTH_MIN": forms.PASSWORD_LEAST,
        "PASSWORD_CONFIRM_REQUIRED": False,  # a mistyped password is reset by mail
        "REGISTERABLE": True,
        "CONFIRMABLE": True,
        "LOGIN_WITHOUT_CONFIRMATION": True,  # reading starts at once
        "RECOVERABLE": True,
        "CHANGEABLE": True,
        "CHANGE_EMAIL": True,
        "RETURN_GENERIC_RESPONSES": True,
        "FRESHNESS": forms.NO_FRESHNESS,  # what matters asks for the password itself
        "API_ENABLED_METHODS": ["session"],
        "POST_LOGIN_VIEW": "/account/start",
        "POST_LOGOUT_VIEW": "/",
        "POST_REGISTER_VIEW": "/learn/",
        "POST_CONFIRM_VIEW": "/account/start",
        "POST_CHANGE_VIEW": "/account/",
        "POST_CHANGE_EMAIL_VIEW": "/account/",
        "REGISTER_EMAIL_TEMPLATE": "mail/welcome",
        "REGISTER_EMAIL_EXISTING_TEMPLATE": "mail/already_here",
        "EMAIL_TEMPLATE_CONFIRM": "mail/confirm",
        "EMAIL_TEMPLATE_PASSWORD_RESET": "mail/reset",
        "EMAIL_TEMPLATE_PASSWORD_RESET_NOTICE": "mail/password_changed",
        "EMAIL_TEMPLATE_PASSWORD_CHANGE_NOTICE": "mail/password_changed",
        "CHANGE_EMAIL_EMAIL_TEMPLATE": "mail/change_mail",
        "TWO_FACTOR": True,
        "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,  # seconds before and after; the library's 120 let nine codes be good
        "TWO_FACTOR_RESCUE_EMAIL": False,  # whoever reads the mail could then have both steps
        "TOTP_SECRETS": totp.encrypting_secrets(settings),
        "TOTP_ISSUER": totp.ISSUER,
        "MULTI_FACTOR_RECOVERY_CODES": True,
        "WEBAUTHN": True,
        "WAN_RP_NAME": totp.ISSUER,
        "WAN_ALLOW_USER_HINTS": False,  # a list of passkeys for an address would tell who has an account
        "WAN_SIGNIN_WITHIN": timedelta(minutes=5),  # to find the key in the bag
        "WAN_SIGNIN_TIMEOUT": 300_000,
        "WAN_REGISTER_TIMEOUT": 300_000,
        "WAN_POST_REGISTER_VIEW": "/account/sign-in-methods/",
        **messages.SUBJECTS,
        **{f"MSG_{key}": value for key, value in messages.MESSAGES.items()},
    }


def mail_of(identity: Any) -> str | None:
    """Return what was typed as the table spells it, if it is an email address."""
    try:
        return Mail(current_app).normalize(str(identity))
    except ValueError:
        return None


def init(app: Flask) -> Security:
    """Set the library up and switch off what this application does not use."""
    app.config.update({f"SECURITY_{key}": value for key, value in _config(app).items()})
    app.config["SESSION_PROTECTION"] = (
        None  # it would hash address and browser of each request, for a mark nobody reads
    )
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False  # `sign_in` prolongs the session
    security = totp.Library(
        app,
        Datastore(db, User, Role, WebAuthn),
        mail_util_cls=Mail,
        password_util_cls=Passwords,
        login_form=forms.SignInForm,
        register_form=forms.RegisterForm,
        forgot_password_form=forms.ForgotForm,
        reset_password_form=forms.ResetForm,
        change_password_form=forms.ChangePasswordForm,
        change_email_form=forms.ChangeMailForm,
        send_confirmation_form=forms.SendConfirmationForm,
        totp_cls=totp.Codes,
        mf_recovery_codes_util_cls=totp.RecoveryCodes,
        webauthn_util_cls=passkeys.Passkeys,
        two_factor_verify_code_form=forms.CodeForm,
        two_factor_rescue_form=forms.RescueForm,
        two_factor_select_form=forms.SelectForm,
        mf_recovery_form=forms.RecoveryForm,
        wan_register_form=passkeys.RegisterForm,
        wan_signin_form=passkeys.SignInForm,
        wan_signin_response_form=passkeys.AnswerForm,
    )
    security.login_manager.user_loader(load_user)
    security.login_manager.request_loader(None)  # no tokens: persons sign in, programs do not
    # Flask-Principal would load the person for every request, static files included; `@requires` does its work.
    security.principal.identity_loaders.clear()
    security.mail_context_processor(notices.library_context)

    @reset_password_instructions_sent.connect_via(app)
    def take_as_long_as_for_an_unknown_address(sender: Flask, **more: Any) -> None:
        del sender, more
        hash_password("not a password")  # the library does it where there is no account

    @change_email_confirmed.connect_via(app)
    def tell_the_old_address(sender: Flask, user: User, old_email: str, **more: Any) -> None:
        del sender, more
        send_mail(messages.MAIL_CHANGED, old_email, "mail/mail_changed", user=user)
        second = second_mail.of(db.session(), user)
        if second and second.email == user.email:  # it has become the first one
            second_mail.remove(db.session(), user, now=context.now())

    # After both, the library lets no other session load the person any more; the list of sign-ins is to say so.

    @password_changed.connect_via(app)
    def end_all_other_sign_ins(sender: Flask, user: User, **more: Any) -> None:
        del sender, more
        sign_ins.end_all(db.session(), user.id, but=session.get(sign_in.TOKEN))

    @password_reset.connect_via(app)
    def end_all_sign_ins(sender: Flask, user: User, **more: Any) -> None:
        del sender, more
        sign_ins.end_all(db.session(), user.id)

    return security
