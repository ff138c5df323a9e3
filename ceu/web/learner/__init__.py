"""The learner's screens: study, post-test, and the way to the certificate."""

from flask import Blueprint

blueprint = Blueprint("learner", __name__, url_prefix="/learn")

from ceu.web.learner import courses, finishing, notes, quiz, reading, search  # noqa: E402, F401 they register
