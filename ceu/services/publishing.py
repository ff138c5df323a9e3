"""Publish a content folder: content-addressed revisions, in one transaction of the caller.

Broken is not gone: a file that fails its check keeps its last good revision online. Only a missing file retires.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ceu.domain.content import check
from ceu.domain.content.compile import compile_course, compile_module
from ceu.domain.content.compiled import COMPILER
from ceu.domain.content.digest import digest
from ceu.domain.content.schema import Course, Module, Problem, to_plain
from ceu.domain.content.source import Tree, read_tree
from ceu.errors import RuleError
from ceu.models import AuditEvent, Compiled, Enrollment, Revision
from ceu.models import Course as CourseRow
from ceu.models import Module as ModuleRow
from ceu.services import audit, catalog, notices, passages

Row: TypeAlias = CourseRow | ModuleRow
KINDS: dict[str, type[Row]] = {"module": ModuleRow, "course": CourseRow}


class NothingToPublish(RuleError):
    """The folder is empty. It is rather a wrong folder than the wish to retire everything."""


@dataclass(slots=True)
class Published:
    """What a publication did, as (kind, slug). `kept` are broken and stay on their last good revision, if any."""

    problems: tuple[Problem, ...]
    published: list[tuple[str, str]] = field(default_factory=list)
    unchanged: list[tuple[str, str]] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)
    held_back: list[tuple[str, str]] = field(default_factory=list)
    retired: list[tuple[str, str]] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything a learner sees is different now."""
        return bool(self.published or self.retired)


def publish_folder(session: Session, folder: Path, *, now: datetime, by: str) -> Published:
    """Check `folder` and publish what is good. The caller commits.

    Args:
        session: A session whose transaction may write.
        folder: The content folder.
        now: The time in UTC.
        by: Who publishes: a person's account id as "user:7", or "command line".
    """
    tree = read_tree(folder)
    known: dict[tuple[str, str], Row] = {
        **{("module", row.slug): row for row in session.scalars(select(ModuleRow))},
        **{("course", row.slug): row for row in session.scalars(select(CourseRow))},
    }
    fingerprint = _fingerprint(tree)
    if known and fingerprint == _last_fingerprint(session):
        passages.refresh(session)
        return Published((), unchanged=[key for key, row in known.items() if row.retired_at is None])
    report = check.check_tree(tree, today=now.date())
    done = Published(problems=report.problems)
    if known and not (report.library.modules or report.library.courses or report.broken):
        raise NothingToPublish(f"{folder} holds no module and no course, so nothing was changed. Is it the right one?")
    digests: dict[str, str] = {}
    for module in report.library.modules:
        digests[module.slug] = _publish(session, done, known, "module", module, now=now, by=by)
    for course in report.library.courses:
        whole = replace(
            course,
            module_digests=tuple(digests[slug] for slug in course.modules),
            provider=report.library.provider,
        )
        _publish(session, done, known, "course", whole, now=now, by=by)
    good = {*done.published, *done.unchanged}
    for key in report.broken:
        if key not in good:
            (done.kept if key in known else done.held_back).append(key)
    for key, row in known.items():
        if key not in good and key not in report.broken and row.retired_at is None:
            row.retired_at = now
            done.retired.append(key)
            audit.record(session, "retired", ":".join(key), actor_id=None, now=now)
    _compile_pinned(session)
    passages.refresh(session)
    if not (report.errors or report.open):
        audit.record(session, FOLDER, "content", actor_id=None, now=now, fingerprint=fingerprint, by=by)
    return done


# The event that a folder without any error was published whole.
FOLDER = "published a folder"


def _fingerprint(tree: Tree) -> str:
    """Return what is the same for the same files and the same compiler: then there is nothing to check or publish."""
    return digest((COMPILER, tree))


def _last_fingerprint(session: Session) -> str | None:
    """Return the fingerprint of the last publication, if it was of a folder without errors."""
    last = session.scalar(
        select(AuditEvent)
        .where(AuditEvent.verb.in_((FOLDER, "published", "retired")))
        .order_by(AuditEvent.id.desc())
        .limit(1)
    )
    return last.data["fingerprint"] if last is not None and last.verb == FOLDER else None


def _publish(
    session: Session,
    done: Published,
    known: dict[tuple[str, str], Row],
    kind: str,
    value: Module | Course,
    *,
    now: datetime,
    by: str,
) -> str:
    key, name = (kind, value.slug), digest(value)
    row = known.get(key)
    if row is not None and row.current == name and row.retired_at is None:
        done.unchanged.append(key)
        _compile(session, name, value)
        return name
    if session.get(Revision, name) is None:
        last = session.scalar(
            select(func.max(Revision.number)).where(Revision.kind == kind, Revision.slug == value.slug)
        )
        session.add(
            Revision(
                digest=name,
                kind=kind,
                slug=value.slug,
                number=(last or 0) + 1,
                title=value.title,
                values=json.dumps(to_plain(value), ensure_ascii=False),
                words=value.words if isinstance(value, Module) else 0,
                published_at=now,
                published_by=by,
            )
        )
        session.flush()
    _compile(session, name, value)
    if isinstance(value, Module):
        notices.publish(session, value, name, now=now)
    if row is None:
        session.add(KINDS[kind](slug=value.slug, current=name))
    else:
        row.current, row.retired_at = name, None
    done.published.append(key)
    audit.record(session, "published", ":".join(key), actor_id=None, now=now, revision=name, by=by)
    return name


def _compile_pinned(session: Session) -> None:
    """Store the HTML, by this compiler, of the earlier revisions that learners still read."""
    courses = set(session.scalars(select(Enrollment.revision).distinct()))
    stored = set(session.scalars(select(Compiled.digest).where(Compiled.compiler == COMPILER)))
    for name in sorted(courses - stored):
        _compile(session, name, catalog.course(session, name))
    modules = {digest for name in courses for digest in catalog.course(session, name).module_digests}
    for name in sorted(modules - stored):
        _compile(session, name, catalog.module(session, name))


def _compile(session: Session, name: str, value: Module | Course) -> None:
    """Store the HTML of this compiler's version, once."""
    if session.scalar(select(Compiled.digest).where(Compiled.digest == name, Compiled.compiler == COMPILER)):
        return
    document = compile_module(value) if isinstance(value, Module) else compile_course(value)
    session.add(Compiled(digest=name, compiler=COMPILER, document=json.dumps(to_plain(document), ensure_ascii=False)))
