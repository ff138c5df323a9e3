"""Credit earned elsewhere: add, change, remove, and get back the file."""

from io import BytesIO

from flask import flash, render_template, request, send_file, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from ceu.models import OutsideCredit
from ceu.services import outside as service
from ceu.services import study, transcript
from ceu.services.outside import Refused
from ceu.web import context, uploads
from ceu.web.learner import blueprint
from ceu.web.learner.record_forms import OutsideForm
from ceu.web.permissions import Permission, requires


@blueprint.route("/transcript/elsewhere/new", methods=["GET", "POST"])
@requires(Permission.STUDY)
@uploads.takes_file
def outside_new() -> str | Response | tuple[str, int]:
    """Add credit."""
    return _form_page(None)


@blueprint.route("/transcript/elsewhere/<int:outside_id>", methods=["GET", "POST"])
@requires(Permission.STUDY)
@uploads.takes_file
def outside_edit(outside_id: int) -> str | Response | tuple[str, int]:
    """Change credit."""
    return _form_page(service.own(context.session(), context.me(), outside_id))


def _form_page(outside: OutsideCredit | None) -> str | Response | tuple[str, int]:
    session, user = context.session(), context.me()
    licenses = transcript.licenses(session, user)
    form = OutsideForm()
    form.offer(licenses)
    if outside is not None and request.method == "GET":
        form.fill(outside)
    if licenses and form.validate_on_submit():
        try:
            _save(form, outside)
        except Refused as refusal:
            form[refusal.field].errors = [str(refusal)]
            session.rollback()
        else:
            session.commit()
            flash("The credit is saved.", "success")
            return redirect(url_for(".transcript"), 303)
    page = render_template("learner/outside.html", form=form, outside=outside, licenses=licenses)
    return page, 422 if form.errors else 200


def _save(form: OutsideForm, outside: OutsideCredit | None) -> None:
    session, user, now = context.session(), context.me(), context.now()
    today, sent = study.local_date(user, now), uploads.upload(form.file.data)
    if outside is None:
        service.add(session, user, form.given(), sent, now=now, today=today)
    else:
        service.change(session, user, outside, form.given(), sent, drop_file=form.drop_file.data, now=now, today=today)


@blueprint.post("/transcript/elsewhere/<int:outside_id>/remove")
@requires(Permission.STUDY)
def outside_remove(outside_id: int) -> Response:
    """Take credit off the list."""
    session, user = context.session(), context.me()
    service.remove(session, user, service.own(session, user, outside_id), now=context.now())
    session.commit()
    flash("The credit is removed and its file deleted.", "success")
    return redirect(url_for(".transcript"), 303)


@blueprint.get("/transcript/elsewhere/<int:outside_id>/file")
@requires(Permission.STUDY)
def outside_file(outside_id: int) -> Response:
    """The uploaded file, as it came. It is downloaded, never shown by the browser as a page of this site."""
    found, content = service.own_file(context.session(), context.me(), outside_id)
    return send_file(BytesIO(content), mimetype=found.file_type, as_attachment=True, download_name=found.file_name)
