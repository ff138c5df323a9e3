"""How often something may be tried, counted right by many at once, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from databases import make_engine
from sqlalchemy import select
from sqlalchemy.orm import Session

from ceu.models import SignInTry
from ceu.services import limits
from ceu.services.limits import Limit

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
THREE = Limit("three", 3, 15)


def tried(session, *these, now=NOW):
    ids = limits.add(session, these, now)
    until = limits.refused_until(session, these, ids, now)
    if until:
        limits.take_back(session, ids)
    return until


def test_the_try_after_the_last_allowed_is_refused_until_the_first_one_is_forgotten(session):
    ada = limits.counted("secret", THREE, "ada@example.org")
    times = [NOW + timedelta(minutes=minute) for minute in (0, 2, 4, 5, 6, 15)]
    answers = [tried(session, ada, now=at) for at in times]
    free = NOW + timedelta(minutes=15)
    assert answers == [None, None, None, free, free, None]


def test_a_refused_try_does_not_prolong_the_wait(session):
    ada = limits.counted("secret", THREE, "ada@example.org")
    for _ in range(50):
        tried(session, ada)
    assert len(session.scalars(select(SignInTry)).all()) == 3


def test_each_subject_is_counted_by_itself(session):
    ada, eve = (limits.counted("secret", THREE, mail) for mail in ("ada@example.org", "eve@example.org"))
    for _ in range(4):
        tried(session, ada)
    assert tried(session, eve) is None


def test_who_has_shown_who_she_is_starts_anew(session):
    ada = limits.counted("secret", THREE, "ada@example.org")
    for _ in range(3):
        tried(session, ada)
    limits.clear(session, ada)
    assert tried(session, ada) is None


def test_the_table_names_neither_mail_address_nor_ip_address(session):
    tried(session, limits.counted("secret", THREE, "ada@example.org"), limits.counted("secret", THREE, "192.0.2.7"))
    for subject in session.scalars(select(SignInTry.subject)):
        assert len(subject) == 64
        assert "ada" not in subject
        assert "192" not in subject


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada@Example.org", " ada@example.org", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ],
)
def test_whom_a_limit_counts_as_one(one, other, same):
    assert (limits.counted("secret", THREE, one) == limits.counted("secret", THREE, other)) is same
    assert limits.counted("secret", THREE, one) != limits.counted("another secret", THREE, one)


def test_old_tries_are_deleted(session):
    ada = limits.counted("secret", THREE, "ada@example.org")
    tried(session, ada)
    tried(session, ada, now=NOW + timedelta(hours=2))
    assert len(session.scalars(select(SignInTry)).all()) == 1


def test_never_more_than_the_limit_get_through_however_many_try_at_once(databases):
    engine = make_engine(databases.fresh())
    ada = limits.counted("secret", THREE, "ada@example.org")

    def one_worker(_):
        with Session(engine) as session:
            ids = limits.add(session, (ada,), NOW)
            session.commit()
            until = limits.refused_until(session, (ada,), ids, NOW)
            session.commit()
            return until is None

    try:
        with ThreadPoolExecutor(8) as workers:
            through = sum(workers.map(one_worker, range(24)))
    finally:
        engine.dispose()
    assert through <= 3
