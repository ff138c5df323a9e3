"""One course's outline, and starting it."""

from flask import render_template, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from ceu.domain.seat_time import rule
from ceu.services import benefit, catalog, credentials, earning, revisions, study
from ceu.services.study import Standing
from ceu.web import context
from ceu.web.learner import blueprint, pages
from ceu.web.permissions import Permission, requires


@blueprint.get("/<course>")
@requires(Permission.STUDY)
def course(course: str) -> str:
    """The outline and the path to the certificate; before the start, what is disclosed and how to start."""
    session, user, now = context.session(), context.me(), context.now()
    where = study.find_standing(session, user, course)
    if where is None:
        return _before_start(course)
    return render_template(
        "learner/course.html",
        where=where,
        offer=where.offer,
        modules=pages.outline(where, again=revisions.reread(session, where)),
        news=revisions.news(session, where),
        path_steps=pages.path(where, pages.state(where, user, now)),
        next=pages.next_thing(where, user, now),
        time_rule=rule(user.extra_time_percent),
        again=_may_repeat(where),
    )


def _may_repeat(where: Standing) -> bool:
    """Whether the office has opened the course once more to the learner, who has completed it."""
    return where.completion_id is not None and bool(
        study.repeat_of(context.session(), context.me().id, where.offer.slug, where.cycle)
    )


def _before_start(course: str, *, again: bool = False) -> str:
    session, user = context.session(), context.me()
    offer = catalog.current(session, course)
    today = study.local_date(user, context.now())
    credit = earning.offered(offer, today)
    return render_template(
        "learner/start.html",
        offer=offer,
        credit=credit,
        benefits=benefit.for_credentials(credit, credentials.of(session, user), today),
        expired=offer.expired(today),
        again=again,
    )


@blueprint.post("/<course>/start")
@requires(Permission.STUDY)
def start(course: str) -> Response:
    """Enroll: the page that posts here has shown disclosure and pass mark."""
    session, user = context.session(), context.me()
    study.start(session, user, course, disclosed=request.form.get("disclosed", ""), now=context.now())
    session.commit()
    where = study.standing(session, user, course)
    session.rollback()
    return redirect(pages.next_thing(where, user, context.now()).href, 303)


@blueprint.get("/<course>/start")
@requires(Permission.STUDY)
def start_page(course: str) -> str | Response:
    """What to know before a course is taken once more; anybody else is led to the course."""
    where = study.find_standing(context.session(), context.me(), course)
    if where is not None and _may_repeat(where):
        return _before_start(course, again=True)
    return redirect(url_for(".course", course=course), 303)
