"""The CE record as rows, and the reports of what was taken out."""

from datetime import date, timedelta

import pytest
from databases import count_queries
from sqlalchemy import delete

from ceu.domain.certificate.number import display
from ceu.domain.records.row import RecordRow
from ceu.errors import RuleError
from ceu.models import AuditEvent, CertificateEvent, CertificateFacts, Completion, ReportResult
from ceu.services import records, reports
from ceu.services.records import Filter, UnknownFilter
from ceu.services.reports import BROKEN_OFF


@pytest.fixture
def rows(session):
    """The rows of a filter; what was made before is committed, for reading ends the transaction."""

    def read(page=records.PAGE, **wanted):
        session.commit()
        return list(records.rows(session, Filter(**wanted), page=page))

    return read


def say(session, clock, certificate, verb):
    session.add(CertificateEvent(certificate_id=certificate.id, verb=verb, at=clock(), actor_id=None, reason="test"))
    session.flush()


def test_a_row_says_what_the_certificate_says(make, rows, clock):
    user = make.user(name="José Núñez")
    make.credential(user, number="MH 0012-3", name_as_printed="José Núñez, LMHC")
    certificate, completion = make.certificate(user), make.rows(Completion)[0]
    modules = " ".join(f"{slug}:{digest}" for slug, digest in completion.module_revisions.items())
    assert rows() == [
        RecordRow(
            certificate_number=display(certificate.number),
            legal_name="José Núñez, LMHC",
            credential_kind="license",
            profession="counselor",
            jurisdiction="FL",
            license_number="MH 0012-3",
            course_slug="grief-care",
            course_title="Caring for people who grieve",
            course_number="TEST-01",
            module_digests=modules,
            course_digest=completion.course_revision,
            completion_date="2026-11-23",
            completed_at_utc="2026-11-23T15:00:00Z",
            body=certificate.body,
            unit=certificate.unit,
            hours=f"{certificate.hours:.2f}",
            score=f"{completion.score} of {completion.total}",
            status="valid",
            credit="no",
            replaced_by="",
        )
    ]
    assert modules.startswith("first-weeks:")


def test_the_completion_date_is_the_learners_and_the_time_is_utc(make, rows, clock):
    clock.move(hours=13, minutes=45)  # a quarter to midnight in New York
    make.completion(make.user(zone="America/New_York"))
    assert [(row.completion_date, row.completed_at_utc) for row in rows()] == [("2026-11-23", "2026-11-24T04:45:00Z")]


def test_a_certificate_without_credit_has_a_row_too(make, rows):
    make.completion(make.user(name="Ada Ross"))
    [row] = rows()
    assert (row.legal_name, row.credential_kind, row.profession, row.license_number, row.body) == (
        "Ada Ross",
        "none",
        "",
        "",
        "",
    )


def test_each_credential_has_its_row(make, rows):
    user = make.user()
    make.credential(user, number="A-1")
    make.credential(user, number="B-2", profession="psychologist", jurisdiction="NY")
    make.completion(user)
    assert {row.license_number for row in rows()} == {"A-1", "B-2"}


def test_what_no_longer_holds_says_so_even_after_disposal(make, session, rows, clock):
    certificate = make.certificate(make.user())
    say(session, clock, certificate, "revoked")
    say(session, clock, certificate, "disposed")
    assert [row.status for row in rows()] == ["revoked"]


def test_a_disposed_person_leaves_the_row_without_the_person(make, session, rows, clock):
    user = make.user()
    make.credential(user)
    certificate = make.certificate(user)
    say(session, clock, certificate, "disposed")
    session.execute(delete(CertificateFacts).where(CertificateFacts.certificate_id == certificate.id))
    [row] = rows()
    assert (row.legal_name, row.license_number) == ("", "")
    assert (row.certificate_number, row.status) == (display(certificate.number), "valid")


@pytest.fixture
def three(make, clock):
    """A counselor in Florida, a psychologist in New York a week later, and one without a credential after that."""
    for profession, state in (("counselor", "FL"), ("psychologist", "NY"), (None, None)):
        user = make.user()
        if profession:
            make.credential(user, profession=profession, jurisdiction=state, number=state)
        make.completion(user)
        clock.move(days=7)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["FL", "NY", ""]),
        ({"profession": "counselor"}, ["FL"]),
        ({"jurisdiction": "NY"}, ["NY"]),
        ({"date_from": date(2026, 11, 30)}, ["NY", ""]),
        ({"date_to": date(2026, 11, 30)}, ["FL", "NY"]),
        ({"date_from": date(2026, 11, 30), "date_to": date(2026, 11, 30)}, ["NY"]),
        ({"course": "grief-care"}, ["FL", "NY", ""]),
        ({"course": "another"}, []),
        ({"profession": "counselor", "jurisdiction": "NY"}, []),
    ],
)
def test_a_filter_gives_what_it_says(three, session, rows, wanted, found):
    read = rows(**wanted)
    assert list(dict.fromkeys(row.license_number for row in read)) == found
    assert records.count(session, Filter(**wanted)) == len(read)
    assert records.latest(session, Filter(**wanted), 100).rows == read[::-1]


def test_small_pages_give_the_same_rows(three, rows):
    assert rows(page=1) == rows(page=2) == rows()


def test_the_newest_rows_come_first_and_lead_to_the_older_and_back(three, session, rows):
    oldest, middle, newest = rows()
    first = records.latest(session, Filter(), 2)
    assert (first.rows, first.newer) == ([newest, middle], None)
    second = records.latest(session, Filter(), 2, before=first.older)
    assert (second.rows, second.older) == ([oldest], None)
    back = records.latest(session, Filter(), 2, after=second.newer)
    assert back == first
    nearest = records.latest(session, Filter(), 1, after=second.newer)
    assert (nearest.rows, nearest.older is None, nearest.newer is None) == ([middle], False, False)
    assert records.latest(session, Filter(jurisdiction="NY"), 2) == records.Latest([middle], None, None)
    assert records.latest(session, Filter(), 2, after=2**31 - 1).rows == []


def test_between_two_pages_nothing_is_held(three, session):
    session.commit()
    for _ in records.rows(session, Filter(), page=1):
        assert not session.in_transaction()


def test_certificates_issued_during_an_export_are_left_to_the_next(three, make, session):
    session.commit()
    before = records.count(session, Filter())
    running = records.rows(session, Filter(), page=1)
    next(running)
    make.completion(make.user())
    session.commit()
    assert len(list(running)) == before - 1


def test_a_page_takes_two_statements_however_many_rows(three, make, rows):
    rows()  # what a course is called is read once, and kept
    with count_queries() as few:
        rows()
    for _ in range(3):
        make.completion(make.user())
    with count_queries() as many:
        rows()
    assert few() == many() == 4


def test_no_certificates_are_no_rows(rows):
    assert rows() == []


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"course": "grief"}, 'The course "grief" is not known: on record: grief-care.'),
        ({"jurisdiction": "Florida"}, "a state is two letters, such as FL; on record: FL, NY."),
        ({"profession": "councelor"}, "it can be psychologist, counselor,"),
    ],
)
def test_an_unknown_filter_is_refused_with_what_there_is(three, session, wanted, told):
    with pytest.raises(UnknownFilter) as refusal:
        records.check_filter(session, Filter(**wanted))
    assert told in str(refusal.value)


def test_a_state_without_records_is_no_mistake(three, session):
    records.check_filter(session, Filter(jurisdiction="TX", profession="nurse"))
    assert records.count(session, Filter(jurisdiction="TX")) == 0


def test_days_the_wrong_way_round_are_refused():
    with pytest.raises(RuleError, match="is after the last"):
        Filter(date_from=date(2026, 2, 2), date_to=date(2026, 2, 1))


def test_an_export_is_recorded_from_its_beginning(make, session, clock):
    admin = make.user("admin")
    wanted = Filter(course="grief-care", date_from=date(2026, 11, 1))
    report = reports.begin(session, "records csv", f"user:{admin.id}", wanted, clock(), actor_id=admin.id)
    assert (report.kind, report.actor, report.started_at) == ("records csv", f"user:{admin.id}", clock())
    assert report.filter == {"course": "grief-care", "date_from": "2026-11-01"}
    assert make.rows(ReportResult) == []
    clock.move(minutes=1)
    reports.finish(session, report.id, rows=3, sha256="ab" * 32, now=clock(), outcome=BROKEN_OFF)
    session.flush()
    [result] = make.rows(ReportResult)
    assert (result.report_id, result.rows, result.sha256, result.outcome) == (report.id, 3, "ab" * 32, "broken off")
    assert result.finished_at - report.started_at == timedelta(minutes=1)
    told = [event for event in make.rows(AuditEvent) if event.object == f"report:{report.id}"]
    assert [(event.verb, event.actor_id) for event in told] == [
        ("began an export", admin.id),
        ("ended an export", None),
    ]
