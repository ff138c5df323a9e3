"""`ceu user`: accounts from the shell."""

from datetime import datetime

import pytest
from account_steps import PASSWORD
from sqlalchemy import select

from ceu.cli.accounts import user as command
from ceu.models import AuditEvent, Outbox, RepeatGrant, User, WebAuthn


@pytest.fixture
def ceu(app):
    runner = app.test_cli_runner()
    return lambda *arguments, stdin=None: runner.invoke(command, arguments, input=stdin)


def verbs(session):
    """What was done to accounts, as recorded; the library was published before."""
    found = session.scalars(select(AuditEvent.verb).order_by(AuditEvent.id))
    return [verb for verb in found if not verb.startswith("published")]


def create(ceu, mail="Grace@Example.org", *more, password=PASSWORD, name="Grace Hill"):
    return ceu("create", mail, "--name", name, *more, "--password-stdin", stdin=password + "\n")


def test_an_account_is_made_with_its_roles_and_counts_as_confirmed(ceu, session):
    done = create(ceu, "Grace@Example.org", "--role", "instructor", "--role", "reviewer")
    assert done.exit_code == 0, done.output
    assert "instructor, reviewer" in done.output
    user = session.scalars(select(User)).one()
    assert (user.email, {role.name for role in user.roles}) == ("grace@example.org", {"instructor", "reviewer"})
    assert user.confirmed_at is not None
    assert user.password.startswith("$argon2id$")
    assert PASSWORD not in done.output


def test_the_account_can_be_signed_in_to(ceu, client):
    create(ceu)
    client.browse("/account/login?next=/account/")
    assert client.submit(email="grace@example.org", password=PASSWORD).h1.text == "Your account"


def test_the_password_can_be_asked_for(ceu, session):
    done = ceu("create", "g@example.org", "--name", "Grace", "--prompt", stdin=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0, done.output
    assert session.scalars(select(User.email)).one() == "g@example.org"


@pytest.mark.parametrize(
    ("mail", "password", "name", "told"),
    [
        ("no-address", PASSWORD, "Grace Hill", "email address such as"),
        ("g@example.org", "short", "Grace Hill", "at least 12 characters"),
        ("g@example.org", "Grace Hill 2026", "Grace Hill", "easy to guess"),
        ("g@example.org", PASSWORD, "  ", "the name is empty"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(ceu, session, mail, password, name, told):
    done = create(ceu, mail, password=password, name=name)
    assert done.exit_code != 0
    assert told in done.output
    assert session.scalars(select(User)).all() == []


def test_the_password_comes_one_way(ceu):
    done = ceu("create", "g@example.org", "--name", "Grace")
    assert done.exit_code == 2
    assert "--password-stdin or --prompt" in done.output


def test_an_address_has_one_account(ceu):
    create(ceu)
    again = create(ceu, "GRACE@example.org")
    assert again.exit_code == 1
    assert "already an account" in again.output


def test_a_role_is_given_and_taken(ceu, session):
    create(ceu)
    assert "learner, reviewer" in ceu("role", "Grace@example.org", "add", "reviewer").output
    assert "Nothing to do" in ceu("role", "grace@example.org", "add", "reviewer").output
    assert ceu("role", "grace@example.org", "remove", "reviewer").output.strip().endswith("roles: learner.")
    assert verbs(session) == ["granted role", "withdrew role"]


def test_an_unknown_person_or_role_is_said(ceu):
    assert "no account with this email address" in ceu("role", "nobody@example.org", "add", "admin").output
    assert "owner" in ceu("role", "nobody@example.org", "add", "owner").output


def test_the_list_counts_and_names_nobody_unless_asked(ceu):
    create(ceu, "grace@example.org", "--role", "instructor")
    counts = ceu("list").output
    assert [line.split() for line in counts.splitlines()][:3] == [
        ["accounts", "1"],
        ["learner", "0"],
        ["instructor", "1"],
    ]
    assert "Grace" not in counts
    assert "grace@example.org" not in counts
    assert "grace@example.org\tGrace Hill\tinstructor" in ceu("list", "--names").output


def test_a_completed_course_is_opened_once_more(ceu, session, make):
    ada = make.user(mail="ada@example.org")
    make.completion(ada)
    session.commit()
    done = ceu("repeat", "Ada@example.org", "grief-care", "--reason", "A new license period.")
    assert done.exit_code == 0, done.output
    assert "open to account" in done.output
    session.expire_all()
    [grant] = make.rows(RepeatGrant)
    assert (grant.user_id, grant.granted_by, grant.reason) == (ada.id, None, "A new license period.")
    again = ceu("repeat", "ada@example.org", "grief-care", "--reason", "Once more.")
    assert (again.exit_code, "open to this person once more already" in again.output) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nobody@example.org", "grief-care", "--reason", "R"), "no account"),
        (("ada@example.org", "no-such-course", "--reason", "R"), "no course"),
        (("ada@example.org", "grief-care", "--reason", " "), "Write why"),
        (("ada@example.org", "grief-care", "--reason", "R"), "has not completed"),
    ],
)
def test_what_cannot_be_opened_once_more_is_said(ceu, make, session, arguments, told):
    make.course()
    make.user(mail="ada@example.org")
    session.commit()
    done = ceu("repeat", *arguments)
    assert done.exit_code == 1
    assert told in done.output


def test_who_lost_the_second_step_gets_in_with_the_password_and_is_told(ceu, session):
    create(ceu)
    user = session.scalars(select(User)).one()
    assert "Nothing to do" in ceu("second-step-off", "grace@example.org").output
    user.tf_primary_method, user.tf_totp_secret, user.mf_recovery_codes = "authenticator", "key", ["code"]
    at = datetime(2026, 11, 22)  # noqa: DTZ001 as the library keeps it
    for usage in ("first", "secondary"):
        more = {"backup_state": False, "device_type": "single_device", "lastuse_datetime": at}
        session.add(
            WebAuthn(user_id=user.id, credential_id=usage.encode(), public_key=b"k", name=usage, usage=usage, **more)
        )
    session.commit()
    done = ceu("second-step-off", "Grace@example.org")
    assert done.exit_code == 0, done.output
    session.expire_all()
    assert (user.tf_primary_method, user.tf_totp_secret, user.mf_recovery_codes) == (None, None, [])
    assert [passkey.usage for passkey in user.webauthn] == ["first"]
    assert [mail.recipient for mail in session.scalars(select(Outbox))] == ["grace@example.org"]
    assert verbs(session) == ["took the second step away"]
    assert ceu("second-step-off", "nobody@example.org").exit_code == 1
