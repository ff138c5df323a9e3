"""`ceu certificate pdf` on a real instance."""

import pytest

from ceu.domain.certificate import keys, signature


@pytest.fixture
def instance(server):
    with server.make() as make:
        user = make.user(name="Ada Ross")
        make.credential(user)
        number = make.certificate(user).number
    return server, number


def test_the_file_it_writes_is_the_signed_one(instance, tmp_path):
    server, number = instance
    file = tmp_path / "c.pdf"
    done = server.command("certificate", "pdf", number.lower(), "-o", str(file))
    assert done.returncode == 0, done.stderr
    verified = signature.verify(file.read_bytes(), keys.load_issuers(server.settings.instance / "keys"))
    assert verified.facts.learner == "Ada Ross"
    again = tmp_path / "again.pdf"
    server.command("certificate", "pdf", number, "-o", str(again))
    assert again.read_bytes() == file.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nonsense", "-o", "x.pdf"), "no certificate number"),
        (("00000000000", "-o", "x.pdf"), "No certificate with this number"),
        (("00000000000", "-o", "/"), "already there"),
        (("{number}", "-o", "/no/such/folder/x.pdf"), "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(instance, arguments, told):
    server, number = instance
    done = server.command("certificate", "pdf", *(part.format(number=number) for part in arguments))
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr
