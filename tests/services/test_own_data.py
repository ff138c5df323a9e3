"""All of a person's data: what is in the zip, what is not, and that no table is forgotten."""

import json
import re
import zipfile
from hashlib import sha256
from pathlib import Path

import papers_made
import pytest

from ceu.domain.certificate import signature
from ceu.domain.certificate.number import display
from ceu.domain.notes import Anchor
from ceu.models import AuditEvent, Base, CertificateFile, SecondMail, WebAuthn
from ceu.services import kept_posts, mail, notes, own_data
from ceu.services.holdings import HOLDINGS, NOT_HERS

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "own-data.md"
UPLOAD = papers_made.pdf()
# Of these the person below has nothing.
NONE_OF = {"seat_time", "time_statement", "attempt_grant", "repeat_grant", "mail_off", "notice_reader", "reminder"}


def leading_to(table):
    """Return the tables from which foreign keys lead to `table`, in however many steps."""
    found, todo = set(), {table}
    while todo:
        found |= todo
        todo = {
            other.name
            for other in Base.metadata.tables.values()
            if any(key.column.table.name in todo for key in other.foreign_keys)
        } - found
    return found


def test_every_table_that_leads_to_a_person_is_given_or_says_why_not():
    assert {one.table for one in HOLDINGS} | NOT_HERS.keys() == leading_to("user")


@pytest.mark.parametrize("holding", HOLDINGS, ids=lambda holding: holding.key)
def test_every_column_of_such_a_table_is_given_or_says_why_not(holding):
    named = {*holding.columns, *holding.withheld}
    assert named | {holding.path[0]} == {column.name for column in holding.rows.columns}
    assert not set(holding.columns) & holding.withheld.keys()


@pytest.fixture
def ada(session, make, clock):
    """Ada has something of everything."""
    user = make.user(name="Ada Ross", mail="ada@example.org")
    license_ = make.credential(user, number="MH 00001")
    make.completion(user)
    make.outside(user, license_, file=UPLOAD)
    where = make.standing(user)
    given = {"body": "Ask on Monday.", "anchor": Anchor("Grief moves."), "revision": "", "now": clock()}
    notes.add(session, user, where, "first-weeks", "looks", **given)
    kept_posts.keep(session, user_id=user.id, path="/learn/", noun="note", form=[("body", "x")], now=clock())
    mail.write(session, recipient=user.email, subject="Welcome", body="a one-time link", kind="welcome", now=clock())
    session.add(SecondMail(user_id=user.id, email="ada.home@example.org", added_at=clock(), confirmed_at=clock()))
    session.add(
        WebAuthn(
            user_id=user.id, name="My phone", usage="first", credential_id=b"c", public_key=b"p", sign_count=0,
            backup_state=False, device_type="multi_device", lastuse_datetime=clock().replace(tzinfo=None),
        )
    )  # fmt: skip
    session.flush()
    return user


def packed(session, user, key, clock):
    """Return the files of the zip by path, and what data.json says."""
    made = own_data.pack(
        session, user, page=lambda parts, files: f"{len(parts)} {len(files)}", key=lambda: key, day="today", now=clock()
    )
    session.flush()
    with made, zipfile.ZipFile(made) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return files, json.loads(files["data.json"])


def test_the_zip_has_signed_certificates_uploads_notes_and_all_values(session, ada, make, key, clock):
    number = display(make.certificate(ada).number)
    files, data = packed(session, ada, key, clock)
    [upload] = data["credit_elsewhere"]
    signed = f"certificates/2026-11-23-{number}.pdf"
    assert set(files) == {
        signed, f"elsewhere/{upload['id']}-scan.pdf", "notes.md", "index.html", "data.json",
    }  # fmt: skip
    assert signature.verify(files[signed], [key.certificate]).facts.learner == "Ada Ross"
    assert files[f"elsewhere/{upload['id']}-scan.pdf"] == UPLOAD
    assert "> Grief moves.\n\nAsk on Monday." in files["notes.md"].decode()
    assert {one["path"]: one["sha256"] for one in data["files"]} == {
        name: sha256(content).hexdigest() for name, content in files.items() if name != "data.json"
    }


def test_data_json_says_what_is_known_of_her(session, ada, key, clock):
    _, data = packed(session, ada, key, clock)
    [profile] = data["profile"]
    assert (profile["legal_name"], profile["email"]) == ("Ada Ross", "ada@example.org")
    assert [row["role"] for row in data["roles"]] == ["learner"]
    assert data["credentials"][0]["number"] == "MH 00001"
    assert data["completion_facts"][0]["facts"]["typed_name"] == "Ada Ross"
    assert data["certificate_facts"][0]["facts"]["facts"]["license_number"] == "MH 00001"
    assert data["credit_elsewhere"][0]["hours"] == "6.00"
    assert data["second_mail_address"][0]["email"] == "ada.home@example.org"
    assert [(one["name"], one["usage"]) for one in data["passkeys"]] == [("My phone", "first")]
    assert data["mails"][0]["subject"] == "Welcome"
    assert data["notes"][0]["anchor"]["exact"] == "Grief moves."
    assert {"completed", "downloaded all data"} <= {one["verb"] for one in data["account_events"]}
    assert {one["by"] for one in data["account_events"]} == {"you"}


def test_no_secret_and_no_key_to_a_test_is_in_it(session, ada, key, clock):
    files, data = packed(session, ada, key, clock)
    text = files["data.json"].decode()
    for secret in ("password", "token", "uniquifier", "public_key", "totp", "salt", "a one-time link", "points"):
        assert secret not in text.lower().replace("kept_post", ""), secret
    assert {"right", "score"}.isdisjoint(data["answers"][0])
    assert data["answers"][0]["asked"]
    assert data["answers"][0]["chosen"]


def test_nobody_elses_data_is_in_it(session, make, ada, key, clock):
    make.completion(make.user(name="Eve Else", mail="eve@example.org"))
    files, data = packed(session, ada, key, clock)
    assert "Eve Else" not in str(files)
    assert len(data["completions"]) == 1


def test_certificates_asked_for_now_are_kept_and_nothing_else_is(session, make, ada, key, clock):
    before = len(make.rows(AuditEvent))
    packed(session, ada, key, clock)
    packed(session, ada, key, clock)
    assert len(make.rows(CertificateFile)) == 1
    events = make.rows(AuditEvent)[before:]
    assert [one.verb for one in events] == ["downloaded all data"] * 2
    assert "Ada" not in str([(one.object, one.data) for one in events])


def test_every_key_is_documented(session, ada, key, clock):
    told = {}
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if row := re.fullmatch(r"\| `(\w+)` \|[^|]*\|([^|]*)\|", line):
            told[row[1]] = re.findall(r"`(\w+)`", row[2])
    _, data = packed(session, ada, key, clock)
    parts = {name: rows for name, rows in data.items() if isinstance(rows, list)}
    assert list(told) == list(parts)
    assert {name: list(rows[0]) for name, rows in parts.items() if rows} == {
        name: told[name] for name, rows in parts.items() if rows
    }
    without = {one.key for one in HOLDINGS if one.table in NONE_OF}
    assert {name for name, rows in parts.items() if not rows} == without
