"""A form left open overnight is kept, and carried out when the same person is back."""

import pytest
from account_steps import PASSWORD, learner, sign_in
from databases import make_engine
from flask import Blueprint, flash, redirect, render_template_string, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from ceu import create_app
from ceu.errors import NotAllowed
from ceu.models import AuditEvent, KeptPost, User
from ceu.services import audit, kept_posts
from ceu.web import context
from ceu.web.permissions import Permission, requires
from ceu.web.sign_in import keeps_post
from config import Settings

NOTE = """{% extends "layouts/public.html" %}{% block title %}Notes{% endblock %}{% block main %}<h1>Notes</h1>
<form method="post"><input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<label for="t">Text</label><textarea name="text" id="t"></textarea><button>Save</button></form>{% endblock %}"""
notes = Blueprint("notes", __name__)


@notes.route("/notes/<int:number>", methods=["GET", "POST"])
@requires(Permission.STUDY)
@keeps_post("note")
def note(number):
    """Record the note, as a learner's view would; "closed" is refused by a rule, "" by the form."""
    if request.method == "POST" and request.form["text"]:
        if request.form["text"] == "closed":
            raise NotAllowed("This note is closed.")
        if request.form["text"] == "broken":
            raise ZeroDivisionError
        audit.record(
            context.session(),
            "noted",
            f"note:{number}?{request.args.get('from', '')}",
            actor_id=context.me().id,
            now=context.now(),
            text=request.form.getlist("text"),
        )
        context.session().commit()
        flash("Noted.", "success")
        return redirect(f"/notes/{number}", 303)
    return render_template_string(NOTE)


@notes.post("/not-kept")
@requires(Permission.STUDY)
def not_kept():
    """A view that keeps nothing."""
    raise AssertionError


@pytest.fixture
def app(tmp_path, sqlite, clock):
    """An application with a page for notes, on a database of its own."""
    made = create_app(Settings(instance=tmp_path, database=sqlite.fresh()))
    made.config["CLOCK"] = clock
    made.register_blueprint(notes)
    return made


@pytest.fixture
def session(app):
    """A session on the application's own database."""
    engine = make_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    with Session(engine, expire_on_commit=False) as opened:  # no lock is held to read what a row said
        yield opened
    engine.dispose()


@pytest.fixture
def ada(app, session, clock):
    return learner(app, session, clock)


def rows(session, statement):
    """Read, and let go of the database: the application is to write."""
    found = list(session.scalars(statement))
    session.expunge_all()
    session.rollback()
    return found


def noted(session):
    return [event.data["text"] for event in rows(session, select(AuditEvent).where(AuditEvent.verb == "noted"))]


def kept(session):
    return rows(session, select(KeptPost))


def left_open(client, clock, text="Mind the blood pressure", at="/notes/7", **more):
    """Open the form, come back after a night, and send it."""
    sign_in(client, at=f"/account/login?next={at}")
    clock.move(hours=13)
    return client.submit(text=text, **more)


def test_a_form_left_open_overnight_is_saved_after_signing_in_again(client, session, clock, ada):
    page = left_open(client, clock)
    assert page.h1.text == "Sign in"
    assert "Your note is kept. Sign in, and it will be saved." in page.words()
    assert noted(session) == []
    clock.move(minutes=2)
    page = client.submit(email=ada.email, password=PASSWORD)
    assert client.address == "/notes/7?"
    assert "Your note of 11:00 PM was saved." in page.words()
    assert "Noted." in page.words()
    assert noted(session) == [["Mind the blood pressure"]]
    assert kept(session) == []


def test_a_kept_form_waits_for_the_second_step_and_is_then_saved(app, client, session, clock, ada):
    codes = app.extensions["security"].totp_factory
    with Session(session.get_bind()) as other:
        key = codes.generate_totp_secret()
        owner = other.get_one(User, ada.id)
        owner.tf_primary_method, owner.tf_totp_secret = "authenticator", key
        other.commit()
    sign_in(client, at="/account/login?next=/notes/7")
    client.submit(code=codes.generate_totp_password(key))
    assert client.address == "/notes/7?"
    with Session(session.get_bind()) as other:
        other.get_one(User, ada.id).totp_counter = None  # by the real time no new code has come yet
        other.commit()
    clock.move(hours=13)
    assert client.submit(text="still here").h1.text == "Sign in"
    assert client.submit(email=ada.email, password=PASSWORD).h1.text == "The second step"
    assert noted(session) == []
    page = client.submit(code=codes.generate_totp_password(key))
    assert "Your note of 11:00 PM was saved." in page.words()
    assert client.address == "/notes/7?"
    assert noted(session) == [["still here"]]


def test_a_sign_in_lasts_while_it_is_used(client, clock, ada):
    sign_in(client)
    for _ in range(10):
        clock.move(hours=11)
        assert client.browse("/account/").h1.text == "Your account"
    clock.move(hours=12, minutes=6)
    page = client.browse("/account/")
    assert page.h1.text == "Sign in"
    assert "You were signed out after a while" in page.words()


def test_a_password_changed_elsewhere_is_told_as_that_and_not_as_time_gone_by(client, session, ada):
    sign_in(client)
    session.refresh(ada)
    ada.fs_uniquifier = "another"  # what the library does when a password is changed or reset
    session.commit()
    page = client.browse("/account/")
    assert page.h1.text == "Sign in"
    assert "the password was changed" in page.words()
    assert "after a while" not in page.words()


def test_all_that_was_posted_comes_through_unchanged(client, session, clock, ada):
    text = ["Ünïcödé & <b>signs</b>", "a=b&c=d\r\nsecond line", "+ %20 "]
    left_open(client, clock, text=text, at="/notes/7%3Ffrom=a%2526b")
    client.submit(email=ada.email, password=PASSWORD)
    assert noted(session) == [text]
    (event,) = rows(session, select(AuditEvent).where(AuditEvent.verb == "noted"))
    assert event.object == "note:7?a&b"


def test_two_forms_left_open_are_both_saved(app, client, session, clock, ada):
    sign_in(client, at="/account/login?next=/notes/7")
    clock.move(hours=13)
    form = client.page
    client.submit(text="first")
    clock.move(minutes=1)
    client.page, client.address = form, "/notes/8"
    client.submit(text="second")
    page = client.submit(email=ada.email, password=PASSWORD)
    assert client.address == "/notes/8?"
    assert noted(session) == [["first"], ["second"]]
    assert "11:00 PM was saved" in page.words()
    assert "11:01 PM was saved" in page.words()


def test_another_person_at_the_same_browser_saves_nothing_and_sees_nothing(app, client, session, clock, ada):
    learner(app, session, clock, "eve@example.org", "Eve")
    left_open(client, clock)
    page = client.submit(email="eve@example.org", password=PASSWORD)
    assert "was saved" not in page.words()
    assert noted(session) == []
    assert kept(session) == []


def test_the_session_of_another_person_begins_empty(app, client, session, clock, ada):
    learner(app, session, clock, "eve@example.org", "Eve")
    left_open(client, clock)
    with client.session_transaction() as state:
        before = state["csrf_token"]
    client.submit(email="eve@example.org", password=PASSWORD)
    with client.session_transaction() as state:
        assert state.get("csrf_token") != before


def test_a_kept_form_waits_through_wrong_passwords(client, session, clock, ada):
    left_open(client, clock)
    client.submit(email=ada.email, password="not her password")
    assert len(kept(session)) == 1
    client.submit(email=ada.email, password=PASSWORD)
    assert noted(session) == [["Mind the blood pressure"]]


def test_what_is_refused_is_shown_so_that_nothing_is_lost(app, client, session, clock, ada):
    left_open(client, clock, text="closed")
    page = client.submit(email=ada.email, password=PASSWORD)
    assert page.h1.text == "What you wrote"
    assert "Your note of 11:00 PM could not be saved" in page.words()
    assert page.select_one("main dd").text == "closed"
    address = client.address.rstrip("?")
    learner(app, session, clock, "eve@example.org", "Eve")
    other = app.test_client()
    sign_in(other, "eve@example.org")
    other.browse(address, status=404)
    client.browse(address)
    client.submit("main form", status=403)  # "Send it again" meets the same rule
    client.browse(address)
    assert "deleted" in client.submit('main form[action$="/delete"]').words()
    assert kept(session) == []


@pytest.mark.parametrize("text", ["", "broken"])
def test_a_form_with_a_fault_or_a_failing_server_loses_nothing(app, client, session, clock, ada, text):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    left_open(client, clock, text=text)
    page = client.submit(email=ada.email, password=PASSWORD)
    assert page.h1.text == "What you wrote"
    assert len(kept(session)) == 1


def test_what_could_not_be_saved_can_be_sent_again(app, client, session, clock, ada):
    left_open(client, clock, text="closed")
    client.submit(email=ada.email, password=PASSWORD)
    with Session(session.get_bind()) as other:
        other.scalars(select(KeptPost)).one().form = [["text", "open again"]]
        other.commit()
    client.browse(client.address)
    client.submit("main form")
    assert noted(session) == [["open again"]]


def test_a_form_is_kept_for_a_day(client, session, clock, ada):
    left_open(client, clock)
    clock.move(hours=24)
    page = client.submit(email=ada.email, password=PASSWORD)
    assert "was saved" not in page.words()
    assert noted(session) == []


def test_a_password_changed_elsewhere_loses_nothing(app, client, session, clock, ada):
    sign_in(client, at="/account/login?next=/notes/7")
    elsewhere = app.test_client()
    sign_in(elsewhere)
    elsewhere.browse("/account/change")
    elsewhere.submit(password=PASSWORD, new_password="nine yellow boats")
    assert client.submit(text="still here").h1.text == "Sign in"
    client.submit(email=ada.email, password="nine yellow boats")
    assert noted(session) == [["still here"]]


def test_a_role_lost_meanwhile_counts(app, client, session, clock, ada):
    left_open(client, clock)
    with Session(session.get_bind()) as other:
        user = other.get_one(User, ada.id)
        user.roles.clear()
        other.commit()
    assert client.submit(email=ada.email, password=PASSWORD).h1.text == "What you wrote"
    assert noted(session) == []


def test_a_stranger_keeps_nothing(client, session):
    client.browse("/account/login")
    token = client.page.select_one("main [name=csrf_token]")["value"]
    answer = client.post("/notes/7", data={"csrf_token": token, "text": "hello"})
    assert answer.status_code == 303
    assert kept(session) == []


def test_without_the_sessions_token_nothing_is_kept(client, session, clock, ada):
    sign_in(client)
    clock.move(hours=13)
    assert client.post("/notes/7", data={"text": "forged"}).status_code == 400
    assert kept(session) == []


def test_who_signed_out_leaves_nothing_to_keep(client, session, clock, ada):
    sign_in(client, at="/account/login?next=/notes/7")
    client.submit("header form")
    client.browse("/account/login")
    token = client.page.select_one("main [name=csrf_token]")["value"]
    client.post("/notes/7", data={"csrf_token": token, "text": "hello"})
    assert kept(session) == []


def test_a_view_without_the_mark_keeps_nothing_and_says_so(client, session, clock, ada):
    sign_in(client)
    clock.move(hours=13)
    client.browse("/account/login")
    token = client.page.select_one("main [name=csrf_token]")["value"]
    client.post("/not-kept", data={"csrf_token": token})
    assert "so this was not done" in client.browse("/account/login").words()
    assert kept(session) == []


def test_a_script_is_told_that_its_choice_is_not_saved(client, session, clock, ada):
    sign_in(client, at="/account/login?next=/notes/7")
    token = client.page.select_one("main [name=csrf_token]")["value"]
    clock.move(hours=13)
    answer = client.post("/notes/7", data={"csrf_token": token, "text": "B"}, headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 401
    assert answer.json["message"].startswith("Not saved")
    assert kept(session) == []


def test_five_forms_are_kept_and_an_older_one_gives_way(session, clock, ada):
    ids = []
    for number in range(7):
        clock.move(minutes=1)
        post = kept_posts.keep(
            session, user_id=ada.id, path=f"/notes/{number}", noun="note", form=[("text", "x")], now=clock()
        )
        ids.append(post.id)
    session.commit()
    assert [post.path for post in kept_posts.waiting(session, ids, ada.id, clock())] == [
        f"/notes/{number}" for number in range(2, 7)
    ]
