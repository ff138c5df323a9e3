"""The preview: an application of its own that shows a content folder, unpublished, as a learner would see it.

No database, no accounts; nothing is recorded, and only this computer can open it.
"""

import logging
from pathlib import Path

from flask import Flask, render_template
from jinja2 import ChoiceLoader, FileSystemLoader
from werkzeug.exceptions import HTTPException

from ceu.errors import NotFound
from ceu.web import assets, filters, headers
from ceu.web.preview.folder import ContentFolder
from ceu.web.preview.views import blueprint
from config import Settings

log = logging.getLogger(__name__)


def create_app(folder: Path) -> Flask:
    """Wire the preview of `folder`. The folder may be empty, or missing for a while."""
    app = Flask("ceu")  # the package whose templates and static files are the platform's
    app.config.update(
        SETTINGS=Settings(content=folder),
        CONTENT=ContentFolder(folder),
        # A page from elsewhere that has its own name point here must not read what is unpublished.
        TRUSTED_HOSTS=["127.0.0.1", "localhost"],
    )
    # Header and footer are the preview's own: it has no accounts and none of the website's ways.
    templates = Path(app.root_path) / "templates"
    app.jinja_loader = ChoiceLoader([FileSystemLoader(templates / "preview" / "frame"), FileSystemLoader(templates)])
    # It shows what a learner would be shown: everything that needs no other role.
    app.jinja_env.globals.update(site_name="Preview", may=lambda permission: permission == "study")
    assets.init(app)
    filters.init(app)
    headers.init(app)
    _init_errors(app)
    app.register_blueprint(blueprint)
    return app


def _init_errors(app: Flask) -> None:
    @app.errorhandler(NotFound)
    def missing(error: NotFound) -> tuple[str, int]:
        return _page("There is nothing to show here", str(error), 404)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> tuple[str, int]:
        if error.code == 404:
            return _page("There is nothing to show here", "The preview has no page at this address.", 404)
        return _page("That did not work", error.description or "", error.code or 500)

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> tuple[str, int]:
        log.error("preview page failed", exc_info=error)
        message = "This page could not be made of what is in the folder. Mend the findings first; if none is left, the "
        return _page("This page cannot be shown", message + "terminal that runs the preview says more.", 500)


def _page(title: str, message: str, status: int) -> tuple[str, int]:
    return render_template("preview/error.html", title=title, message=message), status
