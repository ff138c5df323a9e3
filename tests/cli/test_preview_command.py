"""`ceu preview` as a person runs it."""

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from factories import LIBRARY

COMMAND = [Path(sys.executable).with_name("ceu"), "preview"]


@pytest.fixture
def run():
    """Start the command; whatever still runs after the test is stopped."""
    started = []

    def start(*arguments):
        process = subprocess.Popen(
            [*COMMAND, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_it_says_where_it_is_and_serves_there_to_this_computer_only(run):
    process = run(LIBRARY, "--port", 0)
    said = process.stdout.readline()
    url, port = re.search(r"(http://127\.0\.0\.1:(\d+)/)", said).groups()
    assert str(LIBRARY) in said
    with urlopen(url) as page:
        assert b"Caring for people who grieve" in page.read()
    with urlopen(f"{url}static/js/preview.js") as script:
        assert script.status == 200
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.2", int(port))) != 0, "no other address is listened on"
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=20)
    assert "Traceback" not in complaint


def test_a_folder_that_is_not_there_is_named(run, tmp_path):
    process = run(tmp_path / "nowhere")
    _, complaint = process.communicate(timeout=20)
    assert process.returncode == 2
    assert f"There is no folder {tmp_path / 'nowhere'}" in complaint


def test_it_takes_the_port_after_that_of_the_platform(run, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("CEU_PORT", str(port - 1))
        process = run(LIBRARY)
        _, complaint = process.communicate(timeout=20)
    assert f"cannot listen on port {port}" in complaint


def test_a_taken_port_is_refused_with_a_sentence(run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = run(LIBRARY, "--port", taken.getsockname()[1])
        _, complaint = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "Choose another with --port" in complaint
    assert "Traceback" not in complaint
