"""Accounts: signing up and in, the profile, credentials, and the mail these write."""

from flask import Flask

from ceu.web import sign_in
from ceu.web.accounts import (
    again,
    credentials,
    doors,
    erasure,
    first_admin,
    library,
    mail_choices,
    methods,
    own_data,
    post,
    profile,
    second_mail,
    sign_ins,
)


def init(app: Flask) -> None:
    """Wire Flask-Security, its wrapped views, our own pages and the sending of mail."""
    library.init(app)
    doors.init(app)
    sign_in.init(app)
    post.init(app)
    app.register_blueprint(profile.blueprint)
    app.register_blueprint(first_admin.blueprint)
    app.register_blueprint(credentials.blueprint)
    app.register_blueprint(again.blueprint)
    methods.init(app)
    app.register_blueprint(second_mail.blueprint)
    app.register_blueprint(sign_ins.blueprint)
    app.register_blueprint(mail_choices.blueprint)
    app.register_blueprint(own_data.blueprint)
    app.register_blueprint(erasure.blueprint)
