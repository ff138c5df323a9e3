"""After inline marks are read: heading levels and ids, tables in a scrolling box, links by the closed list."""

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

if TYPE_CHECKING:
    from ceu.domain.content.markup import Page

_TABLE_CAPTION = re.compile(r"Table:\s+(?P<caption>\S.*)", re.DOTALL)
EXTERNAL = re.compile(r"https://[^\s\"'<>\\]+|mailto:[^\s\"'<>\\:/]+@[^\s\"'<>\\:/]+")
CITATION_GROUP = "citation-group"
FRAGMENT = re.compile(r"#([\w:.-]+)")


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
                element.set("id", self._own(unused_slug(slug(words_of(element)), self.seat.taken.ids)))
        for element in list(root.iter()):
            tag = element.tag
            if tag == "a":
                self._link(element)
            elif tag in {"li", "sup"} and (element.get("id") or "").startswith("fn"):
                element.set("id", self._own(element.get("id") or ""))
            elif tag == "table":
                self._table(element, parents[element])
            elif tag in {"td", "th"} and element.get("align"):
                element.set("class", f"align-{element.attrib.pop('align')}")
            elif tag == "div" and "callout" in (element.get("class") or ""):
                element.set("class", " ".join((element.get("class") or "").split()[-2:]))
                element.set("role", "note")
            elif tag == "li":
                _check_item(element, parents[element])

    def _own(self, name: str) -> str:
        """Return an id that meets no id of the page around this text, nor of another text on it."""
        return f"{self.seat.taken.prefix}-{name}"

    def _link(self, link: ET.Element) -> None:
        target = unescape((link.get("href") or "").replace(AMP_SUBSTITUTE, "&")).strip()
        link.attrib.pop("title", None)
        kind = link.get("class") or ""
        if kind.startswith("footnote"):
            link.set("href", f"#{self._own(target[1:])}")
            if "footnote-backref" in kind:
                link.set("aria-label", "Back to the text")
        if kind.startswith(("citation", "footnote")):
            return
        fragment = FRAGMENT.fullmatch(target)
        if EXTERNAL.fullmatch(target):
            link.set("href", target)
            link.set("rel", "noopener")
        elif fragment and fragment[1] in self.seat.taken.sections:
            link.set("href", fragment[1])
        elif fragment and fragment[1] in self.seat.taken.ids:
            link.set("href", f"#{self._own(fragment[1])}")
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
        region = ET.Element("div", scrolling("table-scroll", name, self.seat.taken))
        region.tail, table.tail = table.tail, None
        parent.remove(table)
        region.append(table)
        parent.insert(position, region)


def scrolling(kind: str, name: str, page: "Page") -> dict[str, str]:
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
