"""What `make test` does about missing tools; nothing is installed here, only what would be run is looked at."""

from typing import NamedTuple

import machine
import pytest


class Ended(NamedTuple):
    """How a command ended."""

    returncode: int


@pytest.fixture
def bare_machine(monkeypatch, tmp_path):
    """A machine without any of the tools that refuses every installation; returns the commands it was asked for."""
    ran = []
    monkeypatch.setattr(machine.shutil, "which", {"apt-get": "/usr/bin/apt-get", "sudo": "/usr/bin/sudo"}.get)
    monkeypatch.setattr(machine, "APPLICATIONS", ())
    monkeypatch.setattr(machine, "NPM", tmp_path)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))

    def refuse(command, **_):
        ran.append([str(part) for part in command])
        return Ended(1)

    monkeypatch.setattr(machine.subprocess, "run", refuse)
    return ran


def test_what_is_missing_is_tried_for_and_then_left_out_with_a_sentence(bare_machine, monkeypatch, capsys):
    monkeypatch.delenv("CEU_REQUIRE_BROWSER", raising=False)
    assert machine.prepare() == 0
    assert ["-m", "playwright", "install", "chromium"] in [command[1:] for command in bare_machine]
    told = capsys.readouterr().err
    for tool in machine.TOOLS:
        assert f"left out: {tool.tests}." in told


def test_where_it_is_required_its_absence_is_a_failure(bare_machine, monkeypatch):
    monkeypatch.setenv("CEU_REQUIRE_BROWSER", "1")
    assert machine.prepare() == 1


def test_another_version_of_a_package_is_as_good_as_none(monkeypatch, tmp_path):
    monkeypatch.setattr(machine, "NPM", tmp_path)
    folder = tmp_path / "node_modules" / "lighthouse"
    folder.mkdir(parents=True)
    for version, found in (("0.0.1", None), (machine.NPM_PACKAGES["lighthouse"], folder)):
        (folder / "package.json").write_text(f'{{"version": "{version}"}}')
        assert machine.node_package("lighthouse") == found


def test_a_chromium_without_windows_is_preferred_and_tried_for_first(bare_machine, monkeypatch):
    monkeypatch.setattr(machine.os, "geteuid", lambda: 0)
    monkeypatch.setattr(machine.subprocess, "run", lambda command, **_: bare_machine.append(command) or Ended(0))
    machine.TOOLS[0].get()
    installed = [command[-1] for command in bare_machine if "install" in command]
    assert installed == ["chromium-headless-shell", "chromium", "chromium"], "the last one is Playwright's own"
    monkeypatch.setattr(machine.shutil, "which", "/bin/{}".format)
    assert machine.chromium() == "/bin/chromium-headless-shell"


def test_a_chromium_of_the_system_is_found_first(monkeypatch):
    monkeypatch.setattr(machine.shutil, "which", lambda name: "/somewhere/chromium" if name == "chromium" else None)
    assert machine.chromium() == "/somewhere/chromium"
