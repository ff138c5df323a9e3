"""The CE office's desk: records, exports, people and mail."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__, url_prefix="/admin")

from ceu.web.admin import certificates, people, repeats, study_time, views  # noqa: E402, F401 they register their views
