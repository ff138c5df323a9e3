"""Authenticator apps (RFC 6238) and recovery codes, as the library is told to keep them."""

import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask_security import MfRecoveryCodesUtil, Security, Totp
from passlib.totp import TOTP, AppWallet, TotpMatch

from ceu.domain.certificate.number import ALPHABET
from ceu.extensions import db
from config import Settings

ISSUER = "CEU"  # how an app lists the account
CODES = 10
CODE_LENGTH = 16  # characters of five bits: 80 bits cannot be guessed, and their digest cannot be turned back
COST = 6  # 2^6 rounds: our secrets are random and long, and every code that is checked decrypts a key


def encrypting_secrets(settings: Settings) -> dict[str, str]:
    """Return the secrets that encrypt the keys of apps, by number; the highest one encrypts, all of them decrypt.

    Number 0 is derived from the secret key (HKDF with SHA-256), so that an instance can set its own later.
    """
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"ceu: keys of authenticator apps")
    found = {"0": urlsafe_b64encode(derived.derive(settings.secret_key.encode())).decode()}
    for part in filter(None, settings.totp_secrets.split(",")):
        number, _, secret = part.strip().partition(":")
        found[str(int(number))] = secret
    return found


class Library(Security):
    """The library, which asks for a package to draw QR codes; segno draws ours."""

    def _check_modules(self, module: str, config_name: str) -> object:
        return module == "qrcode" or super()._check_modules(module, config_name)  # type: ignore[no-untyped-call]


class Codes(Totp):
    """Codes of authenticator apps. Each is good once."""

    def __init__(self, secrets: dict[str, str], issuer: str) -> None:
        super().__init__(secrets, issuer)
        self._totp = TOTP.using(issuer=issuer, wallet=AppWallet(secrets, encrypt_cost=COST))

    def get_last_counter(self, user: Any) -> int | None:
        """Return the time step of the last code that was good, and let nobody else use one meanwhile."""
        db.session.refresh(user, ["totp_counter"], with_for_update=True)
        counter: int | None = user.totp_counter
        return counter

    def set_last_counter(self, user: Any, tmatch: TotpMatch) -> None:
        """Note that the code of this time step is used up."""
        user.totp_counter = tmatch.counter


class RecoveryCodes(MfRecoveryCodesUtil):
    """Recovery codes. They are shown once; the table has their digests."""

    def create_recovery_codes(self, user: Any) -> list[str]:
        """Return new codes as they are printed; those before are void."""
        codes = ["".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)) for _ in range(CODES)]
        user.mf_recovery_codes = [_digest(code) for code in codes]
        return ["-".join(code[at : at + 4] for at in range(0, CODE_LENGTH, 4)) for code in codes]

    def get_recovery_codes(self, user: Any) -> list[str]:
        """Return none: nobody can read them any more."""
        del user
        return []

    def check_recovery_code(self, user: Any, code: str) -> bool:
        """Return whether the code is one of the person's, as she may have typed it."""
        db.session.refresh(user, ["mf_recovery_codes"], with_for_update=True)
        return _digest(code) in (user.mf_recovery_codes or [])

    def delete_recovery_code(self, user: Any, code: str) -> bool:
        """Use a code up."""
        left = [digest for digest in user.mf_recovery_codes or [] if digest != _digest(code)]
        user.mf_recovery_codes = left
        return True


def _digest(code: str) -> str:
    """Return what the table has of a code. O is read as 0, I and L as 1; spaces, dashes and case do not matter."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return sha256(plain.translate(str.maketrans("OIL", "011")).encode()).hexdigest()
