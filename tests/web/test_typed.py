"""What a request brings is plain text before any form reads it."""

import pytest
from flask import request

from ceu.web.typed import plain


def test_control_characters_are_taken_out_of_names_texts_and_names_of_files(app):
    from io import BytesIO

    sent = {"a\0": "one\0\ttwo\r\nthree\x07\x7f\x85", "file": (BytesIO(b"\0kept"), "list\0.pdf")}
    with app.test_request_context("/", method="POST", data=sent):
        assert request.form.to_dict() == {"a": "one\ttwo\r\nthree"}
        assert request.files["file"].filename == "list.pdf"
        assert request.files["file"].read() == b"\0kept"


def test_letters_of_every_script_stay():
    text = "Zoë 李 👩🏽‍⚕️ עברית\u200f"
    assert plain(text) == text


@pytest.mark.parametrize("address", ["/account/login", "/learn/notes/1", "/admin/people"])
def test_nothing_is_taken_but_forms(client, address):
    response = client.post(address, json={"body": "a\0b"}, headers=client.csrf())
    assert response.status_code == 415
    assert "Fill in the form of the page" in client.page.get_text()


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True, scope="session")
def test_the_reason_of_a_grant_is_kept_without_what_a_database_cannot_store(client, make, session, engine):
    from sqlalchemy import select

    from ceu.models import AttemptGrant

    ada, admin = make.user(), make.user("admin")
    make.enrollment(ada)
    client.sign_in(admin)
    client.post(f"/admin/people/{ada.id}/open", headers=client.csrf())
    client.browse(f"/admin/people/{ada.id}")
    client.submit('form[action$="/attempts"]', reason="Power\0 cut\r\nduring the test")
    assert session.scalars(select(AttemptGrant)).one().reason == "Power cut\r\nduring the test"
    client.browse("/admin/people")
    client.submit('main form[method="post"]', wanted=f"{ada.legal_name[:3]}\0{ada.legal_name[3:]}")
    assert ada.legal_name in client.page.words()
