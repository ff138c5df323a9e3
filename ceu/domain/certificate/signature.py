"""Sign a certificate (PAdES, P-256) and check one, so strictly that no byte of the file can change unnoticed."""

import asyncio
import hashlib
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import pikepdf
from asn1crypto import algos, cms, keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko_certvalidator.registry import SimpleCertificateStore

from ceu.domain.certificate import facts as certificate_facts
from ceu.domain.certificate.errors import (
    CertificateError,
    Changed,
    FactsError,
    NotAPdf,
    NotSigned,
    NotVerified,
    OtherSigner,
)
from ceu.domain.certificate.facts import CertificateFacts
from ceu.domain.certificate.keys import SigningKey, fingerprint, issuer_name
from ceu.domain.certificate.signature_field import RESERVED, with_field

_CHANGED = "The PDF has been changed after it was signed: the signature does not fit its content."
ATTACHMENT = "certificate-facts.json"
_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")


@dataclass(frozen=True, slots=True)
class Verified:
    """What an intact certificate of a pinned issuer says."""

    facts: CertificateFacts
    canonical: str  # the attached text, byte for byte as recorded
    digest: str  # its SHA-256, to compare with the record
    signer: str
    signer_fingerprint: str
    signed_at: datetime  # claimed by the signer, in UTC


def sign(pdf: bytes, key: SigningKey, *, now: datetime) -> bytes:
    """Return a drawn certificate with its signature. `now` (aware) is the claimed signing time.

    PAdES baseline B: no time stamp, no revocation data, so that it works offline. Raises CertificateError when `pdf`
    was not drawn by `pdf.draw`.
    """
    file, start, end = with_field(pdf, signer=key.name, now=now.astimezone(UTC))
    certificate = asn1_x509.Certificate.load(key.certificate.public_bytes(Encoding.DER))
    private = key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(certificate, keys.PrivateKeyInfo.load(private), SimpleCertificateStore())  # type: ignore[no-untyped-call]
    made = asyncio.run(signer.async_sign(_digest(file, start, end, "sha256"), "sha256", use_pades=True))
    info = made["content"]["signer_infos"][0]
    envelope = _envelope(info["signed_attrs"].untag(), info["signature"].native, certificate)
    text = _hole_text(envelope, end - start)
    if len(text) != end - start:
        raise CertificateError(f"The signature takes {len(envelope)} bytes; the file has room for {RESERVED}.")
    file[start:end] = text
    return bytes(file)


def verify(file: bytes, issuers: Iterable[x509.Certificate]) -> Verified:
    """Return what a certificate says when it is intact, whole and signed by one of `issuers`.

    Trust is the pinned certificate alone; no clock, network or certificate chain takes part. Nothing is read from the
    PDF before its signature is known to be good. Raises NotVerified (NotAPdf, NotSigned, Changed, OtherSigner), whose
    text is a sentence for the person who asked.
    """
    start, end = _hole(file)
    info, signer = _intact_envelope(file, start, end)
    pinned = {issuer.public_bytes(Encoding.DER): issuer for issuer in issuers}
    issuer = pinned.get(signer.dump())
    if issuer is None:
        name = signer.subject.native.get("common_name") or signer.subject.human_friendly
        raise OtherSigner(
            f"The file is intact, but it is signed by “{name}” (SHA-256 {signer.sha256.hex()[:16]}…), "
            "which is not the issuer it was checked against."
        )
    # A reader may ignore some bytes of the hole, and no signature covers them: they must be the one accepted spelling.
    envelope = _envelope(info["signed_attrs"].untag(), info["signature"].native, signer)
    if file[start:end] != _hole_text(envelope, end - start):
        raise Changed(_CHANGED)
    canonical, signed_at = _read(file)
    try:
        facts = certificate_facts.from_json(canonical)
    except FactsError as error:
        raise NotVerified(f"The file is intact, but its attached facts cannot be read. {error}") from error
    return Verified(
        facts, canonical, certificate_facts.digest(canonical), issuer_name(issuer), fingerprint(issuer), signed_at
    )


def _hole(file: bytes) -> tuple[int, int]:
    """Return where the signature stands, from the byte range alone."""
    if not file:
        raise NotAPdf("The file is empty.")
    if not file.startswith(b"%PDF-"):
        raise NotAPdf("The file is not a PDF.")
    ranges = [tuple(int(number) for number in found.groups()) for found in _RANGE.finditer(file)]
    # The words could also stand in somebody's name; only a range with a hole where it says so is meant.
    meant = [(start, end, rest) for start, end, rest in ranges if start < end and file[start : start + 1] == b"<"]
    if not meant:
        raise NotSigned("The PDF is not signed, or its signature has been damaged.")
    if len(meant) > 1:
        raise Changed("The PDF has been changed after it was signed: it has more than one signature.")
    start, end, rest = meant[0]
    if end + rest < len(file):
        raise Changed(f"The PDF has been changed: {len(file) - end - rest} bytes were added after it was signed.")
    if end + rest > len(file):
        raise Changed(f"The PDF is cut short: {end + rest - len(file)} bytes that were signed are missing.")
    return start, end


def _intact_envelope(file: bytes, start: int, end: int) -> tuple[cms.SignerInfo, asn1_x509.Certificate]:
    """Return the signature over exactly these bytes, and the certificate of whoever made it."""
    try:
        signed = cms.ContentInfo.load(bytes.fromhex(file[start + 1 : end - 1].decode("ascii")))["content"]
        info = signed["signer_infos"][0]
        serial = info["sid"].chosen["serial_number"].native
        certificate = next(held.chosen for held in signed["certificates"] if held.chosen.serial_number == serial)
        content = _digest(file, start, end, info["digest_algorithm"]["algorithm"].native)
        same, valid = validate_sig_integrity(info, certificate, "data", content)
    # What stands in the hole is not covered by the signature, so it may be anything; asn1crypto and pyHanko have many
    # ways of saying that it is nonsense, and they all mean the same to the person who asked.
    except Exception as error:
        raise Changed(_CHANGED) from error
    if not (same and valid):
        raise Changed(_CHANGED)
    return info, certificate


def _hole_text(envelope: bytes, length: int) -> bytes:
    """Return an envelope as it stands in the file, in a hole of `length` bytes; longer when it does not fit."""
    return b"<" + envelope.ljust((length - 2) // 2, b"\0").hex().encode() + b">"


def _envelope(attributes: cms.CMSAttributes, signature: bytes, certificate: asn1_x509.Certificate) -> bytes:
    """Return the one spelling in which a signature is written and accepted.

    A later library may spell its envelopes otherwise; certificates signed today are still to be accepted then, byte
    for byte, so the spelling is fixed here.
    """
    digest_algorithm = algos.DigestAlgorithm({"algorithm": "sha256"})
    info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
                    )
                }
            ),
            "digest_algorithm": digest_algorithm,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
            "signed_attrs": attributes,
            "signature": signature,
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": cms.DigestAlgorithms((digest_algorithm,)),
            "encap_content_info": {"content_type": "data"},
            "certificates": [certificate],
            "signer_infos": [info],
        }
    )
    written: bytes = cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()
    return written


def _digest(file: bytes | bytearray, start: int, end: int, algorithm: str) -> bytes:
    view = memoryview(file)
    content = hashlib.new(algorithm, view[:start])
    content.update(view[end:])
    return content.digest()


def _read(file: bytes) -> tuple[str, datetime]:
    """Return the attached facts and the claimed time of a file whose signature is already known to be good."""
    try:
        with pikepdf.open(io.BytesIO(file)) as document:
            canonical = document.attachments[ATTACHMENT].get_file().read_bytes().decode()
            claimed = str(document.Root.AcroForm.Fields[0].V.M)
        return canonical, datetime.strptime(claimed, "D:%Y%m%d%H%M%SZ").replace(tzinfo=UTC)
    except (KeyError, AttributeError, IndexError, ValueError, pikepdf.PdfError) as error:
        raise NotVerified("The file is intact and of this issuer, but it is not a certificate.") from error
