"""A learner's evaluation of a course, kept apart from the learner."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import update
from sqlalchemy.orm import Session

from ceu.models import Enrollment, Evaluation, User
from ceu.services.study import Standing, local_date


def give(session: Session, user: User, where: Standing, answers: dict[str, Any], *, now: datetime) -> None:
    """Keep `answers` under a random id with the day and no person; the enrollment stores only that it was given.

    A second one from the same enrollment is not taken, and nothing is changed.
    """
    today = local_date(user, now)
    marked = session.execute(
        update(Enrollment)
        .where(Enrollment.id == where.enrollment_id, Enrollment.evaluated_on.is_(None))
        .values(evaluated_on=today)
    )
    if marked.rowcount == 1:  # type: ignore[attr-defined]
        session.add(
            Evaluation(
                id=str(uuid4()), course=where.offer.slug, revision=where.offer.digest, day=today, answers=answers
            )
        )
