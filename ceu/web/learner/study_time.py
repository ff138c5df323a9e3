"""Study time: the signs a reading page sends, and the page that says how they are counted and who may do otherwise."""

from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from math import ceil

from flask import current_app, flash, render_template, request, url_for
from itsdangerous import BadSignature, Signer
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from ceu.domain import seat_time as rules
from ceu.domain.seat_time import Served
from ceu.services import seat_time, study
from ceu.services.signing import NotSigned
from ceu.services.study import Standing
from ceu.web import context
from ceu.web.learner import blueprint
from ceu.web.learner.forms import TimeForm
from ceu.web.permissions import Permission, requires
from ceu.web.sign_in import keeps_post


@cache
def _signer_of(secret: str) -> Signer:
    """Return what signs; its own key is derived once."""
    key = Signer(secret, salt="seat-time", digest_method=sha256).derive_key()
    return Signer(key, digest_method=sha256, key_derivation="none")


def _signer() -> Signer:
    return _signer_of(str(current_app.secret_key))


def served_now(where: Standing, module: str, section: str, minutes: int) -> str:
    """Return what the page sends back with its signs: which section, and when it was handed out, signed.

    A GET writes nothing here, so the page itself carries the moment. It is empty for who reads on paper.
    """
    if where.time.on_paper:
        return ""
    moment = ceil(context.now().timestamp())  # never earlier than it was
    return _signer().sign(f"{where.enrollment_id} {module} {section} {minutes} {moment}").decode()


def sent_back(module: str, section: str) -> Served | None:
    """Return what the page at hand was, or None where the form does not say, or says what we did not sign."""
    try:
        signed = _signer().unsign(request.form.get("served", "")).decode()
    except BadSignature:
        return None
    enrollment_id, of_module, of_section, minutes, moment = signed.split(" ")
    if (of_module, of_section) != (module, section):
        return None
    return Served(int(enrollment_id), module, section, int(minutes), datetime.fromtimestamp(int(moment), UTC))


@blueprint.post("/<course>/<module>/<section>/time")
@requires(Permission.STUDY)
def sign(course: str, module: str, section: str) -> Response:
    """Somebody is reading: the page's script says so, at most once a minute. There is nothing to answer."""
    del course
    if served := sent_back(module, section):
        session = context.session()
        seat_time.observe(session, context.me(), served, now=context.now())
        session.commit()
    return Response(status=204)


@blueprint.get("/<course>/time")
@requires(Permission.STUDY)
def time_page(course: str) -> str:
    """How much was observed, by which rule, and what there is for who reads on paper or needs longer."""
    where = study.standing(context.session(), context.me(), course)
    return _page(where, TimeForm(formdata=None))


def _page(where: Standing, form: TimeForm) -> str:
    asked = where.offer.course.minimum_minutes
    return render_template(
        "learner/time.html",
        where=where,
        form=form,
        asked=asked,
        missing=seat_time.missing(where),
        rule=rules.rule(context.me().extra_time_percent),
        extra=context.me().extra_time_percent,
        idle=rules.idle_minutes(context.me().extra_time_percent),
        statement=rules.statement(where.offer.course.title, asked) if asked else "",
    )


@blueprint.post("/<course>/time")
@requires(Permission.STUDY)
@keeps_post("statement")
def declare_time(course: str) -> Response | tuple[str, int]:
    """Take the learner's own statement where time that the course asks for was not observed."""
    session, user = context.session(), context.me()
    where, form = study.standing(session, user, course), TimeForm()
    if not seat_time.missing(where):
        return redirect(url_for(".time_page", course=course), 303)
    if form.validate_on_submit():
        try:
            seat_time.declare(
                session,
                user,
                where,
                agreed=form.agreed.data,
                typed_name=form.typed_name.data or "",
                now=context.now(),
            )
        except NotSigned as refusal:
            form.refuse(refusal)
        else:
            session.commit()
            flash("Your statement is recorded. The study time this course asks for is there.", "success")
            return redirect(url_for(".course", course=course), 303)
    return _page(where, form), 422


@blueprint.post("/<course>/time/paper")
@requires(Permission.STUDY)
def read_on_paper(course: str) -> Response:
    """Begin or end to read on paper."""
    session, user = context.session(), context.me()
    on_paper = request.form.get("on_paper") == "yes"
    seat_time.read_on_paper(session, user, study.standing(session, user, course), on_paper=on_paper)
    session.commit()
    told = "not observed from now on" if on_paper else "observed again"
    flash(f"Saved. Your study time in this course is {told}.", "success")
    return redirect(url_for(".time_page", course=course), 303)
