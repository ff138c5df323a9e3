"""The signed certificate: valid to others' programs, still tagged, and refused as soon as one byte differs."""

import io
import subprocess
from dataclasses import replace
from datetime import UTC, datetime

import pikepdf
import pytest
from asn1crypto import x509 as asn1_x509
from certificate_examples import APPROVED, EVERY, NOW, SALT, drawn, issuer, signed
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from ceu.domain.certificate import keys, signature
from ceu.domain.certificate.errors import CertificateError, Changed, NotAPdf, NotSigned, NotVerified, OtherSigner
from ceu.domain.certificate.facts import canonical_json, digest


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return issuer(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def file(key):
    return signed(key)


def hole(file: bytes) -> tuple[int, int]:
    start = file.index(b"/Contents <") + len(b"/Contents ")
    return start, file.index(b">", start) + 1


def with_byte(file: bytes, at: int, mask: int) -> bytes:
    return file[:at] + bytes([file[at] ^ mask]) + file[at + 1 :]


def test_an_intact_certificate_says_what_it_says(key, file):
    verified = signature.verify(file, [key.certificate])
    assert verified.facts == APPROVED
    assert verified.canonical == canonical_json(APPROVED, SALT)
    assert verified.digest == digest(verified.canonical)
    assert verified.signer == "Riverside Institute"
    assert verified.signer_fingerprint == keys.fingerprint(key.certificate)
    assert verified.signed_at == NOW


def test_the_signing_time_is_the_one_given(key):
    then = datetime(2031, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert signature.verify(signature.sign(drawn(), key, now=then), [key.certificate]).signed_at == then


@pytest.mark.parametrize("facts", EVERY.values(), ids=EVERY)
def test_signing_changes_nothing_of_the_page_or_the_claims(key, facts):
    before, after = drawn(facts, signed_by=key.name), signed(key, facts)
    with pikepdf.open(io.BytesIO(before)) as old, pikepdf.open(io.BytesIO(after)) as new:
        assert new.pdf_version == "1.7"
        assert "/Version" not in new.Root
        assert "/Extensions" not in new.Root
        assert new.Root.Metadata.read_bytes() == old.Root.Metadata.read_bytes()
        assert new.docinfo == old.docinfo
        assert new.Root.Lang == old.Root.Lang
        assert new.Root.MarkInfo == old.Root.MarkInfo
        for page, page_before in zip(new.pages, old.pages, strict=True):
            assert page.Contents.read_bytes() == page_before.Contents.read_bytes()
        assert new.attachments["certificate-facts.json"].obj.AFRelationship == "/Data"
        assert "/ID" in new.trailer


def test_the_signature_field_is_tagged_named_and_without_extent(file):
    with pikepdf.open(io.BytesIO(file)) as document:
        (field,) = document.Root.AcroForm.Fields
        assert document.Root.AcroForm.SigFlags == 3
        assert field.FT == "/Sig"
        assert str(field.TU) == "Digital signature of Riverside Institute"
        assert [int(side) for side in field.Rect] == [0, 0, 0, 0]
        assert int(field.F) == 132
        assert field.V.SubFilter == "/ETSI.CAdES.detached"
        assert field.objgen in [annotation.objgen for annotation in document.pages[0].Annots]
        tree = document.Root.StructTreeRoot
        numbers = tree.ParentTree.Nums
        keys_of_parents = [int(numbers[index]) for index in range(0, len(numbers), 2)]
        assert keys_of_parents == sorted(keys_of_parents)
        assert int(tree.ParentTreeNextKey) == keys_of_parents[-1] + 1
        form = numbers[2 * keys_of_parents.index(int(field.StructParent)) + 1]
        assert form.S == "/Form"
        assert form.K[0].Obj.objgen == field.objgen
        assert form.P.objgen == tree.K[0].objgen
        assert form.objgen in [child.objgen for child in tree.K[0].K]


def test_the_whole_file_is_signed_in_one_revision(file):
    start, end = hole(file)
    assert file.count(b"%%EOF") == 1
    assert file.count(b"startxref") == 1
    assert b"/ByteRange [ 0 %d %d %d ]" % (start, end, len(file) - end) in file


@pytest.mark.poppler
def test_pdfsig_finds_it_valid(file, tmp_path):
    (tmp_path / "certificate.pdf").write_bytes(file)
    told = subprocess.run(["pdfsig", "-nocert", "certificate.pdf"], cwd=tmp_path, capture_output=True, check=False)
    assert b"Signature is Valid" in told.stdout
    assert b"Total document signed" in told.stdout
    assert b"Nov 22 2026 15:04:05" in told.stdout


def test_pyhanko_finds_it_valid_against_the_pinned_issuer(key, file):
    root = asn1_x509.Certificate.load(key.certificate.public_bytes(Encoding.DER))
    context = ValidationContext(trust_roots=[root], moment=NOW, allow_fetching=False)
    (found,) = PdfFileReader(io.BytesIO(file)).embedded_signatures
    status = validate_pdf_signature(found, context)
    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"
    assert status.docmdp_ok


def test_no_byte_of_the_signature_itself_can_change(key, file):
    # These bytes are not covered by the signature they hold: each one, and the padding after them, is tried.
    start, end = hole(file)
    used = file[start:end].rstrip(b"0>").__len__() + 4
    places = [*range(start - 1, start + used), *range(start + used, end - 12, 41), *range(end - 12, end + 1)]
    for at in places:
        with pytest.raises(NotVerified):
            signature.verify(with_byte(file, at, (0x01, 0x20, 0x10, 0x80)[at % 4]), [key.certificate])


def test_no_byte_of_the_rest_can_change(key, file):
    start, end = hole(file)
    for at in [*range(32), *range(32, start, 23), *range(end, len(file), 151), *range(len(file) - 32, len(file))]:
        with pytest.raises(NotVerified):
            signature.verify(with_byte(file, at, 0x01), [key.certificate])


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_no_change_of_any_kind_passes(key, file, data):
    at = data.draw(st.integers(0, len(file) - 1))
    until = data.draw(st.integers(at, min(len(file), at + 40)))
    changed = file[:at] + data.draw(st.binary(max_size=40)) + file[until:]
    if changed == file:
        return
    with pytest.raises(NotVerified) as refused:
        signature.verify(changed, [key.certificate])
    assert str(refused.value).endswith((".", "content."))


@pytest.mark.parametrize("added", [b"\n", b"\0", b"%%EOF\n", b"1 0 obj << >> endobj\nstartxref\n0\n%%EOF\n"])
def test_added_bytes_are_refused_and_counted(key, file, added):
    with pytest.raises(Changed, match=f"{len(added)} bytes were added after it was signed"):
        signature.verify(file + added, [key.certificate])


def test_an_incremental_update_by_another_program_is_refused(key, file):
    # What a PDF editor does: append a revision that changes the page.
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(file))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    edited = io.BytesIO()
    writer.write(edited)
    assert edited.getvalue().startswith(file)
    with pytest.raises(Changed, match="were added"):
        signature.verify(edited.getvalue(), [key.certificate])


def test_a_file_saved_anew_by_another_program_is_refused(key, file):
    with pikepdf.open(io.BytesIO(file)) as document:
        saved = io.BytesIO()
        document.save(saved)
    with pytest.raises(NotVerified):
        signature.verify(saved.getvalue(), [key.certificate])


def test_a_cut_file_is_refused(key, file):
    with pytest.raises(Changed, match="cut short: 100 bytes"):
        signature.verify(file[:-100], [key.certificate])


def test_another_signer_is_named_and_refused(key, tmp_path):
    forged = signed(issuer(tmp_path, "Riverside Institute"))
    with pytest.raises(OtherSigner, match="is intact, but it is signed by “Riverside Institute”"):
        signature.verify(forged, [key.certificate])
    with pytest.raises(OtherSigner):
        signature.verify(forged, [])


def test_a_signature_moved_to_other_facts_is_refused(key, file):
    other = bytearray(signed(key, replace(APPROVED, learner="Eve Ross")))
    start, end = hole(bytes(other))
    first, last = hole(file)
    other[start:end] = file[first:last]
    with pytest.raises(Changed):
        signature.verify(bytes(other), [key.certificate])


def test_an_older_key_of_the_same_issuer_still_counts(key, file, tmp_path):
    newer = issuer(tmp_path)
    assert signature.verify(file, [newer.certificate, key.certificate]).facts == APPROVED


@pytest.mark.parametrize(
    ("content", "error", "said"),
    [
        (b"", NotAPdf, "is empty"),
        (b"hello", NotAPdf, "not a PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), NotAPdf, "not a PDF"),
        (b"%PDF-1.7\n", NotSigned, "not signed"),
        (b"%PDF-1.7\n/ByteRange [0 9999999999 9999999999 9]", NotSigned, "not signed"),
        (b"%PDF-1.7\n/ByteRange [0 30 32 8] <00> %%EOF", NotSigned, "not signed"),
    ],
)
def test_what_is_no_signed_pdf_says_so(key, content, error, said):
    with pytest.raises(error, match=said):
        signature.verify(content, [key.certificate])


def test_an_unsigned_certificate_says_so(key):
    with pytest.raises(NotSigned, match="not signed"):
        signature.verify(drawn(), [key.certificate])


@given(st.binary())
def test_any_bytes_are_refused_with_a_sentence(key, content):
    for file in (content, b"%PDF-1.7\n" + content, b"%PDF-1.7 /ByteRange [0 34 36 5]      <" + content + b"> %%EOF"):
        with pytest.raises(NotVerified):
            signature.verify(file, [key.certificate])


def test_a_name_that_looks_like_a_signature_does_no_harm(key):
    facts = replace(APPROVED, learner="/ByteRange [ 0 1111111111 2222222222 3333333333 ] /ByteRange [0 1 2 3]")
    assert signature.verify(signed(key, facts), [key.certificate]).facts == facts


def test_an_intact_pdf_of_the_issuer_without_facts_is_no_certificate(key):
    with pikepdf.open(io.BytesIO(drawn())) as document:
        del document.attachments["certificate-facts.json"]
        emptied = io.BytesIO()
        document.save(emptied)
    with pytest.raises(NotVerified, match="it is not a certificate"):
        signature.verify(signature.sign(emptied.getvalue(), key, now=NOW), [key.certificate])


def test_the_longest_issuer_name_leaves_room_for_the_signature(tmp_path):
    long = issuer(tmp_path, "漢" * 64)
    assert signature.verify(signature.sign(drawn(), long, now=NOW), [long.certificate]).signer == "漢" * 21


def test_a_signed_file_is_not_signed_again(key, file):
    with pytest.raises(CertificateError, match="already signed"):
        signature.sign(file, key, now=NOW)
