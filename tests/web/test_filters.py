"""How values look on pages."""

import pytest
from content_values import quiz
from hypothesis import given
from hypothesis import strategies as st

from ceu.web.filters import to_pass


@pytest.mark.parametrize(("drawn", "percent", "said"), [(12, 80, "10 of 12"), (4, 75, "3 of 4"), (7, 100, "7 of 7")])
def test_what_a_test_asks_for_is_said_by_the_rule_it_is_graded_by(drawn, percent, said):
    assert to_pass(quiz((), {"o1": drawn}, pass_percent=percent)) == said


@given(st.integers(1, 200), st.integers(1, 100))
def test_the_number_said_is_the_least_that_reaches_the_mark(drawn, percent):
    needed = int(to_pass(quiz((), {"o1": drawn}, pass_percent=percent)).split()[0])
    assert needed * 100 >= percent * drawn > (needed - 1) * 100
