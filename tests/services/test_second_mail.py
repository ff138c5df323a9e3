"""A second email address: one account's alone once it is confirmed."""

import pytest

from ceu.errors import NotFound, RuleError
from ceu.services import accounts, second_mail


def added(session, make, user, mail="second@example.net", *, confirmed=True):
    row = second_mail.add(session, user, mail, now=make.now)
    if confirmed:
        second_mail.confirm(session, row, now=make.now)
    return row


def test_it_counts_once_it_is_confirmed(session, make):
    ada = make.user()
    row = added(session, make, ada, "Second@Example.net", confirmed=False)
    assert second_mail.addresses(session, ada) == [ada.email]
    assert second_mail.owner(session, "second@example.net") is None
    second_mail.confirm(session, row, now=make.now)
    assert second_mail.addresses(session, ada) == [ada.email, "second@example.net"]
    assert second_mail.owner(session, "SECOND@example.net") is ada


def test_it_is_not_the_first_one(session, make):
    ada = make.user()
    with pytest.raises(RuleError, match="you sign in with"):
        second_mail.add(session, ada, ada.email.upper(), now=make.now)


def test_another_one_takes_its_place_and_has_to_be_confirmed(session, make):
    ada = make.user()
    added(session, make, ada)
    added(session, make, ada, "third@example.net", confirmed=False)
    assert second_mail.addresses(session, ada) == [ada.email]
    with pytest.raises(NotFound):
        second_mail.waiting(session, ada.id, "second@example.net")


def test_what_another_account_has_is_added_and_never_confirmed(session, make):
    ada, eve = make.user(), make.user()
    added(session, make, ada)
    for mail in ("second@example.net", ada.email):
        second_mail.add(session, eve, mail, now=make.now)
        assert second_mail.taken(session, mail, but=eve)
        with pytest.raises(NotFound):
            second_mail.waiting(session, eve.id, mail)


def test_of_two_that_wait_for_the_same_address_one_gets_it(session, make):
    ada, eve = make.user(), make.user()
    rows = [added(session, make, user, confirmed=False) for user in (ada, eve)]
    second_mail.confirm(session, rows[0], now=make.now)
    with pytest.raises(NotFound):
        second_mail.confirm(session, rows[1], now=make.now)
    assert second_mail.owner(session, "second@example.net") is ada


def test_nobody_makes_an_account_with_it(session, make):
    added(session, make, make.user())
    given = {"legal_name": "Eve", "password_hash": "!", "time_zone": "UTC", "now": make.now}
    with pytest.raises(accounts.MailTaken):
        accounts.add_account(session, mail="second@example.net", **given)


def test_a_removed_one_is_free(session, make):
    ada = make.user()
    added(session, make, ada)
    second_mail.remove(session, ada, now=make.now)
    session.flush()
    assert second_mail.owner(session, "second@example.net") is None
    assert not second_mail.taken(session, "second@example.net", but=make.user())


def test_a_closed_account_confirms_nothing(session, make):
    ada = make.user()
    added(session, make, ada, confirmed=False)
    ada.active = False
    session.flush()
    with pytest.raises(NotFound):
        second_mail.waiting(session, ada.id, "second@example.net")
