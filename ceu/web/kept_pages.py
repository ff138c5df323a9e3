"""Pages that are rendered once for each state they can show, with holes for what is a person's own.

A section page is most of what the platform serves, and nearly all of it follows from a few values: which revision,
which section, what of the module is read. Readers come through a course in the same states. So the page is kept by
those values, and what differs from person to person (the token of her forms, her notes) is put in each time.

Whoever shows a value on such a page puts it into its key or makes it a hole. Nothing of a person belongs into a key.
"""

import secrets
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from flask import Flask, current_app, render_template, session
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from ceu.kept import Kept
from ceu.web import permissions
from ceu.web.accounts.post import SHOWN

MOST = 1000  # pages kept in a process, of some tens of kilobytes each
_tokens: Kept[str] = Kept(MOST)  # signed, by the secret of a browser's session
_EDGE = secrets.token_hex(16)  # stands around the names of holes; no text of a page can hold it


def render(template: str, key: Hashable, holes: Mapping[str, object], context: Callable[[], dict[str, Any]]) -> bytes:
    """Return the page in UTF-8, from what is kept where that can be.

    Args:
        template: The template's name. A hole is a variable in it, and so is the token of forms.
        key: Everything the page shows but its holes. What the person may do, which decides on the header, is added.
        holes: What is put in for each person, by name: HTML, or values without a sign that HTML would need escaped.
        context: Makes the other variables, where the page has to be rendered.
    """

    def page() -> list[bytes]:
        marks = {name: f"{_EDGE}{name}{_EDGE}" for name in (*holes, "csrf_token")}
        token = marks.pop("csrf_token")
        text = render_template(template, **context(), **marks, csrf_token=lambda: token)
        return [part.encode() for part in text.split(_EDGE)]

    # A message for this one time, or the notice that the account is to be erased.
    if "_flashes" in session or SHOWN in session or getattr(current_user, "erase_after", None) is not None:
        parts = page()
    else:
        kept: Kept[list[bytes]] = current_app.extensions["kept_pages"]
        parts = kept.get((template, permissions.mine(), key), page)
    filled = {name.encode(): str(value).encode() for name, value in holes.items()}
    filled[b"csrf_token"] = _token().encode()
    return b"".join([filled[part] if place & 1 else part for place, part in enumerate(parts)])


def _token() -> str:
    """Return the token of the person's forms. One is signed once: what is signed stays good as long as the session."""
    secret = session.get("csrf_token")
    return _tokens.get((current_app.secret_key, secret), generate_csrf) if secret else generate_csrf()


def init(app: Flask) -> None:
    """Let `app` keep pages."""
    app.extensions["kept_pages"] = Kept[list[bytes]](MOST)
