"""Answer an audit letter: choose a license and dates, get the proof."""

from io import BytesIO

from flask import render_template, request, send_file
from werkzeug.wrappers import Response

from ceu.services import audit_letter as service
from ceu.services import study, transcript
from ceu.services.audit_letter import NothingToSend
from ceu.web import context
from ceu.web.learner import blueprint
from ceu.web.learner.finishing import signing_key
from ceu.web.learner.record_forms import AuditForm
from ceu.web.permissions import Permission, requires


@blueprint.route("/audit", methods=["GET", "POST"])
@requires(Permission.STUDY)
def audit_letter() -> str | Response | tuple[str, int]:
    """The form; what it gets is one PDF or a zip. It is posted, for certificates not yet asked for are signed."""
    session, user, now = context.session(), context.me(), context.now()
    form = AuditForm(request.form if request.method == "POST" else request.args)
    form.offer(transcript.licenses(session, user))
    if request.method == "POST" and form.validate():
        try:
            made = service.answer(
                session,
                user,
                form.wanted(),
                as_zip=form.answer.data == "zip",
                key=signing_key(),
                public_url=context.settings().public_url,
                today=study.local_date(user, now),
                now=now,
            )
        except NothingToSend as refusal:
            form.license.errors = [str(refusal)]
            session.rollback()
        else:
            session.commit()
            return send_file(
                BytesIO(made.content), mimetype=made.media_type, as_attachment=True, download_name=made.name
            )
    page = render_template("learner/audit_letter.html", form=form)
    return page, 422 if form.errors else 200
