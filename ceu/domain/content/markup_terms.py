"""Links from the first use of a term in a section to its definition on the same page."""

from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from ceu.domain.content.glossary import Finder
from ceu.domain.content.markup_finish import CITATION_GROUP, Seat

# What is no running text: headings, heads and captions, links, code, citations, footnote numbers, a callout's name.
_NOT_IN = frozenset({"a", "caption", "code", "figcaption", "figure", "h2", "h3", "h4", "h5", "pre", "sup", "th"})
_NOT_IN_CLASS = frozenset({CITATION_GROUP, "citation", "callout-title", "footnote"})


class TermLinks(Extension):
    """Makes the first use of each term on the page a link to `#term-<id>`."""

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self.seat = seat

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Join after the links of the text are settled, for these are not to be judged again."""
        md.treeprocessors.register(_Linker(md, self.seat), "terms", 11)


class _Linker(Treeprocessor):
    def __init__(self, md: Markdown, seat: Seat) -> None:
        super().__init__(md)
        self.seat = seat

    def run(self, root: ET.Element) -> None:
        """Change the tree in place."""
        finder = self.seat.taken.finder
        if finder is not None:
            self._walk(root, finder)

    def _walk(self, element: ET.Element, finder: Finder) -> None:
        if element.tag in _NOT_IN or not _NOT_IN_CLASS.isdisjoint((element.get("class") or "").split()):
            return
        children = list(element)
        lead, links = self._linked(element.text, finder)
        element.text = lead
        element[0:0] = links
        for child in children:
            self._walk(child, finder)
            child.tail, links = self._linked(child.tail, finder)
            after = list(element).index(child) + 1 if links else 0
            element[after:after] = links

    def _linked(self, text: str | None, finder: Finder) -> tuple[str | None, list[ET.Element]]:
        """Return the text up to the first link, and the links, each with the text behind it."""
        page = self.seat.taken
        links: list[ET.Element] = []
        lead, start = text, 0
        for use in finder.find(text or ""):
            if text is None or use.term.id in page.terms:
                continue
            page.terms[use.term.id] = use.term
            before = text[start : use.start]
            if links:
                links[-1].tail = before
            else:
                lead = before
            link = ET.Element("a", {"class": "term", "href": f"#term-{use.term.id}"})
            link.text = AtomicString(text[use.start : use.end])
            link.tail = text[use.end :]
            links.append(link)
            start = use.end
        return lead, links
