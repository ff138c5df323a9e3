"""The record's files: what a spreadsheet, a CSV reader and a JSON reader find in them."""

import csv
import hashlib
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceu.domain.records.cells import neutralize, restore
from ceu.domain.records.files import BYTE_ORDER_MARK, Format, csv_lines, jsonl_lines, lines
from ceu.domain.records.row import COLUMNS, RecordRow
from ceu.domain.records.stream import Stream

text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
risky = st.builds(str.__add__, st.sampled_from([*"=+-@'\t\r\n＝＋－＠", ""]), text)
rows = st.lists(st.builds(RecordRow, *[risky] * len(COLUMNS)), max_size=4)

ROW = RecordRow(
    certificate_number="7F3A-92KM-0QX",
    legal_name="José O'Neill, PhD",
    credential_kind="license",
    profession="counselor",
    jurisdiction="FL",
    license_number="0012345",
    course_slug="a-course",
    course_title='A "quoted" title',
    course_number="A-1",
    module_digests="one:aa two:bb",
    course_digest="cc",
    completion_date="2026-11-22",
    completed_at_utc="2026-11-23T02:05:00Z",
    body="nbcc",
    unit="clock hours",
    hours="1.00",
    score="11 of 12",
    status="valid",
    credit="yes",
    replaced_by="",
)


def read_csv(written):
    return list(csv.reader(io.StringIO(written.removeprefix(BYTE_ORDER_MARK), newline="")))


@given(risky)
def test_a_neutralized_cell_starts_no_formula_and_can_be_restored(cell):
    assert neutralize(cell)[:1] not in set("=+-@\t\r\n＝＋－＠")
    assert restore(neutralize(cell)) == cell


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", "'", "＝1+1"])
def test_what_could_start_a_formula_gets_an_apostrophe(cell):
    assert neutralize(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "José", "0012345", "2026-11-22", "a=1", "O'Neill"])
def test_harmless_cells_are_left_as_they_are(cell):
    assert neutralize(cell) == cell


@given(rows)
def test_a_csv_reader_reads_back_the_same_rows(some):
    header, *read = read_csv("".join(csv_lines(some)))
    assert tuple(header) == COLUMNS
    assert [RecordRow(*map(restore, cells)) for cells in read] == some


@given(rows)
def test_json_lines_hold_the_same_rows_verbatim(some):
    written = "".join(jsonl_lines(some))
    read = [json.loads(line) for line in written.split("\n")[:-1]]
    assert [RecordRow(**one) for one in read] == some
    assert [tuple(one) for one in read] == [COLUMNS] * len(some)


def test_a_csv_opens_in_excel_with_its_accents():
    written = "".join(csv_lines([ROW])).encode()
    assert written.startswith(b"\xef\xbb\xbfcertificate_number,legal_name,")
    assert "José O'Neill" in written.decode("utf-8-sig")


def test_an_empty_export_still_names_its_columns():
    assert read_csv("".join(csv_lines([]))) == [list(COLUMNS)]
    assert list(jsonl_lines([])) == []


def test_each_line_is_made_only_when_asked_for():
    def endless():
        while True:
            yield ROW

    for form in Format:
        first = lines(endless(), form)
        assert [next(first) for _ in range(3)]


def test_no_column_is_named_after_the_product():
    assert not [column for column in COLUMNS if "ceu" in column.lower()]


@pytest.mark.parametrize("form", Format)
def test_a_stream_counts_and_sums_up_what_has_left(form):
    stream = Stream([ROW] * 1201, form)
    pieces = list(stream)
    assert len(pieces) > 1
    assert b"".join(pieces) == "".join(lines([ROW] * 1201, form)).encode()
    assert stream.rows == 1201
    assert stream.sha256 == hashlib.sha256(b"".join(pieces)).hexdigest()


def test_a_stream_broken_off_counts_only_what_has_left():
    stream = Stream([ROW] * 1201, Format.CSV)
    first = next(iter(stream))
    assert stream.rows == 499  # and the header
    assert stream.sha256 == hashlib.sha256(first).hexdigest()
