"""The preview's pages. None of them changes anything."""

from datetime import date
from typing import cast

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ceu.domain import credit
from ceu.domain.assessment.draw import NotDrawable
from ceu.domain.content.codes import CODES
from ceu.domain.content.formats import describe
from ceu.domain.content.schema import Problem
from ceu.domain.content.words import EXCLUSIONS
from ceu.errors import NotFound
from ceu.web import context
from ceu.web.preview import playing
from ceu.web.preview.folder import ContentFolder, NoFolder
from ceu.web.preview.shares import Rule, rules
from ceu.web.preview.snapshot import ShownModule, Snapshot, errors

blueprint = Blueprint("preview", __name__)


def _folder() -> ContentFolder:
    return cast(ContentFolder, current_app.config["CONTENT"])


def _snapshot() -> Snapshot:
    """Return the folder as this request shows it; made once for each change of the folder."""
    if "snapshot" not in g:
        today: date = context.now().date()
        state = _folder().state(today)
        kept = current_app.extensions.get("snapshot")
        if kept is None or kept.state is not state:
            kept = current_app.extensions["snapshot"] = Snapshot(state, today)
        g.snapshot = kept
    return cast(Snapshot, g.snapshot)


def _module(slug: str) -> ShownModule:
    found = _snapshot().modules.get(slug)
    if found is None:
        raise NotFound(f"There is no module “{slug}” in this folder. It may have been renamed or deleted.")
    return found


def _rules() -> tuple[Rule, ...]:
    provider = _snapshot().provider
    return rules(provider.bodies) if provider is not None else ()


@blueprint.app_context_processor
def on_every_page() -> dict[str, object]:
    """Give every page the folder's version, and a finding's mark and address."""
    try:
        snapshot = _snapshot()
    except NoFolder:
        return {"version": "", "folder": _folder().path}

    def anchor(found: Problem) -> str:
        return snapshot.addresses[found].partition("#")[2]

    def address(found: Problem) -> str:
        return snapshot.addresses[found]

    return {"version": snapshot.state.version, "folder": _folder().path, "anchor": anchor, "address": address}


@blueprint.get("/version")
def version() -> dict[str, str]:
    """What names the folder's present state; the page asks and reloads itself when it is another."""
    return {"version": _folder().version()}


@blueprint.get("/")
def overview() -> str:
    """Everything in the folder: courses with their credit, modules, findings."""
    snapshot = _snapshot()
    return render_template(
        "preview/overview.html" if not snapshot.empty else "preview/empty.html",
        snapshot=snapshot,
        report=snapshot.state.report,
        rules=_rules(),
        exclusions=EXCLUSIONS,
        errors=errors,
    )


@blueprint.get("/codes")
def codes() -> str:
    """What each code of a finding means, and every key of the format."""
    return render_template("preview/codes.html", codes=CODES.values(), tables=describe(), exclusions=EXCLUSIONS)


@blueprint.get("/courses/")
def courses() -> Response:
    """The public list of courses; here the overview."""
    return redirect(url_for(".overview"))


@blueprint.get("/courses/<slug>")
def course(slug: str) -> str:
    """A course's page as the public will see it, or why it cannot be shown."""
    snapshot = _snapshot()
    found = snapshot.courses.get(slug)
    if found is None:
        raise NotFound(f"There is no course “{slug}” in this folder. It may have been renamed or deleted.")
    if found.offer is None:
        return render_template("preview/broken.html", title=found.title, why=found.missing, findings=found.problems)
    values = found.offer.course
    return render_template(
        "preview/course.html",
        shown=found,
        offer=found.offer,
        course=values,
        provider=found.offer.provider,
        people=snapshot.people(values),
        started=False,
        expired=found.offer.expired(snapshot.today),
        has_account=False,  # there is no account to add a license to
        current_user={"is_authenticated": True},  # the page as a learner sees it who may start
        exclusions=EXCLUSIONS,
        rules=_rules(),
    )


@blueprint.get("/courses/<slug>/read")
@blueprint.get("/learn/<slug>")
def learn(slug: str) -> Response:
    """Where the course page's buttons lead: the first section of the course."""
    found = _snapshot().courses.get(slug)
    if found is None or found.offer is None:
        return redirect(url_for(".course", slug=slug))
    first = found.offer.documents[0]
    return redirect(url_for(".section", slug=first.slug, name=first.sections[0].id))


@blueprint.get("/modules/<slug>")
def module(slug: str) -> str:
    """A module's sections and test, with what each brings to the credit, and the findings on the whole."""
    found = _module(slug)
    if found.module is None:
        why = "Too much of the module is missing or cannot be read."
        return render_template("preview/broken.html", title=slug, why=why, findings=found.problems)
    provider = _snapshot().provider
    measure = credit.measure_module(found.module)
    alone = [
        (body, minutes, credit.credit_units(minutes, body))
        for body in (provider.bodies if provider is not None and found.has_quiz else ())
        if body.words_per_hour is not None or body.method == "mergener"
        for minutes in (credit.minutes_for(body, measure),)
    ]
    return render_template(
        "preview/module.html",
        shown=found,
        module=found.module,
        rules=_rules(),
        alone=alone,
        errors=errors,
        courses=[one for one in _snapshot().courses.values() if one.offer and slug in one.offer.course.modules],
    )


@blueprint.get("/modules/<slug>/<name>")
def section(slug: str, name: str) -> str:
    """A section as a learner reads it, with its findings where they are."""
    found = _module(slug)
    shown = found.section(name) if found.module is not None else None
    if shown is None or found.module is None:
        raise NotFound(f"There is no section “{name}” in the module “{slug}”. Its id may have changed.")
    number = found.document.sections.index(shown)
    ends = [(one.title, url_for(".section", slug=slug, name=one.id)) for one in found.document.sections]
    test = ("Post-test", url_for(".quiz", slug=slug))
    return render_template(
        "preview/section.html",
        shown=found,
        module=found.module,
        section=shown,
        parts=found.parts(shown),
        number=number + 1,
        objectives=[one.text for one in found.module.objectives if one.id in shown.objectives],
        rules=_rules(),
        before=ends[number - 1] if number else None,
        after=[*ends, test][number + 1],
    )


@blueprint.get("/modules/<slug>/quiz")
def quiz(slug: str) -> str:
    """The test to play: the whole bank, a test drawn from it (`draw=1`), or the bank with its key (`key=1`)."""
    found = _module(slug)
    if found.module is None or not found.has_quiz:
        why = "The post-test cannot be read." if found.module else "Too much of it is missing or cannot be read."
        return render_template(
            "preview/broken.html",
            title=f"Post-test: {slug}",
            why=why,
            findings=found.problems,
            module=found.module and slug,
        )
    draw, refused = request.args.get("draw", type=int), ""
    form = playing.whole_bank(found.module)
    if draw is not None:
        try:
            form = playing.drawn(found.module, draw)
        except NotDrawable:
            refused = "No test can be drawn from this bank as it stands; the findings say what is missing."
            draw = None
    pages = playing.play(
        found.module, found.document, form, request.args.getlist, lambda name: found.places.items.get(name, ())
    )
    return render_template(
        "preview/quiz.html",
        shown=found,
        module=found.module,
        document=found.document,
        pages=pages,
        draw=draw,
        refused=refused,
        key="key" in request.args,
        score=playing.score(found.module, pages),
        titles={one.id: one.title for one in found.document.sections},
    )
