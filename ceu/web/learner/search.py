"""Searching the text of all courses."""

from flask import render_template, request, url_for

from ceu.services import search as searching
from ceu.services.search import FoundModule, FoundSection, Way
from ceu.web import context
from ceu.web.learner import blueprint
from ceu.web.permissions import Permission, requires
from ceu.web.typed import number

PER_PAGE = 20  # passages


@blueprint.get("/search")
@requires(Permission.STUDY)
def search() -> str:
    """The passages with the words asked for (`q`), page by page."""
    page = request.args.get("page", 1, type=number)
    found = searching.find(context.session(), context.me(), request.args.get("q", ""), limit=PER_PAGE, page=page)
    return render_template(
        "learner/search.html",
        found=found,
        address=_address,
        before=_page(found.query.typed, found.page - 1) if found.page > 1 else None,
        after=_page(found.query.typed, found.page + 1) if found.more else None,
    )


def _address(module: FoundModule, section: FoundSection, anchor: str = "") -> str:
    """Return where a passage is read, or what the person has to do first: start the course, or take its revision."""
    match section.way:
        case Way.COURSE:
            return f"/courses/{module.course}"
        case Way.REVISION:
            return f"/learn/{module.course}/changes"
    return f"/learn/{module.course}/{module.slug}/{section.id}" + (f"#{anchor}" if anchor else "")


def _page(typed: str, number: int) -> tuple[str, str]:
    return f"Page {number}", url_for("learner.search", q=typed, page=number)
