"""What this format adds to Python-Markdown: citations, figures, callouts, tables and links, and what it takes away.

Every extension builds elements; none writes HTML as text. Raw HTML is no part of any profile: its patterns are
taken out, so that a tag is text like any other.
"""

import re
from typing import Any
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.admonition import AdmonitionProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from ceu.domain.content import markup_scan as scan
from ceu.domain.content.markup_finish import CITATION_GROUP, Finish, Seat, scrolling

CALLOUTS = {
    "pearl": "Clinical pearl",
    "caution": "Caution",
    "evidence": "Evidence",
    "script": "Script",
    "reflect": "Reflect",
}
# Taken out of every profile; the last one would make a heading of any line above three hyphens.
_UNUSED = {
    "preprocessors": ("html_block",),
    "inlinePatterns": ("html", "image_link", "image_reference", "short_image_ref"),
    "blockprocessors": ("code", "setextheader"),
}


class GroupCitation(InlineProcessor):
    """`[see @a, p. 3; @b]` -> (see Zanos et al., 2018, p. 3; Moda-Sava et al., 2019)."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown, seat: Seat) -> None:
        super().__init__(scan.CITATION.pattern, md)
        self.seat = seat

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: ARG002, N802 - Python-Markdown's names
        """Return the citation's element; a text between brackets that is none stays as it is."""
        parts = scan.read_citation(m["inner"])
        if parts is None:
            return None, None, None
        group = ET.Element("span", {"class": CITATION_GROUP})
        group.text = AtomicString("(")
        for number, part in enumerate(parts):
            if number:
                _append_text(group, "; ")
            if part.prefix:
                _append_text(group, f"{part.prefix} ")
            group.append(self.seat.taken.cite(part.key, narrative=False))
            if part.locator:
                _append_text(group, f", {part.locator}")
        _append_text(group, ")")
        return group, m.start(0), m.end(0)


class NarrativeCitation(InlineProcessor):
    """`@key` in running text -> Zanos et al. (2018)."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown, seat: Seat) -> None:
        super().__init__(scan.MENTION.pattern, md)
        self.seat = seat

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: ARG002, N802
        """Return the citation's element."""
        return self.seat.taken.cite(m["key"], narrative=True), m.start(0), m.end(0)


def _append_text(parent: ET.Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = AtomicString((parent[-1].tail or "") + text)
    else:
        parent.text = AtomicString((parent.text or "") + text)


class FigureBlock(BlockProcessor):
    """A paragraph that is one image -> a figure; the SVG takes the placeholder's seat after sanitising."""

    def __init__(self, md: Markdown, seat: Seat) -> None:
        super().__init__(md.parser)
        self.seat = seat

    def test(self, parent: ET.Element, block: str) -> bool:  # noqa: ARG002 - Python-Markdown's name
        """Return whether the block is one image and nothing else."""
        return scan.figure_in(block) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        """Add the figure with its caption."""
        match = scan.figure_in(blocks.pop(0))
        if match is None:
            return
        drawn = self.seat.taken.draw(match["path"], " ".join(match["alt"].split()))
        if drawn is None:
            return
        above, picture, words = drawn
        kind = "figure studies" if match["path"].endswith(".csv") else "figure"
        figure = ET.SubElement(parent, "figure", {"class": kind})
        figure.text = AtomicString(above)
        said = f"Figure: {match['alt']}"
        scroll = ET.SubElement(figure, "div", scrolling("figure-scroll", said, self.seat.taken))
        scroll.text = AtomicString(picture)
        if not (match["caption"] or words):
            return
        below = ET.SubElement(figure, "figcaption")  # the words too: a caption is the last thing in its figure
        if match["caption"]:
            ET.SubElement(below, "p").text = " ".join(match["caption"].split())
        if len(below):
            below[-1].tail = AtomicString(words)
        else:
            below.text = AtomicString(words)


class CalloutBlock(AdmonitionProcessor):
    """`!!! pearl "Title"` and the indented lines under it."""

    RE = re.compile(r"""(?:^|\n)!!! ?([\w-]+)(?: +"(.*)")? *(?:\n|$)""")

    def get_class_and_title(self, match: re.Match[str]) -> tuple[str, str]:
        """Return the kind, and the title; a kind that is not known becomes a plain pearl."""
        kind = match[1].lower()
        return (kind if kind in CALLOUTS else "pearl"), match[2] or ""

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        """Let the library read the block, then give it this format's classes."""
        super().run(parent, blocks)
        box = self.lastChild(parent)
        classes = (box.get("class") or "").split() if box is not None else []
        if box is None or classes[:1] != [self.CLASSNAME] or "callout" in classes:
            return
        kind = classes[1]
        title = box[0] if len(box) and box[0].get("class") == self.CLASSNAME_TITLE else None
        if title is None:
            title = ET.Element("p")
            box.insert(0, title)
        said = title.text or ""
        title.attrib.clear()
        title.set("class", "callout-title")
        title.text = AtomicString(CALLOUTS[kind])
        if said:
            title.text = None
            label = ET.SubElement(title, "span", {"class": "callout-kind"})
            label.text = AtomicString(f"{CALLOUTS[kind]}:")
            label.tail = " "
            ET.SubElement(title, "span", {"class": "callout-name"}).text = said
        # The library asks for its own class again when the callout goes on after a blank line.
        box.set("class", f"{self.CLASSNAME} {kind} callout callout-{kind}")


class Ceu(Extension):
    """The format's own marks for one page and one profile."""

    def __init__(self, seat: Seat, *, blocks: frozenset[str] | None) -> None:
        super().__init__()
        self.seat = seat
        self.blocks = blocks

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add the marks, and take away raw HTML and every block the profile does not hold."""
        for character in scan.ESCAPABLE:
            if character not in md.ESCAPED_CHARS:
                md.ESCAPED_CHARS.append(character)
        md.inlinePatterns.register(GroupCitation(md, self.seat), "citation", 172)
        md.inlinePatterns.register(NarrativeCitation(md, self.seat), "mention", 105)
        md.parser.blockprocessors.register(FigureBlock(md, self.seat), "figure", 72)
        md.parser.blockprocessors.register(CalloutBlock(md.parser), "callout", 105)
        md.treeprocessors.register(Finish(md, self.seat), "finish", 12)
        for registry, names in _UNUSED.items():
            held = md.parser.blockprocessors if registry == "blockprocessors" else getattr(md, registry)
            for name in names:
                held.deregister(name, strict=False)
        if self.blocks is not None:
            for name in [item.name for item in md.parser.blockprocessors._priority]:  # type: ignore[attr-defined]  # noqa: SLF001
                if name not in self.blocks:
                    md.parser.blockprocessors.deregister(name)
