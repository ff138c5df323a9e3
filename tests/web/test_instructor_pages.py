"""What an instructor reads of a published module or course: sections, bank with key, credit, history."""

import pytest
from previewing import MODULE, Folder

from ceu.domain.content.codes import CODES
from ceu.services import publishing


@pytest.fixture
def desk(client, make, session):
    """An instructor's browser, with the test library published."""
    user = make.user("instructor")
    make.course()
    session.commit()
    return client.sign_in(user)


def test_a_module_page_shows_its_parts_and_where_it_is_used(desk):
    page = desk.browse("/teach/modules/first-weeks")
    assert page.h1.text == "The first weeks after a loss"
    assert [link["href"] for link in page.select("#sections ~ * tbody a")] == [
        "/teach/modules/first-weeks/looks",
        "/teach/modules/first-weeks/response",
    ]
    assert "4 questions drawn of 5, 75 percent to pass" in page.words()
    assert "Part of Caring for people who grieve" in page.words()


def test_every_section_can_be_read_one_after_the_other(desk):
    page = desk.browse("/teach/modules/first-weeks/looks")
    assert "Grief moves." in page.select_one(".prose p:-soup-contains('Grief')").text
    page = desk.browse(page.select_one('a[rel="next"]')["href"])
    assert page.h1.text == "A first response"
    assert page.select_one('a[rel="next"]')["href"] == "/teach/modules/first-weeks/quiz"


def test_the_bank_is_complete_with_key_feedback_and_rationale(desk):
    page = desk.browse("/teach/modules/first-weeks/quiz")
    assert [part["id"] for part in page.select("[id^=question-]")] == [
        f"question-{name}" for name in ("movement", "laughs", "usual", "ask-first", "offer")
    ]
    question = page.select_one("#question-movement")
    assert [item.get_text(" ", strip=True) for item in question.select("li:has(.tag)")] == ["Oscillation. Key"]
    assert "Avoidance would stay on one side" in question.text
    assert "People turn to the loss" in question.select_one(".rationale").text
    assert question.select_one('a[href="/teach/modules/first-weeks/looks"]')
    assert not page.select("main form")


def test_a_course_page_shows_its_worksheet_and_leads_to_the_public_page(desk):
    page = desk.browse("/teach/courses/grief-care")
    rows = {row.th.text: [cell.text for cell in row.select("td")] for row in page.select("#credit ~ * tbody tr")}
    assert rows["nbcc"][2:4] == ["1.00", "1.0"]
    assert "Not counted as words" in page.words()
    assert desk.follow("Open the public page").h1.text == "Caring for people who grieve"


def test_the_history_lists_every_revision_with_its_digest(desk, make, session, tmp_path, clock):
    folder = Folder(tmp_path / "content")
    folder.edit(MODULE, "Grief moves.", "Grief always moves.")
    clock.move(hours=3)
    make.publish(folder.path)
    session.commit()
    page = desk.browse("/teach/modules/first-weeks")
    rows = page.select_one("#history").find_next("tbody").select("tr")
    assert [row.th.get_text(" ", strip=True) for row in rows] == ["2 current", "1"]
    assert "1:00 PM EST" in rows[0].text
    assert len({row.code.text for row in rows}) == 2


def test_who_published_is_named_by_the_mail_of_the_account(desk, make, session, tmp_path, clock):
    user = make.user("admin", mail="office@example.org")
    folder = Folder(tmp_path / "content")
    folder.edit(MODULE, "Grief moves.", "Grief always moves.")
    publishing.publish_folder(session, folder.path, now=clock(), by=f"user:{user.id}")
    session.commit()
    assert "office@example.org" in desk.browse("/teach/modules/first-weeks").words()


@pytest.mark.parametrize(
    "address",
    ["/teach/modules/other", "/teach/modules/first-weeks/other", "/teach/modules/other/quiz", "/teach/courses/other"],
)
def test_what_was_never_published_has_no_page(desk, address):
    desk.browse(address, status=404)


def test_how_to_write_explains_commands_keys_and_every_code(desk):
    page = desk.browse("/teach/writing")
    assert "ceu preview" in page.words()
    assert {row["id"] for row in page.select("tr[id]")} == set(CODES)
    assert "commercial_support" in page.words()


@pytest.mark.parametrize("role", ["learner", "auditor"])
def test_the_desk_is_not_for_those_who_must_not_see_the_key(client, make, session, role):
    user = make.user(role)
    session.commit()
    client.sign_in(user).browse("/teach/", status=403)
