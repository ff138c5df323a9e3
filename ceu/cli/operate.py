"""Run the platform: `ceu serve` does everything a start needs, and `ceu publish` puts content online.

The platform is loaded once it is clear that a start can succeed, so that a refusal comes at once.
"""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ceu.cli import server
from config import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ceu.services.publishing import Published


@click.command()
@click.option("--host", help="The address to listen on; by default the setting CEU_HOST.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port; by default the setting CEU_PORT.")
@click.option("--workers", type=click.IntRange(1, 256), help="Worker processes; by default one for each core.")
def serve(host: str | None, port: int | None, workers: int | None) -> None:
    """Bring the database up to date, publish the content folder and serve until Ctrl+C.

    The first start makes the instance folder with its database and signing key. Until there is an admin, each start
    prints a one-time link that makes the first one.
    """
    given = {name: value for name, value in (("host", host), ("port", port), ("workers", workers)) if value is not None}
    settings = replace(Settings.from_environment(), **given)  # type: ignore[arg-type]
    with server.only_one(settings.instance):
        server.refuse_taken_port(settings.host, settings.port)
        _refuse_missing(settings.content)
        prepare(settings)
        server.run(settings)


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def publish(folder: Path | None) -> None:
    """Check FOLDER and publish what is good; what has errors or is not written yet stays as it was last published.

    The status is 1 where something was kept back; `ceu check` says why.
    """
    settings = Settings.from_environment()
    folder = folder or settings.content
    _refuse_missing(folder)
    from ceu import create_app
    from ceu.extensions import db

    with create_app(settings).app_context():
        session = db.session()
        done = _publish(session, folder, datetime.now(UTC))
        session.commit()
    click.echo(told(done))
    if done.kept or done.held_back:
        raise SystemExit(1)


def prepare(settings: Settings) -> None:
    """Do the work of a start, before any worker runs: migrate, publish, make keys, offer the first admin's link."""
    from ceu import create_app
    from ceu.extensions import db
    from ceu.models import versions
    from ceu.services import accounts

    now = datetime.now(UTC)
    with create_app(settings).app_context():
        versions.upgrade(db.engine)
        session = db.session()
        accounts.ensure_roles(session)
        done = _publish(session, settings.content, now)
        first_admin = accounts.first_admin_url(session, settings, now)
        _ensure_signing_key(session, settings, now)
        session.commit()
        db.session.remove()
        db.engine.dispose()  # no connection may pass to a worker
    click.echo(told(done))
    if first_admin:
        click.echo(f"There is no admin yet. Whoever opens this link first becomes one; it works once:\n  {first_admin}")


def _refuse_missing(folder: Path) -> None:
    if not folder.is_dir():
        raise click.ClickException(f"There is no content folder {folder}. Name it, or set CEU_CONTENT.")


def _publish(session: "Session", folder: Path, now: datetime) -> "Published":
    from ceu.services import publishing

    return publishing.publish_folder(session, folder, now=now, by="command line")


def _ensure_signing_key(session: "Session", settings: Settings, now: datetime) -> None:
    """Make the key that signs certificates, once. Its name is the provider's, who is the issuer."""
    from sqlalchemy import select

    from ceu.domain.certificate import keys
    from ceu.models import Course
    from ceu.services import catalog

    folder = settings.instance / "keys"
    if keys.newest_key(folder) is not None:
        return
    current = session.scalar(select(Course.current).order_by(Course.slug).limit(1))
    if current is None:
        return  # there is nothing to certify yet, and nobody to name as the issuer
    provider = catalog.offer(session, current).provider
    keys.make_key(folder, common_name=provider.name, now=now)
    click.echo(f"Made the key that signs certificates, in {folder}. Keep a copy of that folder in a safe place.")


def told(done: "Published") -> str:
    """Return what a publication did, for a terminal."""
    lines = [
        f"{verb}: {', '.join(f'{kind} {slug}' for kind, slug in sorted(which))}."
        for verb, which in (
            ("Published", done.published),
            ("Kept as last published, for it has errors or is not written yet", done.kept),
            ("Not published, for it has errors or is not written yet", done.held_back),
            ("Retired, for its file is gone", done.retired),
        )
        if which
    ]
    if not done.changed:
        lines.insert(0, f"Nothing to publish: {len(done.unchanged)} unchanged.")
    if done.kept or done.held_back:
        lines.append("`ceu check` says why, line by line.")
    return "\n".join(lines)
