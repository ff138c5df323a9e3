"""The instructor's desk: what is published, what is kept back and why, and what to do next. It reads only."""

from flask import Blueprint

blueprint = Blueprint("instructor", __name__, url_prefix="/teach")

from ceu.web.instructor import views  # noqa: E402, F401 they register their routes
