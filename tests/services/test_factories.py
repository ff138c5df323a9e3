"""The factories walk the whole path on both databases."""

from ceu.models import Completion


def test_a_user_can_be_taken_from_nothing_to_a_certificate(make):
    user = make.user()
    make.credential(user)
    numbers = {one.number for one in make.certificates(user)}
    assert len(numbers) == 1
    assert [one.enrollment.user_id for one in make.rows(Completion)] == [user.id]


def test_nothing_is_left_of_the_test_before(make):
    assert make.rows(Completion) == []
