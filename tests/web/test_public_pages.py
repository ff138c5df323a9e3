"""What anybody may see: courses, certificates, help, and pages for what went wrong."""

import shutil

import pytest
from browsing import Client
from factories import COURSE, LIBRARY

from ceu.domain.certificate.number import display
from ceu.web.permissions import Permission


def text(page):
    return " ".join(page.get_text(" ").split())


@pytest.fixture
def certificate(make):
    user = make.user(name="José O'Neil")
    make.credential(user)
    make.completion(user)
    return make.certificate(user)


def test_the_course_page_says_everything_that_has_to_be_said_before_enrolling(client, make):
    """Requirement 8, part by part."""
    make.course()
    shown = text(client.browse(f"/courses/{COURSE}"))
    for part in (
        "What you will be able to do",
        "Audience",
        "Intermediate",
        "Credentials: none claimed",
        "clock hours",
        "contact hours",
        "Delivery",
        "Estimated time",
        "75 % to pass",
        "2 attempts",
        "24 hours apart",
        "Disclosure",
        "Commercial support",
        "Risks and limits",
        "Refund",
        "Grievance",
        "Accommodation",
        "System requirements",
        "Contact",
        "Released",
        "Last revised",
        "Offered until",
        "no approval by any body",
        "certifies no one to practice or administer ketamine-assisted psychotherapy",
        "must sign this course before it is offered for credit",
        "Test provider: not approved by NBCC. This certificate is for 1.0 clock hours of Caring for people who grieve.",
        "What the text of this course rests on",
    ):
        assert part in shown, part
    assert client.page.select('ol.references a[href^="https://doi.org/"]')


def test_a_retired_course_is_gone_from_the_list_but_not_from_its_learners(client, make, tmp_path):
    user = make.user()
    make.read(user)
    folder = tmp_path / "library"
    shutil.copytree(LIBRARY, folder)
    (folder / f"courses/{COURSE}.md").unlink()
    make.publish(folder)
    assert "No course is on offer yet" in text(client.browse("/courses/"))
    client.browse(f"/courses/{COURSE}", status=404)
    client.sign_in(user)
    assert "Caring for people" in text(client.browse(f"/learn/{COURSE}"))


def test_an_expired_course_cannot_be_started(client, make, clock):
    make.course()
    clock.move(days=3 * 366)
    assert "no longer takes new learners" in text(client.browse(f"/courses/{COURSE}"))
    make.course()
    client.sign_in(make.user())
    page = client.browse(f"/learn/{COURSE}")
    assert page.select(f'form[action="/learn/{COURSE}/start"]') == []


def test_a_number_is_found_however_it_is_typed(client, certificate):
    shown = display(certificate.number)
    for typed in (certificate.number, shown, shown.lower(), f"  {shown.replace('-', ' ')} "):
        client.browse("/verify")
        page = client.submit('form[action="/verify"]', number=typed)
        assert f"Certificate {shown}" in page.h1.text


def test_the_public_page_shows_no_name_and_confirms_the_typed_one(client, certificate):
    page = client.browse(f"/certificates/{certificate.number}")
    assert "Neil" not in text(page)
    assert "Caring for people who grieve" in text(page)
    assert "The name matches" in text(client.submit(name="oneil jose"))
    page = client.submit(name="Jose Neill")
    assert "This proves nothing" in text(page)
    assert "ce-office@example.org" in text(page)
    assert client.submit(status=422, name="").select(".error-summary")


@pytest.mark.parametrize("typed", ["nonsense", "7K3M-9Q2X-4TE", "<script>"])
def test_a_mistyped_number_is_told_what_to_do(client, make, typed):
    client.browse("/verify")
    page = client.submit('form[action="/verify"]', status=422, number=typed)
    assert "eleven letters and digits" in text(page.select_one(".error-summary"))


def test_a_number_that_was_never_issued_says_whom_to_ask(client, make):
    from ceu.domain.certificate.number import new_number

    make.course()
    page = client.browse(f"/certificates/{new_number(lambda _: 7)}", status=404)
    assert "ask who issued it: Test provider" in text(page)
    assert "ce-office@example.org" in text(page.select_one("main"))
    for told in ("5 and S", "Scan the QR code", "treat the certificate as unconfirmed"):
        assert told in text(page)


def test_the_design_page_is_not_shown_in_production(fresh_app):
    assert fresh_app.test_client().get("/design").status_code == 200
    from dataclasses import replace

    fresh_app.config["SETTINGS"] = replace(fresh_app.config["SETTINGS"], env="production")
    assert fresh_app.test_client().get("/design").status_code == 404


def test_a_missing_page_helps(client, make):
    page = client.browse("/no/such/page", status=404)
    assert page.select_one('a[href="/courses/"]')


@pytest.mark.parametrize("address", ["/courses/%00", "/verify?number=%00", "/certificates/%00", "/courses/?%00=1"])
def test_a_character_that_no_text_has_is_refused(client, make, address):
    assert "no text has" in text(client.browse(address, status=400))


def test_an_address_that_only_takes_forms_says_so(client, make):
    make.course()
    client.sign_in(make.user())
    page = client.browse(f"/learn/{COURSE}/start")  # a reload leads to the course
    assert page
    assert client.get("/account/logout").status_code == 405


def test_every_answer_carries_the_security_headers(client):
    for address in ("/", "/no-such-page", "/healthz"):
        headers = client.get(address).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"


def test_an_error_of_ours_tells_nothing_of_itself(fresh_app):
    fresh_app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    fresh_app.config["CLOCK"] = None

    def broken():
        raise ValueError("secret detail")

    fresh_app.view_functions["public.home"] = broken
    broken.permission = Permission.PUBLIC
    response = fresh_app.test_client().get("/")
    assert response.status_code == 500
    assert "secret detail" not in response.get_data(as_text=True)
    assert "Something went wrong on our side" in response.get_data(as_text=True)


def test_an_error_of_ours_is_told_even_when_the_database_is_gone(fresh_app, make):
    from sqlalchemy import text as sql

    from ceu.extensions import db

    fresh_app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    fresh_app.test_client_class = Client
    visitor = fresh_app.test_client().sign_in(make.user())
    with fresh_app.app_context():
        with db.engine.begin() as connection:
            connection.execute(sql("PRAGMA foreign_keys=OFF"))
            for table in ("course", "user"):
                connection.execute(sql(f'ALTER TABLE "{table}" RENAME TO "{table}_gone"'))
        db.engine.dispose()
    for address in ("/", "/courses/", "/learn/"):
        response = visitor.get(address)
        page = response.get_data(as_text=True)
        assert response.status_code == 500
        assert "Something went wrong on our side" in page
        assert "ce-office@example.org" in page
        assert "Sign out" not in page
        assert "gone" not in page
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_every_link_of_the_help_page_leads_somewhere(client, make):
    make.course()
    user = make.user()
    client.sign_in(user)
    page = client.browse("/help")
    named = {element["id"] for element in page.select("[id]")}
    inside = [link["href"] for link in page.select("main a[href^='#']")]
    assert {address[1:] for address in inside} <= named
    for address in {link["href"] for link in page.select("main a[href^='/']")}:
        client.browse(address)


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "one minute"), (60, "one minute"), (61, "2 minutes"), (900, "15 minutes")]
)
def test_a_wait_is_told_in_words_and_never_too_short(seconds, words):
    from ceu.web.filters import waiting

    assert waiting(seconds) == words


def test_without_a_number_the_page_asks_for_one(client):
    page = client.browse("/verify?number=+", status=422)
    assert "Type the number that stands on the certificate." in page.words()
    assert not client.browse("/verify").select(".error-summary")
