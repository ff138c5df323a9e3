"""`ceu certificate verify` and `issuer`: no database, no application; a sentence and exit code 1 on every failure."""

import subprocess

import pytest
from certificate_examples import SAMPLE_BY_A_RULE, issuer, signed
from click.testing import CliRunner

from ceu.cli.certificates import certificate
from ceu.domain.certificate import keys
from ceu.domain.certificate.facts import digest


@pytest.fixture
def instance(tmp_path, monkeypatch):
    monkeypatch.setenv("CEU_INSTANCE", str(tmp_path / "instance"))
    return tmp_path / "instance"


@pytest.fixture
def key(instance):
    return issuer(instance / "keys")


@pytest.fixture
def file(key, tmp_path):
    path = tmp_path / "certificate.pdf"
    path.write_bytes(signed(key, SAMPLE_BY_A_RULE))
    return path


def run(*arguments):
    return CliRunner().invoke(certificate, [str(argument) for argument in arguments])


def refused(*arguments) -> str:
    result = run("verify", *arguments)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    return result.stderr


def test_an_intact_certificate_tells_its_facts_and_its_signer(file, key):
    result = run("verify", file)
    assert result.exit_code == 0
    assert result.stderr == ""
    for told in (
        "FK6S-Y954-1SC",
        "Ada Ross",
        "MH 12345",
        "1.25 clock hours",
        "November 21, 2026",
        "Sample: no approval",
    ):
        assert told in result.stdout
    assert f"Intact, signed by Riverside Institute (SHA-256 {keys.fingerprint(key.certificate)})" in result.stdout
    assert "2026-11-22 15:04:05 UTC" in result.stdout


def test_the_digest_it_tells_is_that_of_the_attached_text(file, tmp_path):
    subprocess.run(["pdfdetach", "-save", "1", "-o", tmp_path / "facts.json", file], check=True)
    assert digest((tmp_path / "facts.json").read_text()) in run("verify", file).stdout


def test_one_changed_byte_fails_with_a_sentence(file):
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert "has been changed after it was signed" in refused(file)


def test_a_pinned_issuer_file_replaces_the_instances(file, key, tmp_path):
    published = tmp_path / "issuer.pem"
    published.write_text(run("issuer").stdout)
    assert keys.read_issuers(published) == [key.certificate]
    assert run("verify", file, "--issuer", published).exit_code == 0
    other = tmp_path / "other.pem"
    other.write_bytes(keys.as_pem([issuer(tmp_path / "other").certificate]))
    assert "is intact, but it is signed by" in refused(file, "--issuer", other)


def test_what_is_missing_is_named(file, tmp_path, monkeypatch):
    assert "missing.pdf cannot be read" in refused(tmp_path / "missing.pdf")
    assert "missing.pem cannot be read" in refused(file, "--issuer", tmp_path / "missing.pem")
    assert "holds no certificate" in refused(file, "--issuer", file)
    monkeypatch.setenv("CEU_INSTANCE", str(tmp_path / "empty"))
    assert "no issuer certificate" in refused(file)
    assert run("issuer").exit_code == 1


def test_a_setting_that_cannot_be_used_is_said_unless_the_issuer_is_given(file, key, tmp_path, monkeypatch):
    published = tmp_path / "issuer.pem"
    published.write_bytes(keys.as_pem([key.certificate]))
    monkeypatch.setenv("CEU_PORT", "nonsense")
    assert "CEU_PORT" in refused(file)
    assert run("verify", file, "--issuer", published).exit_code == 0


def test_checking_touches_nothing_in_the_instance_folder(file, instance):
    before = sorted(instance.rglob("*"))
    assert run("verify", file).exit_code == 0
    assert sorted(instance.rglob("*")) == before
