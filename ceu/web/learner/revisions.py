"""What changed since the revision a learner reads, and taking the newer one."""

from flask import flash, render_template, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from ceu.services import catalog, revisions, study
from ceu.web import context
from ceu.web.learner import blueprint
from ceu.web.permissions import Permission, requires


@blueprint.get("/<course>/changes")
@requires(Permission.STUDY)
def changes(course: str) -> str:
    """What is different in the revision offered now, what taking it means, and the button that takes it."""
    session = context.session()
    where = study.standing(session, context.me(), course)
    if not where.revised:
        again = revisions.reread(session, where)
        return render_template("learner/newest.html", where=where, again=again)
    offer, found = catalog.offer(session, where.current), revisions.changes(session, where)
    return render_template(
        "learner/changes.html",
        where=where,
        offer=offer,
        changes=found,
        effects=revisions.effects(where, offer, found),
        news=revisions.news(session, where),
    )


@blueprint.post("/<course>/changes")
@requires(Permission.STUDY)
def take_revision(course: str) -> Response:
    """Let the learner read the revision whose changes she was shown."""
    session, user = context.session(), context.me()
    where = study.standing(session, user, course)
    try:
        taken = revisions.take(session, user, where, request.form.get("revision", ""), now=context.now())
    except revisions.RevisedAgain as refusal:
        session.rollback()
        flash(str(refusal), "warning")
        return redirect(url_for(".changes", course=course), 303)
    session.commit()
    if taken:
        flash("You now read the new revision. What you have read and passed is kept.", "success")
    return redirect(url_for(".course", course=course), 303)


@blueprint.get("/<course>/<module>/<section>/changes")
@requires(Permission.STUDY)
def section_changes(course: str, module: str, section: str) -> str | Response:
    """What changed in one section since the learner marked it as read; where nothing did, the section."""
    session = context.session()
    where = study.standing(session, context.me(), course)
    back = url_for(".section", course=course, module=module, section=section)
    change = revisions.section_change(session, where, module, section)
    if change is None:
        return redirect(back, 303)
    return render_template("learner/section_changes.html", where=where, change=change, back=back)
