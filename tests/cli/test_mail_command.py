"""Reminders by real processes, a real SMTP server and both databases: each once, whoever sends and whatever breaks."""

import asyncio
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import Clock, settings_for
from databases import make_engine
from factories import Make
from mail_server import Postbox, smtp
from servers import Process
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ceu import create_app
from ceu.cli import reminding
from ceu.cli.mail import send
from ceu.domain.reminders import Kind
from ceu.extensions import db
from ceu.models import Outbox, PeriodicJob, Reminder
from ceu.models import engine as engines
from ceu.services import mail_choices, periodic, reminders
from ceu.services.reminders import Letter

PEOPLE = 6


def noon_zone(now):
    """Return a time zone in which it is between noon and one."""
    return f"Etc/GMT{now.hour - 12:+d}"


class Instance:
    """A database of learners who are due for a reminder now, by the real time, and commands on it."""

    def __init__(self, folder, url, server):
        self.settings = settings_for(folder / "one", database=url, smtp=server)
        self.engine = make_engine(url)
        self.now = datetime.now(UTC).replace(microsecond=0)
        with Session(self.engine) as session, session.begin():
            make = Make(session, Clock(self.now - timedelta(days=8)))
            people = [make.user(zone=noon_zone(self.now)) for _ in range(PEOPLE)]
            for user in people:
                make.enrollment(user)
            self.addresses = sorted(user.email for user in people)

    def send(self, *options):
        """Run `ceu mail send` in this process; returns how it ended."""
        app = self.app()
        done = app.test_cli_runner().invoke(send, options)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        return done

    def start(self, *arguments):
        """Start `ceu` in a process of its own."""
        ceu = Path(sys.executable).with_name("ceu")
        environment = Process(self.settings, None).environment()
        return subprocess.Popen([ceu, *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def count(self, table, *where):
        """Count rows."""
        with Session(self.engine) as session:
            return session.scalar(select(func.count()).select_from(table).where(*where))

    def app(self, folder=None):
        """An application on the database, as a worker or another node has it."""
        return create_app(replace(self.settings, instance=folder or self.settings.instance))


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture
def server(postbox):
    with smtp(postbox) as address:
        yield address


@pytest.fixture
def instance(request, tmp_path, server):
    """On both databases for the tests that are marked so."""
    kind = request.getfixturevalue(getattr(request, "param", "sqlite"))
    made = Instance(tmp_path, kind.fresh(), server)
    yield made
    made.engine.dispose()


on_both = pytest.mark.parametrize("instance", ["sqlite", "postgresql"], indirect=True)


@on_both
def test_a_command_and_workers_of_two_machines_at_once_send_each_reminder_once(instance, postbox, tmp_path):
    apps = [instance.app(), instance.app(tmp_path / "two")]
    command = instance.start("mail", "send")
    with ThreadPoolExecutor(len(apps)) as pool:
        list(pool.map(lambda app: reminding.come_round(app, app.config["SETTINGS"], instance.now), apps))
    said = command.communicate(timeout=100)
    instance.send()
    assert command.returncode in {0, 1}, said  # 1: it looked while a worker's mail was still waiting
    assert postbox.recipients() == instance.addresses
    assert instance.count(Reminder) == instance.count(Outbox, Outbox.sent_at.is_not(None)) == PEOPLE
    for app in apps:
        with app.app_context():
            db.engine.dispose()


@on_both
def test_who_found_the_same_reminders_at_the_same_moment_writes_each_once(instance):
    workers = 6
    ready = threading.Barrier(workers)

    def worker(_):
        with Session(instance.engine) as session:
            engines.may_write.set(False)
            letters = [Letter(one, "S", "B") for one in reminders.look(session, after=0, now=instance.now).due]
            session.rollback()
            engines.may_write.set(True)
            ready.wait(30)
            written = reminders.queue(session, letters, secret="s" * 40, now=instance.now)
            session.commit()
            return len(letters), len(written)

    with ThreadPoolExecutor(workers) as pool:
        found = list(pool.map(worker, range(workers)))
    assert [due for due, _ in found] == [PEOPLE] * workers
    assert sum(written for _, written in found) == instance.count(Outbox) == instance.count(Reminder) == PEOPLE


@on_both
def test_of_all_workers_one_takes_a_round_on_and_the_next_when_it_comes_round(instance):
    quarter, workers = timedelta(minutes=15), 6
    ready = threading.Barrier(workers)

    def worker(now):
        with Session(instance.engine) as session:
            due = periodic.is_due(session, "reminders", quarter, now)
            session.rollback()
            ready.wait(30)
            taken = periodic.take(session, "reminders", quarter, now)
            session.commit()
            return due, taken

    for minutes, expected in ((0, 1), (14, 0), (15, 1), (29, 0), (45, 1)):
        with ThreadPoolExecutor(workers) as pool:
            found = list(pool.map(worker, [instance.now + timedelta(minutes=minutes)] * workers))
        assert sum(taken for _, taken in found) == expected
        assert all(due is bool(expected) for due, _ in found)


@on_both
def test_a_process_killed_while_it_sends_makes_nobody_get_a_reminder_twice(instance, postbox):
    sending, go_on = threading.Event(), threading.Event()
    taken = postbox.handle_DATA

    async def handle_data(*given):
        answer = await taken(*given)
        if len(postbox.received) == 3:  # the mail has arrived, and the sender does not know it yet
            sending.set()
            await asyncio.to_thread(go_on.wait, 30)
        return answer

    postbox.handle_DATA = handle_data
    process = instance.start("mail", "send")
    assert sending.wait(100)
    process.kill()
    process.communicate(timeout=30)
    go_on.set()
    assert instance.count(Reminder) == PEOPLE
    assert instance.send().exit_code == 0
    assert postbox.recipients() == instance.addresses
    assert instance.count(Outbox, Outbox.sent_at.is_(None)) == 1, "the one in doubt, which the office can send again"


@on_both
def test_a_process_killed_before_its_commit_leaves_neither_reminder_nor_mail(instance, postbox):
    """The commit never comes; the process ends as by a power cut."""
    code = (
        "import os, signal\n"
        "from sqlalchemy.orm import Session\n"
        "from ceu import create_app\n"
        "from ceu.cli import reminding\n"
        "from ceu.extensions import db\n"
        "Session.commit = lambda self: (self.flush(), os.kill(os.getpid(), signal.SIGKILL))\n"
        "app = create_app()\n"
        "from datetime import UTC, datetime\n"
        "with app.app_context():\n"
        "    reminding.remind(app, db.session(), datetime.now(UTC))\n"
    )
    environment = Process(instance.settings, None).environment()
    died = subprocess.run([sys.executable, "-c", code], env=environment, check=False, timeout=100)
    assert died.returncode == -signal.SIGKILL
    assert instance.count(Reminder) == instance.count(Outbox) == 0
    assert instance.send().exit_code == 0
    assert postbox.recipients() == instance.addresses


def test_a_dry_run_counts_without_names_and_writes_nothing(instance, postbox):
    counted = instance.send("--dry-run")
    assert counted.exit_code == 0
    assert counted.stdout.startswith(f"Reminders due: {PEOPLE} ({PEOPLE} of the kind “A course you have not finished”)")
    assert "Nothing was written or sent." in counted.stdout
    assert "@" not in counted.stdout
    assert "Ada" not in counted.stdout
    assert instance.count(Reminder) == instance.count(Outbox) == len(postbox.received) == 0


def test_a_server_that_refuses_is_told_and_the_mail_waits(instance, postbox):
    postbox.refuse = "451 later"
    refused = instance.send()
    assert refused.exit_code == 1
    assert f"Mails not sent: {PEOPLE}." in refused.output
    assert "@" not in refused.output
    assert instance.count(Reminder) == PEOPLE


def test_every_reminder_can_be_stopped_with_one_click(instance, postbox):
    assert instance.send().exit_code == 0
    (_, message) = postbox.received[0]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"].strip("<>")
    assert address.startswith(f"{instance.settings.public_url}/mail/stop/")
    assert address in message.get_content()
    with Session(instance.engine) as session:
        user_id, kind = mail_choices.read_token(session, instance.settings.secret_key, address.rpartition("/")[2])
    assert kind is Kind.UNFINISHED
    assert user_id


def test_without_a_mail_server_it_says_that_none_left_and_where_the_files_are(instance):
    instance.settings = replace(instance.settings, smtp="")
    done = instance.send()
    assert done.exit_code == 0
    folder = instance.settings.instance / "mail"
    assert f"Mails written to files: {PEOPLE}, in {folder}. None left this machine" in done.output
    assert len(list(folder.iterdir())) == PEOPLE


def test_production_without_a_mail_server_writes_no_reminder_that_nobody_would_get(instance):
    instance.settings = replace(
        instance.settings,
        smtp="",
        env="production",
        secret_key="a" * 40,
        password_salt="b" * 40,
        base_url="https://ce.example.com",
        mail_sender="ce@example.com",
    )
    refused = instance.send()
    assert refused.exit_code == 1
    assert "No mail server is set (CEU_SMTP)" in refused.output
    app = instance.app()
    reminding.come_round(app, instance.settings, instance.now)
    assert instance.count(Reminder) == instance.count(PeriodicJob) == 0


def test_an_error_of_a_round_is_logged_with_a_sentence_and_the_next_round_goes_on(
    instance, postbox, monkeypatch, caplog
):
    app = instance.app()
    with monkeypatch.context() as broken:
        broken.setattr(reminding.reminder_texts, "written", lambda *_: 1 / 0)
        reminding.come_round(app, instance.settings, instance.now)
    assert "reminders could not be written; the next round is in 15 minutes" in caplog.text
    reminding.come_round(app, instance.settings, instance.now + timedelta(minutes=15))
    assert postbox.recipients() == instance.addresses


def test_rounds_can_be_switched_off(instance):
    instance.settings = replace(instance.settings, reminder_minutes=0)
    reminding.come_round(instance.app(), instance.settings, instance.now)
    assert instance.count(Reminder) == 0
