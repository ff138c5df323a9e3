from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ceu.domain.progress import Count, ModuleState, State, Step, StepKind, next_step, open_requirements, sections

A = ModuleState("a", ("a1", "a2", "a3"))
B = ModuleState("b", ("b1", "b2"))
FRESH = State((A, B))
READ_A = replace(A, done=frozenset(A.sections))
DONE_A, DONE_B = (replace(one, done=frozenset(one.sections), passed=True) for one in (A, B))


@st.composite
def states(draw):
    modules = tuple(
        replace(
            one,
            done=frozenset(draw(st.sets(st.sampled_from(one.sections)))),
            passed=draw(st.booleans()),
            test_open=draw(st.booleans()),
        )
        for one in (A, B)
    )
    last = draw(st.sampled_from([None, ("gone", "x"), *[(one.slug, s) for one in (A, B) for s in one.sections]]))
    return State(
        modules,
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.integers(0, 1)),
        draw(st.booleans()),
        last,
        draw(st.sampled_from([0, 7])),
        draw(st.booleans()),
    )


def test_a_fresh_learner_begins_with_the_first_section():
    assert next_step(FRESH) == Step(StepKind.SECTION, "a", "a1")
    assert sections(FRESH) == Count(0, 5)


def test_reading_resumes_after_the_section_marked_last_though_an_earlier_one_is_unread():
    state = State((replace(A, done=frozenset({"a2"})), B), last=("a", "a2"))
    assert next_step(state) == Step(StepKind.SECTION, "a", "a3")


def test_reading_wraps_to_the_first_unread_section_of_the_module():
    state = State((replace(A, done=frozenset({"a2", "a3"})), B), last=("a", "a3"))
    assert next_step(state) == Step(StepKind.SECTION, "a", "a1")


def test_a_module_begun_later_is_finished_first():
    state = State((A, replace(B, done=frozenset({"b1"}))), last=("b", "b1"))
    assert next_step(state) == Step(StepKind.SECTION, "b", "b2")


def test_the_credential_is_asked_before_the_first_post_test():
    state = State((READ_A, B), last=("a", "a3"))
    assert next_step(state) == Step(StepKind.CREDENTIAL)
    assert next_step(replace(state, credentials=1)) == Step(StepKind.QUIZ, "a")
    assert next_step(replace(state, without_credit=True)) == Step(StepKind.QUIZ, "a")


def test_a_confirmed_email_address_is_asked_before_the_first_post_test_and_not_after_the_last():
    state = State((READ_A, B), credentials=1, last=("a", "a3"), mail_confirmed=False)
    assert next_step(state) == Step(StepKind.MAIL)
    assert StepKind.MAIL in {one.kind for one in open_requirements(state)}
    assert next_step(replace(state, mail_confirmed=True)) == Step(StepKind.QUIZ, "a")
    passed = replace(state, modules=(DONE_A, DONE_B))
    assert StepKind.MAIL not in {one.kind for one in open_requirements(passed)}


def test_a_test_that_has_to_wait_gives_way_to_reading_and_comes_back():
    waiting = replace(READ_A, test_open=False)
    state = State((waiting, B), credentials=1, last=("a", "a3"))
    assert next_step(state) == Step(StepKind.SECTION, "b", "b1")
    assert next_step(replace(state, modules=(waiting, DONE_B))) == Step(StepKind.QUIZ, "a")


def test_evaluation_attestation_and_certificates_follow_in_this_order():
    state = State((DONE_A, DONE_B), credentials=1)
    assert next_step(state).kind is StepKind.EVALUATION
    assert next_step(replace(state, evaluated=True)).kind is StepKind.ATTESTATION
    assert next_step(replace(state, evaluated=True, attested=True)) == Step(StepKind.CERTIFICATES)


def test_a_section_added_to_a_finished_module_is_open_again():
    grown = replace(DONE_A, sections=("a1", "a2", "new", "a3"))
    state = State((grown, DONE_B), evaluated=True, credentials=1)
    assert next_step(state) == Step(StepKind.SECTION, "a", "new")
    assert [(one.kind, one.module) for one in open_requirements(state)] == [
        (StepKind.SECTION, "a"),
        (StepKind.ATTESTATION, ""),
    ]


def test_what_was_attested_stays_complete_whatever_is_added():
    grown = replace(DONE_A, sections=("a1", "a2", "new", "a3"))
    state = State((grown, DONE_B), evaluated=True, attested=True, credentials=1)
    assert next_step(state) == Step(StepKind.CERTIFICATES)
    assert open_requirements(state) == ()


def test_a_section_that_was_removed_counts_no_more():
    assert sections(State((replace(A, done=frozenset({"a1", "gone"})),))) == Count(1, 3)


def test_each_open_requirement_is_named():
    state = State((replace(A, done=frozenset({"a1"})), DONE_B))
    found = open_requirements(state)
    assert [(one.kind, one.module) for one in found] == [
        (StepKind.SECTION, "a"),
        (StepKind.QUIZ, "a"),
        (StepKind.CREDENTIAL, ""),
        (StepKind.EVALUATION, ""),
        (StepKind.ATTESTATION, ""),
    ]
    assert found[0].detail == "2 of 3 sections not yet marked as read."


@given(states())
def test_certificates_come_just_when_nothing_is_open(state):
    assert (next_step(state).kind is StepKind.CERTIFICATES) == (not open_requirements(state))


@given(states())
def test_the_next_step_always_closes_something_open(state):
    step = next_step(state)
    if step.kind is not StepKind.CERTIFICATES:
        assert step.kind in {one.kind for one in open_requirements(state)}
    if step.section:
        module = next(one for one in state.modules if one.slug == step.module)
        assert step.section in module.unread


@given(states())
def test_doing_the_next_step_again_and_again_completes_the_course(state):
    for _ in range(20):
        step = next_step(state)
        changes = {
            StepKind.MAIL: {"mail_confirmed": True},
            StepKind.CREDENTIAL: {"credentials": 1},
            StepKind.EVALUATION: {"evaluated": True},
            StepKind.TIME: {"minutes_missing": 0},
            StepKind.ATTESTATION: {"attested": True},
        }.get(step.kind, {})
        if step.kind in {StepKind.SECTION, StepKind.QUIZ}:
            changes = {
                "modules": tuple(
                    replace(one, done=one.done | {step.section} - {""}, passed=one.passed or not step.section)
                    if one.slug == step.module
                    else one
                    for one in state.modules
                )
            }
        state = replace(state, **changes)
    assert not open_requirements(state)
