"""Taking all of one's data on the page."""

import io
import json
import zipfile

import pytest
from account_steps import PASSWORD, learner, sign_in

DATA = "/account/data/"


@pytest.fixture
def ada(app, client, session, clock, make):
    user = learner(app, session, clock)
    make.certificate(user)
    session.commit()
    sign_in(client)
    return user


def take(client):
    client.browse(DATA)
    form = client.page.select_one("main form")
    assert form.button.get_text() == "Download all my data"
    with client.post(DATA, headers=client.csrf()) as answer:
        return answer.status_code, answer.headers, answer.data


def test_one_click_hands_out_the_zip(client, ada):
    status, headers, content = take(client)
    assert (status, headers["Content-Type"]) == (200, "application/zip")
    assert "filename=my-data-2026-11-23.zip" in headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        data = json.loads(archive.read("data.json"))
        page = archive.read("index.html").decode()
        assert any(name.startswith("certificates/2026-11-23-") for name in archive.namelist())
    assert data["profile"][0]["legal_name"] == "Ada Ross"
    assert "As of November 23, 2026, 10:00 AM EST" in page
    assert "Where you are signed in" in page
    assert 'href="certificates/2026-11-23-' in page


def test_what_was_typed_stays_text_on_the_page_of_the_zip(client, ada, session):
    ada.legal_name = "<script>alert(1)</script>"
    session.commit()
    _, _, content = take(client)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        page = archive.read("index.html").decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_browser_left_open_asks_for_the_password_first(client, ada, clock):
    client.browse(DATA)
    clock.move(minutes=41)
    page = client.submit()
    assert page.h1.text == "Your password, please"
    assert client.submit(password=PASSWORD).h1.text == "Your data"
    assert take(client)[0] == 200


def test_someone_without_a_certificate_needs_no_signing_key(app, client, session, clock, monkeypatch):
    monkeypatch.setattr("ceu.domain.certificate.keys.newest_key", {}.get)
    learner(app, session, clock)
    sign_in(client)
    assert take(client)[0] == 200
