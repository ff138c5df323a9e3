"""A person's study time as the office sees it: what was observed, what stands instead, and extra time."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from ceu.models import User
from ceu.services import people, seat_time, study
from ceu.services.study import Standing
from ceu.web.admin import blueprint
from ceu.web.context import me, now, session
from ceu.web.permissions import Permission, requires

Page = tuple[str, int] | str


class ExtraTimeForm(FlaskForm):  # type: ignore[misc]
    """How much more time a person has than everybody."""

    percent = RadioField(
        "Extra time",
        choices={str(one): f"{one} percent" if one else "none" for one in seat_time.EXTRA_TIME},
    )


class GrantTimeForm(FlaskForm):  # type: ignore[misc]
    """Let the time one course asks for count as spent."""

    course = SelectField("Course")
    reason = TextAreaField(
        "Reason", [DataRequired("Write why the time is granted; the reason is kept with the record."), Length(max=2000)]
    )

    def __init__(self, studies: Sequence[Standing], **more: Any) -> None:
        super().__init__(**more)
        self.course.choices = {
            str(one.enrollment_id): one.offer.course.title for one in studies if seat_time.missing(one)
        }


@blueprint.get("/people/<int:user_id>/time")
@requires(Permission.ADMINISTER)
def study_time(user_id: int) -> Page:
    """Show a person's study time to whoever has opened the record."""
    user = people.person(session(), user_id)
    if not people.is_open(session(), user_id, actor_id=me().id, now=now()):
        return render_template("admin/person_closed.html", user_id=user_id)
    studies = study.standings(session(), user)
    return _page(user, studies, GrantTimeForm(studies, formdata=None))


def _page(user: User, studies: Sequence[Standing], form: GrantTimeForm) -> str:
    return render_template(
        "admin/study_time.html",
        person=user,
        studies=studies,
        missing=seat_time.missing,
        statements=seat_time.statements(session(), user),
        form=form,
        extra=ExtraTimeForm(formdata=None, percent=str(user.extra_time_percent)),
    )


@blueprint.post("/people/<int:user_id>/time")
@requires(Permission.ADMINISTER)
def grant_time(user_id: int) -> Page | Response:
    """Let the time a course asks for count as spent, with a reason."""
    user = people.person(session(), user_id)
    studies = study.standings(session(), user)
    form = GrantTimeForm(studies)
    if not form.validate_on_submit():
        people.open_record(session(), user, actor_id=me().id, now=now())
        page = _page(user, studies, form)
        session().commit()
        return page, 422
    seat_time.grant(session(), user, int(form.course.data), form.reason.data or "", actor_id=me().id, now=now())
    session().commit()
    flash("The study time is granted.", "success")
    return redirect(url_for(".study_time", user_id=user_id), 303)


@blueprint.post("/people/<int:user_id>/extra-time")
@requires(Permission.ADMINISTER)
def give_extra_time(user_id: int) -> Response:
    """Give a person extra time, or take it back."""
    user, form = people.person(session(), user_id), ExtraTimeForm()
    if form.validate_on_submit():
        seat_time.give_extra_time(session(), user, int(form.percent.data), actor_id=me().id, now=now())
        session().commit()
        flash("Extra time is saved; it holds from the next sign of reading on.", "success")
    return redirect(url_for(".study_time", user_id=user_id), 303)
