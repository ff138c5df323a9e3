"""Corrections that must be read: shown to all who began before they were published, the certified included."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from ceu.domain.content.schema import Module
from ceu.errors import NotFound
from ceu.models import Enrollment, Notice, NoticeReader, User
from ceu.services import catalog, mail, open_matters
from ceu.services.dialect import insert

PAGE = 200  # mails written in one go


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as one learner is shown it, and where she reads what it is about. `read_at` is None until she has."""

    id: int
    note: str
    published_at: datetime
    read_at: datetime | None
    course_title: str
    module_title: str
    section_title: str
    href: str


def publish(session: Session, module: Module, digest: str, *, now: datetime) -> None:
    """Keep the changes of a module's revision that must be read. A known one only takes over how it is worded."""
    for change in module.changes:
        if change.must_read:
            told = {"section": change.section, "note": change.note, "day": change.day}
            session.execute(
                insert(session, Notice)
                .values(module=module.slug, key=change.id, revision=digest, published_at=now, **told)
                .on_conflict_do_update(index_elements=["module", "key"], set_=told)
            )


def of_user(session: Session, user: User) -> tuple[Told, ...]:
    """Return what the user must read or has read, the unread first, then the latest. Two statements."""
    enrollments = session.scalars(
        select(Enrollment).where(Enrollment.user_id == user.id).order_by(Enrollment.id.desc())
    ).all()
    studied = [(one, _modules(session, one)) for one in enrollments]
    slugs = sorted({slug for _, modules in studied for slug in modules})
    if not slugs:
        return ()
    rows = session.execute(
        select(Notice, NoticeReader.read_at)
        .outerjoin(NoticeReader, and_(NoticeReader.notice_id == Notice.id, NoticeReader.user_id == user.id))
        .where(Notice.module.in_(slugs))
        .order_by(Notice.published_at.desc(), Notice.id.desc())
    )
    found = []
    for notice, read_at in rows:
        concerned = (one for one, modules in studied if notice.module in modules)
        first = next((one for one in concerned if one.started_at <= notice.published_at), None)
        if first is not None:
            found.append(_told(session, first, notice, read_at))
    return tuple(sorted(found, key=lambda one: one.read_at is not None))


def _modules(session: Session, enrollment: Enrollment) -> frozenset[str]:
    """Return the modules of what a learner began with and of what she reads now."""
    digests = {enrollment.disclosed_revision, enrollment.revision}
    return frozenset(slug for digest in digests for slug in catalog.course(session, digest).modules)


def _told(session: Session, enrollment: Enrollment, notice: Notice, read_at: datetime | None) -> Told:
    """Return the notice with the way to what it is about, as far as her revision has that."""
    offer = catalog.offer(session, enrollment.revision)
    document = next((one for one in offer.documents if one.slug == notice.module), None)
    section = next((one for one in document.sections if one.id == notice.section), None) if document else None
    base = f"/learn/{offer.slug}"
    return Told(
        id=notice.id,
        note=notice.note,
        published_at=notice.published_at,
        read_at=read_at,
        course_title=offer.course.title,
        module_title=document.title if document else "",
        section_title=section.title if section else "",
        href=f"{base}/{notice.module}/{section.id}" if section else base,
    )


def mark_read(session: Session, user: User, notice_id: int, *, now: datetime) -> None:
    """Record that the user has read a notice; once, and the first time counts. Raises NotFound for another's."""
    if all(one.id != notice_id for one in of_user(session, user)):
        raise NotFound("There is no notice for you at this address.")
    session.execute(
        insert(session, NoticeReader)
        .values(user_id=user.id, notice_id=notice_id, read_at=now)
        .on_conflict_do_update(
            index_elements=["user_id", "notice_id"],
            set_={"read_at": now},
            where=NoticeReader.read_at.is_(None),
        )
    )


def write_mails(session: Session, *, public_url: str, now: datetime, most: int = PAGE) -> int:
    """Write to learners who have not been written to and have not read it, each once for each notice.

    Such a mail is about their clients' safety: it does not ask which reminders they want. Returns how many were
    written, at most `most`; call it again until there are none. The caller commits.
    """
    written = 0
    for notice in session.scalars(select(Notice).order_by(Notice.id)).all():
        concerned = _concerned(session, notice, most - written)
        for _, email, name, course in _mailed(session, notice, concerned, now):
            title = catalog.offer(session, course).course.title
            mail.write(
                session,
                recipient=email,
                subject=f"Please read: a correction in “{title}”",
                body=f"Hello {name},\n\na text you have studied in “{title}” was corrected:\n\n{notice.note}\n\n"
                f"See it, and say that you have read it: {public_url}/learn/notices",
                kind="must read",
                now=now,
            )
            written += 1
    return written


def _concerned(session: Session, notice: Notice, most: int) -> list[tuple[int, str, str, str]]:
    """Return whom to write to: user, address, name and the course's revision, each person once."""
    if most <= 0:
        return []
    digests = session.scalars(select(Enrollment.revision).union(select(Enrollment.disclosed_revision)))
    teaching = [digest for digest in digests if notice.module in catalog.course(session, digest).modules]
    done = exists().where(
        NoticeReader.user_id == User.id,
        NoticeReader.notice_id == notice.id,
        or_(NoticeReader.mailed_at.is_not(None), NoticeReader.read_at.is_not(None)),
    )
    rows = session.execute(
        select(User.id, User.email, User.legal_name, Enrollment.revision)
        .join(Enrollment, Enrollment.user_id == User.id)
        .where(
            *open_matters.reachable(),
            Enrollment.started_at <= notice.published_at,
            or_(Enrollment.revision.in_(teaching), Enrollment.disclosed_revision.in_(teaching)),
            ~done,
        )
        .order_by(User.id, Enrollment.id)
        .limit(most)
    )
    return list({row[0]: (row[0], row[1], row[2], row[3]) for row in rows}.values())


def _mailed(
    session: Session, notice: Notice, concerned: Iterable[tuple[int, str, str, str]], now: datetime
) -> list[tuple[int, str, str, str]]:
    """Record the mails, and return those that nobody else has recorded meanwhile."""
    by_id = {one[0]: one for one in concerned}
    if not by_id:
        return []
    taken = session.scalars(
        insert(session, NoticeReader)
        .values([{"user_id": user_id, "notice_id": notice.id, "mailed_at": now} for user_id in sorted(by_id)])
        .on_conflict_do_update(
            index_elements=["user_id", "notice_id"],
            set_={"mailed_at": now},
            where=NoticeReader.mailed_at.is_(None),
        )
        .returning(NoticeReader.user_id)
    )
    return [by_id[user_id] for user_id in taken]
