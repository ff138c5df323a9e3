"""What `make test` does about a missing Chromium; nothing is installed here, only what would be run is looked at."""

import machine
import pytest


@pytest.fixture
def bare_machine(monkeypatch):
    """A machine without Chromium and poppler that refuses every installation."""
    ran = []
    monkeypatch.setattr(machine, "chromium", lambda: None)
    monkeypatch.setattr(machine, "poppler", lambda: False)

    def refuse(command, **_):
        ran.append([str(part) for part in command])
        return type("Ended", (), {"returncode": 1})()

    monkeypatch.setattr(machine.subprocess, "run", refuse)
    return ran


def test_what_is_missing_is_tried_for_and_then_left_out_with_a_sentence(bare_machine, monkeypatch, capsys):
    monkeypatch.delenv("CEU_REQUIRE_BROWSER", raising=False)
    assert machine.prepare() == 0
    assert ["-m", "playwright", "install", "chromium"] in [command[1:] for command in bare_machine]
    told = capsys.readouterr().err
    assert "the browser tests are left out" in told
    assert "the tests that open PDF files are left out" in told


def test_where_it_is_required_its_absence_is_a_failure(bare_machine, monkeypatch):
    monkeypatch.setenv("CEU_REQUIRE_BROWSER", "1")
    assert machine.prepare() == 1


def test_a_chromium_of_the_system_is_found_first(monkeypatch):
    monkeypatch.setattr(machine.shutil, "which", lambda name: "/somewhere/chromium" if name == "chromium" else None)
    assert machine.chromium() == "/somewhere/chromium"
