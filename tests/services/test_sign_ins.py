"""Where a person is signed in."""

import pytest
from sqlalchemy import select

from ceu.errors import NotFound
from ceu.models import SignIn
from ceu.services import sign_ins

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"


def begin(session, make, user, token, before=None):
    row = sign_ins.begin(session, user.id, token, before=before, user_agent=FIREFOX, now=make.now)
    session.flush()
    return row


def test_a_row_says_little_the_token_is_not_in_it_and_the_time_is_an_hour(session, make):
    make.clock.move(minutes=41)
    row = begin(session, make, make.user(), "secret-token")
    assert row.device == "Firefox on Windows"
    assert row.token_sha256 == sign_ins.digest("secret-token") != "secret-token"
    assert (row.last_seen_at.minute, row.started_at.minute) == (0, 41)


def test_signing_in_again_in_the_same_browser_replaces_its_row(session, make):
    ada = make.user()
    first = begin(session, make, ada, "one")
    begin(session, make, ada, "two", before="one")
    assert first.token_sha256 not in session.scalars(select(SignIn.token_sha256)).all()


def test_seeing_writes_once_an_hour(session, make):
    row = begin(session, make, make.user(), "one")
    for minutes, hour in ((30, 15), (45, 16)):
        make.clock.move(minutes=minutes)
        sign_ins.seen(session, "one", make.now)
        session.refresh(row)
        assert row.last_seen_at.hour == hour


def test_a_person_ends_only_her_own(session, make):
    ada, eve = make.user(), make.user()
    row = begin(session, make, ada, "one")
    with pytest.raises(NotFound):
        sign_ins.end(session, eve.id, row.id)
    sign_ins.end(session, ada.id, row.id)
    session.flush()
    with pytest.raises(NotFound):
        sign_ins.end(session, ada.id, row.id)


def test_all_others_end_and_this_one_and_other_persons_stay(session, make):
    ada, eve = make.user(), make.user()
    for token in ("one", "two", "three"):
        begin(session, make, ada, token)
    begin(session, make, eve, "four")
    assert sign_ins.end_all(session, ada.id, but="two") == 3, "the one of the factory is the third"
    left = set(session.scalars(select(SignIn.token_sha256)))
    assert {sign_ins.digest("two"), sign_ins.digest("four")} <= left
    assert sign_ins.of(session, ada.id)[0].token_sha256 == sign_ins.digest("two")


def test_what_was_not_seen_for_thirty_days_goes_with_the_next_sign_in_of_anybody(session, make):
    ada = make.user()
    begin(session, make, ada, "old")
    make.clock.move(days=31)
    begin(session, make, make.user(), "new")
    assert sign_ins.of(session, ada.id) == []
