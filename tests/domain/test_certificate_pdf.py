"""The drawn certificate: every fact, verbatim, on one page, in the structure PDF/A-3a and PDF/UA-1 ask for.

Structurally checked only: no validator of those standards runs here.
"""

import io
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest
from certificate_examples import APPROVED, EVERY, LONG, NOW, SALT, SAMPLE, SAMPLE_BY_A_RULE, drawn

from ceu.domain.certificate import pdf, wording
from ceu.domain.certificate.errors import CannotPrint, FactsError
from ceu.domain.certificate.facts import canonical_json

NAMES = [
    "Zoë O’Brien-Núñez",
    "Nguyễn Thị Ánh Tuyết",
    "Łucja Żółć-Świętochłowska",
    "Þórdís Æsa Ðórðardóttir",
    "Ελένη Παπαδοπούλου",
    "Ирина Щёголева",
    '#eval("1 + 1")',
    "*not bold* _nor slanted_ $x^2$ `code` \\ @ref <label> = no heading",
    "#import sys: inputs // [a] {b} /* c */ ~ -- --- ...",
    "Ada \"quoted\" 'Ross' & <b>Co</b>",
    "/ByteRange [ 0 1111111111 2222222222 3333333333 ]",
]


def text_of(file: bytes) -> str:
    """Return the text in the order it stands in the file, which is the reading order."""
    return subprocess.run(["pdftotext", "-raw", "-", "-"], input=file, capture_output=True, check=True).stdout.decode()


def bare(text: str) -> str:
    """Return text without spaces and line ends, which a page may set anew."""
    return "".join(text.split())


@pytest.mark.parametrize("facts", EVERY.values(), ids=EVERY)
def test_every_fact_can_be_read_on_one_page_and_the_product_is_not_named(facts):
    file = drawn(facts)
    text = text_of(file)
    for line in wording.all_lines(facts):
        assert bare(line.value) in bare(text), line.label
    assert "Digitally signed by Riverside Institute." in " ".join(text.split())
    assert "CEU" not in text.upper()
    with pikepdf.open(io.BytesIO(file)) as document:
        assert len(document.pages) == 1
        assert [float(side) for side in document.pages[0].MediaBox] == [0, 0, 612, 792]  # US Letter


def test_reading_order_is_who_what_when_how_much_by_whom():
    text = text_of(drawn(SAMPLE_BY_A_RULE))
    told = [wording.TITLE, "Ada Ross", "MH 12345", "Pharmacology", "1.25 clock hours", "November 21", "KAP-101", SAMPLE]
    places = [text.index(part) for part in told]
    assert places == sorted(places)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_prints_verbatim_whatever_it_holds(name):
    assert bare(name) in bare(text_of(drawn(replace(APPROVED, learner=name))))


@pytest.mark.parametrize("name", ["W" * 120, "Ada " * 60, "x" * 400])
def test_no_name_runs_off_the_page(name):
    file = drawn(replace(APPROVED, learner=name.strip(), license_number=name.strip()))
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=file, capture_output=True, check=True
    ).stdout.decode()
    rights = [float(part.split('"')[1]) for part in boxes.split("xMax=")[1:] for part in [f"={part}"]]
    assert rights
    assert max(rights) <= 612 - 0.4 * 72


def test_what_fits_on_no_page_flows_onto_a_second_and_is_not_lost():
    facts = replace(LONG, statement="An approval statement of many words. " * 120)
    file = drawn(facts)
    assert bare(facts.statement) in bare(text_of(file))
    with pikepdf.open(io.BytesIO(file)) as document:
        assert len(document.pages) == 2


@pytest.mark.parametrize(("name", "missing"), [("王小明", "王小明"), ("Ada 😀 Ross 한", "😀한"), ("สมชาย", "สมชาย")])
def test_characters_without_letters_in_the_fonts_are_named(name, missing):
    with pytest.raises(CannotPrint, match="fonts have no letters") as refused:
        drawn(replace(APPROVED, learner=name))
    assert refused.value.characters == missing
    assert pdf.unprintable(name) == missing


@pytest.mark.parametrize("name", [*NAMES[:6], "", "שרה", "ليلى"])
def test_what_prints_can_be_known_beforehand(name):
    assert pdf.unprintable(name) == ""


def test_only_stored_facts_are_drawn():
    with pytest.raises(FactsError):
        pdf.draw("{}", now=NOW, signed_by="Riverside Institute")


def test_the_same_facts_give_the_same_bytes_in_every_thread():
    with ThreadPoolExecutor(4) as pool:
        files = set(pool.map(drawn, [APPROVED] * 8))
    assert files == {drawn()}
    later = pdf.draw(canonical_json(APPROVED, SALT), now=NOW + timedelta(seconds=1), signed_by="Riverside Institute")
    assert later not in files


@pytest.mark.parametrize("facts", EVERY.values(), ids=EVERY)
def test_the_file_says_and_has_what_pdf_a_3a_and_pdf_ua_1_ask_for(facts):
    with pikepdf.open(io.BytesIO(drawn(facts))) as document:
        root = document.Root
        assert document.pdf_version == "1.7"
        assert "/Version" not in root
        assert root.MarkInfo.Marked
        assert root.Lang == "en-US"
        assert root.ViewerPreferences.DisplayDocTitle
        assert root.OutputIntents[0].S == "/GTS_PDFA1"
        assert root.StructTreeRoot.K[0].S == "/Document"
        assert document.docinfo.Title == f"Certificate of completion FK6S-Y954-1SC: {facts.course_title}"
        assert document.docinfo.CreationDate == "D:20261122150405Z"
        assert document.pages[0].Tabs == "/S"
        metadata = document.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == document.docinfo.Title


def test_headings_links_and_the_picture_are_tagged_and_named():
    with pikepdf.open(io.BytesIO(drawn())) as document:
        elements = [item for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item]
        kinds = [str(item.S) for item in elements if item.get("/Type") == "/StructElem"]
        assert kinds.count("/H1") == 1
        assert not {"/H2", "/H3"} & set(kinds)
        assert "/Link" in kinds
        figures = [item for item in elements if item.S == "/Figure"]
        assert [str(figure.Alt) for figure in figures] == [f"QR code: {APPROVED.check_url}"]


def test_every_font_is_inside_the_file():
    listed = subprocess.run(["pdffonts", "-"], input=drawn(LONG), capture_output=True, check=True).stdout.decode()
    fonts = listed.splitlines()[2:]
    assert fonts
    for font in fonts:
        embedded, subset, unicode = font.split()[-5:-2]
        assert (embedded, subset, unicode) == ("yes", "yes", "yes")


def test_the_facts_are_attached_byte_for_byte():
    canonical = canonical_json(APPROVED, SALT)
    with pikepdf.open(io.BytesIO(drawn())) as document:
        attached = document.attachments["certificate-facts.json"]
        assert attached.get_file().read_bytes().decode() == canonical
        assert attached.get_file().mime_type == "application/json"
        assert attached.obj.AFRelationship == "/Data"
        assert document.Root.AF[0].objgen == attached.obj.objgen
