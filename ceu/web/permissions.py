"""Who may use which route. Closed by default: a route that states no permission is refused.

Views state theirs with `@requires(...)`; the wrapped views of Flask-Security state theirs where they are wrapped
(`ceu.web.accounts`); what no view of ours stands before is in `LIBRARY_ROUTES`.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, request
from flask_login import current_user

from ceu.errors import NotAllowed
from ceu.web import sign_in

View = TypeVar("View", bound=Callable[..., Any])


class Permission(StrEnum):
    """What a route asks of the person. PUBLIC asks nothing and is a permission too."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"  # one's own account, whatever the role
    STUDY = "study"  # take courses and hold certificates
    REVIEW = "review"  # read all content with its key, published or not
    AUDIT = "audit"  # read records
    REPORT = "report"  # export records
    ADMINISTER = "administer"  # accounts and overrides
    NOBODY = "nobody"  # a view of the library that has a better one here


P = Permission
ROLES: dict[str, frozenset[Permission]] = {
    "learner": frozenset({P.STUDY}),
    "instructor": frozenset({P.STUDY, P.REVIEW}),
    "reviewer": frozenset({P.STUDY, P.REVIEW}),
    "auditor": frozenset({P.AUDIT}),
    "admin": frozenset({P.STUDY, P.REVIEW, P.AUDIT, P.REPORT, P.ADMINISTER}),
}

LIBRARY_ROUTES: dict[str, Permission] = {
    "static": P.PUBLIC,
    # The account's own pages do these: what was typed wrong loses no secret there, and each asks for the password.
    "security.two_factor_setup": P.NOBODY,
    "security.two_factor_setup_validate": P.NOBODY,
    "security.two_factor_rescue": P.NOBODY,
    "security.mf_recovery_codes": P.NOBODY,
    "security.wan_delete": P.NOBODY,
}


def requires(permission: Permission) -> Callable[[View], View]:
    """State the permission of a view. It goes below the route decorator."""

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark


def permission_of(app: Flask, endpoint: str) -> Permission | None:
    """Return what `endpoint` asks for, or None where nobody said."""
    return LIBRARY_ROUTES.get(endpoint) or getattr(app.view_functions.get(endpoint), "permission", None)


def permissions_of(roles: Iterable[str]) -> frozenset[Permission]:
    """Return what a signed-in person with these roles may do."""
    return frozenset({P.PUBLIC, P.SIGNED_IN}).union(*(ROLES.get(role, frozenset()) for role in roles))


def mine() -> frozenset[Permission]:
    """Return what the current person may do: nothing beyond what is public, where nobody is signed in."""
    if "permissions" not in g:
        known = current_user.is_authenticated
        g.permissions = permissions_of(role.name for role in current_user.roles) if known else frozenset()
    return cast(frozenset[Permission], g.permissions)


def may(name: str) -> bool:
    """Return whether the current person has the permission called `name`; for templates."""
    return Permission(name) in mine()


def guard() -> Any:
    """Refuse what the route's permission does not allow. Runs before every request; static files load no user."""
    if request.endpoint is None:
        return None  # no such address: the 404 page follows
    permission = permission_of(current_app, request.endpoint)
    if permission is Permission.PUBLIC:
        return None
    if permission is None:
        raise NotAllowed
    if not current_user.is_authenticated:
        return sign_in.ask()
    if permission not in mine():
        raise NotAllowed
    return None
