"""Figures: SVG rebuilt from a list of what is allowed, so that it can stand in the page.

Nothing is filtered out of the author's text: a new tree is built from elements, attributes and values that are known
to be harmless, and only that is written. What was left behind is a finding with its line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ceu.domain.content.schema import Problem
from ceu.domain.content.source import TextFile

SVG = "{http://www.w3.org/2000/svg}"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_ELEMENTS = (
    "svg g title desc defs symbol use path rect circle ellipse line polyline polygon text tspan clipPath mask pattern "
    "linearGradient radialGradient stop marker"
)
ELEMENTS = frozenset(_ELEMENTS.split())
_GEOMETRY = (
    "x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy width height d points transform viewBox preserveAspectRatio rotate "
    "textLength lengthAdjust pathLength refX refY markerWidth markerHeight markerUnits orient offset gradientUnits "
    "gradientTransform spreadMethod patternUnits patternContentUnits patternTransform clipPathUnits maskUnits "
    "maskContentUnits"
)
_PRESENTATION = (
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit "
    "stroke-dasharray stroke-dashoffset opacity color stop-color stop-opacity clip-path clip-rule mask marker-start "
    "marker-mid marker-end font-family font-size font-style font-weight font-variant letter-spacing word-spacing "
    "text-anchor text-decoration dominant-baseline alignment-baseline baseline-shift visibility display overflow "
    "paint-order vector-effect shape-rendering text-rendering"
)
ATTRIBUTES = frozenset((*_GEOMETRY.split(), *_PRESENTATION.split(), "id", "class", "role", "aria-hidden"))
_IGNORED = frozenset(
    {"version", "{http://www.w3.org/XML/1998/namespace}space", "{http://www.w3.org/XML/1998/namespace}lang"}
)
_ID = re.compile(r"[A-Za-z_][\w.-]*")
_LOCAL = re.compile(r"#([A-Za-z_][\w.-]*)")
_LOCAL_URL = re.compile(r"url\(\s*(['\"]?)#([A-Za-z_][\w.-]*)\1\s*\)")
_CLASS = re.compile(r"fig-[a-z0-9-]+")
_PROLOGUE = re.compile(r"^\s*<\?xml[^>]*\?>")
MAX_ELEMENTS = 20_000


@dataclass(slots=True)
class _Rebuild:
    """One figure being rebuilt. `removed` are lines and what was left out on them."""

    prefix: str
    removed: list[tuple[int, str]] = field(default_factory=list)

    def element(self, old: etree._Element) -> etree._Element | None:
        """Return the harmless copy of `old`, or None where the element itself is not allowed."""
        name = _local_name(old)
        if name not in ELEMENTS:
            self.removed.append((old.sourceline or 1, f"<{etree.QName(old).localname}>"))
            return None
        new = etree.Element(name)
        for key, value in old.attrib.items():
            self._attribute(new, str(key), str(value), old.sourceline or 1)
        new.text = old.text
        last: etree._Element | None = None
        for child in old:
            copy = self.element(child) if isinstance(child.tag, str) else None
            if copy is not None:
                new.append(copy)
                last = copy
                copy.tail = child.tail
            elif last is not None:
                last.tail = (last.tail or "") + (child.tail or "")
            else:
                new.text = (new.text or "") + (child.tail or "")
        return new

    def _attribute(self, new: etree._Element, key: str, value: str, line: int) -> None:
        if key in _IGNORED:
            return
        if key in {"href", XLINK_HREF}:
            if new.tag == "use" and (match := _LOCAL.fullmatch(value.strip())):
                new.set("href", f"#{self.prefix}-{match[1]}")
                return
        elif key in ATTRIBUTES and (kept := self._value(key, value)) is not None:
            new.set(key, kept)
            return
        if not (key == "class" and not value.strip()):
            self.removed.append((line, f'{etree.QName(key).localname}="{value[:40]}"'))

    def _value(self, key: str, value: str) -> str | None:
        """Return the value as it may stand, with ids prefixed, or None where it may not."""
        if key == "id":
            return f"{self.prefix}-{value}" if _ID.fullmatch(value) else None
        if key == "class":
            known = [word for word in value.split() if _CLASS.fullmatch(word)]
            return " ".join(known) if known and len(known) == len(value.split()) else None
        if "url" in value.lower() or "\\" in value:
            match = _LOCAL_URL.fullmatch(value.strip())
            return f"url(#{self.prefix}-{match[2]})" if match else None
        return value if re.fullmatch(r"[^<>&\x00-\x08]*", value) else None


def _local_name(element: etree._Element) -> str:
    tag = str(element.tag)
    return tag.removeprefix(SVG) if tag.startswith(SVG) else tag


def _parse(text: str) -> etree._Element | etree.XMLSyntaxError:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    try:
        return etree.fromstring(_PROLOGUE.sub("", text).encode(), parser)
    except etree.XMLSyntaxError as error:
        return error


def _open(text: str) -> tuple[etree._Element | None, tuple[int, str] | None]:
    """Return the root, or the line and the sentence that say why there is none."""
    first = text[: len(text) - len(text.lstrip())].count("\n") + 1
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        line = text.count("\n", 0, text.index("<!")) + 1
        return None, (line, "this figure declares a document type or entities")
    root = _parse(text)
    if isinstance(root, etree.XMLSyntaxError):
        return None, ((root.lineno or 1), "this figure is not well-formed SVG")
    if root.tag not in {f"{SVG}svg", "svg"}:
        return None, (first, "this file holds no svg element at its top")
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        return None, (first, f"this figure has more than {MAX_ELEMENTS:,} elements")
    return root, None


def check_figure(file: TextFile) -> Iterator[Problem]:
    """Yield every finding about the SVG in `file`."""
    yield from file.problems
    root, why = _open(file.text)
    if root is None:
        line, sentence = why or (1, "")
        yield file.place(line).problem("F20", sentence, "export it again as plain SVG, without a DOCTYPE")
        return
    rebuild = _Rebuild("f")
    rebuild.element(root)
    offset = _PROLOGUE.match(file.text)
    skipped = offset[0].count("\n") if offset else 0
    for line, what in sorted(set(rebuild.removed)):
        advice = "take it out; figures hold plain shapes and text with presentation attributes and fig- classes"
        yield file.place(line + skipped).problem("F21", f"{what} is not allowed in a figure", advice)
    if not root.get("viewBox"):
        yield file.place(1).problem("F22", "this figure has no viewBox", 'add one, as in viewBox="0 0 720 400"')
    for name in ("title", "desc"):
        child = root.find(f"{SVG}{name}")
        if child is None or not (child.text or "").strip():
            message = f"this figure has no <{name}> of its own"
            advice = "write one in the first lines inside the svg element, for those who do not see the figure"
            yield file.place(1).problem("F23", message, advice)


def description(text: str, alt: str) -> str:
    """Return the long description of the figure in `text`: its own, or `alt`; empty where `alt` names it already."""
    root, _ = _open(text)
    return _texts(root, alt).get("desc", "") if root is not None else ""


def _texts(root: etree._Element, alt: str) -> dict[str, str]:
    """Return title and description. `alt` becomes the title where there is none, else the missing description."""
    kept = [child for child in root if isinstance(child.tag, str) and _local_name(child) in {"title", "desc"}]
    texts = {_local_name(child): " ".join("".join(map(str, child.itertext())).split()) for child in reversed(kept)}
    if not texts.get("title"):
        texts["title"] = alt
    elif not texts.get("desc"):
        texts["desc"] = alt
    return texts


def inline_figure(text: str, alt: str, prefix: str) -> str:
    """Return the SVG in `text` as it can stand in a page: harmless, named for screen readers, ids prefixed.

    `alt` becomes the title where the figure has none, else the description where it has none. `prefix` must be
    unique in the page. A figure that cannot be read comes out as the empty string.
    """
    root, _ = _open(text)
    if root is None:
        return ""
    new = _Rebuild(prefix).element(root)
    if new is None:
        return ""
    for name in ("width", "height", "role", "aria-hidden", "id"):
        new.attrib.pop(name, None)
    for child in [child for child in new if child.tag in {"title", "desc"}]:
        new.remove(child)
    texts = _texts(root, alt)
    for position, name in enumerate(name for name in ("title", "desc") if texts.get(name)):
        element = etree.Element(name, id=f"{prefix}-{name}")
        element.text = texts[name]
        new.insert(position, element)
    new.set("role", "img")
    if texts.get("title"):  # the description follows the figure in the page, so it is not read out twice
        new.set("aria-labelledby", f"{prefix}-title")
    new.tail = None
    return str(etree.tostring(new, encoding="unicode", method="xml"))
