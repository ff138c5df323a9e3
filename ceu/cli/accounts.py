"""`ceu user …`: accounts from the shell, and what a person may do."""

import sys
from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_security import hash_password
from sqlalchemy.orm import Session

from ceu.domain import names
from ceu.errors import RuleError
from ceu.extensions import db
from ceu.models import User
from ceu.services import accounts, repeats, second_step
from ceu.services import mail as outbox

user = click.Group("user", help="Accounts: make one, change its roles, open a course to it once more, count them.")
role_choice = click.Choice(accounts.ROLE_NAMES)


@user.command("create")
@click.argument("mail")
@click.option("--name", required=True, help="The full legal name, as on the license.")
@click.option("--role", "roles", multiple=True, type=role_choice, help="May be given several times; else learner.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--prompt", is_flag=True, help="Ask for the password, without showing it.")
@with_appcontext
def create(mail: str, name: str, roles: tuple[str, ...], *, password_stdin: bool, prompt: bool) -> None:
    """Make an account for MAIL. The address counts as confirmed: whoever runs this vouches for it."""
    if password_stdin == prompt:
        raise click.UsageError("Give the password one way: --password-stdin or --prompt.")
    if not names.tidy(name):
        raise click.BadParameter("the name is empty.", param_hint="--name")
    security = current_app.extensions["security"]
    try:
        mail = security.mail_util.validate(mail)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="MAIL") from None
    password = (
        sys.stdin.readline().rstrip("\r\n")
        if password_stdin
        else click.prompt("Password", hide_input=True, confirmation_prompt=True)
    )
    problems, password = security.password_util.validate(password, True, email=mail, legal_name=name)
    if problems:
        raise click.ClickException(" ".join(problems))
    try:
        made = accounts.add_account(
            _session(),
            mail=mail,
            legal_name=name,
            password_hash=hash_password(password),
            time_zone=current_app.config["SETTINGS"].time_zone,
            now=datetime.now(UTC),
            roles=dict.fromkeys(roles or ("learner",)),
            confirmed=True,
        )
    except RuleError as error:
        raise click.ClickException(str(error)) from None
    _session().commit()
    click.echo(f"Made account {made.id} with the role{'s' * (len(made.roles) > 1)} {_roles(made)}.")


@user.command("role")
@click.argument("mail")
@click.argument("action", type=click.Choice(["add", "remove"]))
@click.argument("name", metavar="ROLE", type=role_choice)
@with_appcontext
def role(mail: str, action: str, name: str) -> None:
    """Give the account of MAIL a ROLE or take it away: ceu user role ada@example.org add reviewer."""
    change = accounts.grant_role if action == "add" else accounts.withdraw_role
    try:
        person = accounts.by_mail(_session(), mail)
        changed = change(_session(), person, name, actor_id=None, now=datetime.now(UTC))
    except RuleError as error:
        raise click.ClickException(str(error)) from None
    _session().commit()
    click.echo(f"{'Done' if changed else 'Nothing to do'}. The account's roles: {_roles(person) or 'none'}.")


@user.command("repeat")
@click.argument("mail")
@click.argument("course")
@click.option("--reason", required=True, help="Why; kept with the new enrollment.")
@with_appcontext
def repeat(mail: str, course: str, reason: str) -> None:
    """Let the person with the account of MAIL take a completed COURSE once more; she is told by mail."""
    settings, now = current_app.config["SETTINGS"], datetime.now(UTC)
    try:
        person = accounts.by_mail(_session(), mail)
        repeats.open_again(_session(), person, course, reason, actor_id=None, public_url=settings.public_url, now=now)
    except RuleError as error:
        raise click.ClickException(str(error)) from None
    _session().commit()
    outbox.deliver(db.engine, settings, now)
    click.echo(f"The course {course} is open to account {person.id} once more.")


@user.command("second-step-off")
@click.argument("mail")
@with_appcontext
def second_step_off(mail: str) -> None:
    """Let the password alone open the account of MAIL: for whoever lost the phone or key and the recovery codes.

    Make sure first that it is she who asks. She is signed out everywhere and told by mail.
    """
    try:
        person = accounts.by_mail(_session(), mail)
    except RuleError as error:
        raise click.ClickException(str(error)) from None
    settings, now = current_app.config["SETTINGS"], datetime.now(UTC)
    done = second_step.take_away(_session(), person, settings, now=now)
    _session().commit()
    outbox.deliver(db.engine, settings, now)
    click.echo("Done; the password alone signs in now." if done else "Nothing to do: there is no second step.")


@user.command("list")
@click.option("--names", is_flag=True, help="Also list the accounts with name, email address and roles.")
@with_appcontext
def list_(*, names: bool) -> None:
    """Count the accounts by role; names only when asked for."""
    for role_name, count in accounts.count_by_role(_session()).items():
        click.echo(f"{role_name:12}{count:>8}")
    if names:
        click.echo()
        for person in accounts.everybody(_session()):
            click.echo(f"{person.id}\t{person.email}\t{person.legal_name}\t{_roles(person)}")


def _session() -> Session:
    return db.session()


def _roles(person: User) -> str:
    return ", ".join(sorted(item.name for item in person.roles))
