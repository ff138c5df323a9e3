"""What happens when a page needs a signed-in person and there is none."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response


def ask() -> Response:
    """Send the person to the sign-in page and back here afterwards."""
    target = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else "/learn/"
    return redirect(url_for("security.login", next=target), 303)
