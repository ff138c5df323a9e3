"""`ceu certificate …`: write one, check one offline, revoke or correct one, hand out what they are checked against."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
from cryptography.x509 import Certificate
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from ceu.domain.certificate import keys, wording
from ceu.domain.certificate.errors import CertificateError, KeyTrouble
from ceu.domain.certificate.number import display, read_number
from ceu.errors import RuleError
from config import Settings, SettingsError

if TYPE_CHECKING:
    from ceu.domain.certificate.signature import Verified

certificate = click.Group(
    "certificate", help="Certificates: write, check, revoke or correct one, or hand out what they are checked against."
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
    from ceu.domain.certificate.signature import verify  # only this command loads pyHanko

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
    from ceu.services.certificates import make_pdf, stored_pdf

    session, settings, now = _at_work()
    stored = stored_pdf(session, number)
    if stored is not None:
        _warn_where_it_ended(session, number)
        return stored
    key = keys.newest_key(settings.instance / "keys")
    if key is None:
        raise KeyTrouble("This instance has no signing key yet; `ceu serve` makes it at its first start.")
    signed = make_pdf(session, number, key, now=now)
    session.commit()
    return signed


def _warn_where_it_ended(session: Session, number: str) -> None:
    from ceu.services.certificate_cases import find

    if (ending := find(session, number).ending) is not None:
        click.echo(
            f"This certificate was {ending.verb} on {ending.at:%Y-%m-%d} (UTC) and no longer counts; the file is what "
            "was handed out before.",
            err=True,
        )


@certificate.command("revoke")
@click.argument("number")
@click.option("--reason", required=True, help="Why; kept with the record, shown to auditors only.")
@with_appcontext
def revoke(number: str, reason: str) -> None:
    """Revoke certificate NUMBER: it counts no more, its page says so, and its learner is told by mail."""
    from ceu.services import certificate_cases

    session, settings, now = _at_work()
    try:
        case = certificate_cases.find(session, number)
        certificate_cases.revoke(session, case, reason, actor_id=None, public_url=settings.public_url, now=now)
    except RuleError as error:
        _refuse(str(error))
    _commit_and_send(settings, now)
    click.echo(f"Certificate {display(case.certificate.number)} is revoked.")


@certificate.command("correct")
@click.argument("number")
@click.option("--reason", required=True, help="Why; kept with the record, shown to auditors only.")
@click.option("--name", default="", help="Another name than the one on file now.")
@click.option("--license", "license_number", default="", help="Another license number than the one on file now.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and issue nothing.")
@with_appcontext
def correct(number: str, reason: str, name: str, license_number: str, *, dry_run: bool) -> None:
    """Issue a corrected certificate in the place of NUMBER, from what is on file for its learner now.

    It has a number of its own; the old one says so from then on, and the learner is told by mail.
    """
    from ceu.services import certificate_cases, corrections

    session, settings, now = _at_work()
    try:
        case = certificate_cases.find(session, number)
        proposed = corrections.propose(
            session, case, public_url=settings.public_url, name=name, license_number=license_number
        )
        for change in proposed.changes:
            if change.before != change.after:
                click.echo(f"{change.label}: {change.before or 'none'} -> {change.after or 'none'}")
        if dry_run:
            click.echo("Nothing was issued.")
            return
        issued, _ = corrections.correct(
            session, case, proposed, reason, actor_id=None, public_url=settings.public_url, now=now
        )
    except RuleError as error:
        _refuse(str(error))
    _commit_and_send(settings, now)
    click.echo(f"Certificate {display(issued)} takes the place of {display(case.certificate.number)}.")


def _at_work() -> tuple[Session, Settings, datetime]:
    """Return the database, the settings and the time for a command."""
    from flask import current_app

    from ceu.extensions import db

    return db.session(), current_app.config["SETTINGS"], datetime.now(UTC)


def _commit_and_send(settings: Settings, now: datetime) -> None:
    """Commit what was done; its mail leaves after that, or with the next one where the server refuses it."""
    from ceu.extensions import db
    from ceu.services import mail

    db.session.commit()
    mail.deliver(db.engine, settings, now)


def _issuers(file: Path | None) -> list[Certificate]:
    if file is not None:
        return keys.read_issuers(file)
    return keys.load_issuers(Settings.from_environment().instance / "keys")


def _tell(verified: "Verified") -> None:
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
