"""What the golden texts are rendered with: one bibliography, two figures, two sections to link to."""

from pathlib import Path

from ceu.domain.content.apa import Bibliography
from ceu.domain.content.bibliography import parse_bibliography
from ceu.domain.content.markup import Page
from ceu.domain.content.source import Places, decode

GOLDEN = Path(__file__).parents[2] / "golden"
SECTIONS = frozenset({"other", "receptor"})


def bibliography(path=GOLDEN / "references.bib"):
    references, _ = parse_bibliography(decode(path.name, path.read_bytes()), Places())
    return Bibliography(references)


def figures(folder=GOLDEN / "figures"):
    return {f"figures/{path.name}": path.read_text() for path in sorted(folder.glob("*.svg"))}


def golden_page():
    return Page(bibliography(), prefix="p", figures=figures(), sections=SECTIONS)
