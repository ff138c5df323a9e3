"""A learner's own notes: added beside a section, listed, changed, deleted, taken along as Markdown."""

from flask import Response as FlaskResponse
from flask import flash, jsonify, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.utils import redirect
from werkzeug.wrappers import Response
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length, ValidationError

from ceu.domain.notes import BODY_MOST, CONTEXT, EXACT_MOST, Anchor, as_markdown, squeeze
from ceu.models import Note
from ceu.services import notes, study
from ceu.web import context, filters
from ceu.web.learner import blueprint
from ceu.web.permissions import Permission, requires
from ceu.web.sign_in import keeps_post


def _text(value: str | None) -> str:
    return (value or "").replace("\r\n", "\n").replace("\r", "\n")


class NoteForm(FlaskForm):  # type: ignore[misc]
    """A note on a section, or on the passage `quote` of it with what stands `before` and `after`."""

    body = TextAreaField(
        "Your note",
        filters=[_text, str.strip],
        validators=[Length(max=BODY_MOST, message=f"Keep a note to {BODY_MOST} characters; this one has more.")],
    )
    quote = HiddenField(
        filters=[_text, squeeze],
        validators=[Length(max=EXACT_MOST, message=f"Choose a shorter passage, of at most {EXACT_MOST} characters.")],
    )
    before = HiddenField(filters=[_text])
    after = HiddenField(filters=[_text])
    revision = HiddenField()

    def validate_body(self, field: TextAreaField) -> None:
        """A note says something; only a highlight may be without words."""
        if not field.data and not self.quote.data:
            raise ValidationError("Write your note first.")

    @property
    def anchor(self) -> Anchor | None:
        """The passage chosen, if one was."""
        if not self.quote.data:
            return None
        return Anchor(self.quote.data, (self.before.data or "")[-CONTEXT:], (self.after.data or "")[:CONTEXT])


@blueprint.get("/notes")
@requires(Permission.STUDY)
def notes_page() -> str:
    """All notes of the learner, or those that hold what she searches for."""
    search = request.args.get("q", "").strip()
    return render_template(
        "learner/notes.html",
        search=search,
        courses=notes.of_user(context.session(), context.me(), search),
    )


@blueprint.get("/notes.md")
@requires(Permission.STUDY)
def notes_file() -> FlaskResponse:
    """All notes of the learner as a Markdown file."""
    user = context.me()
    today = study.local_date(user, context.now())
    text = as_markdown(notes.of_user(context.session(), user), day=filters.day(today))
    answer = FlaskResponse(text, mimetype="text/markdown")
    answer.headers["Content-Disposition"] = f'attachment; filename="my-notes-{today}.md"'
    return answer


@blueprint.post("/<course>/<module>/<section>/notes")
@requires(Permission.STUDY)
@keeps_post("note")
def add_note(course: str, module: str, section: str) -> str | Response | tuple[str, int]:
    """Add a note or a highlight; the page's script gets the list back, a form the way to the section."""
    session, user = context.session(), context.me()
    where = study.standing(session, user, course)
    _, found = where.offer.section(module, section)
    here = f"/learn/{course}/{module}/{section}"
    form = NoteForm()
    if not form.validate_on_submit():
        return render_template("learner/note.html", form=form, section=found, back=here, note=None), 422
    made = notes.add(
        session,
        user,
        where,
        module,
        section,
        body=form.body.data or "",
        anchor=form.anchor,
        revision=form.revision.data or "",
        now=context.now(),
    )
    made_id = made.id
    session.commit()
    if request.headers.get("X-Requested-With") == "fetch":
        where = study.standing(session, user, course, notes_on=(module, section))
        session.rollback()
        mine = notes.beside(where, module, section)
        return jsonify(list=render_template("learner/_note_list.html", here=here, notes=mine))
    flash("Your note is saved." if form.body.data else "The passage is highlighted.", "success")
    return redirect(f"{here}?notes=open#my-note-{made_id}", 303)


@blueprint.get("/<course>/<module>/<section>/notes")
@requires(Permission.STUDY)
def add_note_page(course: str, module: str, section: str) -> Response:
    """A reload of the address that only takes a form leads to the section."""
    return redirect(f"/learn/{course}/{module}/{section}?notes=open#my-notes", 303)


@blueprint.route("/notes/<int:note_id>", methods=["GET", "POST"])
@requires(Permission.STUDY)
@keeps_post("note")
def note_page(note_id: int) -> str | Response | tuple[str, int]:
    """Change what a note says."""
    session = context.session()
    note = notes.own(session, context.me(), note_id)
    form = NoteForm(obj=note)
    form.quote.data = _quote(note)  # the passage stays, whatever the form says
    if form.validate_on_submit():
        target = _back(note)
        notes.change(note, form.body.data or "", now=context.now())
        session.commit()
        flash("Your note is saved.", "success")
        return redirect(target, 303)
    page = render_template(
        "learner/note.html", form=form, shown=notes.shown(session, note), note=note, back=_back(note)
    )
    return page, 422 if form.errors else 200


@blueprint.route("/notes/<int:note_id>/delete", methods=["GET", "POST"])
@requires(Permission.STUDY)
def delete_note(note_id: int) -> str | Response:
    """Ask once, then delete a note for good."""
    session, user = context.session(), context.me()
    note = notes.own(session, user, note_id)
    if request.method == "GET":
        return render_template("learner/note_delete.html", shown=notes.shown(session, note), back=_back(note))
    target = _back(note).partition("#")[0]
    notes.remove(session, user, note_id)
    session.commit()
    flash("The note is deleted.", "success")
    return redirect(target, 303)


def _quote(note: Note) -> str:
    anchor = Anchor.from_json(note.anchor)
    return anchor.exact if anchor else ""


def _back(note: Note) -> str:
    """Return where the learner came from: the list of all notes, or the note beside its section."""
    if request.args.get("from") == "list":
        return f"{url_for('.notes_page')}#my-note-{note.id}"
    return f"/learn/{note.course}/{note.module}/{note.section}?notes=open#my-note-{note.id}"
