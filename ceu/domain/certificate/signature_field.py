"""Give a drawn certificate the place its signature goes: a tagged, invisible field with room for the signature."""

import io
from datetime import datetime

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from ceu.domain.certificate.errors import CertificateError

FIELD = "Signature"
RESERVED = 2560  # bytes for the signature; one with its certificate takes 1,000 to 1,900, by the issuer's name
# As many digits as any offset will have, and what no drawn page holds.
_PLACEHOLDER = (0, 1111111111, 2222222222, 3333333333)
_AS_WRITTEN = b"[ 0 1111111111 2222222222 3333333333 ]"


def with_field(pdf: bytes, *, signer: str, now: datetime) -> tuple[bytearray, int, int]:
    """Return the file as it will be signed, and where the signature goes: the offsets of its `<` and past its `>`.

    Everything is in one revision, so what is signed is the whole file with nothing before it. The field is invisible
    (the template draws what is seen), has a name for screen readers (TU) and a Form element in the structure tree, as
    PDF/UA-1 asks; its certification (DocMDP 1) lets no reader change the file without saying so. Nothing raises the
    PDF version above 1.7, which PDF/A-3 and PDF/UA-1 are built on.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        if "/AcroForm" in document.Root:
            raise CertificateError("The certificate is already signed; it is signed once and kept.")
        _add(document, signer, now)
        written = io.BytesIO()
        # Outside object streams the numbers of the byte range can be filled in afterwards.
        document.save(
            written,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            deterministic_id=True,
            fix_metadata_version=False,  # it would write the metadata anew
        )
    file = bytearray(written.getvalue())
    return _fill_in_range(file)


def _fill_in_range(file: bytearray) -> tuple[bytearray, int, int]:
    hole = b"<" + b"00" * RESERVED + b">"
    if file.count(hole) != 1 or file.count(_AS_WRITTEN) != 1:
        raise CertificateError("The drawn certificate has no single place for a signature.")
    start = file.index(hole)
    end = start + len(hole)
    numbers = b"[ 0 %d %d %d ]" % (start, end, len(file) - end)
    at = file.index(_AS_WRITTEN)
    file[at : at + len(_AS_WRITTEN)] = numbers.ljust(len(_AS_WRITTEN))
    return file, start, end


def _add(document: pikepdf.Pdf, signer: str, now: datetime) -> None:
    page = document.pages[0].obj
    root = document.Root
    signature = document.make_indirect(
        Dictionary(
            Type=Name.Sig,
            Filter=Name("/Adobe.PPKLite"),
            SubFilter=Name("/ETSI.CAdES.detached"),
            ByteRange=Array(list(_PLACEHOLDER)),
            Contents=String(bytes(RESERVED)),
            Name=String(signer),
            Reason=String("Certificate issued"),
            M=String(f"D:{now:%Y%m%d%H%M%S}Z"),
        )
    )
    signature.Reference = Array(
        [
            Dictionary(
                Type=Name.SigRef,
                TransformMethod=Name.DocMDP,
                TransformParams=Dictionary(Type=Name.TransformParams, P=1, V=Name("/1.2")),
            )
        ]
    )
    tree = root.StructTreeRoot
    key = int(tree.ParentTreeNextKey)
    widget = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(FIELD),
            TU=String(f"Digital signature of {signer}"),
            V=signature,
            F=132,  # print, locked: PDF/A allows no hidden field, so it is one without extent
            Rect=Array((0, 0, 0, 0)),
            P=page,
            StructParent=key,
        )
    )
    top = tree.K[0] if isinstance(tree.K, Array) else tree.K
    form = document.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Form,
            P=top,
            Pg=page,
            K=Array([Dictionary(Type=Name.OBJR, Obj=widget, Pg=page)]),
        )
    )
    top.K.append(form)
    for entry in (key, form):
        tree.ParentTree.Nums.append(entry)
    tree.ParentTreeNextKey = key + 1
    if "/Annots" in page:
        page.Annots.append(widget)
    else:
        page.Annots = Array([widget])
    root.AcroForm = Dictionary(Fields=Array([widget]), SigFlags=3)
    root.Perms = Dictionary(DocMDP=signature)
