"""The command line: `ceu`, with Flask's own commands beside ours.

A command's module is imported when the command is called, and the application is made only for those that ask for it
(`@with_appcontext`). So `ceu check` and `ceu certificate verify` are quick and need no database.
"""

import gc
import sys
from importlib import import_module
from typing import cast

import click
from flask import Flask
from flask.cli import AppGroup, FlaskGroup

from ceu.errors import RuleError
from config import SettingsError

# Each command and where it is: module, colon, the click command.
COMMANDS: dict[str, str] = {
    "certificate": "ceu.cli.certificates:certificate",
    "check": "ceu.cli.content:check",
    "db": "ceu.cli.database:db",
    "demo": "ceu.cli.demo:demo",
    "disposal": "ceu.cli.disposal:disposal",
    "mail": "ceu.cli.mail:mail",
    "new": "ceu.cli.content:new",
    "preview": "ceu.cli.preview:preview",
    "publish": "ceu.cli.operate:publish",
    "records": "ceu.cli.records:records",
    "serve": "ceu.cli.operate:serve",
    "user": "ceu.cli.accounts:user",
}


def load(name: str) -> click.Command | None:
    """Return our command called `name`, or None where there is none."""
    if name not in COMMANDS:
        return None
    module, _, attribute = COMMANDS[name].partition(":")
    return cast(click.Command, getattr(import_module(module), attribute))


class OwnCommands(AppGroup):
    """The commands of an application, for its test runner."""

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Find ours without importing the others."""
        return load(name) or super().get_command(ctx, name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name ours and what else was registered."""
        return sorted({*COMMANDS, *super().list_commands(ctx)})


class Ceu(FlaskGroup):
    """The console command. Unlike Flask's it can name its commands without making the application."""

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Find ours first; the rest is Flask's and its extensions'."""
        return load(name) or super().get_command(ctx, name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name ours, Flask's and the extensions'."""
        self._load_plugin_commands()
        return sorted({*COMMANDS, *click.Group.list_commands(self, ctx)})


def init(app: Flask) -> None:
    """Give `app` our commands, in place of those that libraries registered for themselves."""
    app.cli = OwnCommands(app.name)


def _create_app() -> Flask:
    from ceu import create_app

    return create_app()


commands = Ceu(
    name="ceu",
    create_app=_create_app,
    load_dotenv=False,
    add_version_option=False,
    help="Write, publish, read, be tested, earn, report: continuing education for licensed therapists.",
)
# Flask's own options name an application and its environment; here both are settled.
commands.params = []
click.version_option(package_name="ceu", message="CEU %(version)s")(commands)


def main() -> None:
    """Run the console command. What is no fault of the program ends it with a sentence, not with a traceback.

    The status is 2 for settings that cannot be used, and 1 for a rule that said no or a database that cannot be used.
    """
    gc.set_threshold(50_000)  # what is loaded to start stays; looking through it over and over took a tenth of the time
    try:
        commands.main(prog_name="ceu")
    except SettingsError as faults:
        click.echo(str(faults), err=True)
        sys.exit(2)
    except RuleError as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
    except Exception as error:
        from sqlalchemy.exc import DatabaseError, OperationalError, ProgrammingError  # not before a command needs it

        # Its own class and these two speak of the database as a whole ("file is not a database"), others of a bug.
        if not isinstance(error, DatabaseError) or type(error) not in {
            DatabaseError,
            OperationalError,
            ProgrammingError,
        }:
            raise
        click.echo(
            f"The database cannot be used: {' '.join(str(error.orig).split())} – `ceu serve` makes it and brings it up "
            "to date; CEU_DATABASE and CEU_INSTANCE say where it is.",
            err=True,
        )
        sys.exit(1)
    finally:
        gc.freeze()  # Python looks through everything when it ends, a tenth of a second for nothing
