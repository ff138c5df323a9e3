"""From the last post-test to the certificate: evaluation, attestation, certificates."""

from io import BytesIO

from flask import Response as FlaskResponse
from flask import flash, render_template, send_file, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from ceu.domain import attestation as statements
from ceu.domain import evaluation as items
from ceu.domain import progress
from ceu.domain.certificate import keys
from ceu.domain.certificate.errors import KeyTrouble
from ceu.domain.certificate.number import display, read_number
from ceu.domain.progress import StepKind
from ceu.errors import NotFound, NotYet
from ceu.services import certificates, completion, evaluation, notices, study
from ceu.services.certificates import NoLongerValid
from ceu.services.completion import NameNotPrintable
from ceu.services.signing import NotSigned
from ceu.services.study import Standing
from ceu.web import context
from ceu.web.learner import blueprint, pages
from ceu.web.learner.forms import SigningForm, evaluation_form
from ceu.web.permissions import Permission, requires
from ceu.web.sign_in import keeps_post


def _still_open(where: Standing, *, before: StepKind) -> list[tuple[str, str]]:
    """Return what has to be done before `before`, as (sentence, address)."""
    user, now = context.me(), context.now()
    state = pages.state(where, user, now)
    order = list(StepKind)
    titles = {module.slug: module.title for module in where.offer.modules}
    found = []
    for one in progress.open_requirements(state):
        if order.index(one.kind) >= order.index(before) or one.kind is before:
            continue
        section = next((m.unread[0] for m in state.modules if m.slug == one.module and m.unread), "")
        target = pages.href(where.offer.slug, progress.Step(one.kind, one.module, section))
        found.append((f"{titles[one.module]}: {one.detail}" if one.module else one.detail, target))
    return found


@blueprint.route("/<course>/evaluation", methods=["GET", "POST"])
@requires(Permission.STUDY)
@keeps_post("evaluation")
def evaluation_page(course: str) -> str | Response | tuple[str, int]:
    """The course evaluation, one item per objective and the standard list."""
    session, user = context.session(), context.me()
    where = study.standing(session, user, course)
    if where.evaluated_on is not None:
        return redirect(pages.next_thing(where, user, context.now()).href, 303)
    asked = items.items(where.offer.modules)
    still_open = _still_open(where, before=StepKind.EVALUATION)
    form = evaluation_form(asked)
    if not still_open and form.validate_on_submit():
        answers = {item.id: form[item.id].data for item in asked if form[item.id].data not in (None, "")}
        evaluation.give(session, user, where, answers, now=context.now())
        session.commit()
        flash("Thank you. Your evaluation was saved, apart from your name.", "success")
        return redirect(pages.next_thing(study.standing(session, user, course), user, context.now()).href, 303)
    groups: dict[str, list[items.Item]] = {}
    for item in asked:
        groups.setdefault(item.group, []).append(item)
    page = render_template("learner/evaluation.html", where=where, form=form, groups=groups, still_open=still_open)
    return page, 422 if form.errors else 200


@blueprint.route("/<course>/attestation", methods=["GET", "POST"])
@requires(Permission.STUDY)
@keeps_post("attestation")
def attestation(course: str) -> str | Response | tuple[str, int]:
    """Every certificate as it will read, and the statement to sign."""
    session, user, now = context.session(), context.me(), context.now()
    where = study.standing(session, user, course)
    if where.completion_id is not None:
        return redirect(url_for(".certificates_page", course=course), 303)
    still_open = _still_open(where, before=StepKind.ATTESTATION)
    form = SigningForm()
    if not still_open and form.validate_on_submit():
        try:
            completion.complete(
                session,
                user,
                where,
                agreed=form.agreed.data,
                typed_name=form.typed_name.data or "",
                public_url=context.settings().public_url,
                now=now,
            )
        except NotSigned as refusal:
            form.refuse(refusal)
        except NameNotPrintable as refusal:
            form.typed_name.errors = [*form.typed_name.errors, str(refusal)]
        except NotYet as refusal:
            flash(str(refusal), "warning")
        else:
            session.commit()
            return redirect(url_for(".certificates_page", course=course), 303)
        session.rollback()
        where = study.standing(session, user, course)
    planned = (
        []
        if still_open
        else completion.preview(session, user, where, public_url=context.settings().public_url, now=now)
    )
    page = render_template(
        "learner/attestation.html",
        where=where,
        form=form,
        plans=planned,
        still_open=still_open,
        statement=statements.statement(where.offer.course.title),
    )
    return page, 422 if form.errors else 200


@blueprint.get("/<course>/certificates")
@requires(Permission.STUDY)
def certificates_page(course: str) -> str | Response:
    """The certificates of a completion, and those a license added later could get."""
    session, user = context.session(), context.me()
    finished = completion.completion_of(session, user, course)
    if finished is None:
        where = study.standing(session, user, course)
        return render_template(
            "learner/no_certificate.html", where=where, still_open=_still_open(where, before=StepKind.CERTIFICATES)
        )
    public_url = context.settings().public_url
    return render_template(
        "learner/certificates.html",
        course=course,
        completion=finished,
        corrections=notices.of_user(session, user),
        held=sorted(certificates.of_user(session, user, course), key=lambda one: one.state != "valid"),
        later=completion.not_yet_issued(session, user, finished, public_url=public_url),
        public_url=public_url,
        display=display,
    )


@blueprint.post("/<course>/certificates")
@requires(Permission.STUDY)
def issue_later(course: str) -> Response:
    """Issue the certificates of credentials added after the completion."""
    session, user = context.session(), context.me()
    finished = completion.completion_of(session, user, course)
    if finished is None:
        raise NotFound
    made = completion.issue_for_later_credentials(
        session, user, finished, public_url=context.settings().public_url, now=context.now()
    )
    session.commit()
    if made:
        flash("The certificate was issued." if made == 1 else f"{made} certificates were issued.", "success")
    return redirect(url_for(".certificates_page", course=course), 303)


def _own_number(course: str, number: str) -> str:
    """Return the number in its stored form if the learner holds that certificate of the course and it is valid.

    Raises NotFound, or NoLongerValid: what was revoked or superseded is not handed out as if it held.
    """
    wanted = read_number(number)
    mine = certificates.of_user(context.session(), context.me(), course)
    held = next((one for one in mine if one.certificate.number == wanted), None)
    if held is None:
        raise NotFound("You hold no certificate with this number.")
    if held.state != "valid":
        instead = f" Download {display(held.replaced_by)} instead." if held.replaced_by else ""
        raise NoLongerValid(f"This certificate was {held.state}, so its file is no longer handed out.{instead}")
    return held.certificate.number


@blueprint.get("/<course>/certificates/<number>")
@requires(Permission.STUDY)
def certificate_file(course: str, number: str) -> Response:
    """The signed PDF, once it has been made."""
    wanted = _own_number(course, number)
    stored = certificates.stored_pdf(context.session(), wanted)
    if stored is None:
        return redirect(url_for(".certificates_page", course=course), 303)
    return _as_file(stored, wanted)


@blueprint.post("/<course>/certificates/<number>")
@requires(Permission.STUDY)
def make_certificate_file(course: str, number: str) -> Response:
    """Make the signed PDF the first time it is asked for, and hand it out."""
    session = context.session()
    wanted = _own_number(course, number)
    signed = certificates.make_pdf(session, wanted, signing_key(), now=context.now())
    session.commit()
    return _as_file(signed, wanted)


def signing_key() -> keys.SigningKey:
    """Return the key that certificates are signed with now. Raises KeyTrouble."""
    key = keys.newest_key(context.settings().instance / "keys")
    if key is None:
        raise KeyTrouble("This server has no signing key yet. It is made when the platform is started.")
    return key


def _as_file(content: bytes, number: str) -> FlaskResponse:
    return send_file(
        BytesIO(content),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=f"certificate-{display(number)}.pdf",
    )
