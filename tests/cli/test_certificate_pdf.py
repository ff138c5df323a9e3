"""`ceu certificate pdf`: the program itself on an instance of its own, and what it says of what cannot be."""

from datetime import UTC, datetime

import pytest
from conftest import settings_for
from servers import Process

from ceu.cli.certificates import certificate
from ceu.domain.certificate import keys, signature


@pytest.fixture
def number(make, session):
    user = make.user(name="Ada Ross")
    make.credential(user)
    number = make.certificate(user).number
    session.commit()
    return number


def test_the_program_writes_the_signed_file_once_and_says_what_it_refuses(sqlite, tmp_path):
    instance = Process(settings_for(tmp_path / "instance", database=sqlite.fresh()), lambda: datetime.now(UTC))
    folder = instance.settings.instance / "keys"
    keys.make_key(folder, common_name="Test provider", now=instance.clock())
    with instance.make() as make:
        user = make.user(name="Ada Ross")
        make.credential(user)
        number = make.certificate(user).number
    file = tmp_path / "c.pdf"
    done = instance.command("certificate", "pdf", number.lower(), "-o", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{len(file.read_bytes()):,} bytes in {file}." in done.stdout
    assert signature.verify(file.read_bytes(), keys.load_issuers(folder)).facts.learner == "Ada Ross"
    again = tmp_path / "again.pdf"
    instance.command("certificate", "pdf", number, "-o", str(again))
    assert again.read_bytes() == file.read_bytes()
    refused = instance.command("certificate", "pdf", number, "-o", str(file))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "already there" in refused.stderr
    assert "Traceback" not in refused.stderr
    instance.forget()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nonsense", "-o", "x.pdf"), "no certificate number"),
        (("00000000000", "-o", "x.pdf"), "No certificate with this number"),
        (("00000000000", "-o", "/"), "already there"),
        (("{number}", "-o", "/no/such/folder/x.pdf"), "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(app, number, arguments, told):
    done = app.test_cli_runner().invoke(certificate, ["pdf", *(part.format(number=number) for part in arguments)])
    assert done.exit_code == 1
    assert told in done.stderr
    assert done.stdout == ""
