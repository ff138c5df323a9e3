"""Headings with attributes: `## Title {#id key=value key="two words"}`."""

import re
from dataclasses import dataclass

HEADING = re.compile(r"(#{1,6})(?!#)[ \t]+(.*)")
_BRACES = re.compile(r"(?:^|[ \t]+)\{([^{}]*)\}[ \t]*$")
_ATTRIBUTE = re.compile(
    r"""[ \t]*(?:#(?P<id>[^\s"'=]+)|(?P<key>[a-z_]+)=(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"']+)))(?=\s|$)"""
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's level, title and attributes. `broken` is the part in braces that could not be read."""

    level: int
    title: str
    id: str
    attributes: dict[str, str]
    broken: str = ""


def read_heading(line: str) -> Heading | None:
    """Return the heading a line is, or None where it is none."""
    match = HEADING.fullmatch(line.rstrip())
    if match is None:
        return None
    level, rest = len(match[1]), match[2].strip()
    braces = _BRACES.search(rest)
    if braces is None:
        # An opening brace that is never closed is a slip, not a title.
        slip = re.search(r"\{#[^{}]*$", rest)
        return Heading(level, rest[: slip.start()].strip() if slip else rest, "", {}, slip[0] if slip else "")
    title = rest[: braces.start()].strip()
    inner, position = braces[1].strip(), 0
    found_id = ""
    attributes: dict[str, str] = {}
    while position < len(inner):
        attribute = _ATTRIBUTE.match(inner, position)
        if attribute is None or (attribute["id"] and found_id) or attribute["key"] in attributes:
            return Heading(level, title, found_id, attributes, inner[position:].strip())
        if attribute["id"]:
            found_id = attribute["id"]
        else:
            quoted = attribute["quoted"]
            attributes[attribute["key"]] = (attribute["plain"] if quoted is None else quoted).strip()
        position = attribute.end()
    return Heading(level, title, found_id, attributes)
