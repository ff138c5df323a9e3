"""The CE office takes records out, and everybody can see later who did."""

import csv
import hashlib
import io
import json

import pytest

from ceu.domain.certificate.number import display
from ceu.domain.records.row import COLUMNS
from ceu.models import AuditEvent, Certificate, Report, ReportResult


@pytest.fixture
def admin(make):
    return make.user("admin", name="Office Person", mail="office@example.org")


@pytest.fixture
def desk(client, admin, make, session):
    """The admin's browser, with one completion on record."""
    user = make.user(name="José Núñez")
    make.credential(user, number="MH 0012-3", name_as_printed="José Núñez")
    make.completion(user)
    session.commit()
    return client.sign_in(admin)


def events(make, session, verb):
    session.expire_all()
    return [event for event in make.rows(AuditEvent) if event.verb == verb]


def test_the_overview_counts_and_says_that_all_is_well(desk):
    page = desk.browse("/admin/")
    assert page.h1.text == "CE office"
    assert [stat.text for stat in page.select(".stat")] == [
        "2 accounts",
        "1 enrollments",
        "1 completions this month",
        "1 certificates",
    ]
    assert "Nothing right now" in page.words()


def test_the_overview_takes_a_constant_number_of_statements(desk, make, session, count_queries):
    desk.browse("/admin/")
    with count_queries() as few:
        desk.browse("/admin/")
    for _ in range(3):
        make.completion(make.user())
    session.commit()
    with count_queries() as many:
        desk.browse("/admin/")
    assert few() == many() <= 10


def test_records_are_shown_without_names_until_asked_for_and_that_is_recorded(desk, make, session, admin):
    page = desk.browse("/admin/records")
    assert "1 certificate" in page.words()
    assert "Núñez" not in page.words()
    assert "MH 0012-3" not in page.words()
    assert events(make, session, "read records") == []
    page = desk.submit('form[action="/admin/records"][method="post"]')
    assert "José Núñez" in page.words()
    assert "MH 0012-3" in page.words()
    [event] = events(make, session, "read records")
    assert event.actor_id == admin.id
    assert "Núñez" not in str(event.data)


def test_a_filter_narrows_what_is_shown_and_taken(desk):
    desk.browse("/admin/records?profession=counselor&date_from=2026-11-23")
    page = desk.submit('form[method="get"]', date_from="2026-11-24")
    assert "0 certificates" in page.words()
    assert "Nothing fits this filter" in page.words()
    assert not page.select('form[action="/admin/records/export"]')


def numbers(page):
    return [cell.text for cell in page.select("tbody th[scope=row]")]


def test_the_newest_record_stands_first_and_links_lead_to_older_ones_and_back(desk, make, session, monkeypatch):
    monkeypatch.setattr("ceu.web.admin.views.SHOWN", 2)
    for name in ("Ben Ross", "Ada Lund"):
        make.completion(make.user(name=name))
    session.commit()
    issued = [display(one.number) for one in sorted(make.rows(Certificate), key=lambda one: one.id)]
    page = desk.browse("/admin/records?course=grief-care")
    assert numbers(page) == [issued[2], issued[1]]
    assert "2 of 3, the newest first" in page.words()
    assert not page.select('a[rel="prev"]')
    page = desk.browse(page.select_one('a[rel="next"]')["href"])
    assert numbers(page) == [issued[0]]
    assert not page.select('a[rel="next"]')
    named = desk.submit('form[action="/admin/records"][method="post"]')
    assert "José Núñez" in named.words(), "the names are those of the rows that were shown"
    assert "Ada Lund" not in named.words()
    page = desk.browse(page.select_one('a[rel="prev"]')["href"])
    assert numbers(page) == [issued[2], issued[1]]
    assert page.select_one('select[name="course"] option[selected]')["value"] == "grief-care"
    assert "No records beyond this" in desk.browse("/admin/records?before=0").words()
    assert numbers(desk.browse("/admin/records?before=soon")) == [issued[2], issued[1]]


def test_the_records_take_a_constant_number_of_statements(desk, make, session, count_queries):
    desk.browse("/admin/records")
    with count_queries() as few:
        desk.browse("/admin/records")
    for _ in range(3):
        make.completion(make.user())
    session.commit()
    with count_queries() as many:
        desk.browse("/admin/records")
    assert few() == many()


def test_a_course_is_told_by_its_title(desk):
    assert "Caring for people who grieve" in desk.browse("/admin/records").select_one("tbody").text


def test_before_the_first_certificate_there_are_no_records_yet(client, admin, session):
    session.commit()
    page = client.sign_in(admin).browse("/admin/records")
    assert "No records yet" in page.words()
    assert "Nothing fits this filter" not in page.words()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("date_from=2026-12-01&date_to=2026-11-01", "is after the last"),
        ("date_from=yesterday", "such as 2026-11-22"),
        ("course=nowhere", "“nowhere” is not on record"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused_beside_its_field(desk, query, told):
    page = desk.browse(f"/admin/records?{query}", status=422)
    assert told in page.select_one(".error-summary").text


def take(desk, form):
    desk.browse("/admin/records")
    fields = {item["name"]: item.get("value", "") for item in desk.page.select('form[action$="/export"] input')}
    answer = desk.post("/admin/records/export", data={**fields, "format": form})
    answer.get_data()  # it streams: what nobody reads has not left
    return answer


def test_a_csv_is_sent_as_a_file_and_recorded_with_its_checksum(desk, make, session, admin):
    answer = take(desk, "csv")
    assert answer.status_code == 200
    assert answer.content_type == "text/csv; charset=utf-8"
    report = make.rows(Report)[0]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="ce-records-{report.id}.csv"'
    header, row = csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""))
    assert tuple(header) == COLUMNS
    assert row[1] == "José Núñez"
    [result] = make.rows(ReportResult)
    assert (report.actor, report.filter, report.kind) == (f"user:{admin.id}", {}, "records csv")
    assert (result.rows, result.outcome) == (1, "complete")
    assert result.sha256 == hashlib.sha256(answer.data).hexdigest()
    assert [event.actor_id for event in events(make, session, "began an export")] == [admin.id]
    assert [event.data["rows"] for event in events(make, session, "ended an export")] == [1]


def test_json_lines_hold_the_filter_that_was_shown(desk, make):
    desk.browse("/admin/records?profession=counselor")
    fields = {item["name"]: item.get("value", "") for item in desk.page.select('form[action$="/export"] input')}
    answer = desk.post("/admin/records/export", data={**fields, "format": "jsonl"})
    [row] = [json.loads(line) for line in answer.data.decode().splitlines()]
    assert row["license_number"] == "MH 0012-3"
    assert make.rows(Report)[0].filter == {"profession": "counselor"}


def test_the_products_name_is_in_no_export(desk):
    for form in ("csv", "jsonl"):
        answer = take(desk, form)
        assert "ceu" not in (answer.data.decode() + answer.headers["Content-Disposition"]).lower()


@pytest.mark.parametrize("read", [0, 1])
def test_an_export_whose_reader_goes_away_is_recorded_as_broken_off(desk, make, session, monkeypatch, read):
    monkeypatch.setattr("ceu.domain.records.stream.PIECE", 1)
    desk.browse("/admin/records")
    fields = {item["name"]: item.get("value", "") for item in desk.page.select('form[action$="/export"] input')}
    answer = desk.post("/admin/records/export", data={**fields, "format": "csv"}, buffered=False)
    pieces = answer.iter_encoded()
    taken = [next(pieces) for _ in range(read)]
    answer.close()
    session.expire_all()
    [result] = make.rows(ReportResult)
    assert (result.rows, result.outcome) == (0, "broken off")
    assert result.sha256 == hashlib.sha256(b"".join(taken)).hexdigest() or read == 0
    assert "Broken off" in desk.browse("/admin/exports").words()


def test_the_list_of_exports_names_who_what_and_checksum(desk, make, session):
    take(desk, "csv")
    session.expire_all()
    page = desk.browse("/admin/exports")
    assert "office@example.org" in page.words()
    assert make.rows(ReportResult)[0].sha256 in page.select_one("tbody code").text
    assert "Complete" in page.words()


def test_many_exports_are_turned_over_by_page(desk, make):
    for _ in range(26):
        take(desk, "jsonl")
    page = desk.browse("/admin/exports")
    assert len(page.select("tbody tr")) == 25
    page = desk.follow("Older exports")
    assert len(page.select("tbody tr")) == 1
    assert not [link for link in page.select("a") if "Older" in link.text]


def test_an_auditor_reads_but_takes_nothing_out(client, make, desk):
    client.sign_in(make.user("auditor"))
    page = client.browse("/admin/records")
    assert not page.select('form[action="/admin/records/export"]')
    assert "People" not in page.select_one(".local-nav").text
    client.submit('form[action="/admin/records"][method="post"]')
    token = client.page.select_one('input[name="csrf_token"]')["value"]
    assert client.post("/admin/records/export", data={"csrf_token": token, "format": "csv"}).status_code == 403
    assert client.get("/admin/people").status_code == 403
    assert make.rows(Report) == []


def test_an_empty_platform_has_something_to_say(client, make):
    client.sign_in(make.user("admin"))
    assert "No exports yet" in client.browse("/admin/").words()
    assert "0 certificates" in client.browse("/admin/records").words()
    assert "No exports here" in client.browse("/admin/exports").words()
    assert "All mail has left" in client.browse("/admin/outbox").words()
