"""Reminders in words: a subject, a short text, and the link at which the open matter is closed."""

from flask import Flask

from ceu.domain.certificate.facts import hours_text
from ceu.domain.certificate.wording import long_date
from ceu.domain.progress import StepKind
from ceu.domain.reminders import Kind
from ceu.services import credentials, mail_choices
from ceu.services.reminders import CourseMatter, Letter, Reminder
from ceu.services.renewal import Renewal
from ceu.web.learner import pages
from config import Settings

# No subject names a course or a license: it is read on locked screens.
SUBJECTS = {
    Kind.UNFINISHED: "Your course waits where you stopped",
    Kind.RETAKE: "Your post-test is open again",
    Kind.CERTIFICATE: "Your certificate is ready",
    Kind.RENEWAL: "Your license renewal comes closer",
}
NEARLY = "One signature is missing for your certificate"


def written(app: Flask, reminder: Reminder) -> Letter:
    """Return the reminder as a mail. Links begin with the platform's own address."""
    settings: Settings = app.config["SETTINGS"]
    kind, matter = reminder.key.kind, reminder.matter
    with app.test_request_context(base_url=settings.public_url):
        about = _renewal(settings, matter) if isinstance(matter, Renewal) else _course(settings, matter)
    body = app.jinja_env.get_template(f"mail/reminder_{kind}.txt").render(
        name=reminder.name,
        matter=matter,
        stop=settings.public_url + mail_choices.stop_path(settings.secret_key, reminder.user_id, kind),
        choices=f"{settings.public_url}/account/mail",
        **about,
    )
    signing = isinstance(matter, CourseMatter) and matter.step.kind is StepKind.ATTESTATION
    return Letter(reminder, NEARLY if signing else SUBJECTS[kind], body)


def _course(settings: Settings, matter: CourseMatter) -> dict[str, object]:
    return {"link": settings.public_url + pages.href(matter.course, matter.step)}


def _renewal(settings: Settings, matter: Renewal) -> dict[str, object]:
    license_ = matter.credential
    return {
        "license": license_,
        "told": credentials.told(license_, with_number=False),
        "link": f"{settings.public_url}/learn/renewal/{license_.id}",
        "renewed": f"{settings.public_url}/account/credentials/{license_.id}",
        "day": long_date,
        "hours": hours_text,
    }
