"""`ceu mail send`: the reminders that are due and all mail that waits, now."""

from collections import Counter
from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from ceu.cli import reminding
from ceu.domain.reminders import TOLD, Kind
from ceu.extensions import db
from ceu.services import mail as outbox
from config import Settings

mail = click.Group("mail", help="Mail: reminders and what waits in the outbox.")


@mail.command("send")
@click.option("--dry-run", is_flag=True, help="Only count what is due; write and send nothing.")
@with_appcontext
def send(*, dry_run: bool) -> None:
    """Write the reminders that are due and send all mail that waits.

    It may run at any time and beside `ceu serve`: each reminder is written once. The status is 1 where mail is left
    that could not be sent.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 Flask offers no public way
    settings: Settings = app.config["SETTINGS"]
    session, now = db.session(), datetime.now(UTC)
    if not reminding.can_send(settings) and not dry_run:
        raise click.ClickException(
            "No mail server is set (CEU_SMTP), so nothing can be sent and no reminder was written. Set it, then run "
            "this again."
        )
    written = reminding.remind(app, session, now, dry_run=dry_run)
    click.echo(f"{'Reminders due' if dry_run else 'Reminders written'}: {_told(written)}.")
    if dry_run:
        click.echo(f"Mails waiting to be sent: {outbox.waiting(session)}. Nothing was written or sent.")
        return
    if corrections := reminding.tell_corrections(session, settings, now):
        click.echo(f"Mails about corrections that must be read: {corrections}.")
    sent = reminding.send_all(settings, now)
    if settings.smtp:
        click.echo(f"Mails sent: {sent}.")
    else:
        click.echo(
            f"Mails written to files: {sent}, in {settings.instance / 'mail'}. None left this machine, for no mail "
            "server is set (CEU_SMTP)."
        )
    if left := outbox.waiting(session):
        raise click.ClickException(
            f"Mails not sent: {left}. They are tried again later; the page /admin/outbox says what the server said."
        )


def _told(counted: Counter[Kind]) -> str:
    parts = [f"{counted[kind]} of the kind “{TOLD[kind][0]}”" for kind in Kind if counted[kind]]
    return f"{counted.total()} ({'; '.join(parts)})" if parts else "0"
