"""quiz.md by lines: what an instructor writes, and the value it becomes."""

import pytest

from ceu.domain.content.markup_check import Known
from ceu.domain.content.parse_quiz import Around, parse_quiz
from ceu.domain.content.schema import QuestionKind
from ceu.domain.content.source import Places, TextFile

FRONT = "---\npass: 75\ndraw: {x: 1}\nattempts: {limit: 3, wait: 2d}\n---\n"
QUESTION = "### Which? {#which objective=x section=one}\n\n- [ ] A\n- [x] B\n\n> Because.\n"
AROUND = Around(["x", "y"], ["one", "two"], Known({"ross2020"}))


def parse(body, front=FRONT):
    places = Places()
    read = parse_quiz(TextFile("quiz.md", front + body), "m", AROUND, places)
    return read.value, read.problems, places


def only(body):
    quiz, problems, _ = parse(body)
    assert [str(found) for found in problems] == []
    assert len(quiz.questions) == 1
    return quiz.questions[0]


def codes(body):
    return [(found.code, found.line - FRONT.count("\n")) for found in parse(body)[1]]


def test_the_front_matter_becomes_the_rule_of_the_test():
    quiz, _, _ = parse(QUESTION)
    assert (quiz.pass_percent, quiz.draw, quiz.attempts, quiz.wait_hours) == (75, (("x", 1),), 3, 48)


def test_what_is_left_out_has_its_default():
    quiz, problems, _ = parse(QUESTION, front="---\ndraw: {x: 1}\n---\n")
    assert problems == []
    assert (quiz.pass_percent, quiz.attempts, quiz.wait_hours) == (80, None, 0)


def test_a_question_keeps_every_piece():
    question = only(
        "### Which *room* is larger? {#which objective=x section=one}\n\n"
        "It has a second paragraph.\n\n- and a list\n- of its own\n\n"
        "- [ ] The small\n  one.\n  > No: it is\n  > small [@ross2020].\n  >\n  > Really.\n"
        "- [x] The large one.\n- [ ] Neither.\n\n"
        "> It is large.\n>\n> Very.\n"
    )
    assert question.stem == "Which *room* is larger?\n\nIt has a second paragraph.\n\n- and a list\n- of its own"
    assert [option.text for option in question.options] == ["The small one.", "The large one.", "Neither."]
    assert [option.right for option in question.options] == [False, True, False]
    assert question.options[0].feedback == "No: it is\nsmall [@ross2020].\n\nReally."
    assert question.rationale == "It is large.\n\nVery."
    assert (question.objective, question.section, question.vignette) == ("x", "one", "")


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ("- [x] A\n- [ ] B", QuestionKind.SINGLE),
        ("- [X] A\n- [x] B\n- [ ] C", QuestionKind.SEVERAL),
        ("* [x] A\n* [ ] B", QuestionKind.SINGLE),
    ],
)
def test_the_kind_follows_from_the_marks(options, kind):
    assert only(f"### Q? {{#q objective=x section=one}}\n\n{options}\n\n> R.\n").kind is kind
    assert only(f"### Q? {{#q objective=x section=one kind={kind}}}\n\n{options}\n\n> R.\n").kind is kind


def test_a_stem_may_hold_code_tables_and_lists_above_its_options():
    question = only(QUESTION.replace("- [ ] A", "| a | b |\n|---|---|\n| 1 | 2 |\n\n1. first\n\n- [ ] A"))
    assert "| 1 | 2 |" in question.stem
    assert question.kind is QuestionKind.SINGLE


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("1. first\n2. second", "an ordered list"),
        ("| a | b |\n|---|---|\n| c | d |", "a table"),
        ("= 20 ± 5 %", "a number"),
    ],
)
def test_marks_of_kinds_to_come_are_recognized(body, says):
    quiz, problems, _ = parse(f"### Q? {{#q objective=x section=one}}\n\n{body}\n\n> R.\n")
    assert [found.code for found in problems] == ["Q11"]
    assert says in problems[0].message
    assert quiz.questions == ()


def test_a_stated_kind_to_come_is_recognized():
    assert codes("### Q? {#q objective=x section=one kind=short}\n\n> R.\n") == [("Q11", 1)]


def test_a_case_is_shown_with_each_of_its_questions_and_ends_at_the_next_heading():
    quiz, problems, places = parse(
        f"{QUESTION}\n## Ben {{#ben}}\n\nBen is 36.\n\n"
        "### First? {#first objective=x section=one}\n\n- [x] A\n- [ ] B\n\n> R.\n\n"
        "### Second? {#second objective=x section=two}\n\n- [x] A\n- [ ] B\n\n> R.\n\n"
        "## Without a case\n\n### Third? {#third objective=x section=one}\n\n- [x] A\n- [ ] B\n\n> R.\n"
    )
    assert problems == []
    assert [question.vignette for question in quiz.questions] == ["", "ben", "ben", ""]
    assert [(case.id, case.title, case.source) for case in quiz.vignettes] == [("ben", "Ben", "Ben is 36.")]
    assert places.of("quiz", "m", "question", "first").quote.startswith("### First?")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Text before.\n" + QUESTION, [("Q09", 1)]),
        (QUESTION.replace("- [ ] A", "- [y] A"), [("Q09", 3)]),
        (QUESTION.replace("- [ ] A", "- [ ] A\n- A"), [("Q09", 4)]),
        (QUESTION.replace("- [ ] A", "- [ ]"), [("Q09", 3)]),
        (QUESTION.replace("\n\n> Because", "\n> Because"), [("Q09", 5)]),
        (QUESTION + "\n> Again.\n", [("Q09", 8)]),
        (QUESTION + "\nAfterthought.\n", [("Q09", 8)]),
        (QUESTION + "\n- [ ] Late\n", [("Q09", 8)]),
        (QUESTION.replace("> Because.\n", ""), [("Q07", 1)]),
        (QUESTION.replace("[x]", "[ ]"), [("Q08", 1)]),
        (QUESTION.replace("[ ]", "[x]"), [("Q08", 1)]),
        (QUESTION.replace("- [ ] A\n", ""), [("Q08", 1)]),
        (QUESTION.replace("B", "a"), [("Q13", 4)]),
        (QUESTION.replace(" objective=x", ""), [("Q05", 1)]),
        (QUESTION.replace("=one", "=three"), [("Q06", 1)]),
        (QUESTION.replace("#which ", ""), [("Q04", 1)]),
        (QUESTION.replace("#which ", "#Which "), [("S03", 1)]),
        (QUESTION.replace("objective", "objektive"), [("S04", 1), ("Q05", 1)]),
        (QUESTION.replace("section=one", "section=one kind=several"), [("Q10", 1)]),
        (QUESTION + QUESTION, [("S02", 7)]),
        (QUESTION.replace("A", "[x](#one)"), [("X05", 3)]),
        (QUESTION.replace("Because.", "It is\n> [@nobody]."), [("X02", 7)]),
        (QUESTION.replace("- [ ] A", "- [ ] A\n  > x\n  > <b>"), [("X01", 5)]),
        ("## Case {#case}\n\n" + QUESTION, [("Q12", 1)]),
        (QUESTION + "## Case {#case}\n\nText.\n", [("Q12", 7)]),
        ("#### Deep\n" + QUESTION, [("X08", 1)]),
        (QUESTION.replace("- [ ] A", "```\ncode\n\n- [ ] A"), [("X13", 3), ("X12", 3)]),
    ],
)
def test_a_slip_is_told_with_its_line(body, found):
    assert codes(body) == found


def test_marks_inside_code_are_text():
    _, problems, _ = parse(
        "### Q? {#q objective=x section=one}\n\n```\n- [x] no option\n## no case\n```\n\n- [x] A\n- [ ] B\n\n> R.\n"
    )
    assert [found.code for found in problems] == ["X12"]
