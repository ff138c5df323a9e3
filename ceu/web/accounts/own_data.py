"""All of one's data: the page that offers it, and the zip."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, render_template, send_file
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from ceu.services import own_data, study
from ceu.services.own_data import File, Part
from ceu.web import context, filters
from ceu.web.accounts.again import asks_password
from ceu.web.learner.finishing import signing_key
from ceu.web.permissions import Permission, requires

blueprint = Blueprint("own_data", __name__, url_prefix="/account/data")


@blueprint.route("/", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
@asks_password
def index() -> str | Response:
    """Say what there is to take, and hand it out. It is posted, for certificates not yet asked for are signed."""
    form = FlaskForm()
    if not form.validate_on_submit():
        return render_template("accounts/own_data.html", form=form)
    session, me, now = context.session(), context.me(), context.now()
    today = study.local_date(me, now)
    packed = own_data.pack(session, me, page=_page, key=signing_key, day=filters.day(today), now=now)
    session.commit()
    return send_file(packed, mimetype="application/zip", as_attachment=True, download_name=f"my-data-{today}.zip")


def _page(parts: Sequence[Part], files: Sequence[File]) -> str:
    """Return the page of the zip that needs nothing but a browser."""
    told = [(part.title, [_told(row) for row in part.rows]) for part in parts]
    return render_template("accounts/own_data_file.html", parts=told, files=files, now=context.now())


def _told(value: Any) -> Any:
    """Return a value in the words of our pages; lists and keys with values stay what they are."""
    if isinstance(value, dict):
        return {name.replace("_", " "): _told(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_told(inner) for inner in value]
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return filters.moment(value if value.tzinfo else value.replace(tzinfo=UTC))
    return filters.day(value) if isinstance(value, date) else str(value)
