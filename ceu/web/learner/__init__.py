"""The learner's screens: study, post-test, and the way to the certificate."""

from flask import Blueprint

blueprint = Blueprint("learner", __name__, url_prefix="/learn")

from ceu.web.learner import (  # noqa: E402 they register their views
    audit_letter,  # noqa: F401
    courses,  # noqa: F401
    dashboard,  # noqa: F401
    finishing,  # noqa: F401
    notes,  # noqa: F401
    notices,  # noqa: F401
    outside,  # noqa: F401
    quiz,  # noqa: F401
    reading,  # noqa: F401
    revisions,  # noqa: F401
    search,  # noqa: F401
    study_time,  # noqa: F401
    transcript,  # noqa: F401
)
