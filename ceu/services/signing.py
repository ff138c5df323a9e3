"""A statement that is signed by ticking it and typing one's name: the attestation, and the one about study time."""

from ceu.domain import names
from ceu.errors import RuleError
from ceu.models import User


class NotSigned(RuleError):
    """A statement was not agreed to, or signed with another name.

    `wrong` has a sentence for each of "agreed" and "typed_name" that is not as it should be, so that both are told
    at once.
    """

    def __init__(self, wrong: dict[str, str]) -> None:
        super().__init__(" ".join(wrong.values()))
        self.wrong = wrong


def check(user: User, *, agreed: bool, typed_name: str, otherwise: str) -> None:
    """Raise NotSigned unless `user` has agreed and typed her name; `otherwise` says what follows without agreeing."""
    wrong = {}
    if not agreed:
        wrong["agreed"] = f"Tick the statement{otherwise}"
    if not typed_name.strip():
        wrong["typed_name"] = "Type your name to sign."
    elif not names.same_name(typed_name, user.legal_name):
        wrong["typed_name"] = f"Type your name as it stands in your account: {user.legal_name}."
    if wrong:
        raise NotSigned(wrong)
