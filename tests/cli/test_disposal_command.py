"""`ceu disposal run` on both databases: one person a transaction, whoever runs it and whatever breaks."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from conftest import Clock, settings_for
from databases import make_engine
from factories import Make
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ceu import create_app
from ceu.cli import disposal
from ceu.cli.disposal import run
from ceu.domain.certificate import keys
from ceu.extensions import db
from ceu.models import AuditEvent, CertificateEvent, CertificateFacts, Note, PeriodicJob, User
from ceu.models import engine as engines
from ceu.services import erasure

PEOPLE = 3


class Instance:
    """A database in which some have asked for erasure eight days ago, and commands on it."""

    def __init__(self, folder, url):
        self.settings = settings_for(folder, database=url)
        self.engine = make_engine(url)
        self.now = datetime.now(UTC).replace(microsecond=0)
        keys.make_key(folder / "keys", common_name="Test", now=self.now)
        with Session(self.engine) as session, session.begin():
            make = Make(session, Clock(self.now - timedelta(days=8)))
            for _ in range(PEOPLE):
                user = make.user()
                make.completion(user)
                erasure.ask(session, user, office="o@example.org", public_url="http://x", now=make.now)

    def run(self, *options):
        """Run the command in this process."""
        app = create_app(self.settings)
        done = app.test_cli_runner().invoke(run, options)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        assert done.exit_code == 0, done.output
        return done.output

    def count(self, table, *conditions):
        with Session(self.engine) as session:
            return session.scalar(select(func.count()).select_from(table).where(*conditions))


@pytest.fixture
def instance(tmp_path, databases):
    engines.may_write.set(True)
    made = Instance(tmp_path, databases.fresh())
    yield made
    made.engine.dispose()


def test_the_command_counts_first_then_does_it_then_has_nothing_to_do(instance):
    told = instance.run("--dry-run")
    assert f"Accounts due for erasure: {PEOPLE}." in told
    assert "Nothing was changed." in told
    assert instance.count(User, User.erased_at.is_not(None)) == 0
    assert instance.run() == f"Accounts erased: {PEOPLE}.\nCompletions whose facts were disposed of: 0.\n"
    assert instance.count(User, User.erased_at.is_not(None)) == PEOPLE
    assert "Accounts erased: 0." in instance.run()


def test_of_several_at_once_each_account_is_erased_once(instance):
    together = Barrier(3)

    def node(_):
        together.wait(10)
        with Session(instance.engine) as session:
            return disposal.dispose(session, instance.now).erased

    with ThreadPoolExecutor(3) as nodes:
        assert sum(nodes.map(node, range(3))) == PEOPLE
    assert instance.count(AuditEvent, AuditEvent.verb == "erased an account") == PEOPLE


def test_facts_are_disposed_of_once_by_several(instance):
    instance.run()
    later = instance.now + timedelta(days=366 * 7)
    together = Barrier(3)

    def node(_):
        together.wait(10)
        with Session(instance.engine) as session:
            return disposal.dispose(session, later).disposed

    with ThreadPoolExecutor(3) as nodes:
        assert sum(nodes.map(node, range(3))) == PEOPLE
    assert instance.count(CertificateEvent, CertificateEvent.verb == "disposed") == PEOPLE
    assert instance.count(CertificateFacts) == 0


def test_a_fault_in_the_middle_leaves_that_person_whole_and_the_next_run_finishes(instance, monkeypatch, caplog):
    real, calls = erasure.audit.record, []

    def breaks(session, verb, *rest, **more):
        real(session, verb, *rest, **more)
        if verb == "erased an account":
            calls.append(verb)
            if len(calls) == 2:
                session.flush()
                raise OSError("the disk is full")

    monkeypatch.setattr(erasure.audit, "record", breaks)
    with Session(instance.engine) as session:
        done = disposal.dispose(session, instance.now)
    assert (done.erased, done.failed) == (PEOPLE - 1, 1)
    assert "an account could not be disposed of" in caplog.text
    whole = User.erased_at.is_(None) & User.active & (User.legal_name == "Ada Ross")
    assert instance.count(User, whole) == 1
    assert "Accounts erased: 1." in instance.run()


def test_the_server_does_it_once_an_hour(instance):
    app = create_app(instance.settings)
    disposal.come_round(app, instance.now)
    assert instance.count(User, User.erased_at.is_not(None)) == PEOPLE
    assert instance.count(Note) == 0
    with Session(instance.engine) as session:
        assert session.get_one(PeriodicJob, "disposal").taken_at == instance.now
    disposal.come_round(app, instance.now + timedelta(minutes=59))
    with Session(instance.engine) as session:
        assert session.get_one(PeriodicJob, "disposal").taken_at == instance.now
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
