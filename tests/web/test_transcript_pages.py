"""Transcript, credit earned elsewhere, renewal and the audit letter through a browser without script."""

import io
import zipfile
from datetime import timedelta
from decimal import Decimal

import papers_made
import pytest

from ceu.domain import papers
from ceu.domain.certificate import keys
from ceu.models import CertificateFile, OutsideCredit
from ceu.web import uploads

NEW = "/learn/transcript/elsewhere/new"
GIVEN = {
    "title": "Ethics in rural practice",
    "provider": "Acme Seminars",
    "completed_on": "2026-10-01",
    "hours": "6",
    "unit": "contact hours",
    "ethics_hours": "3",
    "home_study": "live",
}


@pytest.fixture
def ada(make, client):
    make.course()
    user = make.user(name="Ada Ross")
    client.sign_in(user)
    return user


@pytest.fixture
def license_(make, ada):
    return make.credential(ada, jurisdiction="NY", title="LMHC", expires_on=make.now.date() + timedelta(days=90))


@pytest.fixture(autouse=True)
def _signing_key(settings, clock):
    folder = settings.instance / "keys"
    if keys.newest_key(folder) is None:
        keys.make_key(folder, common_name="Sample provider", now=clock())


def sent(content, name="scan.pdf"):
    return (io.BytesIO(content), name)


# Transcript


def test_a_new_learner_is_told_what_will_stand_here(client, ada):
    page = client.browse("/learn/transcript")
    assert "Nothing completed yet" in page.words()
    assert page.select_one('a[href="/learn/transcript/elsewhere/new"]')


def test_hours_without_credit_are_called_that_in_the_totals(client, make, ada, license_):
    make.completion(ada)
    words = client.browse("/learn/transcript").words()
    assert "contact hours, without credit" in words
    assert "counts 0.0: the same hours by another body's rule" in words
    assert "no board has to take them" in words


def test_the_list_is_narrowed_by_license_and_days(client, make, ada, license_):
    make.completion(ada)
    make.outside(ada, license_)
    client.browse("/learn/transcript")
    page = client.submit("form.selection", **{"from": "2026-10-01", "to": "2026-10-31", "license": str(license_.id)})
    assert "Ethics in rural practice" in page.words()
    assert "Caring for people" not in page.words()
    assert page.select_one('a[href*="transcript.pdf?"]')
    assert client.follow("PDF of this list") is not None


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("license=all&from=2026-02-30", "Enter a date such as"),
        ("license=all&from=2026-02-03&to=2026-02-01", "before the first one"),
        ("license=999999", "Choose one of the licenses"),
    ],
)
def test_a_selection_that_cannot_be_says_why_and_shows_everything(client, make, ada, license_, query, why):
    make.outside(ada, license_)
    page = client.browse(f"/learn/transcript?{query}", status=422)
    assert why in page.words()
    assert "Ethics in rural practice" in page.words()
    assert client.get(f"/learn/transcript.pdf?{query}").status_code == 422


def test_the_pdf_is_made_without_storing_anything(client, make, ada, license_):
    make.completion(ada)
    response = client.get(f"/learn/transcript.pdf?license={license_.id}")
    assert response.mimetype == "application/pdf"
    assert response.data.startswith(b"%PDF")
    assert "transcript-2026-11-23.pdf" in response.headers["Content-Disposition"]
    assert make.rows(CertificateFile) == []


# Credit earned elsewhere


def test_without_a_license_the_way_to_one_is_shown(client, ada):
    page = client.browse(NEW)
    assert page.select_one('a[href^="/account/credentials/new?next="]')


def test_credit_with_a_file_is_added_shown_and_given_back(client, make, ada, license_):
    content = papers_made.pdf()
    client.browse(NEW)
    page = client.submit(**GIVEN, file=sent(content))
    assert "The credit is saved." in page.words()
    assert "6.0 contact hours live, 3.0 of them ethics" in page.words()
    response = client.get(page.select_one('a[href$="/file"]')["href"])
    assert (response.data, response.mimetype) == (content, "application/pdf")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"title": "  "}, "Enter the title"),
        ({"completed_on": "last week"}, "Enter a date such as"),
        ({"completed_on": "2026-12-01"}, "in the future"),
        ({"hours": "six"}, "Enter hours as a number"),
        ({"hours": "0"}, "more than 0"),
        ({"hours": "NaN"}, "at most two places"),
        ({"hours": "1.005"}, "at most two places"),
        ({"ethics_hours": "7"}, "cannot be more"),
        ({"home_study": ""}, "how it was taught"),
        ({"file": sent(b"MZ")}, "no PDF, PNG or JPEG"),
        ({"file": sent(papers_made.pdf() + b"\0" * 300_000)}, "0.3 MB; at most 5 MB"),
        ({"title": "悲しみ"}, "Latin letters"),
    ],
)
def test_a_mistake_is_explained_beside_its_field_and_nothing_is_lost(
    client, make, ada, license_, monkeypatch, changes, why
):
    monkeypatch.setattr(papers, "MOST_BYTES", 200_000)  # beyond 500,000 the test client leaves files open
    client.browse(NEW)
    page = client.submit(**{**GIVEN, **changes}, status=422)
    assert why in page.select_one(".error-summary").get_text()
    assert page.select_one(".field-bad .error")
    assert page.select_one('input[name="provider"]')["value"] == "Acme Seminars"
    assert make.rows(OutsideCredit) == []


def test_a_file_beyond_all_measure_is_refused_before_it_is_read(client, ada, license_, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BODY", 100_000)
    client.browse(NEW)
    page = client.submit(**GIVEN, file=sent(b"x" * 200_000), status=413)
    assert "choose a smaller file" in page.words()


def test_other_forms_take_no_more_than_before(client, ada):
    response = client.post("/learn/audit", data={"license": "x" * 1_100_000}, headers=client.csrf())
    assert response.status_code == 413


def test_credit_is_changed_and_its_file_deleted(client, make, ada, license_):
    made = make.outside(ada, license_, file=papers_made.pdf())
    client.browse(f"/learn/transcript/elsewhere/{made.id}")
    assert client.page.select_one('input[name="hours"]')["value"] == "6.00"
    page = client.submit(title="Ethics, revised", drop_file="y")
    assert "Ethics, revised" in page.words()
    assert not page.select('a[href$="/file"]')


def test_credit_is_removed(client, make, ada, license_):
    made = make.outside(ada, license_, file=papers_made.pdf())
    client.browse(f"/learn/transcript/elsewhere/{made.id}")
    page = client.submit('form[action$="/remove"]')
    assert "Ethics in rural practice" not in page.words()
    assert client.get(f"/learn/transcript/elsewhere/{made.id}/file").status_code == 404


def test_credit_for_a_license_of_somebody_else_is_refused(client, make, ada, license_):
    theirs = make.credential(make.user())
    client.browse(NEW)
    page = client.submit(**GIVEN, credential=str(theirs.id), status=422)
    assert "Choose the license" in page.words()


# Renewal


def test_a_renewal_shows_hours_cap_ethics_days_and_where_the_rule_was_read(client, make, ada, license_):
    make.completion(ada)
    make.outside(ada, license_)
    make.outside(ada, license_, home_study=True, hours=Decimal(14), ethics_hours=Decimal(0))
    page = client.browse(f"/learn/renewal/{license_.id}")
    words = page.words()
    for told in (
        "18.0 of 36.0 hours", "6.0 live", "12.0 home study", "90 days left", "2.0 hours of home study are over the cap",
        "Check with your board", "November 22, 2026", "hours without credit are not in these sums",
    ):  # fmt: skip
        assert told in words
    assert page.select_one("svg title").text.startswith("18.0 of 36.0 hours done")
    assert page.select_one('a[href^="https://instalawyer"]')


def test_a_license_without_a_known_rule_says_so_and_counts(client, make, ada):
    wyoming = make.credential(ada, jurisdiction="WY", title="LPC")
    make.outside(ada, wyoming)
    words = client.browse(f"/learn/renewal/{wyoming.id}").words()
    assert "No rule for this license is known here" in words
    assert "Hours so far 6.0" in words


def test_an_unknown_or_past_day_of_expiry_leads_to_where_it_is_entered(client, make, ada):
    for expires in (None, make.now.date() - timedelta(days=1)):
        one = make.credential(ada, expires_on=expires)
        page = client.browse(f"/learn/renewal/{one.id}")
        assert page.select_one(f'main a[href^="/account/credentials/{one.id}?next="]')


# The audit letter


def test_a_letter_is_answered_with_one_pdf(client, make, ada, license_):
    make.completion(ada)
    client.browse("/learn/audit")
    data = {"license": str(license_.id), "answer": "pdf", "from": "2026-01-01", "to": "2026-12-31"}
    response = client.post("/learn/audit", data=data, headers=client.csrf())
    assert response.mimetype == "application/pdf"
    assert len(make.rows(CertificateFile)) == 2


def test_a_letter_is_answered_with_a_zip(client, make, ada, license_):
    make.completion(ada)
    response = client.post("/learn/audit", data={"license": "all", "answer": "zip"}, headers=client.csrf())
    with zipfile.ZipFile(io.BytesIO(response.data)) as archive:
        assert archive.testzip() is None
        assert {"list.pdf", "index.csv"} < set(archive.namelist())


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"license": "all"}, "Choose PDF or zip"),
        ({"license": "all", "answer": "exe"}, "Not a valid choice"),
        ({"license": "none", "answer": "pdf"}, "Nothing was completed"),
        ({"license": "4711", "answer": "pdf"}, "Choose one of the licenses"),
        ({"license": "all", "answer": "pdf", "to": "soon"}, "Enter a date"),
    ],
)
def test_a_letter_that_cannot_be_answered_says_why(client, ada, license_, data, why):
    response = client.post("/learn/audit", data=data, headers=client.csrf())
    assert response.status_code == 422
    assert why in response.get_data(as_text=True)


def test_a_license_of_somebody_else_is_not_on_the_list(client, make, ada, license_):
    other = make.user()
    theirs = make.credential(other)
    make.completion(other)
    response = client.post("/learn/audit", data={"license": str(theirs.id), "answer": "pdf"}, headers=client.csrf())
    assert response.status_code == 422
