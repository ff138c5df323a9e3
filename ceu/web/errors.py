"""Every refusal becomes a page that says what happened and where to go."""

from flask import Flask, g, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from ceu.errors import NotAllowed, NotFound, NotYet, RuleError
from ceu.extensions import db
from ceu.web import context

STATUS: list[tuple[type[RuleError], int]] = [(NotFound, 404), (NotAllowed, 403), (NotYet, 409), (RuleError, 422)]
TITLES = {
    400: "That request could not be read",
    403: "This page is not open to you",
    404: "Page not found",
    405: "That is not possible here",
    409: "Something is still open",
    413: "That is too large",
    422: "That was not accepted",
    429: "Too many tries",
    500: "Something went wrong on our side",
}


def page(status: int, message: str, **more: object) -> tuple[str, int]:
    """Return the error page for `status` with one sentence of explanation."""
    title = TITLES.get(status, "That did not work")
    return render_template("public/error.html", title=title, status=status, message=message, **more), status


def init(app: Flask) -> None:
    """Register the handlers. A request that failed keeps nothing it had added."""

    @app.errorhandler(RuleError)
    def refuse(error: RuleError) -> tuple[str, int]:
        db.session.rollback()
        status = next(number for kind, number in STATUS if isinstance(error, kind))
        return page(status, str(error), needs=getattr(error, "needs", ""))

    @app.errorhandler(CSRFError)
    def stale(error: CSRFError) -> tuple[str, int]:
        del error
        return page(
            400,
            "This form was made in another session, so it was not saved. Go back, copy what you wrote, load the page "
            "again and send it once more.",
        )

    @app.errorhandler(InternalServerError)
    def failed(error: InternalServerError) -> tuple[str, int]:
        """Say so without asking the database anything: it may be what failed. Nobody is signed in on this page."""
        del error
        app.logger.error("request failed", extra={"endpoint": request.endpoint})
        g._login_user = app.login_manager.anonymous_user()  # type: ignore[attr-defined] # noqa: SLF001 - Flask-Login's
        office = context.settings().mail_sender
        message = "The error has been recorded. Nothing you saved before is lost; please try again in a few minutes."
        return page(500, message, current_user=None, may=lambda _: False, dev_mail=(), at=context.now(), office=office)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> tuple[str, int]:
        status = error.code or 500
        message = "There is nothing at this address." if status == 404 else (error.description or "")
        if status == 413:
            most = (request.max_content_length or 0) // 1_000_000
            message = f"This page takes at most {most} MB. Go back and send less, or choose a smaller file."
        return page(status, message)
