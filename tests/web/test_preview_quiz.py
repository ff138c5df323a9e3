"""The quiz of a preview is played without record: what is chosen stands in the address."""

from urllib.parse import parse_qs, urlsplit

import pytest
from previewing import QUIZ, Folder, preview_of

HERE = "/modules/first-weeks/quiz"


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "content")


@pytest.fixture
def preview(folder, clock):
    return preview_of(folder.path, clock)


def verdicts(page, question):
    return [verdict.text for verdict in page.select(f"#question-{question} .option-verdict")]


def test_the_whole_bank_is_there_in_the_authors_order(preview):
    page = preview.browse(HERE)
    assert [tag["id"] for tag in page.select("[id^=question-]")] == [
        f"question-{name}" for name in ("movement", "laughs", "usual", "ask-first", "offer")
    ]
    assert "An invented case." in page.words()
    assert not page.select(".rationale, .option-verdict")


def test_a_wrong_answer_is_told_at_once_with_feedback_key_and_rationale(preview):
    preview.browse(HERE)
    page = preview.submit(**{"q-movement": "0"})
    assert verdicts(page, "movement") == ["Your answer: not correct", "Correct, not chosen"]
    told = page.select_one("#question-movement").get_text()
    assert "Avoidance would stay on one side" in told
    assert "People turn to the loss" in told
    assert page.select_one('#question-movement a[href="/modules/first-weeks/looks"]')
    assert "0 of 1 answered right" in page.words()
    assert not page.select("#question-laughs .option-verdict"), "what was not answered stays open"


def test_a_right_answer_is_told_too(preview):
    preview.browse(HERE)
    page = preview.submit(**{"q-usual": ["0", "1"]})
    assert verdicts(page, "usual") == ["Your answer: correct", "Your answer: correct"]
    assert "1 of 1 answered right" in page.words()


def test_part_of_several_right_answers_is_not_right(preview):
    preview.browse(HERE)
    page = preview.submit(**{"q-usual": ["0"]})
    assert page.select_one("#question-usual .rationale strong").text == "Not right."


def test_answers_stay_when_another_question_is_answered(preview):
    preview.browse(HERE)
    preview.submit(**{"q-movement": "1"})
    page = preview.submit(**{"q-laughs": "0"})
    assert "2 of 2 answered right" in page.words()


def test_a_drawn_test_holds_what_a_learner_meets_and_tells_the_pass_mark(preview):
    preview.browse(HERE)
    page = preview.follow("Draw a test")
    assert len(page.select("fieldset.question")) == 4
    assert {"question-ask-first", "question-offer"} <= {tag["id"] for tag in page.select("[id^=question-]")}
    names = {field["name"] for field in page.select("fieldset input")}
    page = preview.submit(**{next(iter(names)): "0"})
    assert "3 right are a pass" in page.words()
    assert parse_qs(urlsplit(preview.address).query)["draw"] == ["1"], "it is still the same test"


def test_the_same_number_draws_the_same_test_and_another_number_another(preview):
    def asked(number):
        page = preview.browse(f"{HERE}?draw={number}")
        return [(tag["name"], tag.find_next("label").text) for tag in page.select("fieldset input")]

    assert asked(7) == asked(7)
    assert len({tuple(asked(number)) for number in range(12)}) > 1


def test_a_bank_that_cannot_fill_the_draw_is_shown_whole_with_a_sentence(preview, folder):
    folder.edit(QUIZ, "draw: {recognize: 2, respond: 2}", "draw: {recognize: 2, respond: 1}")
    page = preview.browse(f"{HERE}?draw=1")
    assert "No test can be drawn from this bank" in page.words()
    assert len(page.select("fieldset.question")) == 5


def test_the_key_shows_every_question_with_all_feedback(preview):
    preview.browse(HERE)
    page = preview.follow("Show the key")
    keys = [tag.parent.get_text(" ", strip=True) for tag in page.select(".tag") if tag.text == "Key"]
    assert keys[0] == "Oscillation. Key"
    assert len(keys) == 6
    assert "Avoidance would stay on one side" in page.words()
    assert not page.select("main input")


def test_an_answer_that_no_longer_fits_is_no_answer(preview):
    page = preview.browse(f"{HERE}?q-movement=9&q-laughs=0&q-laughs=1&q-gone=1&draw=x")
    assert not page.select(".option-verdict")
