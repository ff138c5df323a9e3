"""The learner's pages through a browser without script."""

from datetime import date

import pytest
from databases import count_queries
from factories import COURSE

from ceu.domain.certificate import keys
from ceu.models import Answer, Attempt, Attestation, CertificateFile, Completion, Enrollment, Evaluation
from ceu.services import assessment

LEARN = f"/learn/{COURSE}"
QUIZ = f"{LEARN}/first-weeks/quiz"


@pytest.fixture
def ada(make, client):
    make.course()
    user = make.user(name="Ada Ross")
    client.sign_in(user)
    return user


@pytest.fixture
def signing_key(settings, clock):
    folder = settings.instance / "keys"
    return keys.newest_key(folder) or keys.make_key(folder, common_name="Sample provider", now=clock())


def text(page):
    return " ".join(page.get_text(" ").split())


# Starting


def test_what_is_disclosed_stands_on_the_page_that_starts_the_course(client, ada):
    shown = text(client.browse(LEARN))
    for part in ("3 of 4", "75", "No conflicts of interest have been declared", "Commercial support", "none yet"):
        assert part in shown


def test_looking_at_the_page_starts_nothing(client, ada, make):
    client.browse(LEARN)
    assert make.rows(Enrollment) == []


def test_starting_leads_to_the_first_section(client, ada, make):
    client.browse(LEARN)
    page = client.submit(f'form[action="{LEARN}/start"]')
    assert "What grief looks like" in page.h1.text
    [enrollment] = make.rows(Enrollment)
    assert enrollment.disclosed_revision == make.standing(ada).offer.digest


def test_a_start_without_the_disclosure_shown_is_refused(client, ada):
    response = client.post(f"{LEARN}/start", data={"disclosed": "x"}, headers=client.csrf())
    assert response.status_code == 409
    assert "read it again" in response.get_data(as_text=True)


def test_a_section_before_the_start_says_where_to_start(client, ada):
    page = client.browse(f"{LEARN}/first-weeks/looks", status=409)
    assert page.select_one(f'a[href="{LEARN}"]')


# Reading


def test_marking_as_read_goes_on_and_keeps_the_place(client, ada, make):
    make.enrollment(ada)
    client.browse(f"{LEARN}/first-weeks/looks")
    page = client.submit("form.mark-read")
    assert "A first response" in page.h1.text
    assert "1 of 2 read" in text(page)
    assert "Continue reading" in text(client.browse("/learn/"))


def test_the_last_section_leads_to_the_post_test(client, ada, make):
    make.enrollment(ada)
    client.browse(f"{LEARN}/first-weeks/response")
    assert "Post-test" in client.submit("form.mark-read").h1.text


def test_a_section_page_takes_two_statements(client, ada, make):
    make.read(ada)
    client.browse(f"{LEARN}/first-weeks/looks")
    with count_queries() as count:
        client.browse(f"{LEARN}/first-weeks/looks")
    assert count() <= 2, list(count)


def test_a_section_that_is_not_there_is_not_found(client, ada, make):
    make.enrollment(ada)
    client.browse(f"{LEARN}/first-weeks/no-such-section", status=404)
    client.browse(f"{LEARN}/no-such-module/looks", status=404)
    client.browse("/learn/no-such-course/x/y", status=404)


# The post-test


def test_before_the_first_test_mail_and_credential_are_asked_with_the_reason(client, make):
    make.course()
    user = make.user(confirmed=False)
    client.sign_in(user)
    make.read(user)
    page = client.browse(QUIZ)
    assert "Confirm your email address" in text(page)
    assert "made out to a confirmed person" in text(page)
    assert page.select(f'form[action="{QUIZ}"], main form[method="post"]:not([action])') == []
    assert client.post(QUIZ, headers=client.csrf()).status_code == 303
    assert make.rows(Attempt) == [], "a form posted all the same begins nothing"


def test_the_page_of_a_question_tells_neither_key_nor_reasons(client, ada, make):
    sitting = make.open_attempt(ada)
    question = sitting.questions[sitting.form.pages[0].questions[0].digest]
    page = client.browse(f"{QUIZ}/1")
    assert question.rationale.split()[0] not in text(page.select_one("form[data-autosave]"))
    assert "correct" not in str(page.select_one("main")).lower()


def test_an_answer_is_acknowledged_with_its_time(client, ada, make):
    make.open_attempt(ada)
    page = client.browse(f"{QUIZ}/1")
    name = page.select_one("main fieldset input")["name"]
    client.submit("form[data-autosave]", button="go", **{name: "0"})
    assert "Saved at 10:00 AM" in text(client.browse(f"{QUIZ}/1"))
    assert len(make.rows(Answer)) == 1


def test_saving_an_answer_takes_at_most_four_statements(client, ada, make):
    item = make.open_attempt(ada).form.questions[0]
    headers = client.csrf() | {"X-Requested-With": "fetch"}
    client.post(f"{QUIZ}/1", data={f"q-{item.id}": "1"}, headers=headers)
    with count_queries() as count:
        response = client.post(f"{QUIZ}/1", data={f"q-{item.id}": "0"}, headers=headers)
    assert response.get_json() == {"message": "Saved at 10:00 AM"}
    assert count() <= 4, list(count)


@pytest.mark.parametrize("position", ["99", "x", "-1"])
def test_an_impossible_answer_is_refused_and_the_page_says_so(client, ada, make, position):
    item = make.open_attempt(ada).form.questions[0]
    response = client.post(f"{QUIZ}/1", data={f"q-{item.id}": position}, headers=client.csrf())
    assert response.status_code == 422
    assert "not saved" in response.get_data(as_text=True)
    assert make.rows(Answer) == []


def test_the_review_names_what_is_unanswered(client, ada, make):
    sitting = make.open_attempt(ada)
    page = client.browse(f"{QUIZ}/review")
    assert f"{len(sitting.form.questions)} questions without an answer" in text(page)


def test_a_failed_attempt_shows_counts_objectives_and_sections_but_no_key(client, ada, make):
    attempt = make.attempt(ada, wrong=4)
    page = client.browse(f"{QUIZ}/result")
    shown = text(page)
    assert f"{attempt.score} of {attempt.total}, needed {attempt.needed}" in shown
    assert "November 24, 2026, 10:00 AM EST" in shown
    assert "Sections to read again" in shown
    assert page.select("fieldset, .rationale") == []
    sitting = assessment.latest(make.session, ada, COURSE, "first-weeks")
    for question in sitting.questions.values():
        assert question.rationale[:40] not in shown


def test_a_passed_attempt_shows_key_and_reasons(client, ada, make):
    make.attempt(ada)
    page = client.browse(f"{QUIZ}/result")
    assert len(page.select(".rationale")) == 4
    assert page.select(".option-right")


@pytest.mark.parametrize("seed", range(1, 7))
def test_a_passed_attempt_lists_the_references_its_reasons_cite_and_no_others(client, ada, make, seed):
    make.attempt(ada, seed=seed)
    page = client.browse(f"{QUIZ}/result")
    cited = {link["href"].removeprefix("#") for link in page.select('.reviewed a[href^="#ref-"]')}
    assert {entry["id"] for entry in page.select(".references li")} == cited <= {"ref-stroebe1999"}
    assert ("References" in [heading.text for heading in page.select("h2")]) == bool(cited)


def test_after_a_submission_the_pages_of_the_form_lead_to_the_result(client, ada, make):
    make.attempt(ada)
    for address in (f"{QUIZ}/1", f"{QUIZ}/review"):
        assert "You passed" in client.browse(address).h1.text


@pytest.mark.parametrize("page", ["1", "review", "result"])
def test_a_page_of_an_attempt_leads_to_where_one_begins(client, ada, make, page):
    make.enrollment(ada)
    client.browse(f"{QUIZ}/{page}")
    assert client.address.rstrip("?") == QUIZ
    assert "3 of 4" in client.page.words()


# Evaluation, attestation, certificate


def test_the_evaluation_waits_for_the_tests(client, ada, make):
    make.read(ada)
    page = client.browse(f"{LEARN}/evaluation")
    assert "Still open before this" in text(page)
    assert page.select("form.form") == []


def test_an_incomplete_evaluation_names_each_item_and_keeps_what_was_written(client, ada, make):
    make.credential(ada)
    make.passed(ada)
    client.browse(f"{LEARN}/evaluation")
    page = client.submit("form.form", status=422, comment="More on children, please.", minutes="soon")
    assert page.title.text.startswith("Error: ")
    assert "whole number" in text(page.select_one(".error-summary"))
    assert page.select_one('textarea[name="comment"]').text.strip() == "More on children, please."
    assert make.rows(Evaluation) == []


def test_the_attestation_shows_every_fact_with_a_way_to_change_it(client, ada, make):
    make.credential(ada, number="MH 00123")
    make.evaluated(ada)
    page = client.browse(f"{LEARN}/attestation")
    shown = text(page)
    for fact in (
        "Ada Ross",
        "MH 00123",
        "LMHC",
        "Caring for people who grieve",
        "November 23, 2026",
        "New York",
        "clock hours",
        "no approval by any body",
    ):
        assert fact in shown
    assert len(page.select(".facts-change a")) >= 4


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"typed_name": "Ada Ross"}, "Tick"),
        ({"agreed": "y", "typed_name": "Eve"}, "Ada Ross"),
        ({"agreed": "y"}, "sign"),
    ],
)
def test_an_attestation_that_is_not_one_is_refused(client, ada, make, given, told):
    make.credential(ada)
    make.evaluated(ada)
    client.browse(f"{LEARN}/attestation")
    page = client.submit("form.form", status=422, **given)
    assert told in text(page.select_one(".error-summary"))
    assert make.rows(Attestation) == make.rows(Completion) == []


def test_an_empty_attestation_is_told_at_once_all_that_is_missing(client, ada, make):
    make.credential(ada)
    make.evaluated(ada)
    client.browse(f"{LEARN}/attestation")
    page = client.submit("form.form", status=422)
    told = [(link["href"], link.text.split()[0]) for link in page.select(".error-summary a")]
    assert told == [("#agreed", "Tick"), ("#typed_name", "Type")]
    assert len(page.select("main form [aria-invalid=true]")) == 2


def test_the_pdf_is_made_when_asked_for_and_then_kept(client, ada, make, signing_key):
    number = make.certificate(ada).number
    address = f"{LEARN}/certificates/{number}"
    client.browse(f"{LEARN}/certificates")
    assert client.get(address).status_code == 303, "reading makes nothing"
    first = client.post(address, headers=client.csrf())
    assert first.mimetype == "application/pdf"
    assert "attachment" in first.headers["Content-Disposition"]
    assert len(make.rows(CertificateFile)) == 1
    assert client.get(address).get_data() == client.post(address, headers=client.csrf()).get_data() == first.get_data()


def test_nobody_downloads_anothers_certificate(client, ada, make, signing_key):
    number = make.certificate(ada).number
    other = make.user()
    client.sign_in(other)
    make.completion(other)
    for method in (client.get, client.post):
        assert method(f"{LEARN}/certificates/{number}", headers=client.csrf()).status_code == 404


def test_a_license_added_later_is_offered_its_certificate(client, ada, make):
    make.credential(ada)
    make.completion(ada)
    make.credential(ada, jurisdiction="NY", number="012345")
    page = client.browse(f"{LEARN}/certificates")
    assert "A license added since" in text(page)
    assert {name.text for name in page.select("#later ~ dl dt")} == {
        "Name", "License or certification", "Course", "Completed on", "Hours", "Body",
    }  # fmt: skip
    changes = [link["href"] for link in page.select("#later ~ dl .facts-change a")]
    assert changes
    assert all(change.endswith(f"next={LEARN}/certificates") for change in changes)
    assert "2 certificates were issued" in text(client.submit('main form[method="post"]:not([action])'))


def test_the_page_of_certificates_names_the_address_they_print_whatever_host_was_asked(client, ada, make):
    make.certificate(ada)
    assert "http://127.0.0.1:8000/verify" in text(client.browse(f"{LEARN}/certificates"))


def test_without_a_completion_the_page_says_what_is_open(client, ada, make):
    make.read(ada)
    assert "Still open before this" in text(client.browse(f"{LEARN}/certificates"))


def test_text_marked_by_the_author_is_shown_marked_and_not_as_code(client, ada, make):
    make.open_attempt(ada)
    assert "<" not in client.browse(f"{QUIZ}/1").select_one("form[data-autosave]").text
    make.attempt(ada)
    page = client.browse(f"{QUIZ}/result")
    assert page.select(".option-told p")
    assert "<p>" not in page.text


def test_an_expired_license_is_told_before_it_is_attested_to(client, ada, make):
    make.credential(ada, expires_on=date(2026, 3, 31))
    make.evaluated(ada)
    assert "expired March 31, 2026: ask your board" in text(client.browse(f"{LEARN}/attestation"))
