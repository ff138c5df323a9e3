"""The transcript, as a page and as a PDF, and how far each license is toward its renewal."""

from io import BytesIO

from flask import render_template, request, send_file
from werkzeug.wrappers import Response

from ceu.domain.renewal import SURENESS
from ceu.services import credentials, notices, renewal, study
from ceu.services import transcript as service
from ceu.services.transcript import Wanted
from ceu.web import context
from ceu.web.learner import blueprint
from ceu.web.learner.record_forms import SelectionForm
from ceu.web.permissions import Permission, requires


def _selection() -> SelectionForm:
    form = SelectionForm(request.args)
    form.offer(service.licenses(context.session(), context.me()))
    return form


@blueprint.get("/transcript")
@requires(Permission.STUDY)
def transcript() -> str | tuple[str, int]:
    """Everything completed, here and elsewhere, its sums, and each license's renewal."""
    session, user = context.session(), context.me()
    form = _selection()
    good = not request.args or form.validate()
    page = render_template(
        "learner/transcript.html",
        form=form,
        selected=bool(request.args) and good,
        query=request.query_string.decode() if good else "",
        corrections=notices.of_user(session, user),
        transcript=service.of(session, user, form.wanted() if good else Wanted()),
        renewals=renewal.every(session, user, today=study.local_date(user, context.now())),
    )
    return page, 200 if good else 422


@blueprint.get("/transcript.pdf")
@requires(Permission.STUDY)
def transcript_pdf() -> Response | tuple[str, int]:
    """The same selection as a PDF; nothing is stored."""
    session, user, now = context.session(), context.me(), context.now()
    form = _selection()
    if request.args and not form.validate():
        return transcript()  # type: ignore[return-value]  # the page with its errors
    today = study.local_date(user, now)
    made = service.pdf(
        session,
        user,
        service.of(session, user, form.wanted()),
        public_url=context.settings().public_url,
        today=today,
        now=now,
    )
    return send_file(
        BytesIO(made), mimetype="application/pdf", as_attachment=True, download_name=f"transcript-{today}.pdf"
    )


@blueprint.get("/renewal/<int:credential_id>")
@requires(Permission.STUDY)
def renewal_page(credential_id: int) -> str:
    """Hours needed, done and missing for one license, by the sample rule, with its source."""
    session, user = context.session(), context.me()
    credential = credentials.own(session, user, credential_id)
    found = renewal.of(session, user, credential, today=study.local_date(user, context.now()))
    return render_template("learner/renewal.html", renewal=found, sureness=SURENESS)
