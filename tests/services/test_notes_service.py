"""A learner's notes: hers alone, kept with the revision, found again in the next."""

import ast
import shutil
from pathlib import Path

import pytest
from factories import COURSE, LIBRARY
from sqlalchemy import select

from ceu.domain.notes import Anchor
from ceu.errors import NotFound
from ceu.models import AuditEvent, Course, Note
from ceu.services import notes, study
from ceu.services.notes import TooManyNotes

CEU = Path(notes.__file__).parents[1]
MODULE, SECTION = "first-weeks", "looks"
QUOTE = "The movement itself is what the dual process model calls oscillation"
ANCHOR = Anchor(QUOTE, "and back again, often within one day. ", " (")


@pytest.fixture
def ada(make):
    user = make.user()
    make.enrollment(user)
    return user


@pytest.fixture
def write(session, make, ada):
    """`write("text")` adds a note of Ada's; without a body a highlight."""

    def add(body="", anchor=ANCHOR, section=SECTION, module=MODULE, user=ada, revision=""):
        where = make.standing(user)
        return notes.add(
            session, user, where, module, section, body=body, anchor=anchor, revision=revision, now=make.now
        )

    return add


def beside(session, user, module=MODULE, section=SECTION):
    where = study.standing(session, user, COURSE, notes_on=(module, section))
    return notes.beside(where, module, section)


def revise(make, folder, old, new, *readers):
    """Publish the library with `old` reading `new` in the first module; `readers` take that revision."""
    copy = shutil.copytree(LIBRARY, folder / "library")
    path = copy / "modules" / MODULE / "module.md"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    make.publish(copy)
    for user in readers:
        make.take(user)


def test_a_note_stands_beside_its_section_with_its_passage(session, ada, write):
    write("Use this on Monday.")
    [shown] = beside(session, ada)
    assert (shown.note.body, shown.now.exact, shown.lost, shown.reworded) == (
        "Use this on Monday.",
        QUOTE,
        False,
        False,
    )
    assert beside(session, ada, section="response") == ()


def test_a_standing_with_notes_is_read_in_one_statement(session, ada, write, count_queries):
    write("One")
    write("Two", anchor=None)
    with count_queries() as count:
        assert len(beside(session, ada)) == 2
    assert count() == 1


def test_the_revision_that_was_shown_is_kept_and_no_other(session, make, ada, write):
    current = make.standing(ada).offer.course.module_digests[0]
    other = session.get(Course, COURSE).current
    assert write("x", revision=current).revision == current
    assert write("x", revision=other).revision == current
    assert write("x", revision="0" * 64).revision == current


def test_a_note_made_on_a_page_from_before_the_revision_keeps_that_one(session, make, ada, write, tmp_path):
    shown = make.standing(ada).offer.course.module_digests[0]
    revise(make, tmp_path, "Grief moves.", "Grief moves on.", ada)
    assert make.standing(ada).offer.course.module_digests[0] != shown
    assert write("x", revision=shown).revision == shown


def test_text_edited_elsewhere_keeps_the_anchor(session, make, ada, write, tmp_path):
    write()
    before = beside(session, ada)[0].start
    revise(make, tmp_path, "Grief moves.", "Grief is not a stage, and it moves.", ada)
    [shown] = beside(session, ada)
    assert shown.now.exact == QUOTE
    assert shown.start > before
    assert not shown.reworded


def test_a_reworded_passage_is_found_and_said_to_be_reworded(session, make, ada, write, tmp_path):
    write()
    revise(make, tmp_path, "The movement itself is what", "This movement is what", ada)
    [shown] = beside(session, ada)
    assert shown.reworded
    assert shown.now.exact == "This movement is what the dual process model calls oscillation"
    assert shown.note.anchor.exact == QUOTE


def test_a_passage_that_is_gone_is_said_to_have_changed_with_its_old_words(session, make, ada, write, tmp_path):
    write("Mine")
    revise(make, tmp_path, "The movement itself is what the dual process model calls oscillation", "People say so", ada)
    [shown] = beside(session, ada)
    assert shown.lost
    assert (shown.note.anchor.exact, shown.note.body) == (QUOTE, "Mine")


def test_notes_on_a_section_that_is_gone_are_still_listed(session, make, ada, write, tmp_path):
    write("Kept", section="response", anchor=None)
    copy = shutil.copytree(LIBRARY, tmp_path / "library")
    path = copy / "modules" / MODULE / "module.md"
    path.write_text(path.read_text().replace("{#response ", "{#answer "))
    quiz = path.with_name("quiz.md")
    quiz.write_text(quiz.read_text().replace("response", "answer"))
    make.publish(copy)
    make.take(ada)
    [course] = notes.of_user(session, ada)
    [section] = course.modules[0].sections
    assert (section.title, section.href) == ("response (no longer in the course)", "")
    assert section.notes[0].note.body == "Kept"


def test_all_notes_follow_the_course(session, ada, write):
    write("Third", module="later-on", section="stays", anchor=None)
    write("Second", section="response", anchor=None)
    write("First")
    [course] = notes.of_user(session, ada)
    listed = [
        (module.title, section.title, shown.note.body)
        for module in course.modules
        for section in module.sections
        for shown in section.notes
    ]
    assert [body for *_, body in listed] == ["First", "Second", "Third"]
    assert listed[0][:2] == ("The first weeks after a loss", "What grief looks like")


def test_a_search_finds_words_of_the_note_and_of_its_passage_in_any_case(session, ada, write):
    write("Ask on Monday")
    write("Éva's example", anchor=None)

    def found(search):
        return [
            n.note.body for c in notes.of_user(session, ada, search) for m in c.modules for n in m.sections[0].notes
        ]

    assert found("monday OSCILLATION") == ["Ask on Monday"]
    assert found("éVA") == ["Éva's example"]
    assert found("Friday") == []
    assert len(found("")) == 2


def test_the_list_takes_one_statement_whatever_its_length(session, ada, write, count_queries):
    write("One")
    notes.of_user(session, ada)
    for number in range(20):
        write(f"Note {number}", section="response", anchor=None)
    with count_queries() as count:
        notes.of_user(session, ada)
    assert count() == 1


def test_another_person_sees_nothing_of_it_whatever_her_role(session, make, ada, write):
    note = write("Ada's own")
    for roles in ((), ("instructor",), ("auditor",), ("admin",)):
        other = make.user(*roles)
        assert notes.of_user(session, other) == ()
        with pytest.raises(NotFound):
            notes.own(session, other, note.id)
        notes.remove(session, other, note.id)
        make.enrollment(other)
        assert beside(session, other) == ()
    assert len(make.rows(Note)) == 1


def test_a_deleted_note_is_gone_for_good(session, make, ada, write):
    note = write("x")
    notes.remove(session, ada, note.id)
    notes.remove(session, ada, note.id)
    assert make.rows(Note) == []


def test_a_changed_note_says_when(session, make, ada, write):
    note = write("x")
    made = make.now
    notes.change(note, "x", now=make.clock.move(hours=1))
    assert note.changed_at == made
    notes.change(note, "y", now=make.now)
    session.flush()
    session.refresh(note)
    assert (note.body, note.created_at, note.changed_at) == ("y", made, make.now)


def test_a_section_that_is_not_in_the_course_takes_no_note(write):
    with pytest.raises(NotFound):
        write("x", section="no-such-section")


def test_a_section_takes_a_bounded_number_of_notes(write, monkeypatch):
    monkeypatch.setattr(notes, "MOST", 2)
    write("1")
    write("2")
    with pytest.raises(TooManyNotes, match="Delete one"):
        write("3")
    write("elsewhere", section="response")


def test_the_audit_trail_knows_nothing_of_notes(session, ada, write):
    before = len(session.scalars(select(AuditEvent)).all())
    note = write("x")
    notes.change(note, "y", now=note.created_at)
    notes.remove(session, ada, note.id)
    assert len(session.scalars(select(AuditEvent)).all()) == before


def test_only_the_learners_own_pages_can_reach_notes():
    """Read from the source: who imports the table, or the service that reads it."""
    table, service = set(), set()
    for path in CEU.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.ImportFrom):
                continue
            names = {alias.name for alias in node.names}
            where = str(path.relative_to(CEU))
            if node.module in {"ceu.models", "ceu.models.study"} and "Note" in names:
                table.add(where)
            if (node.module == "ceu.services" and "notes" in names) or node.module == "ceu.services.notes":
                service.add(where)
    assert table == {"models/__init__.py", "services/notes.py", "services/standing_rows.py", "web/learner/notes.py"}
    assert service == {"services/own_data.py", "web/learner/notes.py", "web/learner/reading.py"}
