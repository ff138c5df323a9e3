"""The session's cookie: taken as long as it is ours and not too old, whether this process has seen it before or not."""

from datetime import timedelta

import pytest

from ceu.web import assets

PAGE = "/learn/"


@pytest.fixture
def ada(make, client):
    client.sign_in(make.user())
    assert client.get(PAGE).status_code == 200  # now the process knows the cookie
    return client


def cookie(client):
    return client.get_cookie("session").value


def test_a_cookie_with_another_signature_signs_nobody_in(ada):
    value = cookie(ada)
    ada.set_cookie("session", value[:-1] + ("A" if value[-1] != "A" else "B"))
    assert ada.get(PAGE).status_code == 303
    ada.set_cookie("session", value)
    assert ada.get(PAGE).status_code == 200


def test_a_cookie_that_was_seen_before_is_too_old_after_thirty_days(ada, monkeypatch):
    later = assets.time() + timedelta(days=30, minutes=1).total_seconds()
    monkeypatch.setattr(assets, "time", lambda: later)
    assert ada.get(PAGE).status_code == 303


def test_what_one_request_changes_in_its_session_no_other_finds_there(ada):
    with ada.session_transaction() as state:
        state["kept_posts"] = ["one"]
    value = cookie(ada)
    with ada.session_transaction() as state:
        state["kept_posts"].append("two")
    ada.set_cookie("session", value)
    with ada.session_transaction() as state:
        assert state["kept_posts"] == ["one"]
