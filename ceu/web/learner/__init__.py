"""The learner's screens: study, post-test, and the way to the certificate."""

from flask import Blueprint

blueprint = Blueprint("learner", __name__, url_prefix="/learn")

from ceu.web.learner import audit_letter, courses, finishing, outside, quiz, reading, transcript  # noqa: E402, F401 they register their views
