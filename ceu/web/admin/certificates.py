"""A person's certificates: the history of each, revoking it, and issuing a corrected one in its place.

Both acts take two steps without any script: a form, then a page that shows what will happen and asks once more.
"""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from ceu.domain import names, professions
from ceu.domain.certificate.number import display
from ceu.errors import NotFound, RuleError
from ceu.models import Outbox, User
from ceu.services import certificate_cases, corrections, credentials, people
from ceu.services.certificate_cases import REASON_LONGEST, AlreadyEnded, Case
from ceu.services.corrections import NAME_LONGEST, Correction
from ceu.web.accounts import post
from ceu.web.accounts.forms import NameField
from ceu.web.admin import blueprint
from ceu.web.context import me, now, session, settings
from ceu.web.permissions import Permission, requires

Page = tuple[str, int] | str
CONFIRM, EDIT = "confirm", "edit"


class RevokeForm(FlaskForm):  # type: ignore[misc]
    """Why a certificate is revoked. `step` is what the page asks for next: show, confirm or edit."""

    reason = TextAreaField(
        "Reason",
        [
            DataRequired("Write why; the reason is kept with the record."),
            Length(max=REASON_LONGEST, message=f"A reason has at most {REASON_LONGEST} characters."),
        ],
        filters=[lambda text: text.strip() if text else text],
    )
    step = HiddenField()


class CorrectForm(RevokeForm):
    """What a corrected certificate says otherwise than what is on file, and why it is issued."""

    credential = SelectField("License it is made out to", coerce=int)
    name = NameField(
        "Another name", [Length(max=NAME_LONGEST, message=f"A name has at most {NAME_LONGEST} characters.")]
    )
    license_number = StringField(
        "Another license number",
        [Length(max=professions.NUMBER_LONGEST, message="A number has at most 40 characters.")],
        filters=[lambda text: names.visible(text).strip() if text else text],
    )
    seal = HiddenField()

    def __init__(self, case: Case, **more: Any) -> None:
        super().__init__(**more)
        possible = corrections.choices(session(), case)
        self.credential.choices = [(one.id, _named(one)) for one in possible]
        if len(possible) < 2:
            del self.credential
        if not possible:
            del self.license_number

    def propose(self, case: Case) -> Correction:
        """Return the corrected certificate that the form describes, or raise RuleError."""
        return corrections.propose(
            session(),
            case,
            public_url=settings().public_url,
            name=self.name.data or "",
            license_number=self.license_number.data or "" if "license_number" in self else "",
            credential_id=self.credential.data if "credential" in self else None,
        )


def _named(credential: Any) -> str:
    removed = " (removed by the learner)" if credential.removed_at else ""
    return f"{credentials.told(credential)}, {credential.name_as_printed}{removed}"


def _case(user_id: int, number: str) -> tuple[User, Case]:
    user, case = people.person(session(), user_id), certificate_cases.find(session(), number)
    if case.user.id != user.id:
        raise NotFound("This person holds no certificate with this number.")
    return user, case


def _home(user_id: int, number: str) -> Response:
    return redirect(url_for(".certificate", user_id=user_id, number=number), 303)


def _closed(user_id: int) -> str | None:
    """Return the page that asks to open the person's record, or None where it is open."""
    if people.is_open(session(), user_id, actor_id=me().id, now=now()):
        return None
    return render_template("admin/person_closed.html", user_id=user_id)


@blueprint.get("/people/<int:user_id>/certificates/<number>")
@requires(Permission.ADMINISTER)
def certificate(user_id: int, number: str) -> str:
    """What a certificate says and what happened to it, to whoever has opened the person's record."""
    user, case = _case(user_id, number)
    return _closed(user_id) or render_template("admin/certificate.html", person=user, case=case)


@blueprint.route("/people/<int:user_id>/certificates/<number>/revoke", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def revoke(user_id: int, number: str) -> Page | Response:
    """Ask why, show what it means, and revoke."""
    user, case = _case(user_id, number)
    form = RevokeForm()
    if request.method == "GET":
        return _closed(user_id) or render_template("admin/revoke.html", person=user, case=case, form=form, sure=False)
    people.open_record(session(), user, actor_id=me().id, now=now())
    good = form.validate_on_submit()
    if not good or form.step.data != CONFIRM:
        sure = good and form.step.data != EDIT
        page = render_template("admin/revoke.html", person=user, case=case, form=form, sure=sure)
        session().commit()
        return page, 200 if good else 422
    try:
        letter = certificate_cases.revoke(
            session(),
            case,
            form.reason.data or "",
            actor_id=me().id,
            public_url=settings().public_url,
            now=now(),
        )
    except AlreadyEnded as told:
        return _told(user_id, number, told)
    return _done(user_id, number, letter, f"Certificate {display(case.certificate.number)} is revoked.")


@blueprint.route("/people/<int:user_id>/certificates/<number>/correct", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def correct(user_id: int, number: str) -> Page | Response:
    """Show what is on file beside what the certificate says, ask why, show the difference, and issue the new one."""
    user, case = _case(user_id, number)
    form = CorrectForm(case)
    if request.method == "GET":
        return _closed(user_id) or _correct_page(user, case, form, _on_file(case))
    people.open_record(session(), user, actor_id=me().id, now=now())
    if not form.validate_on_submit() or form.step.data == EDIT:
        page = _correct_page(user, case, form, _on_file(case))
        session().commit()
        return page, 422 if form.errors else 200
    try:
        proposed = form.propose(case)
        if form.step.data != CONFIRM or form.seal.data != proposed.seal:
            page = _correct_page(user, case, form, proposed, sure=True)
            session().commit()
            return page
        issued, letter = corrections.correct(
            session(),
            case,
            proposed,
            form.reason.data or "",
            actor_id=me().id,
            public_url=settings().public_url,
            now=now(),
        )
    except AlreadyEnded as told:
        return _told(user_id, number, told)
    except RuleError as told:
        session().rollback()
        people.open_record(session(), user, actor_id=me().id, now=now())
        form.form_errors.append(str(told))
        page = _correct_page(user, case, form, _on_file(case))
        session().commit()
        return page, 422
    return _done(user_id, issued, letter, f"The corrected certificate {display(issued)} is issued.")


def _on_file(case: Case) -> Correction | str:
    """Return what a correction from what is on file would change, or why there is none."""
    try:
        return corrections.propose(session(), case, public_url=settings().public_url)
    except RuleError as told:
        return str(told)


def _correct_page(user: User, case: Case, form: CorrectForm, proposed: Correction | str, *, sure: bool = False) -> str:
    return render_template(
        "admin/correct.html",
        person=user,
        case=case,
        form=form,
        proposed=None if isinstance(proposed, str) else proposed,
        refusal=proposed if isinstance(proposed, str) else "",
        moved=sure and form.step.data == CONFIRM,
        sure=sure,
    )


def _told(user_id: int, number: str, refusal: AlreadyEnded) -> Response:
    """Keep nothing, and show the certificate as it is now: a second click or a second admin is no fault."""
    session().rollback()
    flash(str(refusal), "info")
    return _home(user_id, number)


def _done(user_id: int, number: str, letter: Outbox | None, told: str) -> Response:
    if letter is not None:
        post.written(letter)
    session().commit()
    flash(
        f"{told} {'The learner is told by mail.' if letter else 'The account was erased, so nobody is told.'}",
        "success",
    )
    return _home(user_id, number)
