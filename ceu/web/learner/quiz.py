"""The post-test: one question (or case) a page, each answer saved by a plain form."""

import random
from collections.abc import Callable
from functools import wraps
from typing import TypeAlias

from flask import flash, jsonify, render_template, request, url_for
from markupsafe import Markup
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from ceu.domain.assessment import retake
from ceu.domain.assessment.draw import FormQuestion
from ceu.domain.assessment.grade import UnreadableResponse
from ceu.domain.content.apa import Bibliography
from ceu.domain.content.compile import references_section
from ceu.domain.content.compiled import CompiledQuestion
from ceu.domain.content.markup_scan import citations
from ceu.errors import NotFound, RuleError
from ceu.services import accounts, assessment, catalog, study
from ceu.services.assessment import AlreadySubmitted, NotBegun, Sitting
from ceu.web import context, filters
from ceu.web.learner import blueprint
from ceu.web.permissions import Permission, requires
from ceu.web.sign_in import keeps_post

Answer: TypeAlias = str | Response | tuple[str | Response, int]
Shown: TypeAlias = str | Response
FIELD = "q-"  # an answer's field is q-<question id>; its values are positions of options as shown


@blueprint.get("/<course>/<module>/quiz")
@requires(Permission.STUDY)
def quiz(course: str, module: str) -> str:
    """What the test asks, whether it may begin now, or how to go on with an open attempt."""
    session, user = context.session(), context.me()
    where = study.standing(session, user, course)
    index = where.offer.number(module)
    unread = [one for one in where.offer.documents[index].sections if (module, one.id) not in where.read]
    tried = bool(where.attempts.get(module))
    return render_template(
        "learner/quiz_start.html",
        where=where,
        module=where.offer.modules[index],
        unread=unread,
        missing=accounts.ready_for_test(user),
        decision=where.next_attempt(module, context.now()),
        Allowed=retake.Allowed,
        NotBefore=retake.NotBefore,
        AlreadyPassed=retake.AlreadyPassed,
        sitting=assessment.latest(session, user, course, module) if module in where.open_attempts else None,
        tried=tried,
    )


@blueprint.post("/<course>/<module>/quiz")
@requires(Permission.STUDY)
def begin(course: str, module: str) -> Response:
    """Draw and store the form, then show its first question."""
    session, user = context.session(), context.me()
    where = study.standing(session, user, course)
    if accounts.ready_for_test(user) and module not in where.open_attempts:
        return redirect(url_for(".quiz", course=course, module=module), 303)
    assessment.begin(session, where, module, rng=random.SystemRandom(), now=context.now())
    session.commit()
    return redirect(url_for(".question", course=course, module=module, n=1), 303)


def _once_begun(view: Callable[..., Shown]) -> Callable[..., Shown]:
    """Lead whoever has no attempt yet, by a bookmark or an address typed, to where one begins."""

    @wraps(view)
    def shown(course: str, module: str, **more: int) -> Shown:
        try:
            return view(course, module, **more)
        except NotBegun:
            return redirect(url_for(".quiz", course=course, module=module), 303)

    return shown


@blueprint.get("/<course>/<module>/quiz/<int:n>")
@requires(Permission.STUDY)
@_once_begun
def question(course: str, module: str, n: int) -> str | Response:
    """One page of the form: a question, or a case with its questions."""
    sitting = assessment.latest(context.session(), context.me(), course, module)
    if sitting.attempt.submitted_at is not None:
        return redirect(url_for(".result", course=course, module=module), 303)
    return _show_page(sitting, course, n)


def _show_page(sitting: Sitting, course: str, n: int, refused: str = "") -> str:
    if not 1 <= n <= len(sitting.form.pages):
        raise NotFound("This attempt has no such page.")
    page = sitting.form.pages[n - 1]
    compiled = catalog.compiled_questions(context.session(), sitting.attempt.revision)
    document = catalog.module_document(context.session(), sitting.attempt.revision)
    times = [sitting.saved_at[item.id] for item in page.questions if item.id in sitting.saved_at]
    before = sum(len(one.questions) for one in sitting.form.pages[: n - 1])
    return render_template(
        "learner/question.html",
        course=course,
        module=sitting.module,
        n=n,
        last=len(sitting.form.pages),
        first_number=before + 1,
        total=len(sitting.form.questions),
        answered=len(sitting.form.questions) - len(sitting.unanswered),
        vignette=next((one for one in document.vignettes if one.id == page.vignette), None),
        questions=[_shown(item, compiled[item.id], sitting) for item in page.questions],
        saved=filters.clock(max(times)) if times else "",
        refused=refused,
    )


def _html(compiled: str) -> Markup:
    return Markup(compiled)  # noqa: S704 the compiler has sanitized it


def _shown(item: FormQuestion, compiled: CompiledQuestion, sitting: Sitting) -> dict[str, object]:
    """Return a question as its page shows it: options in the form's order, numbered by position."""
    chosen = sitting.answers.get(item.id, ())
    return {
        "name": f"{FIELD}{item.id}",
        "stem": compiled.stem,
        "several": compiled.kind == "several",
        "options": [
            {"value": str(position), "html": _html(compiled.options[index].html), "feedback_html": None, "state": None}
            for position, index in enumerate(item.order)
        ],
        "chosen": [str(position) for position, index in enumerate(item.order) if index in chosen],
    }


@blueprint.post("/<course>/<module>/quiz/<int:n>")
@requires(Permission.STUDY)
@keeps_post("answer")
def answer(course: str, module: str, n: int) -> Answer:
    """Save what the page holds and go where the pressed button leads."""
    session, user, now = context.session(), context.me(), context.now()
    given = {name.removeprefix(FIELD): request.form.getlist(name) for name in request.form if name.startswith(FIELD)}
    scripted = request.headers.get("X-Requested-With") == "fetch"
    try:
        assessment.save(session, user, course, module, given, now=now)
    except (AlreadySubmitted, UnreadableResponse) as refusal:
        session.rollback()
        return _not_saved(refusal, course, module, n, scripted=scripted)
    session.commit()
    if scripted:
        return jsonify(message=f"Saved at {filters.clock(now)}")
    go = request.form.get("go")
    if go == "review":
        return redirect(url_for(".review", course=course, module=module), 303)
    step = {"previous": -1, "next": 1}.get(go or "", 0)
    return redirect(url_for(".question", course=course, module=module, n=max(1, n + step)), 303)


def _not_saved(refusal: RuleError, course: str, module: str, n: int, *, scripted: bool) -> Answer:
    """Say why an answer was not saved, in the way the page asked."""
    if scripted:
        return jsonify(message=f"Not saved: {refusal}"), 409 if isinstance(refusal, AlreadySubmitted) else 422
    if isinstance(refusal, AlreadySubmitted):
        flash(str(refusal), "warning")
        return redirect(url_for(".result", course=course, module=module), 303)
    return _show_page(assessment.latest(context.session(), context.me(), course, module), course, n, str(refusal)), 422


@blueprint.get("/<course>/<module>/quiz/review")
@requires(Permission.STUDY)
@_once_begun
def review(course: str, module: str) -> str | Response:
    """What is answered and what is not, before the form is handed in."""
    sitting = assessment.latest(context.session(), context.me(), course, module)
    if sitting.attempt.submitted_at is not None:
        return redirect(url_for(".result", course=course, module=module), 303)
    compiled = catalog.compiled_questions(context.session(), sitting.attempt.revision)
    unanswered = set(sitting.unanswered)
    lines = [
        {"n": n, "stem": compiled[item.id].stem, "answered": item.id not in unanswered}
        for n, page in enumerate(sitting.form.pages, 1)
        for item in page.questions
    ]
    return render_template(
        "learner/review.html", course=course, module=sitting.module, lines=lines, sitting=sitting, open=len(unanswered)
    )


@blueprint.post("/<course>/<module>/quiz/review")
@requires(Permission.STUDY)
@keeps_post("post-test")
def submit(course: str, module: str) -> Response:
    """Hand in the form. Doing it twice changes nothing."""
    session = context.session()
    assessment.submit(session, context.me(), course, module, now=context.now())
    session.commit()
    return redirect(url_for(".result", course=course, module=module), 303)


@blueprint.get("/<course>/<module>/quiz/result")
@requires(Permission.STUDY)
@_once_begun
def result(course: str, module: str) -> str | Response:
    """The score and, after a pass, rationale and key; after a fail, what to read again and when to try again."""
    session, user = context.session(), context.me()
    where = study.standing(session, user, course)
    sitting = assessment.latest(session, user, course, module)
    if sitting.attempt.submitted_at is None:
        return redirect(url_for(".review", course=course, module=module), 303)
    graded = assessment.result_of(sitting)
    titles = {section.id: section.title for section in sitting.module.sections}
    return render_template(
        "learner/result.html",
        where=where,
        module=sitting.module,
        attempt=sitting.attempt,
        result=graded,
        objectives={one.id: one.text for one in sitting.module.objectives},
        reread=[(titles[one], f"/learn/{course}/{module}/{one}") for one in graded.reread],
        questions=_key(sitting, course, module) if graded.passed else [],
        references=_references(sitting) if graded.passed else "",
        # The attempt may be in a module that the revision she has taken since no longer has.
        decision=where.next_attempt(module, context.now()) if module in where.offer.course.modules else None,
        Allowed=retake.Allowed,
        NotBefore=retake.NotBefore,
    )


def _references(sitting: Sitting) -> str:
    """Return the list of what the questions of this attempt cite where they are shown with their key, as HTML."""
    texts = []
    for item in sitting.form.questions:
        question, chosen = sitting.questions[item.digest], sitting.answers.get(item.id, ())
        texts += [question.stem, question.rationale]
        for index, option in enumerate(question.options):
            texts += [option.text, option.feedback if option.right or index in chosen else ""]
    cited = {found.key for text in texts for found in citations(text)}
    return references_section(Bibliography(sitting.module.references).listing(cited))


def _key(sitting: Sitting, course: str, module: str) -> list[dict[str, object]]:
    """Return every question with the key, what was chosen, feedback and rationale; only for a passed attempt."""
    compiled = catalog.compiled_questions(context.session(), sitting.attempt.revision)
    titles = {section.id: section.title for section in sitting.module.sections}
    shown = []
    for item in sitting.form.questions:
        values, html = sitting.questions[item.digest], compiled[item.id]
        chosen = sitting.answers.get(item.id, ())
        options = []
        for position, index in enumerate(item.order):
            right, picked = values.options[index].right, index in chosen
            options.append(
                {
                    "value": str(position),
                    "html": _html(html.options[index].html),
                    "feedback_html": _html(html.options[index].feedback) if right or picked else None,
                    "state": ("right" if right else "wrong") if picked else ("missed" if right else None),
                }
            )
        shown.append(
            {
                "name": f"{FIELD}{item.id}",
                "stem": html.stem,
                "several": html.kind == "several",
                "options": options,
                "chosen": [str(position) for position, index in enumerate(item.order) if index in chosen],
                "rationale": html.rationale,
                "section": (titles.get(html.section, ""), f"/learn/{course}/{module}/{html.section}"),
            }
        )
    return shown
