"""Uploaded files: told by content, refused with a reason, made into pages."""

import io
from datetime import UTC, datetime

import papers_made
import pikepdf
import pytest

from ceu.domain import papers

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (papers_made.pdf(), papers.PDF),
        (b"\n" + papers_made.pdf(), papers.PDF),
        (papers_made.png(), papers.PNG),
        (papers_made.JPEG, papers.JPEG),
    ],
)
def test_a_good_file_is_told_by_its_content(content, kind):
    assert papers.accept(content, now=NOW) == kind


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00 a program", "no PDF, PNG or JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "no PDF, PNG or JPEG"),
        (b"%PDF-1.7\nthen nothing", "damaged"),
        (papers_made.png()[:60], "damaged"),
        (papers_made.JPEG[:200], "damaged"),
        (papers_made.pdf(password="secret"), "password"),
        (papers_made.pdf(pages=51), "51 pages"),
        (papers_made.png(head=(10_000, 10_000)), "100 million pixels"),
        (papers_made.png() + b"\0" * papers.MOST_BYTES, "5.0 MB; at most 5 MB"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_reason(content, why):
    with pytest.raises(papers.NotAccepted, match=why):
        papers.accept(content, now=NOW)


@pytest.mark.parametrize("content", [papers_made.png(), papers_made.JPEG])
def test_a_picture_becomes_one_page_that_says_what_it_is(content):
    page = papers.as_pages(content, papers.media_type(content), title="Grief course, Acme", now=NOW)
    with pikepdf.open(io.BytesIO(page)) as opened:
        assert len(opened.pages) == 1
        assert b"Grief course, Acme" in page or any(
            "Grief course" in str(part.get("/Alt", ""))
            for part in opened.objects
            if isinstance(part, pikepdf.Dictionary)
        )


def test_merging_keeps_the_order_and_marks_each_document():
    merged = papers.merge(papers_made.pdf(2), [("First", papers_made.pdf(3)), ("Second", papers_made.pdf(1))])
    with pikepdf.open(io.BytesIO(merged)) as whole, whole.open_outline() as outline:
        assert len(whole.pages) == 6
        assert [item.title for item in outline.root] == ["First", "Second"]


def test_a_note_on_a_page_stays_visible_but_nothing_acts_any_more():
    merged = papers.merge(papers_made.pdf(), [("Noted", papers_made.pdf(note="approved"))])
    with pikepdf.open(io.BytesIO(merged)) as whole:
        page = whole.pages[1]
        assert "/Annots" not in page.obj
        drawn = [whole.pages[1].Contents] if not isinstance(page.Contents, pikepdf.Array) else list(page.Contents)
        forms = list(page.resources.XObject.values())
        assert any(b"Do" in part.read_bytes() for part in drawn)
        assert any(b"approved" in form.read_bytes() for form in forms)


def test_merging_is_the_same_every_time():
    parts = [("One", papers_made.pdf(2))]
    assert papers.merge(papers_made.pdf(), parts) == papers.merge(papers_made.pdf(), parts)
