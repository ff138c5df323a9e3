"""What a load balancer asks: is the process alive, and can it serve?"""

from flask import Blueprint
from sqlalchemy.exc import SQLAlchemyError

from ceu.models import versions
from ceu.web import context
from ceu.web.permissions import Permission, requires

blueprint = Blueprint("health", __name__)

PLAIN = {"Content-Type": "text/plain; charset=utf-8"}


@blueprint.get("/healthz")
@requires(Permission.PUBLIC)
def alive() -> tuple[str, int, dict[str, str]]:
    """Answer at all. It asks the database nothing."""
    return "alive\n", 200, PLAIN


@blueprint.get("/readyz")
@requires(Permission.PUBLIC)
def ready() -> tuple[str, int, dict[str, str]]:
    """Answer 200 when the database can be read and is at the version this code needs, else 503 with the reason."""
    try:
        found = versions.current(context.session().connection())
    except SQLAlchemyError:
        return "The database cannot be read.\n", 503, PLAIN
    if found != versions.head():
        return f"The database is at version {found}; this code needs {versions.head()}.\n", 503, PLAIN
    return "ready\n", 200, PLAIN
