"""The answer to an audit letter: complete, intact, hers alone."""

import csv
import io
import zipfile
from datetime import date
from hashlib import sha256

import papers_made
import pikepdf
import pytest

from ceu.domain.certificate import signature
from ceu.domain.certificate.number import display
from ceu.models import AuditEvent, CertificateEvent, CertificateFile, Course
from ceu.services import audit_letter
from ceu.services.audit_letter import NothingToSend
from ceu.services.transcript import Wanted

TODAY = date(2026, 11, 23)


@pytest.fixture
def ada(make):
    return make.user(name="Ada Ross")


@pytest.fixture
def florida(make, ada):
    """A license with a certificate and three credits elsewhere: a PDF, a picture, and one without a file."""
    license_ = make.credential(ada)
    make.completion(ada)
    make.outside(ada, license_, file=papers_made.pdf(2))
    make.outside(ada, license_, file=papers_made.png(), title="=HYPERLINK(1)")
    make.outside(ada, license_, title="Without a file")
    return license_


def answer(session, user, key, clock, *, as_zip, **wanted):
    made = audit_letter.answer(
        session,
        user,
        Wanted(**wanted),
        as_zip=as_zip,
        key=key,
        public_url="https://ce.example.org",
        today=TODAY,
        now=clock(),
    )
    session.flush()
    return made


def unpacked(made):
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_zip_holds_signed_originals_uploads_the_list_and_an_index(session, make, clock, ada, florida, key):
    files = unpacked(answer(session, ada, key, clock, as_zip=True, license=florida.id))
    index = list(csv.DictReader(io.StringIO(files.pop("index.csv").decode())))
    assert [row["file"] for row in index] == list(files)
    assert all(sha256(files[row["file"]]).hexdigest() == row["sha256"] for row in index)
    assert all(len(files[row["file"]]) == int(row["bytes"]) for row in index)
    certificate = make.certificate(ada)
    path = f"certificates/2026-11-23-{display(certificate.number)}.pdf"
    assert signature.verify(files[path], [key.certificate]).facts.learner == "Ada Ross"
    [stored] = make.rows(CertificateFile)
    assert files[path] == stored.pdf
    assert sum(name.startswith("elsewhere/") for name in files) == 2
    assert papers_made.png() in files.values()


def test_the_index_says_what_is_credit_and_holds_no_formula(session, clock, ada, florida, key):
    files = unpacked(answer(session, ada, key, clock, as_zip=True, license=florida.id))
    rows = list(csv.DictReader(io.StringIO(files["index.csv"].decode())))
    assert {row["kind"]: row["credit"] for row in rows} == {
        "list": "",
        "certificate": "no",
        "earned elsewhere": "as reported",
    }
    assert not any(cell.startswith("=") for row in rows for cell in row.values())


def test_the_pdf_holds_the_list_then_every_page_with_bookmarks(session, clock, ada, florida, key):
    made = answer(session, ada, key, clock, as_zip=False, license=florida.id)
    with pikepdf.open(io.BytesIO(made.content)) as opened, opened.open_outline() as outline:
        pages = len(opened.pages)
        assert pages >= 1 + 1 + 2 + 1  # list, certificate, uploaded PDF, picture
        assert len(outline.root) == 4
        assert "/AcroForm" not in opened.Root
        assert not any("/Annots" in page.obj and page.objgen for page in list(opened.pages)[-4:])
        with opened.open_metadata() as about:
            assert "pdfuaid:part" not in about


def test_stored_certificates_are_not_signed_again(session, make, clock, ada, florida, key):
    first = unpacked(answer(session, ada, key, clock, as_zip=True, license=florida.id))
    clock.move(days=900)
    again = unpacked(answer(session, ada, key, clock, as_zip=True, license=florida.id))
    path = next(name for name in first if name.startswith("certificates/"))
    assert first[path] == again[path]
    assert len(make.rows(CertificateFile)) == 1


def test_it_works_years_later_on_a_retired_course(session, make, clock, ada, florida, key):
    session.get(Course, make.course()).retired_at = clock()
    clock.move(days=6 * 365)
    files = unpacked(answer(session, ada, key, clock, as_zip=True, license=florida.id))
    assert any(name.startswith("certificates/") for name in files)


def test_only_what_was_completed_between_the_dates_is_sent(session, clock, ada, florida, key):
    wanted = {"license": florida.id, "start": date(2026, 11, 1), "end": date(2026, 11, 30)}
    files = unpacked(answer(session, ada, key, clock, as_zip=True, **wanted))
    assert not any(name.startswith("elsewhere/") for name in files)


def test_nothing_completed_is_said_and_nothing_is_written_down(session, make, clock, ada, florida, key):
    for wanted in ({"license": None}, {"license": florida.id, "end": date(2020, 1, 1)}):
        with pytest.raises(NothingToSend):
            answer(session, ada, key, clock, as_zip=True, **wanted)
    assert not [event for event in make.rows(AuditEvent) if "audit letter" in event.verb]


def test_another_learner_gets_nothing_of_it(session, make, clock, florida, key):
    with pytest.raises(NothingToSend):
        answer(session, make.user(), key, clock, as_zip=True, license=florida.id)


def test_a_revoked_certificate_is_not_sent(session, make, clock, ada, florida, key):
    certificate = make.certificate(ada)
    session.add(
        CertificateEvent(certificate_id=certificate.id, verb="revoked", at=clock(), actor_id=None, reason="In error.")
    )
    session.flush()
    files = unpacked(answer(session, ada, key, clock, as_zip=True, license=florida.id))
    assert not any(name.startswith("certificates/") for name in files)


def test_the_trail_counts_and_names_nobody(session, make, clock, ada, florida, key):
    answer(session, ada, key, clock, as_zip=False, license=florida.id)
    [event] = [event for event in make.rows(AuditEvent) if event.verb == "answered an audit letter"]
    assert event.object == f"credential:{florida.id}"
    assert event.data == {"form": "pdf", "files": 3, "start": None, "end": None}
