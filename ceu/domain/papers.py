"""Files people upload as proof of credit, and the pages made of them: told by content, never by name."""

import io
import struct
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pikepdf
import typst

from ceu.domain.certificate.pdf import TEMPLATE
from ceu.errors import RuleError

MOST_BYTES = 5_000_000
MOST_PAGES = 50
MOST_PIXELS = 40_000_000  # unpacked, a page needs four bytes for each
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
ENDINGS = {PDF: "pdf", PNG: "png", JPEG: "jpg"}
DAMAGED = "This PDF is damaged. Open it, print it to a new PDF and choose that."
_PICTURE = TEMPLATE.with_name("picture.typ")
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # the JPEG markers that say how large it is


class NotAccepted(RuleError):
    """The uploaded file cannot be kept; the sentence says why and what to do."""


def media_type(content: bytes) -> str | None:
    """Return the media type by the first bytes: PDF, PNG or JPEG, else None."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    return PDF if b"%PDF-" in content[:1024] else None  # readers allow for something before it


def accept(content: bytes, *, now: datetime) -> str:
    """Return the media type of a file that can be kept and made into pages. Raises NotAccepted."""
    if not content:
        raise NotAccepted("This file is empty. Choose the certificate once more.")
    if len(content) > MOST_BYTES:
        size = f"{len(content) / 1_000_000:.1f}"
        raise NotAccepted(
            f"This file has {size} MB; at most 5 MB are kept. Scan it at 150 dpi, or take a smaller photo."
        )
    kind = media_type(content)
    if kind is None:
        raise NotAccepted("This is no PDF, PNG or JPEG file. Save or scan the certificate as one of these.")
    if kind != PDF and (pixels := _pixels(content, kind)) > MOST_PIXELS:
        raise NotAccepted(f"This picture has {pixels // 1_000_000} million pixels; at most 40 million are kept.")
    pages = as_pages(content, kind, title="Certificate", now=now)
    try:
        merge(pages, [("Certificate", pages)])  # what cannot be merged today cannot be sent to a board years later
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, ValueError, RuntimeError) as error:
        raise NotAccepted(DAMAGED) from error
    return kind


def as_pages(content: bytes, kind: str, *, title: str, now: datetime) -> bytes:
    """Return an accepted file as a PDF: itself, or a page with the picture, described by `title`."""
    if kind == PDF:
        _refuse_unusable(content)
        return content
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / f"picture.{ENDINGS[kind]}"
        picture.write_bytes(content)
        (Path(folder) / "page.typ").write_bytes(_PICTURE.read_bytes())
        try:
            page: bytes = typst.compile(
                input=Path(folder) / "page.typ",
                root=Path(folder),
                format="pdf",
                ignore_system_fonts=True,
                sys_inputs={"file": picture.name, "title": title},
                timestamp=int(now.timestamp()),
            )
        except typst.TypstError as error:
            raise NotAccepted("This picture is damaged. Open it, save it again and choose the new file.") from error
    return page


def _refuse_unusable(content: bytes) -> None:
    try:
        with pikepdf.open(io.BytesIO(content)) as opened:
            pages = len(opened.pages)
    except pikepdf.PasswordError as error:
        raise NotAccepted("This PDF asks for a password. Print it to a new PDF without one.") from error
    except pikepdf.PdfError as error:
        raise NotAccepted(DAMAGED) from error
    if not 0 < pages <= MOST_PAGES:
        raise NotAccepted(f"This PDF has {pages} pages; from 1 to {MOST_PAGES} are kept. Upload the certificate alone.")


def _pixels(content: bytes, kind: str) -> int:
    """Return width times height as the file's head tells, before anything is unpacked; 0 where it does not tell."""
    with suppress(struct.error, IndexError):
        if kind == PNG:
            wide, tall = struct.unpack_from(">II", content, 16)
            return int(wide * tall)
        place = 2
        while content[place] == 0xFF:
            marker = content[place + 1]
            if marker == 0xFF:  # a fill byte
                place += 1
                continue
            if marker in _FRAMES:
                tall, wide = struct.unpack_from(">HH", content, place + 5)
                return int(wide * tall)
            place += 2 + struct.unpack_from(">H", content, place + 2)[0]
    return 0


def merge(first: bytes, others: list[tuple[str, bytes]]) -> bytes:
    """Return one PDF: `first`, then each of the others as it looks, with a bookmark by its title.

    The result is a copy: signatures, attached files and form fields of the others stay behind, and so do the tags by
    which screen readers find their way. What claims conformance of the first file is taken off for that reason.
    """
    with pikepdf.open(io.BytesIO(first)) as whole:
        marks = []
        for title, content in others:
            with pikepdf.open(io.BytesIO(content)) as opened:
                _flatten(opened)
                marks.append((title, len(whole.pages)))
                whole.pages.extend(opened.pages)
        with whole.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(title, page) for title, page in marks)
        with whole.open_metadata(set_pikepdf_as_editor=False) as about:
            for claim in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part"):
                if claim in about:
                    del about[claim]
        written = io.BytesIO()
        whole.save(written, deterministic_id=True)
    return written.getvalue()


def _flatten(opened: pikepdf.Pdf) -> None:
    """Make what annotations show part of their pages, and take off what acts or points at what stays behind."""
    opened.generate_appearance_streams()
    opened.flatten_annotations("all")
    for page in opened.pages:
        for name in ("/Annots", "/AA", "/StructParents", "/B", "/Tabs"):
            if name in page.obj:
                del page.obj[name]
