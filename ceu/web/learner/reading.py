"""Reading: one page a section, and the whole module as one page to print."""

from flask import render_template, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from ceu.domain.content.printed import printed
from ceu.domain.seat_time import rule
from ceu.services import notes, revisions, seat_time, study
from ceu.services.study import Standing
from ceu.web import context, filters, kept_pages
from ceu.web.learner import blueprint, pages, study_time
from ceu.web.permissions import Permission, requires
from ceu.web.sign_in import keeps_post


@blueprint.get("/<course>/<module>/<section>")
@requires(Permission.STUDY)
def section(course: str, module: str, section: str) -> bytes:
    """A section with the outline beside it."""
    session, user = context.session(), context.me()
    where = study.standing(session, user, course, notes_on=(module, section))
    document, found = where.offer.section(module, section)
    read_here = frozenset(one for slug, one in where.read if slug == module)
    passed, pace, on_paper = module in where.passed, where.pace, where.time.on_paper
    notes_open = request.args.get("notes") == "open"
    here = f"/learn/{course}/{module}/{section}"
    own = notes.beside(where, module, section)
    again = frozenset(one for slug, one in revisions.reread(session, where) if slug == module)
    told = {
        "notices": where.notices,
        "again": section in again,
        "news": revisions.news(session, where) if revisions.module_revised(session, where, module) else None,
    }

    def page() -> dict[str, object]:
        number = where.offer.number(module)
        outline = pages.outline(where, current=(module, section), again={(module, one) for one in again})[number]
        before, after = _neighbors(where, module, section)
        return {
            "where": where,
            "document": document,
            "section": found,
            "number": document.sections.index(found) + 1,
            "objectives": [one.text for one in where.offer.modules[number].objectives if one.id in found.objectives],
            "outline": outline,
            "read": section in read_here,
            "again": section in again,
            "read_count": sum(one.id in read_here for one in document.sections),
            "minutes": outline.sections[document.sections.index(found)].minutes,
            "time_rule": rule(user.extra_time_percent),
            "before": before,
            "after": after,
            "here": here,
            "revision": where.offer.course.module_digests[number],
            "notes_open": notes_open,
        }

    return kept_pages.render(
        "learner/section.html",
        key=(
            where.offer.digest,
            module,
            section,
            read_here,
            again,
            passed,
            pace,
            on_paper,
            user.extra_time_percent,
            notes_open,
        ),
        holes={
            "enrollment": where.enrollment_id,
            "studied": filters.duration(where.time.minutes),
            "served": study_time.served_now(where, module, section, found.minutes),
            "told": render_template("learner/_section_told.html", where=where, here=here, **told)
            if any(told.values())
            else "",
            "note_count": len(own),
            "note_list": render_template("learner/_note_list.html", notes=own, here=here) if own else "",
        },
        context=page,
    )


@blueprint.get("/<course>/<module>/print")
@requires(Permission.STUDY)
def printable(course: str, module: str) -> str:
    """A module's sections in a row with one list of references. Opening it marks nothing as read."""
    where = study.standing(context.session(), context.me(), course)
    number = where.offer.number(module)
    values, document = where.offer.modules[number], where.offer.documents[number]
    names = {person.id: person.name for person in where.offer.provider.people}
    return render_template(
        "learner/print.html",
        where=where,
        module=values,
        document=document,
        printed=printed(document),
        authors=[names.get(author, author) for author in values.authors],
    )


@blueprint.post("/<course>/<module>/<section>")
@requires(Permission.STUDY)
@keeps_post("mark")
def mark_read(course: str, module: str, section: str) -> Response:
    """Mark the section as read and go on."""
    session = context.session()
    where = study.standing(session, context.me(), course)
    served = study_time.sent_back(module, section)
    observed = seat_time.observe(session, context.me(), served, now=context.now(), closing=True) if served else None
    study.mark_read(session, where, module, section, now=context.now(), took=seat_time.took(observed))
    session.commit()
    _, after = _neighbors(where, module, section)
    return redirect(after[1] if after else f"/learn/{course}", 303)


def _neighbors(where: Standing, module: str, section: str) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
    """Return what lies before and after a section as (title, address): sections, and each module's post-test."""
    base = f"/learn/{where.offer.slug}"
    line: list[tuple[str, str, str]] = []
    for document in where.offer.documents:
        line += [(one.title, f"{base}/{document.slug}/{one.id}", one.id) for one in document.sections]
        line.append((f"Post-test: {document.title}", f"{base}/{document.slug}/quiz", ""))
    here = next(index for index, (_, address, _) in enumerate(line) if address == f"{base}/{module}/{section}")
    before = next((line[index] for index in range(here - 1, -1, -1) if line[index][2]), None)
    after = line[here + 1]
    return (before[:2] if before else None), after[:2]
