"""The desk's pages."""

from flask import render_template

from ceu.services import catalog
from ceu.web import context
from ceu.web.instructor import blueprint
from ceu.web.permissions import Permission, requires


@blueprint.get("/")
@requires(Permission.AUTHOR)
def home() -> str:
    """What is published."""
    return render_template("instructor/home.html", offers=catalog.offered(context.session()))
