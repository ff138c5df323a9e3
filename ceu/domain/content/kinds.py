"""The kinds of value a key can have: each reads a node, or adds a finding that says what to write."""

import re
from collections.abc import Mapping as Map
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ceu.domain.content.frontmatter import Mapping, Node, Scalar, Sequence
from ceu.domain.content.keys import UNREADABLE, At, Key, Kind
from ceu.domain.content.source import SLUG


@dataclass(frozen=True, slots=True)
class Text:
    """Words, on one line or several."""

    says: str = "text"

    def read(self, node: Node, at: At) -> Any:
        """Return the text, without space around it."""
        return node.text.strip() if isinstance(node, Scalar) else at.wrong(node, self.says)


@dataclass(frozen=True, slots=True)
class TextOrNone:
    """A text, or the word none."""

    says: str = "none, or text"

    def read(self, node: Node, at: At) -> Any:
        """Return the text, or None for the word none."""
        if not isinstance(node, Scalar):
            return at.wrong(node, self.says)
        return None if node.text.strip().lower() == "none" else node.text.strip()


@dataclass(frozen=True, slots=True)
class Name:
    """An id: lower-case letters, digits and hyphens."""

    says: str = "an id in lower-case letters, digits and hyphens, as in first-visit"

    def read(self, node: Node, at: At) -> Any:
        """Return the id."""
        if isinstance(node, Scalar) and SLUG.fullmatch(node.text):
            return node.text
        return at.wrong(node, self.says)


@dataclass(frozen=True, slots=True)
class OneOf:
    """A word of a closed list, mapped to a value."""

    words: Map[str, Any]

    @property
    def says(self) -> str:
        """Return the list."""
        return " or ".join(self.words) if len(self.words) < 3 else "one of " + ", ".join(self.words)

    def read(self, node: Node, at: At) -> Any:
        """Return what the word stands for."""
        if isinstance(node, Scalar) and node.text in self.words:
            return self.words[node.text]
        return at.wrong(node, self.says)


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds."""

    least: int
    most: int

    @property
    def says(self) -> str:
        """Return the bounds."""
        return f"a whole number from {self.least} to {self.most:,}"

    def read(self, node: Node, at: At) -> Any:
        """Return the number."""
        if isinstance(node, Scalar) and re.fullmatch(r"[0-9]{1,9}", node.text):
            number = int(node.text)
            if self.least <= number <= self.most:
                return number
        return at.wrong(node, self.says)


@dataclass(frozen=True, slots=True)
class Hours:
    """A positive decimal number, in hours or a body's unit."""

    says: str = "a number above zero with at most two decimals, as in 1.5"

    def read(self, node: Node, at: At) -> Any:
        """Return the number as Decimal."""
        if isinstance(node, Scalar) and re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,2})?", node.text):
            number = Decimal(node.text)
            if number > 0:
                return number
        return at.wrong(node, self.says)


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar date."""

    says: str = "a date as year-month-day, as in 2026-11-01"

    def read(self, node: Node, at: At) -> Any:
        """Return the date."""
        if isinstance(node, Scalar) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", node.text):
            try:
                return date.fromisoformat(node.text)
            except ValueError:
                return at.wrong(node, "a date that exists in the calendar, as year-month-day")
        return at.wrong(node, self.says)


@dataclass(frozen=True, slots=True)
class Wait:
    """A length of time in hours or days, read as whole hours."""

    says: str = "a time in hours or days, as in 24h or 2d"

    def read(self, node: Node, at: At) -> Any:
        """Return the hours."""
        match = re.fullmatch(r"([0-9]{1,4}) ?([hd])", node.text) if isinstance(node, Scalar) else None
        if match is None:
            return at.wrong(node, self.says)
        return int(match[1]) * (24 if match[2] == "d" else 1)


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of one kind of value; no value twice."""

    kind: Kind
    empty: bool = False

    @property
    def says(self) -> str:
        """Return what the items look like."""
        return f"a list in [brackets], each {self.kind.says}" + (", or []" if self.empty else "")

    def read(self, node: Node, at: At) -> Any:
        """Return the items as a tuple."""
        if not isinstance(node, Sequence) or (not node.items and not self.empty):
            return at.wrong(node, self.says)
        values = []
        for number, item in enumerate(node.items, 1):
            inner = At(at.reader, f"{at.label} {number}", (*at.where, str(number)), item.line)
            value = self.kind.read(item, inner)
            if value in values and value is not UNREADABLE:
                inner.wrong(item, "it once")
                value = UNREADABLE
            values.append(value)
        return UNREADABLE if UNREADABLE in values else tuple(values)


@dataclass(frozen=True, slots=True)
class MapOf:
    """Ids with one kind of value each, in the order written."""

    kind: Kind
    empty: bool = False

    @property
    def says(self) -> str:
        """Return what the values look like."""
        return f"ids, each with {self.kind.says}"

    def read(self, node: Node, at: At) -> Any:
        """Return pairs of id and value."""
        if not isinstance(node, Mapping) or (not node.pairs and not self.empty):
            return at.wrong(node, self.says)
        pairs = []
        for name, item in node.pairs.items():
            inner = at.inside(name, node.lines[name])
            at.reader.places.add(inner.place(), *inner.where)
            if not SLUG.fullmatch(name):
                inner.add("03", f'"{name}" is not an id', f"write {Name().says}")
                return UNREADABLE
            value: Any = UNREADABLE
            if isinstance(item, Scalar) and not item.text.strip():
                inner.add("01", f'the key "{inner.label}" is empty', f"write {self.kind.says}")
            else:
                value = self.kind.read(item, inner)
            pairs.append((name, value))
        return UNREADABLE if any(value is UNREADABLE for _, value in pairs) else tuple(pairs)


@dataclass(frozen=True, slots=True)
class Record:
    """A group of keys of its own."""

    keys: tuple[Key, ...]

    @property
    def says(self) -> str:
        """Return the names of the keys."""
        return "the keys " + ", ".join(key.name for key in self.keys)

    def read(self, node: Node, at: At) -> Any:
        """Return the values by name."""
        if not isinstance(node, Mapping):
            return at.wrong(node, self.says)
        values = at.record(node, self.keys)
        return values if all(key.name in values for key in self.keys) else UNREADABLE
