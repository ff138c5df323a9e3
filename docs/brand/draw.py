"""Draw the site's pictures anew from its mark: the browser's icon, the phone's, and the card of a shared link.

Typst and the fonts inside its wheel draw them, so that every machine gets the same picture.
"""

import io
import struct
from pathlib import Path

import typst
from PIL import Image

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "ceu" / "static" / "img"
COLORS = 48  # of the palette: the card has few, and edges between them


def drawn(source: str) -> Image.Image:
    """Return a Typst source (its text, beside this file) as a picture, one pixel a point."""
    fonts = typst.Fonts(include_system_fonts=False)
    compiler = typst.Compiler(root=HERE.parents[1], font_paths=fonts, ignore_system_fonts=True)
    return Image.open(io.BytesIO(compiler.compile(input=source.encode(), format="png", ppi=72)))


def icon(size: int, *, square: bool) -> Image.Image:
    """Return the icon in `size` pixels. A phone cuts its own corners, so it gets a full square."""
    behind = ', fill: rgb("#0a5a5e")' if square else ", fill: none"
    page = f"#set page(width: {size}pt, height: {size}pt, margin: 0pt{behind})\n"
    return drawn(f'{page}#image("/ceu/static/img/favicon.svg", width: {size}pt)')


def png(picture: Image.Image) -> bytes:
    """Return the bytes of a picture as a small PNG."""
    kept = io.BytesIO()
    picture.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def ico(*pictures: Image.Image) -> bytes:
    """Return an .ico file that holds each picture as a PNG."""
    head, body = struct.pack("<HHH", 0, 1, len(pictures)), b""
    for picture in pictures:
        data = png(picture)
        start = 6 + 16 * len(pictures) + len(body)
        head += struct.pack("<BBBBHHII", picture.width, picture.height, 0, 0, 1, 32, len(data), start)
        body += data
    return head + body


def pictures() -> dict[str, bytes]:
    """Return every picture by its file's name."""
    card = drawn((HERE / "card.typ").read_text(encoding="utf-8"))
    return {
        "favicon.ico": ico(icon(16, square=False), icon(32, square=False), icon(48, square=False)),
        "apple-touch-icon.png": png(icon(180, square=True).convert("RGB").quantize(COLORS)),
        "social-card.png": png(card.convert("RGB").quantize(COLORS)),
    }


if __name__ == "__main__":
    for name, data in pictures().items():
        (OUT / name).write_bytes(data)
        print(f"{len(data):>7,} bytes  {(OUT / name).relative_to(HERE.parents[1])}")
