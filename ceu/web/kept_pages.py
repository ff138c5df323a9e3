"""Pages that are rendered once for each state they can show, with holes for what is a person's own.

A section page is most of what the platform serves, and nearly all of it follows from a few values: which revision,
which section, what of the module is read. Readers come through a course in the same states. So the page is kept by
those values, and what differs from person to person (the token of her forms, her notes) is put in each time.

Whoever shows a value on such a page puts it into its key or makes it a hole. Nothing of a person belongs into a key.
"""

import secrets
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Any

from flask import Flask, current_app, render_template, session
from flask_wtf.csrf import generate_csrf

from ceu.web import permissions
from ceu.web.accounts.post import SHOWN

MOST = 1000  # pages kept in a process, of some tens of kilobytes each
_EDGE = secrets.token_hex(16)  # stands around the names of holes; no text of a page can hold it


class _Kept:
    """An application's kept pages: the texts between holes and, at odd places, the holes' names."""

    def __init__(self) -> None:
        self.pages: dict[Hashable, list[str]] = {}
        self._lock = Lock()

    def keep(self, key: Hashable, parts: list[str]) -> None:
        """Keep a page; the one kept longest goes when there are too many."""
        with self._lock:
            if len(self.pages) >= MOST:
                self.pages.pop(next(iter(self.pages)))
            self.pages[key] = parts


def render(template: str, key: Hashable, holes: Mapping[str, object], context: Callable[[], dict[str, Any]]) -> str:
    """Return the page, from what is kept where that can be.

    Args:
        template: The template's name. A hole is a variable in it, and so is the token of forms.
        key: Everything the page shows but its holes. What the person may do, which decides on the header, is added.
        holes: What is put in for each person, by name: HTML, or values without a sign that HTML would need escaped.
        context: Makes the other variables, where the page has to be rendered.
    """
    kept: _Kept = current_app.extensions["kept_pages"]
    whole = (template, permissions.mine(), key)
    speaks = "_flashes" in session or SHOWN in session  # a message for this one time
    parts = None if speaks else kept.pages.get(whole)
    if parts is None:
        marks = {name: f"{_EDGE}{name}{_EDGE}" for name in (*holes, "csrf_token")}
        token = marks.pop("csrf_token")
        parts = render_template(template, **context(), **marks, csrf_token=lambda: token).split(_EDGE)
        if not speaks:
            kept.keep(whole, parts)
    filled = {name: str(value) for name, value in holes.items()} | {"csrf_token": generate_csrf()}
    return "".join([filled[part] if place & 1 else part for place, part in enumerate(parts)])


def init(app: Flask) -> None:
    """Let `app` keep pages."""
    app.extensions["kept_pages"] = _Kept()
