"""`ceu db …`: Flask-Migrate's commands on the application's database; only they load it."""

from typing import Any

from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import Migrate
from flask_migrate.cli import db

from ceu import extensions
from ceu.models import versions

_begin = db.callback


@with_appcontext
def _bound(**options: Any) -> Any:
    """Bind the library to the application, then begin as it does."""
    Migrate(current_app, extensions.db, directory=str(versions.FOLDER))
    return _begin(**options) if _begin else None


db.callback = _bound
