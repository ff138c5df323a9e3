"""The preview shows a folder as a learner would see it."""

import shutil
from datetime import date

import pytest
from browsing import path_of
from previewing import COURSE, MODULE, Folder, preview_of

from ceu.domain.content import skeleton

TODAY = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "content")


@pytest.fixture
def preview(folder, clock):
    return preview_of(folder.path, clock)


def test_the_overview_names_courses_modules_and_their_credit(preview):
    page = preview.browse("/")
    assert page.h1.text == "content"
    assert "Caring for people who grieve" in page.words()
    credit = {
        row.th.text: [cell.text for cell in row.select("td")]
        for row in page.select("table:-soup-contains('nbcc') tbody tr")
    }
    assert credit["nbcc"][2:4] == ["1.00", "1.0"], "computed, and promised"
    row = page.select_one('th:has(a[href="/modules/first-weeks"])').parent
    cells = [cell.text.strip() for cell in row.select("td")]
    assert (cells[0], cells[-2]) == ("2", "4 of 5")


def test_the_course_page_is_the_public_one(preview, folder):
    page = preview.browse("/courses/grief-care")
    assert page.h1.text == "Caring for people who grieve"
    assert page.select_one("dt:-soup-contains('Grievance')")
    assert "None." in page.words()
    start = page.select_one("a.button-primary")
    assert start.text == "Start the course"
    assert path_of(preview.get(start["href"])) == "/modules/first-weeks/looks"


def test_a_section_reads_as_a_learner_reads_it_with_its_numbers_above(preview):
    page = preview.browse("/modules/first-weeks/response")
    assert page.h1.text == "A first response"
    assert page.select_one(".prose p").text.startswith("Begin with the loss")
    tags = [tag.text for tag in page.select(".page-head .tag")]
    assert tags[0].endswith("words")
    assert any("min of credit (" in tag and "nbcc" in tag for tag in tags)
    assert tags[-1] == "no findings"
    assert page.select_one('a[rel="next"]')["href"] == "/modules/first-weeks/quiz"
    assert page.select_one('.prose a[href="looks"]'), "links between sections lead to the preview's own pages"


def test_the_introduction_stands_above_the_first_section_only(preview):
    assert "need company more than treatment" in preview.browse("/modules/first-weeks/looks").words()
    assert "need company more than treatment" not in preview.browse("/modules/first-weeks/response").words()


def test_a_module_page_lists_sections_with_what_their_words_bring(preview):
    page = preview.browse("/modules/first-weeks")
    rows = {row.th.text: [cell.text.strip() for cell in row.select("td")] for row in page.select("tbody tr")}
    looks, whole = rows["What grief looks like"], rows["Whole module"]
    assert int(looks[0]) < int(whole[0])
    assert looks[1] == "1 min"
    assert looks[-1] == "none"
    assert "Part of Caring for people who grieve" in page.words()


def test_what_is_saved_is_shown_at_the_next_look(preview, folder):
    before = preview.get("/version").json["version"]
    assert before == preview.get("/version").json["version"]
    folder.edit(MODULE, "A first response {#response", "A better response {#response")
    assert preview.get("/version").json["version"] != before
    assert preview.browse("/modules/first-weeks/response").h1.text == "A better response"


def test_the_page_carries_the_version_it_was_made_of(preview):
    page = preview.browse("/")
    assert page.select_one('meta[name="content-version"]')["content"] == preview.get("/version").json["version"]


def test_an_empty_folder_says_what_to_do(tmp_path, clock):
    (tmp_path / "new").mkdir()
    page = preview_of(tmp_path / "new", clock).browse("/")
    assert page.h1.text == "Nothing is written yet"
    assert "ceu new module my-topic" in page.words()


def test_a_fresh_skeleton_is_shown_with_what_nobody_has_written_yet(tmp_path, clock):
    for path, text in (
        *skeleton.module_texts("new", TODAY).items(),
        ("provider.md", skeleton.provider_text(TODAY)),
        ("references.bib", skeleton.references_text()),
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    page = preview_of(tmp_path, clock).browse("/modules/new/situation")
    assert page.h1.text == "The situation"
    assert "Write as you would speak to a colleague." in page.words()
    assert "F12" in page.words()


@pytest.mark.parametrize("address", ["/", "/courses/grief-care", "/modules/first-weeks", "/modules/first-weeks/quiz"])
def test_a_folder_that_is_gone_gives_a_sentence_and_comes_back(preview, folder, tmp_path, address):
    preview.browse(address)
    shutil.move(folder.path, tmp_path / "renamed")
    page = preview.browse(address, status=404)
    assert "renamed, moved or deleted" in page.words()
    assert preview.get("/version").json == {"version": ""}
    shutil.move(tmp_path / "renamed", folder.path)
    preview.browse(address)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/modules/other", "There is no module “other” in this folder."),
        ("/modules/first-weeks/other", "There is no section “other” in the module “first-weeks”."),
        ("/courses/other", "There is no course “other” in this folder."),
        ("/other", "The preview has no page at this address."),
    ],
)
def test_an_address_without_a_page_is_a_sentence(preview, address, sentence):
    assert sentence in preview.browse(address, status=404).words()


def test_an_expired_course_is_shown_as_learners_would_find_it(preview, clock):
    clock.move(days=4 * 365)
    assert "no longer takes new learners" in preview.browse("/courses/grief-care").words()


def test_a_module_in_no_course_has_pages_too(preview, folder):
    (folder.path / COURSE).unlink()
    page = preview.browse("/")
    assert "No course offers these modules yet" in page.words()
    preview.browse("/modules/first-weeks/looks")


def test_nothing_can_be_posted(preview):
    for address in ("/", "/modules/first-weeks/looks", "/modules/first-weeks/quiz"):
        assert preview.post(address).status_code == 405


def test_only_this_computer_is_answered(preview):
    assert preview.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert preview.get("/", headers={"Host": "127.0.0.1:8001"}).status_code == 200


def test_the_pages_carry_the_same_security_headers_as_the_website(preview):
    headers = preview.get("/").headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"


def test_the_frame_loads_what_the_website_loads(preview, client):
    def loaded(page):
        return {tag["href"].partition("?")[0] for tag in page.select('link[rel="stylesheet"]')}

    assert loaded(preview.browse("/")) == loaded(client.browse("/"))
