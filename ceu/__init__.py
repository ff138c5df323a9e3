"""CEU: a continuing-education platform for licensed therapists."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from config import Settings

if TYPE_CHECKING:  # a command that needs no application, such as `ceu check`, does not wait for these to load
    from flask import Flask


def create_app(settings: Settings | None = None) -> Flask:
    """Wire the application. It reads no row, writes no file and decides nothing.

    Args:
        settings: The settings; without them the environment's.
    """
    from werkzeug.middleware.proxy_fix import ProxyFix

    from ceu.web.platform import Platform

    settings = settings or Settings.from_environment()
    app = Platform(__name__)
    app.config.update(_flask_config(settings))
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, settings.proxies, settings.proxies, settings.proxies, settings.proxies
        )
    _init_database(app)
    _init_web(app)
    _init_commands(app)
    return app


def _flask_config(settings: Settings) -> dict[str, object]:
    from sqlalchemy.pool import QueuePool

    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "poolclass": QueuePool,
            "pool_size": 8,
            "max_overflow": 8,
            "pool_pre_ping": not settings.database_url.startswith("sqlite"),  # a file does not hang up
            "hide_parameters": True,  # an error in the log shows the statement, never names and answers
        },
        "SESSION_COOKIE_NAME": "session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.public_url.startswith("https://"),
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        "SESSION_REFRESH_EACH_REQUEST": False,  # signing in and using it prolong it; see ceu/web/sign_in.py
        "WTF_CSRF_TIME_LIMIT": None,  # the token lives as long as the session
        "MAX_CONTENT_LENGTH": 1_000_000,
    }


def _init_database(app: Flask) -> None:
    from flask import request

    from ceu import extensions
    from ceu.models import engine

    extensions.db.init_app(app)
    with app.app_context():
        engine.prepare(extensions.db.engine)

    @app.before_request
    def say_whether_this_request_writes() -> None:
        engine.may_write.set(request.method not in {"GET", "HEAD", "OPTIONS"})


def _init_web(app: Flask) -> None:
    from ceu import extensions
    from ceu.web import (
        accounts,
        admin,
        assets,
        errors,
        filters,
        headers,
        health,
        instructor,
        kept_pages,
        learner,
        permissions,
        public,
        typed,
        uploads,
    )

    typed.init(app)
    uploads.init(app)
    extensions.csrf.init_app(app)
    accounts.init(app)
    app.before_request(permissions.guard)
    app.jinja_env.globals.update(
        may=permissions.may,
        public_url=app.config["SETTINGS"].public_url,
        site_name="CEU",
    )
    assets.init(app)
    kept_pages.init(app)
    errors.init(app)
    headers.init(app)
    filters.init(app)
    for blueprint in (public.blueprint, learner.blueprint, instructor.blueprint, admin.blueprint, health.blueprint):
        app.register_blueprint(blueprint)


def _init_commands(app: Flask) -> None:
    from ceu import cli

    cli.init(app)
