"""Markdown in three profiles -> sanitised HTML.

- `lesson`: everything the format has.
- `question`: paragraphs, lists, tables, quotes, figures and inline marks; no headings, callouts or footnotes.
- `inline`: emphasis, code, links and citations on one line; for titles, captions and options.

There are two walls. The extensions build elements only and know no raw HTML; then nh3 keeps the closed list below.
Figures enter after it, rebuilt by `svg.py`.
"""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from html import escape
from xml.etree import ElementTree as ET

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.util import AtomicString
from pymdownx.highlight import HighlightExtension
from pymdownx.superfences import SuperFencesCodeExtension

from ceu.domain.content.apa import Bibliography
from ceu.domain.content.figures import LITERATURE, chooser, described, studies_svg, studies_table, table_html
from ceu.domain.content.glossary import Finder
from ceu.domain.content.markup_extensions import CALLOUTS, Ceu
from ceu.domain.content.markup_finish import EXTERNAL, FRAGMENT, Seat, scrolling
from ceu.domain.content.markup_terms import TermLinks
from ceu.domain.content.schema import Term
from ceu.domain.content.studies import Arm, read_arms, read_table, table_of
from ceu.domain.content.svg import description, inline_figure


class Profile(StrEnum):
    """How much of Markdown a text may use."""

    LESSON = "lesson"
    QUESTION = "question"
    INLINE = "inline"


_BLOCKS: dict[Profile, frozenset[str] | None] = {
    Profile.LESSON: None,
    Profile.QUESTION: frozenset(
        {"empty", "indent", "table", "figure", "olist", "ulist", "quote", "paragraph", "defindent"}
    ),
    Profile.INLINE: frozenset({"empty", "paragraph"}),
}
_INLINE_TAGS = frozenset({"a", "br", "code", "em", "span", "strong", "sub", "sup"})
_TAGS = _INLINE_TAGS | {
    "blockquote", "caption", "dd", "div", "dl", "dt", "figcaption", "figure", "h2", "h3", "h4", "h5", "hr", "li", "ol",
    "p", "pre", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_CLASSES = {
    "a": {"citation", "footnote-ref", "footnote-backref", "term"},
    "div": {"callout", "table-scroll", "figure-scroll", "footnote", *(f"callout-{kind}" for kind in CALLOUTS)},
    "figure": {"figure", "studies"},
    "li": {"check"},
    "p": {"callout-title"},
    "span": {"callout-kind", "callout-name", "citation"},
    "td": {"align-left", "align-center", "align-right"},
    "th": {"align-left", "align-center", "align-right"},
    "ul": {"checklist"},
}
_ATTRIBUTES = {
    "*": {"id"},
    "a": {"href", "rel", "aria-label"},
    "div": {"role", "tabindex", "aria-label"},
    "th": {"scope"},
    "ol": {"start"},
}
_VALUES = {
    ("a", "href"): re.compile(f"{EXTERNAL.pattern}|{FRAGMENT.pattern}|[a-z0-9]+(?:-[a-z0-9]+)*"),
    ("a", "rel"): re.compile("noopener"),
    ("div", "role"): re.compile("note|region"),
    ("div", "tabindex"): re.compile("0"),
    ("th", "scope"): re.compile("col"),
    ("ol", "start"): re.compile("[0-9]{1,6}"),
}
_ID = re.compile(r"[A-Za-z][\w:.-]*")
_PLACEHOLDER = re.compile("\ue000([0-9]+)\ue001")
_PRIVATE = re.compile("[\ue000-\uf8ff\u0002\u0003]")


@dataclass(slots=True)
class Page:
    """What one text may refer to, and what it did refer to.

    `figures` are the texts of SVG and data files by path; `sections` the ids of sibling pages a link may lead to;
    `prefix` makes ids unique on a page of several texts; `link` says whether citations lead to a list on this page.
    `ids` are those of headings, `names` those of boxes that scroll. `finder` knows the glossary; `terms` are those the
    text links to, by id.
    """

    bibliography: Bibliography
    prefix: str
    figures: Mapping[str, str] = field(default_factory=dict)
    sections: frozenset[str] = frozenset()
    link: bool = True
    cited: set[str] = field(default_factory=set)
    drawn: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    finder: Finder | None = None
    terms: dict[str, Term] = field(default_factory=dict)

    def cite(self, key: str, *, narrative: bool) -> ET.Element:
        """Return the element of one citation: a link to `#ref-<key>`, or its text where there is no such list."""
        if key not in self.bibliography.labels:
            element = ET.Element("span")
            element.text = AtomicString(f"@{key}")
            return element
        self.cited.add(key)
        label = self.bibliography.in_text(key)
        element = ET.Element("a" if self.link else "span", {"class": "citation"})
        if self.link:
            element.set("href", f"#ref-{key}")
        element.text = AtomicString(
            f"{label.authors} ({label.year})" if narrative else f"{label.authors}, {label.year}"
        )
        return element

    def draw(self, path: str, alt: str) -> tuple[str, str, str] | None:
        """Return the placeholders of what stands above a figure, of its picture and of its words, or None without one.

        A placeholder is empty where there is nothing to put in its place.
        """
        if path not in self.figures:
            return None
        text, prefix = self.figures[path], f"{self.prefix}-fig{len(self.drawn) // 3 + 1}"
        if path.endswith(".csv"):
            parts = self._studies(read_arms(text), alt, prefix)
        else:
            data = self.figures.get(table_of(path))
            table = table_html(read_table(data), alt, self._cell, self._box) if data else ""
            parts = "", inline_figure(text, alt, prefix), described(description(text, alt), table)
        first = len(self.drawn)
        self.drawn += parts
        above, picture, words = (f"\ue000{first + n}\ue001" if part or n == 1 else "" for n, part in enumerate(parts))
        return above, picture, words

    def _studies(self, arms: tuple[Arm, ...], title: str, prefix: str) -> tuple[str, str, str]:
        if not arms:
            return "", "", ""
        table = described("", studies_table(arms, title, self._cell, self._box), opened=True)
        words = f'<p class="figure-note">{LITERATURE}</p>\n{table}'
        return chooser(arms, prefix), studies_svg(arms, title, prefix), words

    def _cell(self, text: str) -> str:
        return render(text, Profile.INLINE, self)

    def _box(self, name: str) -> str:
        attributes = scrolling("table-scroll", name, self)
        told = " ".join(f'{key}="{escape(value)}"' for key, value in attributes.items())
        return f"<div {told}>"


def render(text: str, profile: Profile, page: Page) -> str:
    """Return `text` as HTML that is safe to put into a page. `page` gathers what it cites.

    Any text gives HTML: what is not in the profile comes out as plain text.
    """
    text = _PRIVATE.sub(" ", text)
    if profile is Profile.INLINE:
        text = " ".join(text.split())
    if not text.strip():
        return ""
    html = _convert(text, profile, page)
    clean = nh3.clean(
        html,
        tags=set(_TAGS if profile is not Profile.INLINE else {*_INLINE_TAGS, "p"}),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        allowed_classes={tag: set(names) for tag, names in _CLASSES.items()},
        attribute_filter=_filter,
        url_schemes={"https", "mailto"},
        link_rel=None,
        clean_content_tags={"script", "style"},
    )
    clean = _without_bare_spans(clean)
    if profile is Profile.INLINE:
        clean = clean.replace("<p>", "").replace("</p>", "").strip()
    return _PLACEHOLDER.sub(lambda match: _figure(page, int(match[1])), clean)


def _figure(page: Page, number: int) -> str:
    return page.drawn[number] if number < len(page.drawn) else ""


def _without_bare_spans(html: str) -> str:
    """Take out spans that carry nothing."""
    out: list[str] = []
    keep: list[bool] = []
    for piece in re.split(r"(</?span[^>]*>)", html):
        if piece.startswith("<span"):
            keep.append("=" in piece and '=""' not in piece)
            out.append(piece if keep[-1] else "")
        elif piece == "</span>" and keep:
            out.append(piece if keep.pop() else "")
        else:
            out.append(piece)
    return "".join(out)


def _filter(tag: str, name: str, value: str) -> str | None:
    """Keep only the attribute values this format itself writes."""
    pattern = _ID if name == "id" else _VALUES.get((tag, name))
    return value if pattern is None or pattern.fullmatch(value) else None


class _Made(threading.local):
    """The Markdown instances of one thread: making one costs more than most texts do."""

    def __init__(self) -> None:
        self.by_profile: dict[Profile, tuple[Markdown, Seat]] = {}


_made = _Made()


def _convert(text: str, profile: Profile, page: Page) -> str:
    if profile not in _made.by_profile:
        seat = Seat()
        _made.by_profile[profile] = (_markdown(profile, seat), seat)
    markdown, seat = _made.by_profile[profile]
    seat.page = page
    try:
        return markdown.reset().convert(text)
    except RecursionError:  # the checks refuse such a text (X10); a preview still has to show something
        del _made.by_profile[profile]
        return f"<p>{escape(text)}</p>"
    finally:
        seat.page = None


def _markdown(profile: Profile, seat: Seat) -> Markdown:
    extensions: list[Extension] = [SaneListExtension()]
    if profile is not Profile.INLINE:
        extensions.append(TableExtension(use_align_attribute=True))
    if profile is Profile.LESSON:
        extensions += [
            FootnoteExtension(SEPARATOR="-"),
            DefListExtension(),
            HighlightExtension(use_pygments=False),
            SuperFencesCodeExtension(),
            TermLinks(seat),
        ]
    # The last one takes away what the others bring and the profile does not hold.
    return Markdown(extensions=[*extensions, Ceu(seat, blocks=_BLOCKS[profile])], output_format="html")


def plain_text(html: str) -> str:
    """Return the text of rendered inline HTML, for titles and labels. Citations are left out."""
    without = re.sub(r'\s*\((?:[^()]*<(?:a|span) class="citation"[^>]*>[^<]*</(?:a|span)>[^()]*)+\)', "", html)
    text = re.sub(r"<[^>]+>", "", without)
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, character)
    return " ".join(text.split())
