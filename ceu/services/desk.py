"""The instructor's desk: what is published beside what the content folder holds now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from ceu.domain.content.check import Report
from ceu.domain.content.digest import digest
from ceu.domain.content.schema import Problem
from ceu.errors import NotFound
from ceu.models import Course as CourseRow
from ceu.models import Module as ModuleRow
from ceu.models import Revision, User

Key = tuple[str, str]  # "module" or "course", and the slug
# A revision's whole text; a list of revisions has no use for it.
WITHOUT_VALUES = defer(Revision.values)
TABLES: dict[str, type[CourseRow] | type[ModuleRow]] = {"course": CourseRow, "module": ModuleRow}


class Standing(StrEnum):
    """How what is online and what is in the folder stand to each other."""

    ONLINE = "online"  # learners meet what the folder says
    CHANGED = "changed"  # the folder says something else, and may be published
    KEPT = "kept back"  # the folder has errors; learners keep the last good revision
    NEW = "not yet online"  # good, and never published
    HELD = "held back"  # has errors, and was never published
    LEAVING = "leaves"  # no longer in the folder; the next publication retires it
    RETIRED = "retired"
    UNKNOWN = "unknown"  # there is no folder to compare with


@dataclass(frozen=True, slots=True)
class Online:
    """A module or course that is or was published, with its current revision."""

    kind: str
    slug: str
    title: str
    digest: str
    number: int
    words: int
    published_at: datetime
    retired_at: datetime | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the desk. `online` is None for what was never published, `problems` are the folder's findings on it."""

    kind: str
    slug: str
    title: str
    standing: Standing
    online: Online | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """A revision in a module's or course's history."""

    number: int
    digest: str
    title: str
    words: int
    published_at: datetime
    by: str
    current: bool


def published(session: Session) -> dict[Key, Online]:
    """Return everything that is or was published, by kind and slug. Two statements."""
    found: dict[Key, Online] = {}
    for kind, table in TABLES.items():
        statement = (
            select(table.slug, table.retired_at, Revision)
            .join(Revision, Revision.digest == table.current)
            .options(WITHOUT_VALUES)
            .order_by(Revision.title)
        )
        for slug, retired_at, row in session.execute(statement):
            found[kind, slug] = Online(
                kind, slug, row.title, row.digest, row.number, row.words, row.published_at, retired_at
            )
    return found


def one(session: Session, kind: str, slug: str) -> Online:
    """Return what is published under `slug`, retired or not. Raises NotFound."""
    found = published(session).get((kind, slug))
    if found is None:
        raise NotFound(f"No {kind} called “{slug}” has been published.")
    return found


def history(session: Session, kind: str, slug: str) -> list[Past]:
    """Return the revisions of a module or course, the newest first."""
    current = session.scalar(select(TABLES[kind].current).where(TABLES[kind].slug == slug))
    statement = select(Revision).where(Revision.kind == kind, Revision.slug == slug).options(WITHOUT_VALUES)
    rows = session.scalars(statement.order_by(Revision.number.desc())).all()
    ids = {int(row.published_by[5:]) for row in rows if row.published_by.startswith("user:")}
    people = session.execute(select(User.id, User.email).where(User.id.in_(ids))).all() if ids else ()
    names = {f"user:{id_}": mail for id_, mail in people}
    return [
        Past(
            number=row.number,
            digest=row.digest,
            title=row.title,
            words=row.words,
            published_at=row.published_at,
            by=names.get(row.published_by, row.published_by),
            current=row.digest == current,
        )
        for row in rows
    ]


def digests_of(report: Report) -> dict[Key, str]:
    """Return the digests that publishing the folder now would give, for all that may be published."""
    found = {("module", module.slug): digest(module) for module in report.library.modules}
    for course in report.library.courses:
        names = tuple(found["module", slug] for slug in course.modules)
        whole = replace(course, module_digests=names, provider=report.library.provider)
        found["course", course.slug] = digest(whole)
    return found


def entries(online: Mapping[Key, Online], report: Report | None, owned: Mapping[Key, Sequence[Problem]]) -> list[Entry]:
    """Return a line for everything that is published or in the folder: courses first, each kind by title.

    Args:
        online: What is published.
        report: The check of the folder, or None where there is no folder.
        owned: The findings by what they belong to.
    """
    now = digests_of(report) if report else {}
    titles = {("module", module.slug): module.title for module in report.library.modules} if report else {}
    titles |= {("course", course.slug): course.title for course in report.library.courses} if report else {}
    keys = {*online, *now, *(report.broken if report else ())}
    found = [
        Entry(
            kind=kind,
            slug=slug,
            title=titles.get((kind, slug)) or (online[kind, slug].title if (kind, slug) in online else slug),
            standing=_standing((kind, slug), online.get((kind, slug)), now, report),
            online=online.get((kind, slug)),
            problems=tuple(owned.get((kind, slug), ())),
        )
        for kind, slug in keys
    ]
    return sorted(found, key=lambda entry: (entry.kind, entry.standing is Standing.RETIRED, entry.title, entry.slug))


def _standing(key: Key, online: Online | None, now: Mapping[Key, str], report: Report | None) -> Standing:
    is_online = online is not None and online.retired_at is None
    if report is None:
        return Standing.UNKNOWN if is_online else Standing.RETIRED
    if key in report.broken:
        return Standing.KEPT if is_online else Standing.HELD
    if key not in now:
        return Standing.LEAVING if is_online else Standing.RETIRED
    if online is None or not is_online:
        return Standing.NEW
    return Standing.ONLINE if online.digest == now[key] else Standing.CHANGED


@dataclass(frozen=True, slots=True)
class Waiting:
    """What an instructor has to do next, in this order."""

    mend: tuple[Entry, ...]
    publish: tuple[Entry, ...]
    retire: tuple[Entry, ...]


def waiting(lines: Iterable[Entry]) -> Waiting:
    """Return what is to be mended, what can be published, and what the next publication would retire."""
    by = list(lines)
    return Waiting(
        mend=tuple(line for line in by if line.standing in (Standing.KEPT, Standing.HELD)),
        publish=tuple(line for line in by if line.standing in (Standing.CHANGED, Standing.NEW)),
        retire=tuple(line for line in by if line.standing is Standing.LEAVING),
    )
