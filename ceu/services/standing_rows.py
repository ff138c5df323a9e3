"""The statements that read where learners stand, each made once, of columns and not of entities."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    String,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal_column,
    null,
    select,
    union_all,
)

from ceu.models import (
    Attempt,
    AttemptGrant,
    Attestation,
    Completion,
    Credential,
    Enrollment,
    Notice,
    NoticeReader,
    SeatTime,
    SectionProgress,
    TimeStatement,
)
from ceu.models import Course as CourseRow
from ceu.models import Note as NoteRow
from ceu.services.dialect import packed

COLUMNS = ("kind", "text", "other_text", "moment", "number", "other_number", "digest")


def among(within: Callable[[ColumnElement[int]], ColumnElement[bool]], *, many: bool) -> CompoundSelect[Any]:
    """Return a statement that reads standings: rows of (kind, text, text, moment, number, number, digest).

    Credentials are not among them.

    Args:
        within: Which enrollments, as a condition on a column of their ids.
        many: Put the enrollment's id first in each row.
    """
    enrollment, read, attempt = Enrollment.__table__.c, SectionProgress.__table__.c, Attempt.__table__.c
    grant, attested, completion = AttemptGrant.__table__.c, Attestation.__table__.c, Completion.__table__.c
    course, spent, stated = CourseRow.__table__.c, SeatTime.__table__.c, TimeStatement.__table__.c
    seconds = select(func.coalesce(func.sum(spent.seconds), 0)).where(spent.enrollment_id == enrollment.id)
    vouched = select(func.min(stated.kind)).where(stated.enrollment_id == enrollment.id)
    nothing, no_number = null(), literal_column("0", Integer)
    evaluated_on = cast(enrollment.evaluated_on, String)

    def rows(of: ColumnElement[int], kind: str, *columns: ColumnElement[Any]) -> Select[Any]:
        told = (literal_column(f"'{kind}'", String), *columns, *([nothing] if len(columns) == 5 else ()))
        named = [column.label(name) for column, name in zip(told, COLUMNS, strict=True)]
        return select(*((of, *named) if many else named)).where(within(of))

    return union_all(
        rows(enrollment.id, "enrollment", course.current, evaluated_on, enrollment.started_at, enrollment.id,
             enrollment.cycle, enrollment.revision).where(course.slug == enrollment.course),
        rows(read.enrollment_id, "read", read.module, read.section, read.completed_at, read.active_seconds, no_number,
             read.revision),
        rows(enrollment.id, "time", vouched.scalar_subquery(), nothing, nothing, seconds.scalar_subquery(),
             cast(enrollment.on_paper, Integer)),
        rows(attempt.enrollment_id, "attempt", attempt.module, nothing, attempt.submitted_at, attempt.score,
             attempt.needed),
        rows(grant.enrollment_id, "grant", grant.module, nothing, nothing, no_number, no_number),
        rows(attested.enrollment_id, "attested", nothing, nothing, attested.at, no_number, no_number),
        rows(completion.enrollment_id, "completed", nothing, nothing, completion.completed_at, completion.id,
             no_number),
    )  # fmt: skip


def _of_one() -> CompoundSelect[Any]:
    """Return the statement of one standing, with a row for each credential.

    It is made once, of columns and not of entities: making it anew cost more than the database takes to answer it.
    """
    enrollment, credential = Enrollment.__table__.c, Credential.__table__.c
    user_id, nothing = bindparam("user_id", type_=Integer), null()
    mine = select(func.max(enrollment.id)).where(
        enrollment.user_id == user_id, enrollment.course == bindparam("course", type_=String)
    )
    here = mine.scalar_subquery()
    held = select(
        literal_column("'credential'", String),
        *(nothing, nothing, nothing, credential.id, literal_column("0", Integer), nothing),
    ).where(credential.user_id == user_id, credential.removed_at.is_(None))
    return union_all(*among(lambda column: column == here, many=False).selects, held)


def _with_notes(standing: CompoundSelect[Any]) -> CompoundSelect[Any]:
    """Return the statement with her notes on one section, which would else be one more on the page read most."""
    note = NoteRow.__table__.c
    noted = select(
        literal_column("'note'", String),
        *(note.anchor, note.body, note.changed_at, note.id, literal_column("0", Integer), null()),
    ).where(
        note.user_id == bindparam("user_id", type_=Integer),
        note.module == bindparam("module", type_=String),
        note.section == bindparam("section", type_=String),
    )
    return union_all(*standing.selects, noted, _must_be_read())


def _must_be_read() -> Select[Any]:
    """Select the corrections of one section, or of its whole module, that were published after she began."""
    notice, reader, enrollment = Notice.__table__.c, NoticeReader.__table__.c, Enrollment.__table__.c
    user_id = bindparam("user_id", type_=Integer)
    began_before = exists().where(
        enrollment.user_id == user_id,
        enrollment.course == bindparam("course", type_=String),
        enrollment.started_at <= notice.published_at,
    )
    read = exists().where(reader.notice_id == notice.id, reader.user_id == user_id, reader.read_at.is_not(None))
    return select(
        literal_column("'notice'", String),
        *(notice.note, null(), notice.published_at, notice.id, case((read, 1), else_=0), null()),
    ).where(
        notice.module == bindparam("module", type_=String),
        notice.section.in_(("", bindparam("section", type_=String))),
        began_before,
    )


def _of_all() -> CompoundSelect[Any]:
    """Return the statement of all standings of a person: the latest enrollment in each course."""
    enrollment = Enrollment.__table__.c
    latest = (
        select(func.max(enrollment.id))
        .where(enrollment.user_id == bindparam("user_id", type_=Integer))
        .group_by(enrollment.course)
    )
    return among(lambda column: column.in_(latest), many=True)


OF_ONE = packed(_of_one().subquery())
OF_ALL = _of_all()
OF_ONE_WITH_NOTES = packed(_with_notes(_of_one()).subquery())
