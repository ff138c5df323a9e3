"""`ceu certificate …`: write one, check one offline, hand out the issuer certificate they are checked against."""

from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click
from cryptography.x509 import Certificate
from flask.cli import with_appcontext

from ceu.domain.certificate import keys, wording
from ceu.domain.certificate.errors import CertificateError, KeyTrouble
from ceu.domain.certificate.number import display, read_number
from ceu.domain.certificate.signature import Verified, verify
from ceu.errors import RuleError
from config import Settings, SettingsError

certificate = click.Group(
    "certificate", help="Certificates: write one, check one, or hand out what they are checked against."
)


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


@certificate.command("pdf")
@click.argument("number")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The file to write.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@with_appcontext
def write_pdf(number: str, output: Path, force: bool) -> None:
    """Write the signed PDF of certificate NUMBER to a file; it is made the first time it is asked for."""
    if output.exists() and not force:
        _refuse(f"{output} is already there. Choose another name, or use --force to replace it.")
    wanted = read_number(number)
    if wanted is None:
        _refuse(f"{number} is no certificate number: eleven letters and digits, such as 7K3M-9Q2X-4TD.")
    try:
        signed = _signed(wanted)
        output.write_bytes(signed)
    except RuleError as error:
        _refuse(str(error))
    except OSError as error:
        _refuse(f"{output} cannot be written: {error.strerror}.")
    click.echo(f"Certificate {display(wanted)}: {len(signed):,} bytes in {output}.")


def _signed(number: str) -> bytes:
    """Return the signed PDF, making and storing it if need be."""
    from ceu.extensions import db
    from ceu.services.certificates import make_pdf, stored_pdf

    session = db.session()
    stored = stored_pdf(session, number)
    if stored is not None:
        return stored
    key = keys.newest_key(Settings.from_environment().instance / "keys")
    if key is None:
        raise KeyTrouble("This instance has no signing key yet; `ceu serve` makes it at its first start.")
    signed = make_pdf(session, number, key, now=datetime.now(UTC))
    session.commit()
    return signed


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
