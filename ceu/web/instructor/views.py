"""The desk's pages. None of them changes anything: content is written in files and published from the shell."""

from typing import cast

from flask import current_app, render_template

from ceu.domain.content.check import Report
from ceu.domain.content.codes import CODES
from ceu.domain.content.formats import describe
from ceu.domain.content.schema import Problem
from ceu.domain.content.words import EXCLUSIONS
from ceu.errors import NotFound
from ceu.services import catalog, desk
from ceu.services.catalog import Offer
from ceu.web import context
from ceu.web.instructor import blueprint
from ceu.web.permissions import Permission, requires
from ceu.web.preview import playing
from ceu.web.preview.folder import ContentFolder, NoFolder, owner
from ceu.web.preview.shares import rules


def _folder() -> ContentFolder:
    """Return the content folder, which each process reads again only when a file changed."""
    made = current_app.extensions.setdefault("content_folder", ContentFolder(context.settings().content))
    return cast(ContentFolder, made)


def _report() -> Report | None:
    """Return the check of the content folder as of now, or None where there is no folder."""
    try:
        return _folder().state(context.now().date()).report
    except NoFolder:
        return None


def _owned(report: Report | None) -> dict[desk.Key, list[Problem]]:
    found: dict[desk.Key, list[Problem]] = {}
    for problem in report.problems if report else ():
        found.setdefault(owner(problem), []).append(problem)
    return found


def _uses(slug: str) -> list[Offer]:
    """Return the offered courses that hold the module `slug`."""
    return [offer for offer in catalog.offered(context.session()) if slug in offer.course.modules]


@blueprint.get("/")
@requires(Permission.REVIEW)
def home() -> str:
    """What is online, what is kept back and why, and what to do next."""
    session, report = context.session(), _report()
    lines = desk.entries(desk.published(session), report, _owned(report))
    offers = {offer.slug: offer for offer in catalog.offered(session)}
    modules = {
        line.slug: catalog.module(session, line.online.digest)
        for line in lines
        if line.kind == "module" and line.online is not None
    }
    return render_template(
        "instructor/home.html",
        courses=[line for line in lines if line.kind == "course"],
        modules=[line for line in lines if line.kind == "module"],
        offers=offers,
        values=modules,
        waiting=desk.waiting(lines),
        report=report,
        folder=_folder().path,
        Standing=desk.Standing,
    )


@blueprint.get("/modules/<module>")
@requires(Permission.REVIEW)
def module(module: str) -> str:
    """A module as it is published: its parts, the courses that use it, its revisions."""
    session = context.session()
    online = desk.one(session, "module", module)
    offers = _uses(module)
    return render_template(
        "instructor/module.html",
        online=online,
        module=catalog.module(session, online.digest),
        document=catalog.module_document(session, online.digest),
        offers=offers,
        rules=rules(offers[0].provider.bodies) if offers else (),
        history=desk.history(session, "module", module),
    )


@blueprint.get("/modules/<module>/<section>")
@requires(Permission.REVIEW)
def section(module: str, section: str) -> str:
    """A published section, to read."""
    session = context.session()
    online = desk.one(session, "module", module)
    document = catalog.module_document(session, online.digest)
    found = next((one for one in document.sections if one.id == section), None)
    if found is None:
        raise NotFound(f"The published module “{module}” has no section “{section}”.")
    number = document.sections.index(found)
    return render_template(
        "instructor/section.html",
        online=online,
        module=catalog.module(session, online.digest),
        document=document,
        section=found,
        number=number + 1,
        before=document.sections[number - 1] if number else None,
        after=document.sections[number + 1] if number + 1 < len(document.sections) else None,
    )


@blueprint.get("/modules/<module>/quiz")
@requires(Permission.REVIEW)
def bank(module: str) -> str:
    """The complete published bank with key, feedback and rationale."""
    session = context.session()
    online = desk.one(session, "module", module)
    values, document = catalog.module(session, online.digest), catalog.module_document(session, online.digest)
    return render_template(
        "instructor/bank.html",
        online=online,
        module=values,
        document=document,
        pages=playing.play(values, document, playing.whole_bank(values), lambda _: ()),
        titles={one.id: one.title for one in document.sections},
    )


@blueprint.get("/courses/<course>")
@requires(Permission.REVIEW)
def course(course: str) -> str:
    """A course as it is published: its credit, its modules, its revisions."""
    session = context.session()
    online = desk.one(session, "course", course)
    return render_template(
        "instructor/course.html",
        online=online,
        offer=catalog.offer(session, online.digest),
        history=desk.history(session, "course", course),
        exclusions=EXCLUSIONS,
        today=context.now().date(),
    )


@blueprint.get("/findings")
@requires(Permission.REVIEW)
def findings() -> str:
    """What the check finds in the content folder now."""
    return render_template("instructor/findings.html", report=_report(), folder=_folder().path)


@blueprint.get("/writing")
@requires(Permission.REVIEW)
def writing() -> str:
    """How to write: the commands, every key of the format, every code of a finding."""
    return render_template("instructor/writing.html", codes=CODES.values(), tables=describe(), exclusions=EXCLUSIONS)
