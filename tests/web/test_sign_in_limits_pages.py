"""What a person meets who tries too often."""

import pytest
from account_steps import PASSWORD, learner, mails, sign_in
from sqlalchemy import select

from ceu.models import SignInTry


def post(client, path, address="127.0.0.1", **fields):
    client.get(path)
    token = client.page.select_one("main [name=csrf_token]")["value"]
    return client.post(path, data={"csrf_token": token, **fields}, environ_overrides={"REMOTE_ADDR": address})


def guess(client, mail="ada.ross@example.org", password="not her password", address="127.0.0.1"):
    return post(client, "/account/login", address, email=mail, password=password)


def test_after_ten_wrong_passwords_the_account_waits_and_the_page_says_how_long(app, client, session, clock):
    learner(app, session, clock)
    assert [guess(client).status_code for _ in range(10)] == [200] * 10
    refused = guess(client, "ADA.Ross@example.org", PASSWORD)
    assert refused.status_code == 429
    assert "10:15 AM" in client.page.words()
    assert refused.headers["Retry-After"] == "900"
    clock.move(minutes=15)
    assert sign_in(client).h1.text == "Your account"


def test_the_limit_holds_for_an_address_without_an_account_too(client):
    assert [guess(client, "nobody@example.org").status_code for _ in range(11)] == [200] * 10 + [429]


def test_another_spelling_of_an_address_is_no_other_account(app, client, session, clock):
    learner(app, session, clock)
    spellings = [
        "ada.ross@example.org",
        " ADA.ross@Example.org ",
        "ada.ross@\uff45xample.org",
        "ada.ross@example\u3002org",
    ]
    assert [guess(client, spellings[number % 4]).status_code for number in range(11)] == [200] * 10 + [429]


def test_what_the_limits_cannot_read_is_not_taken(app, client, session, clock):
    learner(app, session, clock)
    for address in ("login", "register", "reset", "confirm"):
        tried = client.post(
            f"/account/{address}",
            json={"email": "ada.ross@example.org", "password": PASSWORD, "legal_name": "Eve"},
            headers=client.csrf(),
        )
        assert tried.status_code == 415, address
    assert client.get("/learn/").status_code == 303, "nobody is signed in"


def test_signing_in_forgets_the_wrong_passwords_before(app, client, session, clock):
    learner(app, session, clock)
    for _ in range(9):
        guess(client)
    assert guess(client, password=PASSWORD).status_code == 302
    client.get("/account/")
    client.submit("header form")
    assert [guess(client).status_code for _ in range(10)] == [200] * 10


def test_fifty_wrong_passwords_from_one_address_stop_it_and_nobody_else(app, client, session, clock):
    learner(app, session, clock)
    for number in range(50):
        guess(client, f"learner{number}@example.org", address="192.0.2.7")
    assert guess(client, password=PASSWORD, address="192.0.2.7").status_code == 429
    assert guess(client, password=PASSWORD, address="192.0.2.8").status_code == 302


def test_an_office_where_all_sign_in_rightly_is_never_stopped(app, client, session, clock):
    learner(app, session, clock)
    for _ in range(52):
        assert guess(client, password=PASSWORD).status_code == 302
        client.get("/account/")
        client.submit("header form")
    assert session.scalars(select(SignInTry)).all() == []


def test_guessing_the_present_password_in_a_found_browser_is_limited(app, client, session, clock):
    learner(app, session, clock)
    sign_in(client)
    tries = [
        post(client, "/account/change", password="wrong", new_password="nine yellow boats").status_code
        for _ in range(11)
    ]
    assert tries == [200] * 10 + [429]


@pytest.mark.parametrize("path", ["/account/reset", "/account/confirm"])
def test_one_person_is_not_flooded_with_mail(app, client, session, clock, path):
    learner(app, session, clock, confirmed=False)
    tries = [post(client, path, f"192.0.2.{number}", email="ada.ross@example.org").status_code for number in range(6)]
    assert tries == [200] * 5 + [429]
    assert len(mails(session)) == 5


def test_one_address_cannot_make_accounts_without_end(client):
    tries = []
    for number in range(61):
        client.get("/account/register")
        token = client.page.select_one("main [name=csrf_token]")["value"]
        fields = {"csrf_token": token, "legal_name": "Ada", "email": f"ada{number}@example.org"}
        answer = client.post("/account/register", data={**fields, "password": "short", "time_zone": "America/Denver"})
        tries.append(answer.status_code)
    assert tries == [200] * 60 + [429]
