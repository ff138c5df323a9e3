import json
import random
from collections import Counter

import pytest
from content_values import bank_digests, question, quiz
from hypothesis import given
from hypothesis import strategies as st

from ceu.domain.assessment.draw import Form, NotDrawable, draw, drawable
from ceu.domain.content.schema import from_plain, to_plain

OBJECTIVES = ("o1", "o2", "o3")


@st.composite
def banks(draw_from):
    """A bank with single questions and vignettes, some of these over several objectives, and any blueprint."""
    singles = draw_from(st.lists(st.sampled_from(OBJECTIVES), max_size=14))
    cases = draw_from(st.lists(st.lists(st.sampled_from(OBJECTIVES), min_size=1, max_size=4), max_size=5))
    questions = [question(f"s{index}", objective) for index, objective in enumerate(singles)]
    for number, case in enumerate(cases):
        questions += [question(f"c{number}-{i}", name, vignette=f"case{number}") for i, name in enumerate(case)]
    counts = {
        name: draw_from(st.integers(1, 5)) for name in draw_from(st.sets(st.sampled_from(OBJECTIVES), min_size=1))
    }
    return quiz(draw_from(st.permutations(questions)), counts)


def drawn(bank, seed=0):
    return draw(bank, bank_digests(bank), random.Random(seed))


@given(banks(), st.integers())
def test_a_form_fills_the_blueprint_exactly_or_the_bank_is_known_to_be_unable(bank, seed):
    if not drawable(bank):
        with pytest.raises(NotDrawable):
            drawn(bank, seed)
        return
    form = drawn(bank, seed)
    by_id = {item.id: item for item in bank.questions}
    assert Counter(by_id[item.id].objective for item in form.questions) == Counter(dict(bank.draw))
    assert len({item.id for item in form.questions}) == len(form.questions)


@given(banks(), st.integers())
def test_a_vignette_is_on_one_page_with_all_its_questions_in_their_order(bank, seed):
    if not drawable(bank):
        return
    for page in drawn(bank, seed).pages:
        if page.vignette:
            whole = [item.id for item in bank.questions if item.vignette == page.vignette]
            assert [item.id for item in page.questions] == whole
        else:
            assert len(page.questions) == 1


@given(banks(), st.integers())
def test_options_are_shuffled_whole_and_digests_pinned(bank, seed):
    if not drawable(bank):
        return
    digests = bank_digests(bank)
    for item in drawn(bank, seed).questions:
        assert sorted(item.order) == [0, 1, 2, 3]
        assert item.digest == digests[item.id]


@given(banks(), st.integers())
def test_the_same_chance_gives_the_same_form_and_it_survives_storage(bank, seed):
    if not drawable(bank):
        return
    form = drawn(bank, seed)
    assert form == drawn(bank, seed)
    assert from_plain(Form, json.loads(json.dumps(to_plain(form)))) == form


@given(banks())
def test_a_bank_is_drawable_just_when_some_choice_of_vignettes_leaves_room_for_single_questions(bank):
    cases = {}
    singles = Counter()
    for item in bank.questions:
        if item.vignette:
            cases.setdefault(item.vignette, Counter())[item.objective] += 1
        else:
            singles[item.objective] += 1
    needs = dict(bank.draw)
    possible = False
    for chosen in range(2 ** len(cases)):
        taken = sum((case for bit, case in enumerate(cases.values()) if chosen >> bit & 1), Counter())
        rest = {name: needs.get(name, 0) - taken[name] for name in OBJECTIVES}
        possible |= all(0 <= count <= singles[name] or count == 0 for name, count in rest.items())
    assert drawable(bank) == possible


def test_every_form_is_equally_likely():
    questions = [question(f"s{index}") for index in range(3)]
    questions += [question(f"c{index}", vignette="case") for index in range(2)]
    bank = quiz(questions, {"o1": 3})
    # Either the three singles, or the case with one of three: four forms, the case in three of them.
    seen = Counter(frozenset(item.id for item in drawn(bank, seed).questions) for seed in range(2000))
    assert len(seen) == 4
    assert all(400 < count < 600 for count in seen.values())


def test_questions_of_an_objective_outside_the_blueprint_are_never_drawn():
    bank = quiz([question("a"), question("b", "other"), question("c", "other", vignette="v")], {"o1": 1})
    assert {item.id for seed in range(20) for item in drawn(bank, seed).questions} == {"a"}


def test_a_blueprint_that_asks_for_nothing_is_not_drawable():
    assert not drawable(quiz([question("a")], {"o1": 0}))


def test_a_vignette_larger_than_the_blueprint_leaves_it_to_the_single_questions():
    case = [question(f"c{index}", vignette="case") for index in range(3)]
    assert not drawable(quiz([*case, question("a")], {"o1": 2}))
    assert drawable(quiz([*case, question("a"), question("b")], {"o1": 2}))


def test_many_vignettes_over_many_objectives_are_counted_quickly():
    names = [f"o{index}" for index in range(8)]
    questions = [
        question(f"{name}-{case}-{item}", name, vignette=f"{name}-{case}")
        for name in names
        for case in range(8)
        for item in range(3)
    ]
    bank = quiz(questions, dict.fromkeys(names, 12))
    assert len(drawn(bank).pages) == 8 * 4
