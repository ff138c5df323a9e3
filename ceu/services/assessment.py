"""Attempts at a post-test: begin, answer, submit. Each is safe to repeat, in two tabs or after a restart."""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Select, Table, bindparam, func, select, update
from sqlalchemy.orm import Session

from ceu.domain.assessment import draw, grade, retake
from ceu.domain.assessment.draw import Form
from ceu.domain.content.digest import question_digests
from ceu.domain.content.schema import Module, Question, from_plain, to_plain
from ceu.errors import NotFound, NotYet, RuleError
from ceu.models import Answer, Attempt, Enrollment, User
from ceu.services import catalog
from ceu.services.dialect import insert
from ceu.services.study import Standing


class SectionsFirst(NotYet):
    """The module is not read to its end."""

    message = "Read the module first: mark each section as read, then the post-test opens."


class NotNow(RuleError):
    """No attempt may begin now. `why` is what the retake rule said."""

    def __init__(self, why: retake.NextAttempt) -> None:
        self.why = why
        super().__init__("The next attempt is not open.")


class NotBegun(NotFound):
    """The learner has no attempt at this post-test."""

    message = "You have not begun this post-test."


class AlreadySubmitted(RuleError):
    """The attempt is over."""

    message = "This attempt was already submitted; its answers can no longer be changed."


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt with all that its pages need. `answers` holds the saved responses by question id."""

    attempt: Attempt
    form: Form
    module: Module
    questions: dict[str, Question]
    answers: dict[str, tuple[int, ...]]
    saved_at: dict[str, datetime]

    @property
    def unanswered(self) -> list[str]:
        """The ids of the form's questions without an answer, in the order they are met."""
        return [question.id for question in self.form.questions if not self.answers.get(question.id)]


def begin(session: Session, where: Standing, module: str, *, rng: random.Random, now: datetime) -> None:
    """Draw a form and store it before its first question is seen; an open attempt is left as it is.

    Raises SectionsFirst or NotNow. Two requests at once make one attempt: the database allows one open.
    """
    if module in where.open_attempts:
        return
    values = where.offer.modules[where.offer.number(module)]
    if any((module, section.id) not in where.read for section in values.sections):
        raise SectionsFirst(needs=module)
    decision = where.next_attempt(module, now)
    if not isinstance(decision, retake.Allowed):
        raise NotNow(decision)
    form = draw.draw(values.quiz, question_digests(values), rng)
    total = len(form.questions)
    session.execute(
        insert(session, Attempt)
        .values(
            enrollment_id=where.enrollment_id,
            module=module,
            number=len(where.attempts.get(module, [])) + 1,
            revision=where.offer.course.module_digests[where.offer.number(module)],
            form=to_plain(form),
            pass_percent=values.quiz.pass_percent,
            total=total,
            needed=grade.needed_right(total, values.quiz.pass_percent),
            started_at=now,
        )
        .on_conflict_do_nothing()
    )


def _newest(user: User, course: str, module: str) -> Select[Attempt]:
    """Return the statement for the learner's newest attempt at the module, of the enrollment she is in now."""
    here = select(func.max(Enrollment.id)).where(Enrollment.user_id == user.id, Enrollment.course == course)
    return (
        select(Attempt)
        .where(Attempt.enrollment_id == here.scalar_subquery(), Attempt.module == module)
        .order_by(Attempt.id.desc())
        .limit(1)
    )


def _own(session: Session, user: User, course: str, module: str) -> list[Attempt]:
    """Return the learner's newest attempt at the module, if there is one, locked until the commit."""
    return list(session.scalars(_newest(user, course, module).with_for_update(of=Attempt)))


def latest(session: Session, user: User, course: str, module: str) -> Sitting:
    """Return the learner's newest attempt at the module with its saved answers, or raise NotBegun."""
    found = session.scalar(_newest(user, course, module))
    if found is None:
        raise NotBegun
    return _sitting(session, found)


def _sitting(session: Session, attempt: Attempt) -> Sitting:
    module = catalog.module(session, attempt.revision)
    saved = session.execute(
        select(Answer.question, Answer.response, Answer.saved_at).where(Answer.attempt_id == attempt.id)
    ).all()
    return Sitting(
        attempt=attempt,
        form=from_plain(Form, attempt.form),
        module=module,
        questions=catalog.questions(session, attempt.revision),
        answers={question: tuple(response) for question, response, _ in saved},
        saved_at={question: at for question, _, at in saved},
    )


def save(session: Session, user: User, course: str, module: str, given: dict[str, list[str]], *, now: datetime) -> None:
    """Save answers to questions of the open attempt: {question id: positions of options as shown}.

    Reads the attempt and writes the answers in one statement each. Raises AlreadySubmitted,
    `grade.UnreadableResponse`, or NotFound for a question that is not in the form.
    """
    attempt = next(iter(_own(session, user, course, module)), None)
    if attempt is None:
        raise NotBegun
    if attempt.submitted_at is not None:
        raise AlreadySubmitted
    questions = catalog.questions(session, attempt.revision)
    asked = {item.id: item for item in from_plain(Form, attempt.form).questions}
    rows = []
    for question_id, raw in given.items():
        if question_id not in asked:
            raise NotFound("That question is not part of this attempt.")
        item = asked[question_id]
        response = grade.read_response(questions[item.digest], raw, item.order)
        rows.append({"attempt_id": attempt.id, "question": question_id, "response": list(response), "saved_at": now})
    if rows:
        statement = insert(session, Answer).values(rows)
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["attempt_id", "question"],
                set_={"response": statement.excluded.response, "saved_at": statement.excluded.saved_at},
            )
        )


def submit(session: Session, user: User, course: str, module: str, *, now: datetime) -> Attempt:
    """Grade the learner's newest attempt; one that is submitted stays as it was."""
    attempt = next(iter(_own(session, user, course, module)), None)
    if attempt is None:
        raise NotBegun
    if attempt.submitted_at is not None:
        return attempt
    result = result_of(_sitting(session, attempt))
    answers = cast(Table, Answer.__table__)
    session.connection().execute(
        update(answers)
        .where(answers.c.attempt_id == bindparam("of_attempt"), answers.c.question == bindparam("of_question"))
        .values(points=bindparam("won")),
        [{"of_attempt": attempt.id, "of_question": question, "won": points} for question, points in result.points],
    )
    # Last: from here on the database lets neither the attempt nor its answers change.
    attempt.submitted_at = now
    attempt.score = result.right
    session.flush()
    return attempt


def result_of(sitting: Sitting) -> grade.Result:
    """Return how the sitting's answers come out, by the rule frozen when the attempt began."""
    return grade.grade(
        sitting.form,
        sitting.questions,
        sitting.answers,
        sitting.attempt.pass_percent,
        objectives=[objective.id for objective in sitting.module.objectives],
        sections=[section.id for section in sitting.module.sections],
    )
