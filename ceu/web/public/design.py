"""Sample data for the page that shows every component in its states (outside production only)."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from wtforms import (
    BooleanField,
    DateField,
    Form,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than the library
from wtforms.validators import DataRequired, Email, Optional

KINDS = [
    SelectChoice("license", "State license"),
    SelectChoice("registration", "Registration (associate or intern)"),
    SelectChoice("certification", "National certification"),
    SelectChoice("none", "None: a certificate of completion without credit"),
]
STATES = [SelectChoice("", "Choose a state"), SelectChoice("FL", "Florida"), SelectChoice("HI", "Hawaii")]
REMINDERS = [SelectChoice("open", "A course I have not finished"), SelectChoice("retake", "A retake that has opened")]


class SampleForm(Form):
    """One field of each kind; it is shown once empty and once with errors."""

    name = StringField("Full name", [DataRequired("Enter your name as your license prints it")])
    email = StringField(
        "Email address", [DataRequired("Enter an email address"), Email("Enter an email address with an @")]
    )
    password = PasswordField("Password", [DataRequired("Enter a password")])
    kind = RadioField("Credential", [DataRequired("Choose the kind of credential")], choices=KINDS)
    state = SelectField("State", [DataRequired("Choose the state that issued it")], choices=STATES)
    expires = DateField("Expires on", [Optional()])
    reminders = SelectMultipleField("Reminders", [Optional()], choices=REMINDERS)
    about = TextAreaField("What would you change in this course?", [Optional()])
    attested = BooleanField("I completed this course myself.", [DataRequired("Tick the statement to go on")])


def _option(value: str, html: str, state: str | None = None, feedback: str = "") -> dict[str, Any]:
    told = Markup("<p>{}</p>").format(feedback) if feedback else None
    return {"value": value, "html": html, "state": state, "feedback_html": told}


STEM = "Why does swallowed ketamine give less ketamine but more norketamine than the same dose by vein?"


def _open_options() -> list[dict[str, Any]]:
    return [
        _option("a", "It binds to food in the stomach."),
        _option("b", "The liver turns most of it into norketamine before it reaches the circulation."),
        _option("c", "The kidney removes it first."),
        _option("d", Markup("Norketamine is an impurity of the <em>tablet</em>.")),
    ]


def _reviewed_options() -> list[dict[str, Any]]:
    food = "Food changes the rate a little; it does not explain the ratio."
    return [
        _option("a", "It binds to food in the stomach.", "wrong", food),
        _option(
            "b", "The liver turns most of it into norketamine before it reaches the circulation.", "missed",
            "First-pass metabolism leaves a minor part of an oral dose as ketamine.",
        ),
        _option("c", "The kidney removes it first.", None, "The kidney clears what the liver has already changed."),
        _option("d", "Norketamine is an impurity of the tablet."),
    ]  # fmt: skip


def _several_options() -> list[dict[str, Any]]:
    return [
        _option("a", "Prepare the client for the session.", "right", "Preparation is within the therapist's scope."),
        _option("b", "Adjust the dose when a session is weak.", "wrong", "Dosing belongs to the prescriber."),
        _option("c", "Report an unexpected reaction to the prescriber.", "missed"),
        _option("d", "Keep spare medication in the office."),
    ]


def sample() -> dict[str, Any]:
    """Everything the template `public/design.html` needs beyond the macros themselves.

    Returns the template's context: two forms (one empty, one validated with errors), the options of three
    questions (open, reviewed, several answers), an outline and the steps to the certificate.
    """
    wrong = SampleForm(data={"name": "", "email": "ada.example.org"})
    wrong.validate()
    return {
        "empty_form": SampleForm(prefix="empty-", data={"state": "FL", "reminders": ["open"]}),
        "wrong_form": wrong,
        "stem": STEM,
        "open_options": _open_options(),
        "reviewed_options": _reviewed_options(),
        "several_options": _several_options(),
        "sections": [
            {"title": "A Tuesday afternoon", "href": "#prose", "state": "done", "minutes": 4},
            {"title": "From receptor to network", "href": "#prose", "state": "done", "minutes": 11},
            {"title": "Routes, doses, time", "href": "#prose", "state": "current", "minutes": 9},
            {"title": "What the body does with it", "href": "#prose", "state": "open", "minutes": 12},
            {"title": "Limits of this evidence", "href": "#prose", "state": "open", "minutes": 6},
        ],
        "path": [
            {"title": "Read", "state": "done", "href": "#prose", "note": "5 sections, 42 min"},
            {"title": "Quiz", "state": "current", "href": "#quiz", "note": "12 questions, 80% to pass"},
            {"title": "Evaluation", "state": "open", "href": "#forms", "note": "About 3 min"},
            {"title": "Attestation", "state": "locked", "href": None, "note": "After the quiz"},
            {"title": "Certificate", "state": "locked", "href": None, "note": "1.0 hour"},
        ],
    }
