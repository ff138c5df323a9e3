"""The issuer's keys: added, never replaced, readable by nobody else."""

import stat
from datetime import timedelta

import pytest
from certificate_examples import NOW, issuer
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from ceu.domain.certificate import keys
from ceu.domain.certificate.errors import KeyTrouble


def test_a_key_is_p256_for_signing_only_and_outlives_every_retention_period(tmp_path):
    made = issuer(tmp_path)
    certificate = made.certificate
    assert isinstance(made.private.curve, ec.SECP256R1)
    assert made.name == "Riverside Institute"
    assert certificate.issuer == certificate.subject
    assert certificate.not_valid_before_utc == NOW
    assert certificate.not_valid_after_utc > NOW + timedelta(days=365 * 29)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_the_private_key_is_readable_by_its_owner_alone(tmp_path):
    folder = tmp_path / "keys"
    issuer(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in folder.glob("key-*.pem")] == [0o600]


def test_keys_are_added_and_the_newest_signs(tmp_path):
    first = issuer(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    second = keys.make_key(tmp_path, common_name="Riverside Institute", now=NOW + timedelta(days=1))
    assert {name: (tmp_path / name).read_bytes() for name in before} == before
    assert keys.load_issuers(tmp_path) == [first.certificate, second.certificate]
    assert keys.newest_key(tmp_path).certificate == second.certificate
    assert keys.newest_key(tmp_path).private.private_numbers() == second.private.private_numbers()


def test_no_file_is_overwritten(tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "fingerprint", lambda _: "00000000same")
    issuer(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(KeyTrouble, match="Nothing was replaced"):
        issuer(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_an_empty_folder_has_no_key_and_no_issuer(tmp_path):
    assert keys.newest_key(tmp_path) is None
    with pytest.raises(KeyTrouble, match="no issuer certificate"):
        keys.load_issuers(tmp_path)


def test_a_lost_foreign_or_broken_key_is_said_and_no_older_one_signs_instead(tmp_path):
    issuer(tmp_path)
    keys.make_key(tmp_path, common_name="Riverside Institute", now=NOW + timedelta(days=1))
    older, newer = sorted(tmp_path.glob("key-*.pem"))
    newer.write_bytes(older.read_bytes())
    with pytest.raises(KeyTrouble, match="is not the key of"):
        keys.newest_key(tmp_path)
    newer.write_bytes(b"nonsense")
    with pytest.raises(KeyTrouble, match="holds no private key"):
        keys.newest_key(tmp_path)
    newer.unlink()
    with pytest.raises(KeyTrouble, match="cannot be read"):
        keys.newest_key(tmp_path)


def test_a_file_that_is_no_certificate_is_named(tmp_path):
    (tmp_path / "issuer-x.pem").write_bytes(b"nonsense")
    with pytest.raises(KeyTrouble, match=r"issuer-x\.pem holds no certificate"):
        keys.load_issuers(tmp_path)
    with pytest.raises(KeyTrouble, match="cannot be read"):
        keys.read_issuers(tmp_path / "missing.pem")


def test_published_issuers_read_back(tmp_path):
    made = issuer(tmp_path / "keys")
    (tmp_path / "published.pem").write_bytes(keys.as_pem([made.certificate, made.certificate]))
    assert keys.read_issuers(tmp_path / "published.pem") == [made.certificate] * 2


def test_a_long_name_is_cut_and_an_empty_one_refused(tmp_path):
    assert issuer(tmp_path, "N" * 100).name == "N" * 64
    with pytest.raises(KeyTrouble, match="needs the issuer's name"):
        issuer(tmp_path, "  ")
