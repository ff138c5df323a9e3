"""The issuer's signing keys: P-256, self-signed, kept in one folder; keys are added, never replaced.

RSA-3072 would cost ten times the time of a P-256 signature, and a chain to a public root would have to be bought
and renewed: trust is the pinned issuer certificate instead (docs/decisions/0003-signed-pdf.md).
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID, ObjectIdentifier

from ceu.domain.certificate.errors import KeyTrouble

YEARS = 30  # longer than any body asks a record to be kept; a certificate must stay checkable (NBCC-13)
_DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
_LONGEST_NAME = 64  # bytes of UTF-8: X.520's limit for a common name


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key and the issuer certificate that goes with it."""

    private: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def name(self) -> str:
        """The issuer's name, as signatures show it."""
        return issuer_name(self.certificate)


def issuer_name(certificate: x509.Certificate) -> str:
    """Return the common name in a certificate, or its whole subject when it has none."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def fingerprint(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of a certificate, in hexadecimal: what two people compare to be sure it is the same."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def make_key(folder: Path, *, common_name: str, now: datetime) -> SigningKey:
    """Make a key in `folder` (made if missing, mode 0700) and return it; earlier keys stay as they are.

    Writes `key-<day>-<fingerprint>.pem` (mode 0600) and `issuer-<day>-<fingerprint>.pem`. `common_name` is cut at 64
    bytes. `now` (aware) is the beginning of 30 years of validity. Raises KeyTrouble when a file cannot be written.
    """
    private = ec.generate_private_key(ec.SECP256R1())
    name = common_name.strip().encode()[:_LONGEST_NAME].decode(errors="ignore").strip()
    certificate = _self_signed(private, name, now)
    suffix = f"{now:%Y%m%d}-{fingerprint(certificate)[:8]}.pem"
    secret = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # The certificate last: without it a half-made key is not found, and the next start makes another.
        _write_new(folder / f"key-{suffix}", secret, mode=0o600)
        _write_new(folder / f"issuer-{suffix}", certificate.public_bytes(serialization.Encoding.PEM), mode=0o644)
    except OSError as error:
        raise KeyTrouble(f"No signing key can be kept in {folder}: {error.strerror}. Nothing was replaced.") from error
    return SigningKey(private, certificate)


def load_issuers(folder: Path) -> list[x509.Certificate]:
    """Return every issuer certificate in `folder`, oldest first. Raises KeyTrouble when there is none."""
    issuers = [certificate for path in folder.glob("issuer-*.pem") for certificate in read_issuers(path)]
    if not issuers:
        raise KeyTrouble(f"There is no issuer certificate (issuer-*.pem) in {folder}. Name one with --issuer FILE.")
    return sorted(issuers, key=_age)


def read_issuers(path: Path) -> list[x509.Certificate]:
    """Return the certificates in a PEM file. Raises KeyTrouble, naming the file, when it holds none."""
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except OSError as error:
        raise KeyTrouble(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise KeyTrouble(f"{path} holds no certificate in PEM form.") from error


def newest_key(folder: Path) -> SigningKey | None:
    """Return the key to sign with, the one whose certificate is newest; None when the folder has none yet.

    Raises KeyTrouble when the newest certificate's key is missing, unreadable or another's: signing with an older key
    instead would hide that.
    """
    found = [(certificate, path) for path in folder.glob("issuer-*.pem") for certificate in read_issuers(path)]
    if not found:
        return None
    certificate, path = max(found, key=lambda pair: _age(pair[0]))
    secret = path.with_name(path.name.replace("issuer-", "key-", 1))
    try:
        private = serialization.load_pem_private_key(secret.read_bytes(), password=None)
    except OSError as error:
        raise KeyTrouble(f"The signing key {secret} cannot be read: {error.strerror}. Restore it.") from error
    except (ValueError, TypeError) as error:
        raise KeyTrouble(f"{secret} holds no private key in PEM form. Restore it.") from error
    if not isinstance(private, ec.EllipticCurvePrivateKey) or private.public_key() != certificate.public_key():
        raise KeyTrouble(f"{secret} is not the key of {path.name}. Restore it.")
    return SigningKey(private, certificate)


def as_pem(issuers: Iterable[x509.Certificate]) -> bytes:
    """Return issuer certificates as one PEM text, to publish or to hand to a checker."""
    return b"".join(certificate.public_bytes(serialization.Encoding.PEM) for certificate in issuers)


def _age(certificate: x509.Certificate) -> tuple[datetime, str]:
    return certificate.not_valid_before_utc, fingerprint(certificate)


def _self_signed(private: ec.EllipticCurvePrivateKey, common_name: str, now: datetime) -> x509.Certificate:
    if not common_name:
        raise KeyTrouble("A signing key needs the issuer's name.")
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,  # the standard's later word for non-repudiation
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.replace(microsecond=0))
        .not_valid_after(now.replace(microsecond=0) + timedelta(days=round(365.25 * YEARS)))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([_DOCUMENT_SIGNING]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
        .sign(private, hashes.SHA256())
    )


def _write_new(path: Path, content: bytes, *, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
