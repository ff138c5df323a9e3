"""What can be wrong with a certificate. Each error's text is a sentence a person can act on."""

from ceu.errors import RuleError


class CertificateError(RuleError):
    """Anything wrong with a certificate's facts, drawing, key or signature."""


class FactsError(CertificateError):
    """The facts contradict each other or a rule, or a stored text is not one of ours."""


class CannotPrint(CertificateError):
    """The certificate's fonts lack some characters."""

    def __init__(self, characters: str) -> None:
        """Keep `characters`, each once, in the order they appear."""
        self.characters = characters
        named = ", ".join(f"“{character}” (U+{ord(character):04X})" for character in characters)
        super().__init__(
            f"The certificate's fonts have no letters for {named}. "
            "Use Latin letters: a name as it is printed on the license."
        )


class KeyTrouble(CertificateError):
    """A signing key or issuer certificate is missing, unreadable or already there."""


class NotVerified(CertificateError):
    """The file cannot be relied on; the sentence says why."""


class NotAPdf(NotVerified):
    """The bytes are no PDF at all."""


class NotSigned(NotVerified):
    """A PDF, but nobody signed it."""


class Changed(NotVerified):
    """The bytes are not those that were signed."""


class OtherSigner(NotVerified):
    """Intact, but signed by someone who is not a pinned issuer."""
