"""Pages anybody may open: what the courses are, and whether a certificate is real."""

from flask import Blueprint

blueprint = Blueprint("public", __name__)

from ceu.web.public import machines, views  # noqa: E402, F401 they register their routes
