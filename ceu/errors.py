"""Rules that say no. They know nothing of HTTP; `ceu.web.errors` chooses the status and the page."""


class RuleError(Exception):
    """A rule refused what was asked. `str(error)` is a sentence for the person who asked."""

    message = "That is not possible."

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.message)


class NotFound(RuleError):
    """What was asked for does not exist, or is not for this person to know of."""

    message = "There is nothing at this address."


class NotAllowed(RuleError):
    """The person may not do this."""

    message = "Your account may not do this."


class NotYet(RuleError):
    """Something else has to be done first. `needs` names it, for the page that shows the way."""

    message = "Something is still open before this."

    def __init__(self, message: str | None = None, *, needs: str = "") -> None:
        super().__init__(message)
        self.needs = needs
