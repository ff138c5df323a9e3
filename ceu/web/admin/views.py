"""Overview, records, exports and mail."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from ceu.domain import professions
from ceu.domain.records.files import Format
from ceu.domain.records.row import RecordRow
from ceu.errors import RuleError
from ceu.services import audit, overview, records, reports, study
from ceu.services.records import Filter
from ceu.web.accounts import post
from ceu.web.admin import blueprint
from ceu.web.admin.download import download
from ceu.web.admin.forms import ExportForm, FilterForm, NamesForm
from ceu.web.context import me, now, session
from ceu.web.permissions import Permission, requires
from ceu.web.typed import number

SHOWN = 20  # rows of a page

Page = tuple[str, int] | str


@blueprint.get("/")
@requires(Permission.AUDIT)
def home() -> str:
    """Show how much there is and what needs attention."""
    today = study.local_date(me(), now())
    return render_template(
        "admin/overview.html",
        numbers=overview.numbers(session(), today),
        exports=overview.exports(session(), most=5),
        expiring=overview.expiring(session(), today),
        failed_mails=overview.failed_mails(session(), now()),
    )


@blueprint.get("/records")
@requires(Permission.AUDIT)
def show_records() -> Page:
    """Count what a filter covers, and show the newest rows without names and license numbers."""
    form = FilterForm(records.on_record(session()), formdata=request.args)
    return _records_page(form) if not request.args or form.validate() else _refused(form)


@blueprint.post("/records")
@requires(Permission.AUDIT)
def show_names() -> Page:
    """Show the same rows with their names; that they were read is recorded."""
    form = NamesForm(records.on_record(session()))
    if not form.validate_on_submit():
        return _refused(form)
    page = _records_page(form, names=True)
    data = form.wanted().plain() | {"most": SHOWN} | _from()
    audit.record(session(), "read records", "records", actor_id=me().id, now=now(), **data)
    session().commit()
    return page


@blueprint.post("/records/export")
@requires(Permission.REPORT)
def export() -> Page | Response:
    """Send what the filter covers as a file; begin, end and checksum are recorded."""
    form = ExportForm(records.on_record(session()))
    if not form.validate_on_submit():
        return _refused(form)
    wanted, kind = form.wanted(), Format(form.format.data)
    report = reports.begin(session(), f"records {kind}", f"user:{me().id}", wanted, now(), actor_id=me().id)
    answer = download(report.id, wanted, kind, actor_id=me().id)
    session().commit()
    return answer


def _records_page(form: FilterForm, *, names: bool = False) -> Page:
    try:
        wanted = form.wanted()
    except RuleError as error:
        form.form_errors.append(str(error))
        return _refused(form)
    count, shown = records.count(session(), wanted), records.latest(session(), wanted, SHOWN, **_from())
    return render_template(
        "admin/records.html",
        form=form,
        count=count,
        none_yet=not count and not records.count(session(), Filter()),
        rows=shown.rows if names else [_without_person(row) for row in shown.rows],
        older=shown.older,
        newer=shown.newer,
        start=_from(),
        plain=wanted.plain(),
        names=names,
        profession=professions.label,
        again=NamesForm(records.on_record(session()), formdata=_as_form(wanted)),
        export=ExportForm(records.on_record(session()), formdata=_as_form(wanted)),
    )


def _from() -> dict[str, int]:
    """Return where the page of rows begins: before or after a certificate's id, or nothing for the newest."""
    asked = {name: request.values.get(name, type=number) for name in ("before", "after")}
    return {name: value for name, value in asked.items() if value is not None}


def _refused(form: FilterForm) -> Page:
    return render_template("admin/records.html", form=form, count=None, rows=[], names=False), 422


def _without_person(row: RecordRow) -> RecordRow:
    return row._replace(legal_name="", license_number="")


def _as_form(wanted: Filter) -> "MultiDict[str, str]":
    return MultiDict({**wanted.plain(), "format": Format.CSV.value})


@blueprint.get("/exports")
@requires(Permission.AUDIT)
def exports() -> str:
    """List the exports, the newest first."""
    most = 25
    found = overview.exports(session(), before=request.args.get("before", type=number), most=most + 1)
    older = found[most - 1].report.id if len(found) > most else None
    return render_template("admin/exports.html", exports=found[:most], older=older)


@blueprint.get("/outbox")
@requires(Permission.ADMINISTER)
def outbox() -> str:
    """List the mails that have not been sent."""
    return render_template("admin/outbox.html", mails=overview.unsent(session()), doubt=now() - overview.DOUBT)


@blueprint.post("/outbox/<int:mail_id>")
@requires(Permission.ADMINISTER)
def retry(mail_id: int) -> Response:
    """Make a mail due at once."""
    overview.retry_mail(session(), mail_id, actor_id=me().id, now=now())
    post.due()
    session().commit()
    flash("The mail is sent again now; look here in a moment whether it left.", "success")
    return redirect(url_for(".outbox"), 303)
