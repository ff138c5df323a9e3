"""Tries of this request: counted before anything is checked, and refused with a page that says until when."""

import math
from typing import Any

from flask import make_response, request

from ceu.extensions import db
from ceu.services import limits
from ceu.services.limits import Counted
from ceu.web import context, errors, filters
from ceu.web.accounts import library

Answer = Any  # what Flask takes from a view
ADDRESS = "0.0.0.0"  # noqa: S104 stands for "not known" behind a socket without an address


def counted(*pairs: tuple[limits.Limit, str]) -> tuple[Counted, ...]:
    """Return what is counted: limits with whom they count."""
    secret = context.settings().secret_key
    return tuple(limits.counted(secret, limit, value) for limit, value in pairs)


def address() -> str:
    """Return the address the request comes from."""
    return request.remote_addr or ADDRESS


def account() -> str:
    """Return whom the form names, in one spelling: a domain can be written in many letters that mean the same."""
    typed = request.form.get("email", "")
    return library.mail_of(typed) or typed


def count(these: tuple[Counted, ...]) -> tuple[list[int], Answer | None]:
    """Count a try; returns its rows and, when a limit is passed, the page that says so."""
    now = context.now()
    ids = limits.add(db.session(), these, now)
    db.session.commit()  # before counting: every worker has to see it
    until = limits.refused_until(db.session(), these, ids, now)
    if until is None:
        db.session.commit()
        return ids, None
    limits.take_back(db.session(), ids)
    db.session.commit()
    seconds = max(1, math.ceil((until - now).total_seconds()))
    body, status = errors.page(
        429,
        f"Please wait {filters.waiting(seconds)} and try again then, at {filters.clock(until)}. There were too many "
        "tries in a short time, and a pause keeps all accounts safe from guessing.",
    )
    response = make_response(body, status)
    response.headers["Retry-After"] = str(seconds)
    return ids, response
