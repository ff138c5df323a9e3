"""`ceu certificate …`: check certificates offline and hand out the issuer certificate they are checked against."""

from pathlib import Path
from typing import NoReturn

import click
from cryptography.x509 import Certificate

from ceu.domain.certificate import keys, wording
from ceu.domain.certificate.errors import CertificateError
from ceu.domain.certificate.signature import Verified, verify
from config import Settings, SettingsError

certificate = click.Group("certificate", help="Certificates: check one, or hand out what they are checked against.")


@certificate.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--issuer",
    type=click.Path(path_type=Path),
    help="PEM file with the issuer certificates to trust; by default those in the instance folder.",
)
def verify_file(file: Path, issuer: Path | None) -> None:
    """Say what a certificate FILE states, if it is intact and of a known issuer; needs no database and no network."""
    try:
        verified = verify(file.read_bytes(), _issuers(issuer))
    except OSError as error:
        _refuse(f"{file} cannot be read: {error.strerror}.")
    except (CertificateError, SettingsError) as error:
        _refuse(str(error))
    _tell(verified)


@certificate.command("issuer")
def issuer_certificates() -> None:
    """Print this instance's issuer certificates (PEM), for whoever wants to check certificates with --issuer."""
    try:
        click.echo(keys.as_pem(_issuers(None)), nl=False)
    except (CertificateError, SettingsError) as error:
        _refuse(str(error))


def _issuers(file: Path | None) -> list[Certificate]:
    if file is not None:
        return keys.read_issuers(file)
    return keys.load_issuers(Settings.from_environment().instance / "keys")


def _tell(verified: Verified) -> None:
    lines = wording.all_lines(verified.facts)
    wide = max(len(line.label) for line in lines)
    for line in lines:
        click.echo(f"{line.label + ':':{wide + 2}}{' · '.join(line.value.splitlines())}")
    click.echo()
    click.echo(
        f"Intact, signed by {verified.signer} (SHA-256 {verified.signer_fingerprint}); "
        f"time as the signer states it: {verified.signed_at:%Y-%m-%d %H:%M:%S} UTC."
    )
    click.echo(f"Digest of the facts: {verified.digest}")


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    raise SystemExit(1)
