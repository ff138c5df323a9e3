"""Publication: content-addressed, in one go, and broken is not gone."""

import json
import shutil

import pytest
from factories import COURSE, LIBRARY

from ceu.models import AuditEvent, Compiled, Course, Module, Revision
from ceu.services import catalog
from ceu.services.publishing import NothingToPublish

pytestmark = pytest.mark.nothing_published


@pytest.fixture
def folder(tmp_path):
    target = tmp_path / "library"
    shutil.copytree(LIBRARY, target)
    return target


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_first_publication_brings_everything(session, make, folder):
    done = make.publish(folder)
    assert sorted(done.published) == [("course", COURSE), ("module", "first-weeks"), ("module", "later-on")]
    assert {row.number for row in make.rows(Revision)} == {1}
    assert len(make.rows(Compiled)) == 3


def test_a_second_publication_changes_nothing_and_says_so(session, make, folder):
    make.publish(folder)
    done = make.publish(folder)
    assert not done.changed
    assert len(done.unchanged) == 3
    assert len(make.rows(Revision)) == 3


def test_a_change_makes_a_new_revision_of_the_module_and_of_its_course(session, make, folder):
    make.publish(folder)
    edit(folder / "modules/later-on/module.md", "## When grief stays", "## When grief stays for long")
    done = make.publish(folder)
    assert sorted(done.published) == [("course", COURSE), ("module", "later-on")]
    numbers = {(row.kind, row.slug, row.number) for row in make.rows(Revision)}
    assert ("module", "later-on", 2) in numbers
    assert ("course", COURSE, 2) in numbers


def test_going_back_finds_the_old_revision_again(session, make, folder):
    make.publish(folder)
    first = session.get(Module, "later-on").current
    path = folder / "modules/later-on/module.md"
    text = path.read_text()
    edit(path, "## When grief stays", "## When grief stays for long")
    make.publish(folder)
    path.write_text(text)
    make.publish(folder)
    assert session.get(Module, "later-on").current == first
    assert len(make.rows(Revision)) == 5


def test_a_broken_file_keeps_its_last_good_revision_online(session, make, folder):
    make.publish(folder)
    before = session.get(Module, "first-weeks").current, session.get(Course, COURSE).current
    edit(folder / "modules/first-weeks/quiz.md", "- [x]", "- [ ]")
    edit(folder / "modules/later-on/module.md", "## When grief stays", "## When grief stays for long")
    done = make.publish(folder)
    assert ("module", "first-weeks") in done.kept
    assert (session.get(Module, "first-weeks").current, session.get(Course, COURSE).current) == before
    assert ("module", "later-on") in done.published
    assert catalog.current(session, COURSE).digest == before[1]


def test_a_broken_provider_takes_nothing_offline(session, make, folder):
    make.publish(folder)
    (folder / "provider.md").write_text("---\nname: [\n---\n")
    done = make.publish(folder)
    assert done.retired == []
    assert session.get(Course, COURSE).retired_at is None


def test_a_file_that_was_never_good_is_held_back(session, make, folder):
    edit(folder / "modules/first-weeks/quiz.md", "- [x]", "- [ ]")
    done = make.publish(folder)
    assert ("module", "first-weeks") in done.held_back
    assert session.get(Module, "first-weeks") is None


def test_only_a_missing_file_retires(session, make, folder):
    make.publish(folder)
    (folder / f"courses/{COURSE}.md").unlink()
    done = make.publish(folder)
    assert done.retired == [("course", COURSE)]
    assert session.get(Course, COURSE).retired_at == make.now
    shutil.copy(LIBRARY / f"courses/{COURSE}.md", folder / "courses")
    assert make.publish(folder).published == [("course", COURSE)]
    assert session.get(Course, COURSE).retired_at is None


def test_an_empty_folder_retires_nothing(session, make, folder):
    make.publish(folder)
    empty = folder.parent / "empty"
    empty.mkdir()
    with pytest.raises(NothingToPublish, match="nothing was changed"):
        make.publish(empty)
    assert session.get(Course, COURSE).retired_at is None


def test_a_learner_keeps_her_place_in_a_retired_course(session, make, folder):
    user = make.user()
    make.read(user)
    empty = folder.parent / "empty"
    shutil.copytree(folder, empty)
    (empty / f"courses/{COURSE}.md").unlink()
    make.publish(empty)
    assert make.standing(user).read


def test_publications_are_on_record(session, make, folder):
    make.publish(folder)
    events = [event for event in make.rows(AuditEvent) if event.verb == "published"]
    assert {event.object for event in events} == {f"course:{COURSE}", "module:first-weeks", "module:later-on"}


def test_stored_values_hold_what_a_course_is(session, make, folder):
    make.publish(folder)
    stored = json.loads(session.get(Revision, session.get(Course, COURSE).current).values)
    assert stored["provider"]["sample"] is True
    assert len(stored["module_digests"]) == 2


def test_a_folder_that_is_published_whole_is_not_checked_again(session, make, folder, monkeypatch):
    make.publish(folder)
    monkeypatch.setattr("ceu.domain.content.check.check_tree", lambda *_, **__: pytest.fail("checked again"))
    assert len(make.publish(folder).unchanged) == 3


def test_a_folder_that_goes_back_to_what_it_was_is_published_again(session, make, folder):
    make.publish(folder)
    first = session.get(Module, "later-on").current
    path = folder / "modules/later-on/module.md"
    text = path.read_text()
    edit(folder / "modules/later-on/module.md", "## When grief stays", "## When grief stays for long")
    edit(folder / "modules/first-weeks/quiz.md", "- [x]", "- [ ]")
    make.publish(folder)  # one file is broken now, so this is no whole publication
    path.write_text(text)
    shutil.copy(LIBRARY / "modules/first-weeks/quiz.md", folder / "modules/first-weeks")
    make.publish(folder)
    assert session.get(Module, "later-on").current == first
