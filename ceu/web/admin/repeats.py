"""Opening a completed course to a person once more, with a reason (requirement 22)."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from ceu.services import people, repeats, study
from ceu.services.certificate_cases import REASON_LONGEST
from ceu.services.repeats import OpenAlready
from ceu.services.study import Standing
from ceu.web.accounts import post
from ceu.web.admin import blueprint
from ceu.web.context import me, now, session, settings
from ceu.web.permissions import Permission, requires


class RepeatForm(FlaskForm):  # type: ignore[misc]
    """Which course, and why."""

    course = SelectField("Course")
    reason = TextAreaField(
        "Reason",
        [
            DataRequired("Write why; the reason is kept with the new enrollment."),
            Length(max=REASON_LONGEST, message=f"A reason has at most {REASON_LONGEST} characters."),
        ],
        filters=[lambda text: text.strip() if text else text],
    )

    def __init__(self, possible: Sequence[Standing], **more: Any) -> None:
        super().__init__(**more)
        self.course.choices = {where.offer.slug: where.offer.course.title for where in possible}


@blueprint.route("/people/<int:user_id>/again", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def open_again(user_id: int) -> tuple[str, int] | str | Response:
    """Choose a completed course, say why, and open it to the person once more."""
    user = people.person(session(), user_id)
    if request.method == "GET" and not people.is_open(session(), user_id, actor_id=me().id, now=now()):
        return render_template("admin/person_closed.html", user_id=user_id)
    standings = study.standings(session(), user)
    form = RepeatForm(repeats.possible(session(), user, standings, now()))
    waiting = repeats.waiting(session(), user)
    opened = [where.offer.course.title for where in standings if where.offer.slug in waiting]
    if request.method == "GET":
        return render_template("admin/open_again.html", person=user, form=form, opened=opened)
    people.open_record(session(), user, actor_id=me().id, now=now())
    if form.course.data in waiting:  # a second click, or another admin was first
        session().commit()
        flash(OpenAlready.message, "info")
        return redirect(url_for(".person", user_id=user_id), 303)
    if not form.validate_on_submit():
        page = render_template("admin/open_again.html", person=user, form=form, opened=opened)
        session().commit()
        return page, 422
    letter = repeats.open_again(
        session(),
        user,
        form.course.data,
        form.reason.data or "",
        actor_id=me().id,
        public_url=settings().public_url,
        now=now(),
    )
    if letter is not None:
        post.written(letter)
    session().commit()
    flash("The course is open to this person once more, who is told by mail.", "success")
    return redirect(url_for(".person", user_id=user_id), 303)
