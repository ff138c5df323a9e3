"""`ceu records export`: a whole file or none, and a report of either."""

import csv
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from databases import make_engine
from sqlalchemy import select

from ceu.cli.records import records
from ceu.domain.records.row import COLUMNS
from ceu.models import Report, ReportResult


@pytest.fixture
def ada(make, session):
    """One completion on record, by a counselor in Florida."""
    user = make.user(name="Ada Ross")
    make.credential(user, number="MH 0012-3")
    make.completion(user)
    session.commit()
    return user


@pytest.fixture
def export(app, session, tmp_path, monkeypatch):
    """Run the command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*words, status=0):
        result = app.test_cli_runner().invoke(records, ["export", *map(str, words)])
        assert result.exit_code == status, result.output
        session.expire_all()
        return result

    return run


def reports(make):
    return [(report, result) for report, result in zip(make.rows(Report), make.rows(ReportResult), strict=True)]


def test_a_csv_file_is_written_whole_and_told_with_its_checksum(ada, export, make, tmp_path):
    result = export("-o", "out.csv")
    written = (tmp_path / "out.csv").read_bytes()
    header, row = csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""))
    assert tuple(header) == COLUMNS
    assert row[5] == "MH 0012-3"
    [(report, outcome)] = reports(make)
    checksum = hashlib.sha256(written).hexdigest()
    assert result.stderr == f"1 row, SHA-256 {checksum}, report {report.id}\n"
    assert (outcome.rows, outcome.sha256, outcome.outcome) == (1, checksum, "complete")
    assert report.actor.startswith("command line (")
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]
    assert (tmp_path / "out.csv").stat().st_mode & 0o077 == 0


def test_json_lines_go_to_standard_output_alone(ada, export):
    result = export("--format", "jsonl")
    [row] = [json.loads(line) for line in result.stdout.splitlines()]
    assert tuple(row) == COLUMNS
    assert row["legal_name"] == "Ada Ross"
    assert "SHA-256" in result.stderr


def test_a_filter_is_kept_with_the_report(ada, export, make):
    export(
        "--course=grief-care", "--from=2026-11-01", "--to=2026-11-30", "--state=fl", "--profession=counselor", "-o", "-"
    )
    [(report, result)] = reports(make)
    assert result.rows == 1
    assert report.filter == {
        "course": "grief-care",
        "date_from": "2026-11-01",
        "date_to": "2026-11-30",
        "profession": "counselor",
        "jurisdiction": "FL",
    }


def test_nothing_found_says_so_and_is_recorded(ada, export, make, tmp_path):
    result = export("--state", "TX", "-o", "out.csv")
    assert "No certificate fits this filter" in result.stderr
    assert "0 rows" in result.stderr
    assert (tmp_path / "out.csv").read_text("utf-8-sig").count("\n") == 1
    assert [outcome.rows for _, outcome in reports(make)] == [0]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--course", "greif"), "on record: grief-care"),
        (("--state", "Florida"), "a state is two letters"),
        (("--profession", "councelor"), "it can be psychologist, counselor"),
        (("--from", "2026-12-01", "--to", "2026-11-01"), "is after the last"),
    ],
)
def test_a_filter_that_makes_no_sense_writes_nothing(ada, export, make, tmp_path, words, told):
    result = export(*words, "-o", "out.csv", status=1)
    assert told in result.stderr
    assert list(tmp_path.iterdir()) == []
    assert make.rows(Report) == []


def test_a_file_that_is_there_is_kept_unless_forced(ada, export, tmp_path):
    (tmp_path / "out.csv").write_text("mine")
    assert "--force" in export("-o", "out.csv", status=1).stderr
    assert (tmp_path / "out.csv").read_text() == "mine"
    export("-o", "out.csv", "--force")
    assert "Ada Ross" in (tmp_path / "out.csv").read_text("utf-8-sig")


def test_a_missing_folder_is_named(ada, export):
    assert "There is no folder nowhere" in export("-o", "nowhere/out.csv", status=1).stderr


def test_a_folder_is_no_file(ada, export, tmp_path):
    assert "is a folder" in export("-o", tmp_path, status=1).stderr


@pytest.mark.parametrize(
    ("trouble", "status", "told"),
    [
        (lambda: os.kill(os.getpid(), signal.SIGTERM), 128 + signal.SIGTERM, "Broken off"),
        (lambda: (_ for _ in ()).throw(OSError(28, "No space left on device")), 1, "No space left on device"),
    ],
    ids=["asked to end", "disk full"],
)
def test_an_export_that_breaks_off_leaves_no_file_and_says_so_in_its_report(
    ada, export, make, tmp_path, monkeypatch, trouble, status, told
):
    from ceu.domain.records import stream

    lines = stream.lines

    def until_trouble(rows, form):
        for number, line in enumerate(lines(rows, form)):
            if number == 1:
                next(iter(trouble() or ()), None)
            yield line

    (tmp_path / "out.csv").write_text("last month's")
    monkeypatch.setattr(stream, "lines", until_trouble)
    result = export("-o", "out.csv", "--force", status=status)
    assert told in result.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]
    assert (tmp_path / "out.csv").read_text() == "last month's"
    assert [outcome.outcome for _, outcome in reports(make)] == ["broken off"]


def test_a_closed_pipe_is_told_with_a_sentence(sqlite, tmp_path):
    database = sqlite.fresh()
    reader, writer = os.pipe()
    os.close(reader)
    result = subprocess.run(
        [sys.executable, "-c", "from ceu.cli import main; main()", "records", "export", "-o", "-"],
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "CEU_DATABASE": database, "CEU_INSTANCE": str(tmp_path)},
    )
    os.close(writer)
    assert result.returncode == 1
    assert result.stderr.startswith("Error: The reader of standard output went away")
    assert "Traceback" not in result.stderr
    engine = make_engine(database)
    with engine.connect() as connection:
        assert connection.scalars(select(ReportResult.outcome)).all() == ["broken off"]
    engine.dispose()
