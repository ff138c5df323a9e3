"""One row for every table, in an order the foreign keys allow; plain SQL values, no models."""

from datetime import date, datetime

from sqlalchemy import MetaData, insert, inspect

from ceu.models import versions

AT = datetime(2026, 11, 23, 15, 0)  # noqa: DTZ001 as the database keeps it: UTC without saying so
DAY = date(2026, 11, 23)
HEX = "ab" * 32

ROWS = {
    "user": {
        "id": 1, "email": "ada@example.org", "legal_name": "Ada Ross", "time_zone": "America/New_York", "active": True,
        "fs_uniquifier": "u1", "password": "hash",
    },
    "roles_users": {"user_id": 1, "role_id": 1},
    "credential": {
        "id": 1, "user_id": 1, "kind": "license", "profession": "counseling", "title": "LMHC", "jurisdiction": "FL",
        "number": "MH 0001", "normalized_number": "MH0001", "name_as_printed": "Ada Ross", "created_at": AT,
    },
    "sign_in_try": {"id": 1, "subject": "ada@example.org", "at": AT},
    "sign_in": {
        "id": 1, "user_id": 1, "token_sha256": HEX, "started_at": AT, "last_seen_at": AT, "device": "Firefox",
    },
    "webauthn": {
        "id": 1, "user_id": 1, "credential_id": b"id", "public_key": b"key", "sign_count": 0, "backup_state": False,
        "device_type": "single_device", "lastuse_datetime": AT, "name": "Key", "usage": "first",
    },
    "second_mail": {"user_id": 1, "email": "ada@example.net", "added_at": AT},
    "first_admin_link": {"id": 1, "token_sha256": HEX, "created_at": AT},
    "kept_post": {"id": "k1", "user_id": 1, "path": "/learn/", "noun": "answer", "form": {}, "created_at": AT},
    "outbox": {"id": 1, "recipient": "ada@example.org", "subject": "S", "body": "B", "kind": "test", "created_at": AT},
    "reminder": {
        "id": 1, "user_id": 1, "kind": "unfinished", "subject": "enrollment:1", "occasion": "1", "at": AT,
    },
    "mail_off": {"user_id": 1, "kind": "unfinished", "at": AT},
    "periodic_job": {"name": "reminders", "taken_at": AT},
    "revision": {
        "digest": HEX, "kind": "course", "slug": "grief-101", "number": 1, "title": "Grief", "values": "{}",
        "words": 300, "published_at": AT, "published_by": "command line",
    },
    "compiled": {"digest": HEX, "compiler": "1", "document": "{}"},
    "course": {"slug": "grief-101", "current": HEX},
    "module": {"slug": "grief-101", "current": HEX},
    "passage": {
        "id": 1, "revision": HEX, "made_by": "1-1", "module": "grief-101", "section": "one", "section_title": "One",
        "heading": "", "anchor": "", "text": "Grief moves.", "folded_titles": "one", "folded_text": "grief moves",
    },
    "enrollment": {
        "id": 1, "user_id": 1, "course": "grief-101", "cycle": 1, "started_at": AT, "disclosed_revision": HEX,
        "disclosed_at": AT, "revision": HEX,
    },
    "repeat_grant": {"id": 1, "user_id": 1, "course": "grief-101", "cycle": 2, "reason": "R", "at": AT},
    "section_progress": {
        "id": 1, "enrollment_id": 1, "module": "grief-101", "section": "one", "revision": HEX, "completed_at": AT,
    },
    "seat_time": {"id": 1, "enrollment_id": 1, "module": "grief-101", "section": "one", "seconds": 60, "until": AT},
    "time_statement": {
        "id": 1, "enrollment_id": 1, "kind": "learner", "minutes": 60, "text": "T", "by_id": 1, "at": AT,
    },
    "note": {
        "id": 1, "user_id": 1, "course": "grief-101", "module": "grief-101", "section": "one", "revision": HEX,
        "anchor": "", "body": "B", "created_at": AT, "changed_at": AT,
    },
    "attempt": {
        "id": 1, "enrollment_id": 1, "module": "grief-101", "number": 1, "revision": HEX, "form": {},
        "pass_percent": 80, "total": 10, "needed": 8, "started_at": AT,
    },
    "answer": {"id": 1, "attempt_id": 1, "question": "q1", "response": [0], "saved_at": AT, "points": 1},
    "attempt_grant": {"id": 1, "enrollment_id": 1, "module": "grief-101", "granted_by": 1, "reason": "R", "at": AT},
    "evaluation": {"id": "e1", "course": "grief-101", "revision": HEX, "day": DAY, "answers": {}},
    "attestation": {
        "id": 1, "enrollment_id": 1, "statement": "S", "version": "1", "at": AT,
    },
    "completion": {
        "id": 1, "enrollment_id": 1, "course": "grief-101", "course_revision": HEX, "module_revisions": {},
        "completed_at": AT, "local_date": DAY, "time_zone": "America/New_York", "score": 9, "total": 10,
        "facts_digest": HEX,
    },
    "completion_facts": {"completion_id": 1, "facts": "{}"},
    "certificate": {
        "id": 1, "number": "7K3M9Q2X4TD", "completion_id": 1, "credential_id": 1, "credential_kind": "license",
        "profession": "counseling", "jurisdiction": "FL", "body": "nbcc", "unit": "clock hours", "hours": 150,
        "issued_at": AT, "facts_digest": HEX,
    },
    "certificate_facts": {"certificate_id": 1, "facts": "{}"},
    "certificate_event": {"id": 1, "certificate_id": 1, "verb": "issued", "at": AT, "reason": ""},
    "certificate_file": {"certificate_id": 1, "pdf": b"%PDF", "sha256": HEX, "signed_at": AT},
    "outside_credit": {
        "id": 1, "user_id": 1, "credential_id": 1, "title": "T", "provider": "P", "completed_on": DAY, "hours": 600,
        "unit": "contact hours", "ethics_hours": 300, "home_study": False, "file": b"%PDF", "file_name": "c.pdf",
        "file_type": "application/pdf", "file_sha256": HEX, "created_at": AT,
    },
    "notice": {
        "id": 1, "module": "grief-101", "key": "one", "section": "one", "note": "N", "day": DAY, "revision": HEX,
        "published_at": AT,
    },
    "notice_reader": {"user_id": 1, "notice_id": 1, "read_at": AT},
    "report": {"id": 1, "kind": "records", "actor": "user:1", "filter": {}, "started_at": AT},
    "report_result": {"report_id": 1, "finished_at": AT, "rows": 1, "sha256": HEX, "outcome": "complete"},
    "audit_event": {"id": 1, "actor_id": 1, "verb": "published", "object": "course:grief-101", "at": AT, "data": {}},
}  # fmt: skip


def tables(connection):
    """Return the tables as the database knows them, by name."""
    found = MetaData()
    found.reflect(connection, only=names(connection))
    return dict(found.tables)


def names(connection):
    """Return the names of the tables, without those that SQLite's full text search keeps for itself."""
    return {name for name in inspect(connection).get_table_names() if versions.is_described(name, "table", {})}


def fill(connection, only=None):
    """Add the row of every table that is there, in the columns it has by then; `only` names some of the tables."""
    there = tables(connection)
    for name, row in ROWS.items():
        if name in there and (only is None or name in only):
            table = there[name]
            connection.execute(insert(table).values({key: value for key, value in row.items() if key in table.c}))


def empty_tables(connection):
    """Return the names of tables without a row."""
    return {
        name for name in names(connection) if not connection.exec_driver_sql(f'SELECT 1 FROM "{name}" LIMIT 1').first()
    }
