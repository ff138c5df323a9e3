"""The library's views, wrapped: limits before, kept forms after, no writing on GET, and forms only."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask, flash, make_response, render_template, request, session
from flask_login import current_user
from flask_security.change_email import _verify_token_status as change_mail_status
from flask_security.confirmable import confirm_email_token_status
from flask_security.utils import check_and_get_token_status
from sqlalchemy import inspect, select

from ceu.errors import NotFound
from ceu.extensions import db
from ceu.models import User, engine
from ceu.services import limits, second_mail, sign_ins
from ceu.web import sign_in
from ceu.web.accounts import again, forms, kept, second_step, tries
from ceu.web.permissions import Permission, requires

Answer = Any  # what Flask takes from a view


def _sign_in(view: Callable[[], Answer]) -> Callable[[], Answer]:
    @requires(Permission.PUBLIC)
    def login() -> Answer:
        if request.method != "POST" or current_user.is_authenticated:
            return view()
        these = tries.counted((limits.SIGN_IN_ACCOUNT, tries.account()), (limits.SIGN_IN_ADDRESS, tries.address()))
        ids, refused = tries.count(these)
        if refused:
            return refused
        # Checking a password takes a while; nobody's writing waits for it.
        engine.may_write.set(False)
        response = make_response(view())
        user = current_user._get_current_object()  # noqa: SLF001 Flask-Login offers no public way
        new_hash = _renewed_hash(user)
        db.session.rollback()
        engine.may_write.set(True)
        if not user.is_authenticated:
            if second_step.began():  # the password was right: not a try that counts
                limits.take_back(db.session(), ids)
                db.session.commit()
            return response
        limits.take_back(db.session(), ids)
        limits.clear(db.session(), these[0])
        if new_hash:
            user.password = new_hash
        user_id = user.id
        sign_in.write_down(user_id)
        db.session.commit()
        return kept.carry_out(user_id) or response

    return login


def _renewed_hash(user: Any) -> str | None:
    """Return the hash the library made anew because the settings of hashing have changed, if it did."""
    if not isinstance(user, User) or not inspect(user).attrs.password.history.has_changes():
        return None
    return user.password


def _register(view: Callable[[], Answer]) -> Callable[[], Answer]:
    @requires(Permission.PUBLIC)
    def register() -> Answer:
        if request.method == "POST" and not current_user.is_authenticated:
            _, refused = tries.count(tries.counted((limits.REGISTER_ADDRESS, tries.address())))
            if refused:
                return refused
        return view()

    return register


def _mailing(view: Callable[[], Answer], permission: Permission) -> Callable[[], Answer]:
    """Limit what makes us write to an address that somebody typed."""

    @requires(permission)
    def mailing() -> Answer:
        if request.method == "POST":
            _, refused = tries.count(
                tries.counted((limits.MAIL_ACCOUNT, tries.account()), (limits.MAIL_ADDRESS, tries.address()))
            )
            if refused:
                return refused
        return view()

    return mailing


def _asking_password(view: Callable[[], Answer]) -> Callable[[], Answer]:
    """Limit guesses of the current password by whoever found a browser signed in."""

    @requires(Permission.SIGNED_IN)
    def asking_password() -> Answer:
        if request.method != "POST":
            return view()
        these = tries.counted((limits.SIGN_IN_ACCOUNT, current_user.email))
        ids, refused = tries.count(these)
        if refused:
            return refused
        response = make_response(view())
        if response.status_code in {302, 303}:
            limits.take_back(db.session(), ids)
        return response

    return asking_password


def _sign_out(view: Callable[[], Answer]) -> Callable[[], Answer]:
    @requires(Permission.PUBLIC)  # a page left open may still show the button
    def logout() -> Answer:
        response = view()
        if token := session.get(sign_in.TOKEN):
            sign_ins.end_this(db.session(), token)
            db.session.commit()
        session.clear()
        flash("You are signed out.", "success")
        return response

    return logout


def _sent_to(token: str) -> str:
    """Return the address that a link was sent to, however old it is; nothing where it is none of ours."""
    _, invalid, data = check_and_get_token_status(token, "confirm", timedelta(days=36_500))
    named = select(User.email).where(User.fs_uniquifier == data[0], User.erased_at.is_(None)) if data else None
    return "" if invalid or named is None else db.session.scalar(named) or ""


def _confirm(view: Callable[[str], Answer]) -> Callable[[str], Answer]:
    @requires(Permission.PUBLIC)
    def confirm_email(token: str) -> Answer:
        """Ask on GET, since programs that check mail for viruses open every link in it; confirm on POST."""
        expired, invalid, user = confirm_email_token_status(token)  # type: ignore[no-untyped-call]
        if expired:
            session[forms.UNCONFIRMED] = _sent_to(token)  # known to whoever holds the link; the next page asks for it
        if request.method == "POST" or expired or invalid or user.confirmed_at:
            return view(token)
        return render_template("accounts/confirm_mail.html", mail=user.email, new=False)

    return confirm_email


def _confirm_change(view: Callable[[str], Answer]) -> Callable[[str], Answer]:
    @requires(Permission.PUBLIC)
    def change_email_confirm(token: str) -> Answer:
        """Ask on GET, change on POST, for the same reason."""
        expired, invalid, user, mail = change_mail_status(token)  # type: ignore[no-untyped-call]
        if mail and second_mail.taken(db.session(), mail, but=user):
            raise NotFound("This address cannot be used any more. Choose another one in your account.")
        if request.method == "POST" or expired or invalid:
            return view(token)
        return render_template("accounts/confirm_mail.html", mail=mail, new=True)

    return change_email_confirm


def init(app: Flask) -> None:
    """Put the wrapped views in the place of the library's."""
    views: dict[str, Any] = app.view_functions
    for name, wrap in (
        ("login", _sign_in),
        ("register", _register),
        ("logout", _sign_out),
        ("confirm_email", _confirm),
        ("change_email_confirm", _confirm_change),
        ("change_password", _asking_password),
    ):
        views[f"security.{name}"] = wrap(views[f"security.{name}"])
    for name in ("forgot_password", "send_confirmation"):
        views[f"security.{name}"] = _mailing(views[f"security.{name}"], Permission.PUBLIC)
    views["security.change_email"] = _asking_password(_mailing(views["security.change_email"], Permission.SIGNED_IN))
    views["security.reset_password"] = requires(Permission.PUBLIC)(views["security.reset_password"])
    second_step.wrap(views)
    for name in ("wan_register", "wan_register_response"):
        views[f"security.{name}"] = requires(Permission.SIGNED_IN)(again.asks_password(views[f"security.{name}"]))
    app.add_url_rule("/account/change-email/<token>", endpoint="security.change_email_confirm", methods=["POST"])
