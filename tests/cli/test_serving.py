"""`ceu serve` as a person runs it."""

import signal
from types import SimpleNamespace

import psutil
import pytest
from servers import Process, ask, on_free_port
from sqlalchemy.orm import Session

from ceu.cli import server as serving
from ceu.models import Outbox
from ceu.services import mail
from config import Settings


@pytest.fixture
def prepared(tmp_path, clock):
    """A server that has not been started, on an instance folder that does not exist yet."""
    from factories import LIBRARY

    settings = on_free_port(Settings(instance=tmp_path / "instance", content=LIBRARY, workers=2))
    made = Process(settings, clock)
    yield made
    made.abandon()


def test_the_first_start_does_all_the_set_up(server):
    said = server.said()
    assert "Published: course grief-care, module first-weeks, module later-on." in said
    assert "/account/first-admin/" in said
    assert f"Serving at {server.url}" in said
    assert server.settings.instance.stat().st_mode & 0o777 == 0o700
    secrets = list((server.settings.instance / "keys").glob("key-*.pem"))
    assert [secret.stat().st_mode & 0o777 for secret in secrets] == [0o600]
    assert ask(server.url, "/courses/grief-care") == 200
    assert ask(server.url, "/healthz") == 200


def test_a_second_server_on_the_same_instance_is_refused_with_a_sentence(server):
    second = server.command("serve", "--port", str(on_free_port(server.settings).port))
    assert second.returncode == 1
    assert f"Another `ceu serve` (process {server.process.pid}) runs" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_taken_port_is_refused_with_a_sentence(server, tmp_path):
    other = Process(
        Settings(instance=tmp_path / "other", content=server.settings.content, port=server.settings.port), None
    )
    refused = other.command("serve")
    assert refused.returncode == 1
    assert f"Port {server.settings.port} on 127.0.0.1 is taken" in refused.stderr


def test_a_missing_content_folder_is_named(prepared, tmp_path):
    prepared.settings = Settings(instance=tmp_path / "i", content=tmp_path / "nowhere", port=prepared.settings.port)
    refused = prepared.command("serve")
    assert refused.returncode == 1
    assert not (tmp_path / "i" / "ceu.db").exists()
    assert f"There is no content folder {tmp_path / 'nowhere'}" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_an_instance_folder_that_cannot_be_made_is_named(prepared, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        prepared.settings = Settings(instance=folder, content=prepared.settings.content, port=prepared.settings.port)
        refused = prepared.command("serve")
        assert refused.returncode == 1
        assert f"The instance folder {folder} cannot be used" in refused.stderr
        assert "Traceback" not in refused.stderr


def test_a_file_that_is_no_database_is_refused_with_a_sentence(prepared, tmp_path):
    (tmp_path / "notes.db").write_text("These are notes, and no database at all. " * 40)
    prepared.settings = Settings(
        instance=tmp_path / "i",
        content=prepared.settings.content,
        port=prepared.settings.port,
        database=f"sqlite:///{tmp_path / 'notes.db'}",
    )
    refused = prepared.command("serve")
    assert refused.returncode == 1
    assert "The database cannot be used: file is not a database" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_it_stops_when_asked_and_starts_again_where_it_was(prepared):
    prepared.start()
    assert prepared.stop() == 0
    assert ask(prepared.url) is None
    prepared.start()
    assert "Nothing to publish: 3 unchanged." in prepared.said()
    assert prepared.said().count("Made the key") == 1
    prepared.stop()
    assert "gracefully" not in prepared.said(), "no worker had to be killed"


def test_it_stops_at_once_while_its_workers_are_still_starting(prepared):
    prepared.begin()
    prepared.wait(lambda: len(psutil.Process(prepared.process.pid).children()) == prepared.settings.workers)
    assert prepared.stop() == 0
    assert "gracefully" not in prepared.said(), "no worker had to be killed"


def test_a_killed_parent_takes_its_workers_along_and_is_not_in_the_way(prepared):
    prepared.start()
    prepared.process.send_signal(signal.SIGKILL)
    prepared.process.wait()
    prepared.end()
    prepared.start()  # waits for the lock, which the workers hold until they have ended
    assert ask(prepared.url) == 200
    prepared.stop()


def test_settings_that_cannot_be_used_end_every_command_with_a_sentence(prepared, monkeypatch):
    monkeypatch.setenv("CEU_PRT", "8001")
    refused = prepared.command("routes")
    assert refused.returncode == 2
    assert refused.stderr.startswith("CEU_PRT is not a setting.")
    assert "Traceback" not in refused.stderr


def test_publishing_twice_changes_nothing_and_says_so(server):
    again = server.command("publish")
    assert again.returncode == 0
    assert again.stdout == "Nothing to publish: 3 unchanged.\n"


def test_a_worker_sends_mail_that_is_due_again(fresh_app, clock, monkeypatch):
    from ceu.extensions import db

    with fresh_app.app_context(), Session(db.engine) as session:
        letter = mail.write(
            session, recipient="ada@example.org", subject="Your link", body="A link", kind="test", now=clock()
        )
        letter.last_error, letter.tries = "450 try later", 1
        session.commit()
        naps = iter([None, None])  # two looks, then StopIteration ends what goes on for ever
        monkeypatch.setattr(serving, "time", SimpleNamespace(sleep=lambda _: next(naps)))
        with pytest.raises(StopIteration):
            serving.mail_for_ever(fresh_app, fresh_app.config["SETTINGS"])
        session.expire_all()
        assert session.get_one(Outbox, letter.id).sent_at is not None
        assert len(list((fresh_app.config["SETTINGS"].instance / "mail").iterdir())) == 1
