"""The world in which all pages are looked at: one learner in each state, and the office."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

import papers_made
from factories import COURSE, LIBRARY

from ceu.models import Course
from ceu.services import study

SECOND_MAIL = "second.address@example.org"
# Marked and written: a passage, a bare highlight, one that was reworded, one that is gone, and a whole section.
NOTES = [
    ("The movement itself is what the dual process model calls oscillation", "Ask about this on Monday."),
    ("Grief moves.", ""),
    ("A client who laughs in the morning and cries at night is avoiding nothing; she is grieving as most do.", ""),
    ("Words that are no longer in the text", "Still mine."),
    ("", "On the whole section."),
]


# What a revision of the second module says otherwise: a correction that must be read, words, a section that is new.
REVISION = {
    "---\nAfter months": """changes:
  thoughts-of-death:
    date: 2026-11-20
    section: stays
    note: "Ask plainly about thoughts of death at the first visit, not only after a year."
    must_read: true
---
After months""",
    "Where after a year nothing has moved": "Where after half a year little has moved",
    "## Whom to ask": """## What to write down {#notes-of-a-visit objectives="judge"}

Write what was said, in the client's words.

## Whom to turn to""",
    "weight or drink worry you. ": "",
}


def two_courses(place):
    """Return a content folder in `place` with the library and, beside its course, one that asks for study time."""
    folder = Path(place) / "library"
    copytree(LIBRARY, folder)
    asking = (folder / "courses" / f"{COURSE}.md").read_text().replace("TEST-01", "TEST-02")
    (folder / "courses" / "timed.md").write_text(asking.replace("evaluation:", "minimum_minutes: 3\nevaluation:"))
    return folder


def start_timed(make, user):
    """Let her begin a course that asks for study time, which is published beside the other for it."""
    with TemporaryDirectory() as place:
        make.publish(two_courses(place))
    digest = make.session.get(Course, "timed").current
    study.start(make.session, user, "timed", disclosed=digest, now=make.now)


def write_note(make, user, quote, body):
    """Add a note to the first section and return its id."""
    from ceu.domain.notes import Anchor
    from ceu.services import notes

    where, anchor = make.standing(user), Anchor(quote) if quote else None
    given = {"body": body, "anchor": anchor, "revision": "", "now": make.now}
    return notes.add(make.session, user, where, "first-weeks", "looks", **given).id


def correct(make, user):
    """Correct her certificate after her name has changed, and change it once more; return both numbers."""
    from ceu.services import certificate_cases, corrections

    license_ = make.credential(user)
    case = certificate_cases.find(make.session, make.certificate(user).number)
    license_.name_as_printed = "Ada Lovell"
    proposed = corrections.propose(make.session, case, public_url="http://localhost")
    given = {"actor_id": None, "public_url": "http://localhost", "now": make.now}
    number, _ = corrections.correct(make.session, case, proposed, "Her name changed.", **given)
    license_.name_as_printed = "Ada Lovell-Ross"
    make.session.flush()
    return case.certificate.number, number


def make_world(server):
    """One learner in each state, and the office; returns (values for addresses, a session cookie for each)."""
    from ceu import create_app
    from ceu.services import credentials, erasure, kept_posts, second_mail
    from ceu.services import people as desk
    from ceu.web.sign_in import signed_in_session

    with server.make() as make:
        people = {
            "new": make.user(name="New Person"),
            "reading": make.user(),
            "timed": make.user(),
            "noting": make.user(),
            "testing": make.user(),
            "failed": make.user(),
            "earned": make.user(),
            "evaluated": make.user(),
            "done": make.user(name="Ada Ross"),
            "renewing": make.user(),
            "corrected": make.user(),
            "licensed later": make.user(),
            "leaving": make.user(),
            "secured": make.user(),
            "allowed again": make.user(),
            "again": make.user(),
            "revised": make.user(),
            "moved on": make.user(),
            "instructor": make.user("instructor"),
            "admin": make.user("admin"),
        }
        for kind in ("testing", "failed", "earned", "evaluated", "done"):
            make.credential(people[kind])
        make.enrollment(people["reading"])
        start_timed(make, people["timed"])
        make.enrollment(people["noting"])
        written = [write_note(make, people["noting"], *said) for said in NOTES]
        make.open_attempt(people["testing"])
        make.attempt(people["failed"], wrong=4)
        make.passed(people["earned"])
        make.evaluated(people["evaluated"])
        number = make.certificate(people["done"]).number
        ruled = make.credential(
            people["renewing"], jurisdiction="NY", title="LMHC", expires_on=make.now.date() + timedelta(days=90)
        )
        unruled = make.credential(people["renewing"], jurisdiction="WY", title="LPC")
        make.completion(people["renewing"])
        outside = make.outside(people["renewing"], ruled, file=papers_made.png())
        make.outside(people["renewing"], ruled, home_study=True, hours=Decimal(14), ethics_hours=Decimal(0))
        assert credentials.of(make.session, people["done"])
        make.completion(people["licensed later"])
        make.credential(people["licensed later"], expires_on=make.now.date() - timedelta(days=90))
        make.completion(people["leaving"])
        erasure.ask(make.session, people["leaving"], office="office@example.org", public_url="", now=make.now)
        old, new = correct(make, people["corrected"])
        for kind in ("allowed again", "again"):
            make.opened_again(people[kind])
        make.enrollment(people["again"])
        for kind in ("done", "corrected", "allowed again"):
            desk.open_record(make.session, people[kind], actor_id=people["admin"].id, now=make.now)
        revise(make, people["revised"], people["moved on"])
        written_form = [("quote", ""), ("body", "Written before the sign-in ended.")]
        post = kept_posts.keep(
            make.session, user_id=people["new"].id, path="/learn/", noun="note", form=written_form, now=make.now
        )
        make.session.flush()
        app = create_app(server.settings)
        signer = app.session_interface.get_signing_serializer(app)
        cookies = {kind: signer.dumps(signed_in_session(user, make.now)) for kind, user in people.items()}
        values = {"number": number, "person": people["done"].id, "note": written[0], "kept": post.id}
        values |= {"old": old, "new": new, "corrected": people["corrected"].id, "again": people["allowed again"].id}
        second_mail.add(make.session, people["new"], SECOND_MAIL, now=make.now)
        cookies |= second_steps(signer, make, people["secured"])
        values["passkey"] = make.passkey(people["secured"], usage="secondary").id
        values |= {"outside": outside.id, "ruled": ruled.id, "unruled": unruled.id}
        return values | mailed_tokens(app, people["new"], make.user(confirmed=False)), cookies


def revise(make, stays, goes_on):
    """Both have read everything; then the second module is revised, with a correction, and one takes that."""
    from ceu.services import notices

    for user in (stays, goes_on):
        make.read(user)
    with TemporaryDirectory() as place:
        folder = two_courses(place)
        file = folder / "modules/later-on/module.md"
        text = file.read_text(encoding="utf-8")
        for old, new in REVISION.items():
            assert old in text
            text = text.replace(old, new, 1)
        file.write_text(text, encoding="utf-8")
        make.publish(folder)
    make.take(goes_on)
    [told] = notices.of_user(make.session, goes_on)
    notices.mark_read(make.session, goes_on, told.id, now=make.now)


def second_steps(signer, make, user):
    """Let the person have an app; return the cookies of browsers in which her password was right."""
    user.tf_primary_method, user.tf_totp_secret = "authenticator", "none"
    whose = {"tf_user_id": user.fs_uniquifier, "tf_began": int(make.now.timestamp())}
    return {
        "half signed in": signer.dumps({**whose, "tf_state": "ready", "tf_primary_method": "authenticator"}),
        "choosing a step": signer.dumps({**whose, "tf_select": True}),
    }


def mailed_tokens(app, user, unconfirmed):
    """Return the tokens of the links that a person gets by mail."""
    from flask_security import change_email, confirmable, recoverable

    from ceu.domain.reminders import Kind
    from ceu.services import mail_choices
    from ceu.web.accounts import second_mail

    stop = mail_choices.stop_path(app.config["SECRET_KEY"], user.id, Kind.UNFINISHED)
    with app.app_context():
        return {
            "confirmation": confirmable.generate_confirmation_token(unconfirmed),
            "reset": recoverable.generate_reset_password_token(user),
            "change": change_email._generate_token(user, "new.address@example.org"),
            "second": second_mail._serializer().dumps([user.id, SECOND_MAIL]),
            "stop": stop.rpartition("/")[2],
        }
