"""`ceu demo`: sample accounts of each role, and synthetic learners with a plausible history."""

import sys
from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_security import hash_password

from ceu.errors import RuleError
from ceu.extensions import db
from ceu.models import versions
from ceu.services import accounts, publishing
from ceu.services import demo as service
from config import Settings


@click.command()
@click.option("--learners", type=click.IntRange(0, 100_000), default=25, show_default=True, help="How many learners.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed gives other learners beside them.")
@with_appcontext
def demo(learners: int, seed: int) -> None:
    """Make sample accounts and synthetic learners. Running it again adds only what is missing.

    A new instance is prepared first: the database is made and the content folder published.
    """
    settings: Settings = current_app.config["SETTINGS"]
    if settings.production:
        raise click.ClickException(
            "This is production (CEU_ENV), and sample accounts have a password that everybody knows. "
            "Use an instance of its own: CEU_ENV=development CEU_INSTANCE=FOLDER ceu demo"
        )
    now = datetime.now(UTC).replace(microsecond=0)
    versions.upgrade(db.engine)
    session = db.session()
    accounts.ensure_roles(session)
    publishing.publish_folder(session, settings.content, now=now, by="command line")
    password_hash = hash_password(service.PASSWORD)
    samples = service.add_accounts(session, password_hash=password_hash, time_zone=settings.time_zone, now=now)
    made = 0
    try:
        history = service.add_learners(
            session, learners, seed, password_hash=password_hash, public_url=settings.public_url, now=now
        )
        with click.progressbar(history, length=learners, label="Learners", file=sys.stderr) as bar:
            made = sum(bar)
    except RuleError as error:
        raise click.ClickException(str(error)) from error
    session.commit()
    click.echo(f"Synthetic learners: {made} made, {learners - made} already there.")
    click.echo(f"Sample accounts, all with the password: {service.PASSWORD}")
    for sample in samples:
        click.echo(f"  {sample.role:<11} {sample.mail}{'' if sample.made else '  (already there)'}")
    click.echo(f"Start the platform with `make serve` and sign in at {settings.public_url}/account/login")
