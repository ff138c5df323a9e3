"""Corrections that must be read, and saying that one has."""

from flask import flash, render_template, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from ceu.services import notices
from ceu.web import context
from ceu.web.learner import blueprint
from ceu.web.permissions import Permission, requires


@blueprint.get("/notices")
@requires(Permission.STUDY)
def notices_page() -> str:
    """Every correction the learner must read or has read."""
    return render_template("learner/notices.html", told=notices.of_user(context.session(), context.me()))


@blueprint.post("/notices/<int:notice_id>")
@requires(Permission.STUDY)
def read_notice(notice_id: int) -> Response:
    """Record that she has read it; she goes on where she was."""
    session = context.session()
    notices.mark_read(session, context.me(), notice_id, now=context.now())
    session.commit()
    flash("Noted that you have read the correction.", "success")
    return redirect(_back(), 303)


@blueprint.get("/notices/<int:notice_id>")
@requires(Permission.STUDY)
def read_notice_page(notice_id: int) -> Response:
    """A reload of the address that only takes a form leads to the list."""
    del notice_id
    return redirect(url_for(".notices_page"), 303)


def _back() -> str:
    """Return the page of ours that the form stood on; a path below this one, so it leads nowhere else."""
    back = request.form.get("back", "")
    return back if back.startswith("/learn/") and "\\" not in back and "//" not in back else url_for(".notices_page")
