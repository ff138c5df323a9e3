"""`ceu db`: Flask-Migrate's commands."""

from ceu.cli.database import db


def test_they_run_on_the_applications_database(fresh_app):
    done = fresh_app.test_cli_runner().invoke(db, ["check"])
    assert done.exit_code == 0, done.output
