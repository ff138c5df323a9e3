"""What every view may ask for: the settings, the time, the database session, the person."""

from datetime import UTC, datetime
from typing import cast

from flask import current_app
from flask_login import current_user
from sqlalchemy.orm import Session

from ceu.extensions import db
from ceu.models import User
from config import Settings


def settings() -> Settings:
    """Return the settings the application was made with."""
    return cast(Settings, current_app.config["SETTINGS"])


def now() -> datetime:
    """Return the time in UTC. A test moves it by setting `app.config["CLOCK"]`."""
    clock = current_app.config.get("CLOCK")
    return cast(datetime, clock()) if clock else datetime.now(UTC)


def session() -> Session:
    """Return the request's database session."""
    return cast(Session, db.session)


def me() -> User:
    """Return the signed-in person. Only for views whose permission is not public."""
    return cast(User, current_user._get_current_object())  # noqa: SLF001 Flask-Login offers no public way
