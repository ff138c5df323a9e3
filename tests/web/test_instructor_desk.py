"""The instructor's desk says at a glance what is published, what is kept back and why, and what to do next."""

import shutil

import pytest
from previewing import COURSE, MODULE, QUIZ, Folder

from ceu.services import desk as service
from ceu.services.desk import Standing
from ceu.web.preview.folder import ContentFolder


@pytest.fixture
def folder(tmp_path, app, monkeypatch):
    """The content folder of the application in this test."""
    made = Folder(tmp_path / "content")
    monkeypatch.setitem(app.extensions, "content_folder", ContentFolder(made.path))
    return made


@pytest.fixture
def desk(client, make, session):
    """An instructor's browser."""
    user = make.user("instructor")
    session.commit()
    return client.sign_in(user)


@pytest.fixture
def publish(make, folder, session):
    def publish():
        done = make.publish(folder.path)
        session.commit()
        return done

    return publish


def states(page):
    """Return each line's tag by its title."""
    rows = [row for row in page.select("tbody tr") if row.select_one(".tag")]
    return {row.th.get_text(strip=True): row.select_one("td .tag").text for row in rows}


@pytest.mark.nothing_published
def test_before_anything_is_published_all_is_new(desk, folder):
    page = desk.browse("/teach/")
    assert set(states(page).values()) == {"new, to publish"}
    assert "ceu publish" in page.select_one(".notice").text
    assert not page.select('tbody a[href^="/teach/"]'), "there are no pages of what was never published"


def test_when_everything_is_online_it_says_so(desk, folder, publish):
    publish()
    page = desk.browse("/teach/")
    assert set(states(page).values()) == {"online"}
    assert "Everything you wrote is online" in page.select_one(".notice").text


def test_a_module_says_revision_words_questions_and_the_courses_it_is_in(desk, folder, publish):
    publish()
    row = desk.browse("/teach/").select_one('th:has(a[href="/teach/modules/first-weeks"])').parent
    cells = [cell.get_text(" ", strip=True) for cell in row.select("td")]
    assert cells[1].startswith("Revision 1, November 23, 2026")
    assert int(cells[2]) > 100
    assert cells[3:] == ["4 of 5", "Caring for people who grieve"]


def test_a_change_waits_for_publication_and_then_is_the_next_revision(desk, folder, publish):
    publish()
    folder.edit(MODULE, "Grief moves.", "Grief always moves.")
    page = desk.browse("/teach/")
    assert states(page)["The first weeks after a loss"] == "to publish"
    assert states(page)["Caring for people who grieve"] == "to publish", "its modules are part of it"
    publish()
    page = desk.browse("/teach/")
    assert set(states(page).values()) == {"online"}
    row = page.select_one('th:has(a[href="/teach/modules/first-weeks"])').parent
    assert row.select("td")[1].text.startswith("Revision 2, ")


def test_what_has_errors_is_kept_back_with_the_reason(desk, folder, publish):
    publish()
    folder.edit(MODULE, "Grief moves.", "Grief moves [@nobody2020].")
    page = desk.browse("/teach/")
    assert states(page)["The first weeks after a loss"] == "change kept back"
    reason = page.select_one(".notice-error").text
    assert "still online as published last" in reason
    assert 'unknown citation "nobody2020" (module.md, line ' in reason
    page = desk.follow("See everything to mend")
    assert page.h1.text == "Findings"
    assert "nobody2020" in page.select_one("details:-soup-contains('first-weeks/module.md') .finding").text


@pytest.mark.nothing_published
def test_what_was_never_online_and_has_errors_is_not_online(desk, folder):
    folder.edit(QUIZ, "- [x] Oscillation.", "- [ ] Oscillation.")
    assert states(desk.browse("/teach/"))["first-weeks"] == "not online"


def test_a_file_that_is_gone_is_announced_before_it_retires_the_course(desk, folder, publish):
    publish()
    (folder.path / COURSE).unlink()
    page = desk.browse("/teach/")
    assert states(page)["Caring for people who grieve"] == "gone from the folder"
    assert "Leaving with the next publication" in page.words()
    publish()
    assert states(desk.browse("/teach/"))["Caring for people who grieve"] == "retired"
    assert "takes no new learners" in desk.browse("/teach/courses/grief-care").words()


def test_without_a_folder_it_still_says_what_is_online(desk, folder, publish):
    publish()
    shutil.rmtree(folder.path)
    page = desk.browse("/teach/")
    assert set(states(page).values()) == {"online"}
    assert "could not be opened" in page.select_one(".notice-error").text
    assert "could not be opened" in desk.browse("/teach/findings").words()


@pytest.mark.nothing_published
def test_with_an_empty_folder_it_says_how_to_begin(desk, folder):
    for name in ("courses", "modules"):
        shutil.rmtree(folder.path / name)
    page = desk.browse("/teach/")
    assert "ceu new course my-course" in page.select_one(".notice").text


def test_the_folder_is_checked_again_only_when_a_file_changes(desk, folder, publish, monkeypatch):
    publish()
    desk.browse("/teach/")
    monkeypatch.setattr("ceu.web.preview.folder.read_tree", lambda _: pytest.fail("read again"))
    desk.browse("/teach/")


def test_the_desk_takes_the_same_few_statements_however_much_is_published(desk, folder, publish, count_queries):
    publish()
    desk.browse("/teach/")
    with count_queries() as few:
        desk.browse("/teach/")
    for n in range(4):
        shutil.copytree(folder.path / "modules/first-weeks", folder.path / f"modules/copy-{n}")
    publish()
    desk.browse("/teach/")
    with count_queries() as many:
        desk.browse("/teach/")
    assert few() == many() <= 6


def test_digests_are_those_that_publishing_gives(folder, make, session, clock):
    make.publish(folder.path)
    report = ContentFolder(folder.path).state(clock().date()).report
    online = {key: one.digest for key, one in service.published(session).items()}
    assert service.digests_of(report) == online
    assert {line.standing for line in service.entries(service.published(session), report, {})} == {Standing.ONLINE}
