"""The pages of one's account: profile, credentials, the first admin."""

import socket

import pytest
from account_steps import PASSWORD, learner, mails, sign_in
from aiosmtpd.controller import Controller
from browsing import Client
from databases import make_engine
from sqlalchemy import select
from sqlalchemy.orm import Session
from test_sign_in import errors

from ceu import create_app
from ceu.models import Credential, User
from ceu.services import accounts
from config import Settings

LICENSE = {
    "kind": "license",
    "profession": "counselor",
    "title": "LMHC",
    "jurisdiction": "FL",
    "number": "MH 00123",
    "expires_on": "2027-03-31",
}


@pytest.fixture
def ada(app, client, session, clock):
    user = learner(app, session, clock)
    client.sign_in(user)
    return user


def test_the_profile_changes_name_and_time_zone(client, session, ada):
    client.browse("/account/")
    page = client.submit(legal_name=" Ada  Ross-Hill ", time_zone="Pacific/Honolulu")
    assert "Your profile is saved." in page.words()
    session.refresh(ada)
    assert (ada.legal_name, ada.time_zone) == ("Ada Ross-Hill", "Pacific/Honolulu")


@pytest.mark.parametrize(("field", "value"), [("legal_name", "   "), ("time_zone", "Mars/Olympus_Mons")])
def test_the_profile_refuses_what_cannot_be(client, session, ada, field, value):
    client.browse("/account/")
    assert errors(client.submit(**{field: value}))
    session.refresh(ada)
    assert (ada.legal_name, ada.time_zone) == ("Ada Ross", "America/New_York")


def test_a_time_zone_outside_the_list_can_be_kept(client, session, ada):
    ada.time_zone = "US/Michigan"
    session.commit()
    client.browse("/account/")
    assert "Your profile is saved." in client.submit().words()
    session.refresh(ada)
    assert ada.time_zone == "US/Michigan"


def test_an_unconfirmed_address_is_said_with_a_way_to_a_new_link(client, session, ada):
    ada.confirmed_at = None
    session.commit()
    client.browse("/account/")
    page = client.follow("Send it again")
    assert page.select_one("main [name=email]")["value"] == "ada.ross@example.org"
    client.submit()
    assert [mail.kind for mail in mails(session)] == ["confirm"]


def test_a_credential_is_added_changed_and_removed(client, session, ada):
    client.browse("/account/credentials/")
    page = client.follow("Add a credential")
    assert page.select_one("[name=name_as_printed]")["value"] == "Ada Ross"
    page = client.submit(**LICENSE, name_as_printed="Ada M. Ross")
    assert "LMHC, Florida" in page.h2.get_text()
    assert "MH 00123" in page.words()
    assert "March 31, 2027" in page.words()
    client.follow("Change")
    client.submit(number="MH 00124")
    credential = session.scalars(select(Credential)).one()
    assert (credential.number, credential.normalized_number) == ("MH 00124", "MH00124")
    page = client.submit('main form[action*="/remove"]')
    assert "There is none yet." in page.words()
    session.refresh(credential)
    assert credential.removed_at is not None


def test_several_credentials_are_kept(client, session, ada):
    for jurisdiction in ("FL", "GA", "NY"):
        client.browse("/account/credentials/new")
        client.submit(**{**LICENSE, "jurisdiction": jurisdiction})
    assert len(client.page.select('main form[action*="/remove"]')) == 3


def test_the_same_credential_twice_is_pointed_out(client, session, ada):
    for number in ("MH 00123", "mh00123"):
        client.browse("/account/credentials/new")
        page = client.submit(**{**LICENSE, "number": number})
    assert "entered this credential before" in errors(page)


def test_a_license_needs_its_state_and_a_national_certification_has_none(client, session, ada):
    client.browse("/account/credentials/new")
    assert "Choose the state" in errors(client.submit(**{**LICENSE, "jurisdiction": ""}))
    client.submit(**{**LICENSE, "kind": "national_certification", "jurisdiction": "FL", "title": "NCC"})
    assert session.scalars(select(Credential.jurisdiction)).one() == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", ""),
        ("kind", "passport"),
        ("profession", "astronaut"),
        ("jurisdiction", "XX"),
        ("number", "  "),
        ("number", "1" * 41),
        ("name_as_printed", ""),
        ("name_as_printed", "\u200b"),
        ("name_as_printed", "王小明"),
        ("number", "١٢٣ 😀"),
        ("expires_on", "tomorrow"),
    ],
)
def test_a_credential_that_cannot_be_is_refused_at_its_field(client, session, ada, field, value):
    client.browse("/account/credentials/new")
    page = client.submit(**{**LICENSE, field: value})
    assert page.select_one(f'.error-summary a[href="#{field}"]')
    assert session.scalars(select(Credential)).all() == []


def test_signs_that_nobody_sees_do_not_come_along_when_a_name_is_pasted(client, session, ada):
    client.browse("/account/credentials/new")
    client.submit(**{**LICENSE, "name_as_printed": "Ada\u200b\u00a0 Ross\u202e", "number": "\ufeffMH  00\u00ad123 "})
    credential = session.scalars(select(Credential)).one()
    assert (credential.name_as_printed, credential.number) == ("Ada Ross", "MH  00123")
    client.browse("/account/")
    client.submit('main form:has([name="legal_name"])', legal_name="Ada\u2028Ross\u200b")
    session.refresh(ada)
    assert ada.legal_name == "Ada Ross"


def test_new_yorks_suffix_is_kept_and_explained(client, session, ada):
    client.browse("/account/credentials/new")
    page = client.submit(**{**LICENSE, "jurisdiction": "NY", "number": "012345-1"})
    assert "is not part of the license number" in page.words()
    credential = session.scalars(select(Credential)).one()
    assert (credential.number, credential.normalized_number) == ("012345-1", "012345")


def test_an_expired_credential_is_marked_on_the_learners_own_date(client, session, clock, ada):
    client.browse("/account/credentials/new")
    client.submit(**{**LICENSE, "expires_on": "2026-11-23"})
    clock.move(hours=13)  # already the 24th in UTC, still the 23rd in New York
    client.sign_in(ada)
    assert "Expired" not in client.browse("/account/credentials/").words()
    clock.move(hours=2)
    assert "Expired" in client.browse("/account/credentials/").words()


def test_the_wish_for_a_certificate_without_credit_is_explicit_and_can_be_taken_back(client, session, ada):
    client.browse("/account/credentials/")
    client.submit('main form[action*="no-credit"]')
    session.refresh(ada)
    assert ada.wants_no_credit
    client.submit('main form[action*="no-credit"]')
    session.refresh(ada)
    assert not ada.wants_no_credit


def test_a_form_leads_back_to_the_page_that_asked_for_it(client, session, ada):
    client.browse("/account/credentials/?next=/help")
    client.follow("Add a credential")
    client.submit(**LICENSE)
    assert client.address == "/help?"


def test_the_profile_leads_back_to_the_certificate_that_asked_for_it(client, session, ada):
    client.browse("/account/?next=/help")
    client.submit('main form:has([name="legal_name"])', legal_name="")
    client.submit('main form:has([name="legal_name"])', legal_name="Ada M. Ross")
    assert client.address == "/help?"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "evil"])
def test_a_form_leads_nowhere_outside(client, session, ada, target):
    client.get("/account/", query_string={"next": target})
    client.submit('main form:has([name="legal_name"])')
    assert client.address.startswith("/account/")
    client.get("/account/credentials/new", query_string={"next": target})
    client.submit(**LICENSE)
    assert client.address.startswith("/account/credentials/")


def test_somebody_elses_credential_cannot_be_seen_changed_or_removed(app, client, session, clock, ada):
    client.browse("/account/credentials/new")
    client.submit(**LICENSE)
    credential = session.scalars(select(Credential)).one()
    eve = app.test_client().sign_in(learner(app, session, clock, "eve@example.org", "Eve"))
    eve.browse(f"/account/credentials/{credential.id}", status=404)
    eve.browse("/account/")
    token = eve.page.select_one("main [name=csrf_token]")["value"]
    for path in (f"/account/credentials/{credential.id}", f"/account/credentials/{credential.id}/remove"):
        assert eve.post(path, data={"csrf_token": token, **LICENSE}).status_code == 404
    session.refresh(credential)
    assert (credential.removed_at, credential.user_id) == (None, ada.id)


def test_the_first_admin_makes_her_account_by_the_printed_link(app, client, session, clock, settings):
    url = accounts.first_admin_url(session, settings, clock())
    session.commit()
    path = url.removeprefix(settings.public_url)
    client.browse(path)
    assert "easy to guess" in errors(
        client.submit(legal_name="Grace Hill", email="g@example.org", password="Grace-Hill-1")
    )
    client.submit(legal_name="Grace Hill", email="Grace@Example.org", password=PASSWORD)
    assert client.address.startswith("/admin/")
    admin = session.scalars(select(User)).one()
    assert (admin.email, {role.name for role in admin.roles}) == ("grace@example.org", {"admin", "learner"})
    client.browse(path, status=404)
    assert mails(session) == []


def test_a_mail_server_that_fails_does_not_fail_the_request(tmp_path, sqlite, clock):
    class Refusing:
        refuse = "554 No"
        received = 0

        async def handle_DATA(self, _server, _session, _envelope):  # noqa: N802 the library's name
            if self.refuse:
                return self.refuse
            self.received += 1
            return "250 Message accepted for delivery"

    postbox = Refusing()
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    app = create_app(Settings(instance=tmp_path, database=sqlite.fresh(), smtp=f"smtp://127.0.0.1:{port}"))
    app.config["CLOCK"] = clock
    engine = make_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    app.test_client_class = Client
    client = app.test_client()
    try:
        client.browse("/account/register")
        client.submit(legal_name="Ada Ross", email="ada@example.org", password=PASSWORD)
        assert client.page.h1.text != "Create an account"
        sent(app)
        with Session(engine) as session:
            (mail,) = mails(session)
            assert (mail.sent_at, "554" in mail.last_error) == (None, True)
        postbox.refuse = None
        clock.move(minutes=5)
        client.browse("/account/confirm")
        client.submit(email="ada@example.org")
        sent(app)
        with Session(engine) as session:
            assert [mail.sent_at is not None for mail in mails(session)] == [True, True]
        assert postbox.received == 2
    finally:
        controller.stop()
        engine.dispose()


def sent(app):
    """Wait until the thread that speaks to the mail server has done its work."""
    app.extensions["mail_sender"].submit(int).result()


def test_signing_in_by_hand_and_by_session_are_the_same(app, client, session, clock):
    user = learner(app, session, clock)
    sign_in(client)
    with client.session_transaction() as state:
        by_hand = set(state)
    client.sign_in(user).get("/account/")
    with client.session_transaction() as state:
        assert {"_user_id", "last_user", "seen"} <= set(state) & by_hand
