"""A compiled section -> passages: what a reader takes in at one glance, with the heading it stands under.

A passage is a paragraph, a whole list, a row of a table, a caption or a footnote. What every section repeats from
elsewhere (definitions of terms, the references it cites) is left out: it would drown the passage somebody looks for.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement, fragment_fromstring

# Raised whenever the same HTML would give other passages; what is stored is then made anew.
VERSION = "2"

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {
    *("address", "article", "aside", "blockquote", "details", "div", "dl", "figcaption", "figure"),
    *("hr", "ol", "p", "pre", "section", "table", "ul"),
}
_SILENT_TAGS = frozenset(
    {"button", "dialog", "fieldset", "form", "input", "nav", "script", "style", "summary", "svg", "template"}
)
_SILENT = frozenset({"figure-note", "footnote-backref", "footnote-ref", "section-glossary", "section-references"})
_BETWEEN = " · "  # items of a list, cells of a row


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of plain text. `heading` is empty before the section's first one; `anchor` an id at or above it."""

    heading: str
    anchor: str
    text: str


def passages(html: str) -> tuple[Passage, ...]:
    """Return the passages of a section's HTML in order, as this project's compiler writes it."""
    if not html.strip():
        return ()
    return tuple(_Walk().below(fragment_fromstring(html, create_parent="div")))


class _Walk:
    """A way through a page that remembers the last heading."""

    def __init__(self) -> None:
        self.heading = ""
        self.anchor = ""

    def below(self, parent: HtmlElement) -> Iterator[Passage]:
        """Yield the passages of what stands in `parent`."""
        yield from self._passage(parent, parent.text or "")
        for child in parent:
            if isinstance(child.tag, str) and not _is_silent(child):
                yield from self._one(child)
            yield from self._passage(parent, child.tail or "")

    def _one(self, element: HtmlElement) -> Iterator[Passage]:
        tag, kinds = element.tag, (element.get("class") or "").split()
        if tag in _HEADINGS:
            self.heading, self.anchor = _text(element), element.get("id") or self.anchor
        elif "callout" in kinds:
            yield from self._callout(element)
        elif tag == "table":
            yield from self._table(element)
        elif tag in {"ul", "ol"} and element.getparent().get("class") != "footnote":
            yield from self._passage(element, _BETWEEN.join(_items(element)))
        elif tag == "dl":
            yield from self._definitions(element)
        elif any(child.tag in _BLOCKS or child.tag == "li" for child in element):
            yield from self.below(element)
        else:
            yield from self._passage(element, _text(element))

    def _callout(self, element: HtmlElement) -> Iterator[Passage]:
        """A callout's title heads what stands in it; before and after it the page's own heading holds."""
        outside = self.heading
        for title in element.find_class("callout-title")[:1]:
            self.heading = _text(title)
            title.drop_tree()
        yield from self.below(element)
        self.heading = outside

    def _table(self, table: HtmlElement) -> Iterator[Passage]:
        for caption in table.iter("caption"):
            yield from self._passage(table, _text(caption))
        for row in table.iter("tr"):
            cells = [_text(cell) for cell in row if cell.tag in {"td", "th"}]
            if row.getparent().tag != "thead":
                yield from self._passage(row, _BETWEEN.join(cell for cell in cells if cell))

    def _definitions(self, listing: HtmlElement) -> Iterator[Passage]:
        names: list[str] = []
        for element in listing.iter("dt", "dd"):
            if element.tag == "dt":
                names.append(_text(element))
            else:
                yield from self._passage(element, f"{', '.join(names)}: {_text(element)}" if names else _text(element))
                names = []

    def _passage(self, element: HtmlElement, text: str) -> Iterator[Passage]:
        plain = " ".join(text.split())
        if any(letter.isalnum() for letter in plain):
            yield Passage(self.heading, element.get("id") or self.anchor, plain)


def _items(listing: HtmlElement) -> list[str]:
    return [text for item in listing if item.tag == "li" and (text := _text(item))]


def _is_silent(element: HtmlElement) -> bool:
    return element.tag in _SILENT_TAGS or bool(_SILENT.intersection((element.get("class") or "").split()))


def _text(element: HtmlElement) -> str:
    """Return the visible text of an element on one line."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and not _is_silent(child):
            apart = " " if child.tag in _BLOCKS or child.tag in {"br", "li", "td", "th"} else ""
            yield apart
            yield from _pieces(child)
            yield apart
        yield child.tail or ""
