"""Persons: find, open, roles, one more attempt."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ceu.domain import professions
from ceu.models import User
from ceu.services import accounts, certificates, people
from ceu.services.people import Studied
from ceu.web.admin import blueprint
from ceu.web.admin.forms import GrantForm, RoleForm, SearchForm
from ceu.web.context import me, now, session
from ceu.web.permissions import Permission, requires

Page = tuple[str, int] | str


@blueprint.get("/people")
@requires(Permission.ADMINISTER)
def search() -> str:
    """Ask whom to find."""
    return render_template("admin/people.html", form=SearchForm(), found=None)


@blueprint.post("/people")
@requires(Permission.ADMINISTER)
def found() -> Page:
    """Show who was found; the search is recorded."""
    form = SearchForm()
    if not form.validate_on_submit():
        return render_template("admin/people.html", form=form, found=None), 422
    some = people.search(session(), form.wanted.data or "", actor_id=me().id, now=now())
    page = render_template(
        "admin/people.html",
        form=form,
        found=some[: people.MOST],
        more=len(some) > people.MOST,
        searched=form.wanted.data,
    )
    session().commit()
    return page


@blueprint.post("/people/<int:user_id>/open")
@requires(Permission.ADMINISTER)
def open_record(user_id: int) -> Response:
    """Open a person's record, which is recorded, and show it."""
    people.open_record(session(), people.person(session(), user_id), actor_id=me().id, now=now())
    session().commit()
    return redirect(url_for(".person", user_id=user_id), 303)


@blueprint.get("/people/<int:user_id>")
@requires(Permission.ADMINISTER)
def person(user_id: int) -> Page:
    """Show a person's record to whoever has opened it, and the button that opens it to others."""
    user = people.person(session(), user_id)
    if not people.is_open(session(), user_id, actor_id=me().id, now=now()):
        return render_template("admin/person_closed.html", user_id=user_id)
    studies = people.studies(session(), user, now())
    return _page(user, studies, GrantForm(studies, formdata=None))


def _page(user: User, studies: Sequence[Studied], form: GrantForm) -> str:
    return render_template(
        "admin/person.html",
        person=user,
        roles={role.name for role in user.roles},
        all_roles=accounts.ROLE_NAMES,
        studies=studies,
        held=certificates.of_user(session(), user),
        profession=professions.label,
        form=form,
    )


@blueprint.post("/people/<int:user_id>/roles")
@requires(Permission.ADMINISTER)
def change_role(user_id: int) -> Response:
    """Give or take a role."""
    user, form = people.person(session(), user_id), RoleForm()
    if form.validate_on_submit():
        change = accounts.withdraw_role if form.act.data == "withdraw" else accounts.grant_role
        change(session(), user, form.role.data, actor_id=me().id, now=now())
        people.open_record(session(), user, actor_id=me().id, now=now())
        session().commit()
        flash(f"Roles changed: {', '.join(sorted(role.name for role in user.roles)) or 'none'}.", "success")
    return redirect(url_for(".person", user_id=user_id), 303)


@blueprint.post("/people/<int:user_id>/attempts")
@requires(Permission.ADMINISTER)
def grant_attempt(user_id: int) -> Page | Response:
    """Give one more attempt at a post-test, with a reason."""
    user = people.person(session(), user_id)
    studies = people.studies(session(), user, now())
    form = GrantForm(studies)
    if not form.validate_on_submit():
        people.open_record(session(), user, actor_id=me().id, now=now())
        page = _page(user, studies, form)
        session().commit()
        return page, 422
    enrollment, module = form.chosen()
    people.grant_attempt(session(), user, enrollment, module, form.reason.data or "", actor_id=me().id, now=now())
    session().commit()
    flash("One more attempt is granted. The wait after the last attempt still holds.", "success")
    return redirect(url_for(".person", user_id=user_id), 303)
