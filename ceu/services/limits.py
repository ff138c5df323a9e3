"""How often something may be tried, counted as rows: right with several workers and nodes, without another store.

A try is written and committed before it is counted, so that every worker sees the tries of all others. Of those that
go on, there are then never more than the limit allows.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ceu.models import SignInTry


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` tries in `minutes`."""

    name: str
    most: int
    minutes: int

    @property
    def window(self) -> timedelta:
        """The time a try counts."""
        return timedelta(minutes=self.minutes)


SIGN_IN_ACCOUNT = Limit("sign-in by account", 10, 15)
SIGN_IN_ADDRESS = Limit("sign-in by address", 50, 15)
REGISTER_ADDRESS = Limit("registration by address", 60, 60)  # a class of trainees may sit behind one address
SECOND_STEP = Limit("second step by account", 5, 15)  # a code has six digits, and three are good at a time
MAIL_ACCOUNT = Limit("mail by account", 5, 60)
MAIL_ADDRESS = Limit("mail by address", 20, 60)
LONGEST = timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class Counted:
    """A limit and whom it counts, as an HMAC: neither an email address nor an IP address can be read from the table."""

    limit: Limit
    subject: str


def counted(secret: str, limit: Limit, value: str) -> Counted:
    """Return what is counted for `value`, an email address (any case) or an IP address.

    An IPv6 address counts by its /64, the smallest network a provider gives to one customer.
    """
    try:
        address = ip_address(value)
    except ValueError:
        value = value.strip().lower()
    else:
        value = str(int(address) >> 64) if isinstance(address, IPv6Address) else str(address)
    return Counted(limit, hmac.new(secret.encode(), f"{limit.name}:{value}".encode(), sha256).hexdigest())


def add(session: Session, these: tuple[Counted, ...], now: datetime) -> list[int]:
    """Add a try for each of `these` and return the rows' ids. The caller commits before she counts."""
    session.execute(delete(SignInTry).where(SignInTry.at < now - LONGEST))
    rows = [SignInTry(subject=item.subject, at=now) for item in these]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]


def refused_until(session: Session, these: tuple[Counted, ...], ids: list[int], now: datetime) -> datetime | None:
    """Return when to try again if one of the limits is passed, else None.

    Args:
        session: It has to see what other workers have committed.
        these: What was counted.
        ids: The rows of this very try.
        now: The time in UTC.
    """
    latest: datetime | None = None
    for item in these:
        others = session.scalars(
            select(SignInTry.at)
            .where(SignInTry.subject == item.subject, SignInTry.at > now - item.limit.window, SignInTry.id.not_in(ids))
            .order_by(SignInTry.at)
        ).all()
        if len(others) >= item.limit.most:
            free = others[len(others) - item.limit.most] + item.limit.window
            latest = max(latest, free) if latest else free
    return latest


def take_back(session: Session, ids: list[int]) -> None:
    """Remove this try: it was refused or it succeeded, and neither counts against anybody."""
    session.execute(delete(SignInTry).where(SignInTry.id.in_(ids)))


def clear(session: Session, item: Counted) -> None:
    """Remove all tries of `item`: the person has shown who she is."""
    session.execute(delete(SignInTry).where(SignInTry.subject == item.subject))
