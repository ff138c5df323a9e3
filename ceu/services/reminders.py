"""Reminders: who is due for which, a page of people at a time, and each written with its mail or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from ceu.domain import progress, reminders
from ceu.domain.progress import Count, Step, StepKind
from ceu.domain.reminders import Key, Kind, Sent
from ceu.models import Credential, User
from ceu.models import Reminder as ReminderRow
from ceu.services import mail, mail_choices, open_matters, renewal
from ceu.services.dialect import insert
from ceu.services.open_matters import Begun, Open, Person
from ceu.services.renewal import Renewal

PAGE = 200  # people looked at in one go


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseMatter:
    """A course as a reminder speaks of it: where `step` is done. `read` is None once it is completed."""

    course: str
    title: str
    step: Step
    module_title: str = ""
    read: Count | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A reminder that is due, and what it is about."""

    user_id: int
    name: str
    key: Key
    matter: CourseMatter | Renewal


Due: TypeAlias = dict[Key, CourseMatter | Credential]


@dataclass(frozen=True, slots=True)
class Look:
    """What one page of people is due for. `after` is where the next page begins; None after the last."""

    due: tuple[Reminder, ...]
    after: int | None


@dataclass(frozen=True, slots=True)
class Letter:
    """A reminder in words."""

    reminder: Reminder
    subject: str
    body: str


def look(session: Session, *, after: int, now: datetime, most: int = PAGE) -> Look:
    """Return what the next people with a number above `after` are due for. It only reads.

    Neither the number of statements nor the memory depends on how many people there are. Each person is due for one
    reminder at most, by day in her own time zone.
    """
    found = open_matters.people(session, after=after, most=most, now=now)
    following = found[-1].id if len(found) == most else None
    awake = [one for one in found if reminders.awake(one.local(now))]
    if not awake:
        return Look((), following)
    ids = [one.id for one in awake]
    off, sent = mail_choices.off(session, ids), _sent(session, ids)
    matters = open_matters.of(session, awake, now)
    chosen = []
    for one in awake:
        before = sent.get(one.id, [])
        due = _due(one, matters[one.id], before, now)
        key = reminders.choose((key for key in due if key.kind not in off.get(one.id, ())), before, now)
        if key is not None:
            chosen.append((one, key, due[key]))
    return Look(tuple(_told(session, chosen, now)), following)


def queue(session: Session, letters: Sequence[Letter], *, secret: str, now: datetime) -> list[Kind]:
    """Write reminders and their mails; returns the kinds of those written now. The caller commits.

    What somebody else has written meanwhile is left out, whoever it was: the database takes each key of a person once.
    So is what a person has switched off meanwhile, and who may no longer be written to.
    """
    by_key = {(one.reminder.user_id, one.reminder.key): one for one in letters}
    ids = sorted({user_id for user_id, _ in by_key})
    known = select(User.id, User.email).where(User.id.in_(ids), *open_matters.reachable())
    recipients = dict(session.execute(known).all())
    off = mail_choices.off(session, ids)
    rows = [
        {"user_id": user_id, "kind": key.kind, "subject": key.subject, "occasion": key.occasion, "at": now}
        for user_id, key in sorted(by_key)  # in one order for all, so that no two wait for each other
        if user_id in recipients and key.kind not in off.get(user_id, ())
    ]
    if not rows:
        return []
    row = ReminderRow
    written = session.execute(
        insert(session, row)
        .values(rows)
        .on_conflict_do_nothing(index_elements=["user_id", "kind", "subject", "occasion"])
        .returning(row.user_id, row.kind, row.subject, row.occasion)
    ).all()
    for user_id, kind, subject, occasion in written:
        key = Key(Kind(kind), subject, occasion)
        letter = by_key[user_id, key]
        mail.write(
            session,
            recipient=recipients[user_id],
            subject=letter.subject,
            body=letter.body,
            kind=f"reminder: {kind}",
            now=now,
            unsubscribe=mail_choices.stop_path(secret, user_id, key.kind),
        )
    session.flush()
    return [Kind(kind) for _, kind, _, _ in written]


def _sent(session: Session, ids: Sequence[int]) -> dict[int, list[Sent]]:
    found: dict[int, list[Sent]] = {}
    row = ReminderRow
    for user_id, kind, subject, occasion, at in session.execute(
        select(row.user_id, row.kind, row.subject, row.occasion, row.at).where(row.user_id.in_(ids))
    ):
        found.setdefault(user_id, []).append(Sent(Key(Kind(kind), subject, occasion), at))
    return found


def _due(one: Person, matters: Open, sent: Sequence[Sent], now: datetime) -> Due:
    due: Due = {}
    for begun in matters.begun:
        due |= {key: _course(begun, key) for key in reminders.for_course(begun.facts, sent, now)}
    for done in matters.not_fetched:
        matter = CourseMatter(course=done.course, title=done.title, step=Step(StepKind.CERTIFICATES))
        due |= dict.fromkeys(reminders.for_completion(done.completion_id, done.completed_at, sent, now), matter)
    for credential in matters.credentials:
        if credential.expires_on:
            keys = reminders.for_license(credential.id, credential.expires_on, sent, one.today(now))
            due |= dict.fromkeys(keys, credential)
    return due


def _course(begun: Begun, key: Key) -> CourseMatter:
    offer, step = begun.where.offer, begun.step
    if key.kind is Kind.RETAKE:
        step = Step(StepKind.QUIZ, key.subject.rpartition(":")[2])
    return CourseMatter(
        course=offer.slug,
        title=offer.course.title,
        step=step,
        module_title=offer.modules[offer.number(step.module)].title if step.module else "",
        read=progress.sections(begun.state),
    )


def _told(
    session: Session, chosen: Sequence[tuple[Person, Key, CourseMatter | Credential]], now: datetime
) -> Iterable[Reminder]:
    """Yield the reminders; hours are counted only for the licenses that are spoken of, all at once."""
    asked = [(matter, one.today(now)) for one, _, matter in chosen if isinstance(matter, Credential)]
    renewals = {found.credential.id: found for found in renewal.each(session, asked)} if asked else {}
    for one, key, matter in chosen:
        about = renewals[matter.id] if isinstance(matter, Credential) else matter
        yield Reminder(user_id=one.id, name=one.name, key=key, matter=about)
