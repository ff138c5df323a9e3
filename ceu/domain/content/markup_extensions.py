"""What this format adds to Python-Markdown: citations, figures, callouts, tables and links, and what it takes away.

Every extension builds elements; none writes HTML as text. Raw HTML is no part of any profile: its patterns are
taken out, so that a tag is text like any other.
"""

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.admonition import AdmonitionProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, AtomicString

from ceu.domain.content import markup_scan as scan

if TYPE_CHECKING:
    from ceu.domain.content.markup import Page

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
_TABLE_CAPTION = re.compile(r"Table:\s+(?P<caption>\S.*)", re.DOTALL)
EXTERNAL = re.compile(r"https://[^\s\"'<>\\]+|mailto:[^\s\"'<>\\:/]+@[^\s\"'<>\\:/]+")
HEADING_ID = "s-"  # before the ids of headings, which would else meet ids of the page around them
CITATION_GROUP = "citation-group"
FRAGMENT = re.compile(r"#([\w:.-]+)")


def slug(text: str) -> str:
    """Return the id of a heading inside a section: its words in lower case, joined by hyphens."""
    words = re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))
    return "-".join(words)[:60].strip("-") or "part"


def unused_slug(wanted: str, taken: set[str]) -> str:
    """Return `wanted`, or with a number behind it where it is `taken`, and take it."""
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    taken.add(name)
    return name


@dataclass(slots=True)
class Seat:
    """Where the page now being rendered sits, so that one Markdown instance can serve many."""

    page: "Page | None" = None

    @property
    def taken(self) -> "Page":
        """Return the page."""
        if self.page is None:
            raise RuntimeError("no page is being rendered")
        return self.page


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
        placeholder = self.seat.taken.draw(match["path"], " ".join(match["alt"].split()))
        if placeholder is None:
            return
        figure = ET.SubElement(parent, "figure", {"class": "figure"})
        said = f"Figure: {match['alt']}"
        scroll = ET.SubElement(figure, "div", _scrolling("figure-scroll", said, self.seat.taken))
        scroll.text = AtomicString(placeholder)
        if match["caption"]:
            ET.SubElement(figure, "figcaption").text = " ".join(match["caption"].split())


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


class Finish(Treeprocessor):
    """After inline marks are read: heading levels and ids, tables in a scrolling region, links by the closed list."""

    def __init__(self, md: Markdown, seat: Seat) -> None:
        super().__init__(md)
        self.seat = seat

    def run(self, root: ET.Element) -> None:
        """Change the tree in place."""
        parents = {child: parent for parent in root.iter() for child in parent}
        for element in root.iter():
            if re.fullmatch(r"h[1-6]", str(element.tag)):
                element.tag = f"h{max(2, int(str(element.tag)[1]) - 1)}"
                element.set("id", HEADING_ID + unused_slug(slug(words_of(element)), self.seat.taken.ids))
        for element in list(root.iter()):
            tag = element.tag
            if tag == "a":
                self._link(element)
            elif tag == "table":
                self._table(element, parents[element])
            elif tag in {"td", "th"} and element.get("align"):
                element.set("class", f"align-{element.attrib.pop('align')}")
            elif tag == "div" and "callout" in (element.get("class") or ""):
                element.set("class", " ".join((element.get("class") or "").split()[-2:]))
                element.set("role", "note")
            elif tag == "li":
                _check_item(element, parents[element])

    def _link(self, link: ET.Element) -> None:
        target = unescape((link.get("href") or "").replace(AMP_SUBSTITUTE, "&")).strip()
        link.attrib.pop("title", None)
        if (link.get("class") or "").startswith(("citation", "footnote")):
            if "footnote-backref" in (link.get("class") or ""):
                link.set("aria-label", "Back to the text")
            return
        fragment = FRAGMENT.fullmatch(target)
        if EXTERNAL.fullmatch(target):
            link.set("href", target)
            link.set("rel", "noopener")
        elif fragment and fragment[1] in self.seat.taken.sections:
            link.set("href", fragment[1])
        elif fragment and fragment[1] in self.seat.taken.ids:
            link.set("href", f"#{HEADING_ID}{fragment[1]}")
        else:
            link.tag = "span"
            link.attrib.clear()

    def _table(self, table: ET.Element, parent: ET.Element) -> None:
        headings = list(table.iter("th"))
        for cell in headings:
            if words_of(cell).strip():
                cell.set("scope", "col")
            else:
                cell.tag = "td"
        position = list(parent).index(table)
        name = "Table: " + ", ".join(words_of(cell).strip() for cell in headings if words_of(cell).strip())
        before = parent[position - 1] if position else None
        if before is not None and before.tag == "p" and (match := _TABLE_CAPTION.match(before.text or "")):
            before.tag = "caption"
            before.text = match["caption"]
            before.tail = None
            parent.remove(before)
            table.insert(0, before)
            name = "Table: " + "".join(before.itertext())
            position -= 1
        region = ET.Element("div", _scrolling("table-scroll", name, self.seat.taken))
        region.tail, table.tail = table.tail, None
        parent.remove(table)
        region.append(table)
        parent.insert(position, region)


def _scrolling(kind: str, name: str, page: "Page") -> dict[str, str]:
    """Return the attributes of a box that scrolls: keys can reach it, and its name is unlike any other's here."""
    name = " ".join(name.split())[:150]
    wanted, number = name, 2
    while wanted in page.names:
        wanted, number = f"{name} ({number})", number + 1
    page.names.add(wanted)
    return {"class": kind, "role": "region", "tabindex": "0", "aria-label": wanted}


def words_of(element: ET.Element) -> str:
    """Return the text of an element without its citations and footnote numbers."""
    if element.get("class") in {CITATION_GROUP, "footnote-ref"}:
        return ""
    inner = "".join(words_of(child) + (child.tail or "") for child in element)
    return (element.text or "") + inner


def _check_item(item: ET.Element, parent: ET.Element) -> None:
    """`- [ ] Ask about pregnancy` in a list is a box to tick on paper."""
    holder = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
    if (holder.text or "").lstrip().startswith("[ ] "):
        holder.text = (holder.text or "").lstrip()[4:]
        item.set("class", "check")
        parent.set("class", "checklist")


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
