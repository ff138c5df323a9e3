"""Accounts, roles, the first admin and credentials, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from databases import make_engine
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ceu.errors import NotFound, RuleError
from ceu.models import AuditEvent, FirstAdminLink, Role, User
from ceu.services import accounts, credentials
from ceu.services.credentials import Duplicate, Given
from config import Settings

LICENSE = Given(
    kind="license",
    profession="counselor",
    title="LMHC",
    jurisdiction="FL",
    number="MH 00123",
    name_as_printed="Ada M. Ross",
    expires_on=date(2027, 3, 31),
)
SETTINGS = Settings(instance=Path("unused"))


def add(session, clock, mail="Ada.Ross@Example.org", **more):
    given = {"legal_name": " Ada   Ross ", "password_hash": "!", "time_zone": "America/Denver", "now": clock()}
    return accounts.add_account(session, mail=mail, **{**given, **more})


def first_admin(session, clock, token, mail="admin@example.org"):
    return accounts.make_first_admin(
        session,
        token,
        mail=mail,
        legal_name="Grace Hill",
        password_hash="!",
        time_zone="America/Denver",
        now=clock(),
    )


def test_roles_are_added_once(session):
    accounts.ensure_roles(session)
    accounts.ensure_roles(session)
    assert sorted(session.scalars(select(Role.name))) == sorted(accounts.ROLE_NAMES)


def test_the_roles_are_those_that_have_permissions():
    from ceu.web.permissions import ROLES

    assert set(accounts.ROLE_NAMES) == ROLES.keys()


def test_a_mail_address_is_kept_in_lower_case_and_found_in_any(session, clock):
    user = add(session, clock)
    assert (user.email, user.legal_name) == ("ada.ross@example.org", "Ada Ross")
    assert accounts.by_mail(session, " ADA.ross@example.org") is user


def test_one_address_has_one_account(session, clock):
    add(session, clock)
    with pytest.raises(accounts.MailTaken):
        add(session, clock, "ADA.ROSS@example.org")


def test_the_table_refuses_an_address_with_capitals(session, clock):
    user = add(session, clock)
    user.email = "Ada.Ross@example.org"
    with pytest.raises(IntegrityError):
        session.flush()


def test_of_several_who_register_an_address_at_once_one_gets_it(databases, clock):
    engine = make_engine(databases.fresh())
    with Session(engine) as session:
        accounts.ensure_roles(session)
        session.commit()

    def register(_):
        with Session(engine) as session:
            try:
                add(session, clock)
                session.commit()
            except accounts.MailTaken:
                return 0
            return 1

    try:
        with ThreadPoolExecutor(6) as workers:
            assert sum(workers.map(register, range(12))) == 1
    finally:
        engine.dispose()


@pytest.mark.nothing_published
def test_a_change_of_roles_is_recorded(session, clock):
    user = add(session, clock)
    assert accounts.grant_role(session, user, "reviewer", actor_id=user.id, now=clock())
    assert not accounts.grant_role(session, user, "reviewer", actor_id=user.id, now=clock())
    assert accounts.withdraw_role(session, user, "reviewer", actor_id=None, now=clock())
    assert not accounts.withdraw_role(session, user, "reviewer", actor_id=None, now=clock())
    assert [(event.verb, event.data) for event in session.scalars(select(AuditEvent).order_by(AuditEvent.id))] == [
        ("granted role", {"role": "reviewer"}),
        ("withdrew role", {"role": "reviewer"}),
    ]


def test_an_unknown_role_is_refused_with_the_list_of_roles(session, clock):
    with pytest.raises(accounts.UnknownRole, match="learner, instructor"):
        accounts.grant_role(session, add(session, clock), "owner", actor_id=None, now=clock())


def test_the_last_admin_stays(session, clock):
    admin = add(session, clock, roles=("admin",))
    with pytest.raises(RuleError, match="only admin"):
        accounts.withdraw_role(session, admin, "admin", actor_id=None, now=clock())
    add(session, clock, "other@example.org", roles=("admin",))
    assert accounts.withdraw_role(session, admin, "admin", actor_id=None, now=clock())


def test_accounts_are_counted_by_role(session, clock):
    add(session, clock, roles=("learner", "instructor"))
    add(session, clock, "b@example.org")
    add(session, clock, "c@example.org").active = False
    session.flush()
    counted = accounts.count_by_role(session)
    assert counted == {"accounts": 2, "learner": 2, "instructor": 1, "reviewer": 0, "auditor": 0, "admin": 0}
    assert [user.email for user in accounts.everybody(session)] == ["ada.ross@example.org", "b@example.org"]


def test_the_first_admins_link_works_once_and_only_its_digest_is_stored(session, clock):
    url = accounts.first_admin_url(session, SETTINGS, clock())
    prefix = "http://127.0.0.1:8000/account/first-admin/"
    assert url.startswith(prefix)
    token = url.removeprefix(prefix)
    assert token not in [link.token_sha256 for link in session.scalars(select(FirstAdminLink))]
    admin = first_admin(session, clock, token)
    assert sorted(role.name for role in admin.roles) == ["admin", "learner"]
    assert admin.confirmed_at is not None
    with pytest.raises(NotFound):
        first_admin(session, clock, token, "second@example.org")
    assert accounts.first_admin_url(session, SETTINGS, clock()) is None


def test_a_new_link_voids_the_one_before(session, clock):
    old = accounts.first_admin_link(session, clock())
    new = accounts.first_admin_link(session, clock())
    with pytest.raises(NotFound):
        accounts.open_first_admin_link(session, old)
    assert accounts.open_first_admin_link(session, new)


def test_a_link_is_void_once_there_is_an_admin(session, clock):
    token = accounts.first_admin_link(session, clock())
    add(session, clock, roles=("admin",))
    with pytest.raises(NotFound):
        first_admin(session, clock, token)


def test_of_two_who_use_the_link_at_once_one_becomes_admin(databases, clock):
    engine = make_engine(databases.fresh())
    with Session(engine) as session:
        accounts.ensure_roles(session)
        token = accounts.first_admin_link(session, clock())
        session.commit()

    def use(number):
        with Session(engine) as session:
            try:
                first_admin(session, clock, token, f"admin{number}@example.org")
                session.commit()
            except NotFound:
                return 0
            return 1

    try:
        with ThreadPoolExecutor(4) as workers:
            assert sum(workers.map(use, range(8))) == 1
        with Session(engine) as session:
            assert len(session.scalars(select(User)).all()) == 1
    finally:
        engine.dispose()


def test_what_is_missing_before_the_first_test(session, clock):
    user = add(session, clock)
    assert accounts.ready_for_test(user) == ("confirmed_mail", "credential")
    credential = credentials.add(session, user, LICENSE, clock())
    user.confirmed_at = clock().replace(tzinfo=None)
    session.flush()
    session.refresh(user)
    assert accounts.ready_for_test(user) == ()
    credentials.remove(credential, clock())
    assert accounts.ready_for_test(user) == ("credential",)
    user.wants_no_credit = True
    assert accounts.ready_for_test(user) == ()


def test_a_number_stays_as_it_was_written(session, clock):
    user = add(session, clock)
    credential = credentials.add(session, user, LICENSE, clock())
    session.flush()
    session.expire_all()
    assert (credential.number, credential.normalized_number) == ("MH 00123", "MH00123")


def test_the_same_credential_is_not_taken_twice(session, clock):
    from dataclasses import replace

    user = add(session, clock)
    first = credentials.add(session, user, LICENSE, clock())
    session.flush()
    with pytest.raises(Duplicate):
        credentials.add(session, user, replace(LICENSE, number="mh-00123"), clock())
    other = credentials.add(session, user, replace(LICENSE, jurisdiction="GA"), clock())
    session.flush()
    credentials.change(session, user, first, replace(LICENSE, title="LPC"))
    with pytest.raises(Duplicate):
        credentials.change(session, user, other, LICENSE)
    credentials.remove(first, clock())
    session.flush()
    credentials.change(session, user, other, LICENSE)


def test_two_persons_may_give_the_same_number(session, clock):
    for mail in ("a@example.org", "b@example.org"):
        credentials.add(session, add(session, clock, mail), LICENSE, clock())
    session.flush()


def test_somebody_elses_credential_is_not_there(session, clock):
    ada, eve = add(session, clock), add(session, clock, "eve@example.org")
    credential = credentials.add(session, ada, LICENSE, clock())
    session.flush()
    assert credentials.own(session, ada, credential.id) is credential
    with pytest.raises(NotFound):
        credentials.own(session, eve, credential.id)
    credentials.remove(credential, clock())
    with pytest.raises(NotFound):
        credentials.own(session, ada, credential.id)
