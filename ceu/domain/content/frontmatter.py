"""Front matter: YAML in which every scalar stays the text that was written, and everything knows its line.

YAML's own types are not wanted: it would turn NO (Norway) into False, 1.10 into 1.1 and 24:00 into 1440. Anchors,
aliases and tags are refused, so a small file cannot grow into a large one nor name a Python class.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from ceu.domain.content.schema import Problem
from ceu.domain.content.source import TextFile

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_PLAIN_TAGS = {None, "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"}
MAX_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text and the line it begins on."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: "list[Node]"
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and nodes in the order written; a repeated key is a finding and keeps its first value."""

    pairs: "dict[str, Node]"
    lines: dict[str, int]
    line: int


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Document:
    """A file cut into front matter and body. `meta` is None where the front matter cannot be used.

    `body_line` is the file's line on which `body` begins (from 1).
    """

    file: TextFile
    meta: Mapping | None
    body: str
    body_line: int
    problems: tuple[Problem, ...] = ()


def split(file: TextFile) -> Document:
    """Cut `file` into its front matter and its body."""
    lines = file.text.split("\n")
    if lines[0].rstrip() != "---":
        found = file.place(1).problem(
            "F07", "this file does not begin with ---", "open it with a line of three hyphens, the keys, and --- again"
        )
        return Document(file, None, file.text, 1, (found,))
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() in {"---", "..."}), None)
    if end is None:
        found = file.place(1).problem(
            "F07", "the front matter is never closed", "put a line of three hyphens after the last key"
        )
        return Document(file, None, "", len(lines), (found,))
    meta, problems = _Builder(file).build("\n".join(lines[1:end]) + "\n")
    return Document(file, meta, "\n".join(lines[end + 1 :]), end + 2, tuple(problems))


@dataclass(slots=True)
class _Open:
    """A list or mapping being built; `key` waits for its value."""

    node: Sequence | Mapping
    key: str | None = None
    key_line: int = 0
    drop: bool = False


@dataclass(slots=True)
class _Builder:
    """Builds nodes from YAML events, without recursion. The YAML begins on the file's second line."""

    file: TextFile
    problems: list[Problem] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    root: Node | None = None

    def build(self, text: str) -> tuple[Mapping | None, list[Problem]]:
        try:
            events: Iterator[Any] = yaml.parse(text, Loader=_Loader)
            for event in events:
                if not self._take(event):
                    return None, self.problems
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._broken((mark.line if mark else 0) + 2, error.problem or error.context or "it cannot be read")
            return None, self.problems
        except yaml.YAMLError as error:  # a reader error has a position and no mark
            before = text[: getattr(error, "position", 0)]
            self._broken(before.count("\n") + 2, "a character that YAML does not allow")
            return None, self.problems
        if self.root is None:
            return Mapping({}, {}, 1), self.problems
        if not isinstance(self.root, Mapping):
            self._broken(self.root.line, "keys and values are expected here, as in title: My module")
            return None, self.problems
        return self.root, self.problems

    def _broken(self, line: int, why: str) -> None:
        advice = (
            "a text that holds a colon, a # or a bracket goes between quotes; lists and keys are indented by spaces"
        )
        self.problems.append(self.file.place(line).problem("F08", f"this is not valid YAML: {why}", advice))

    def _take(self, event: Any) -> bool:
        """Add an event; return False where reading on makes no sense."""
        line = event.start_mark.line + 2 if event.start_mark else 2
        if isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
        elif isinstance(event, yaml.DocumentStartEvent):
            if self.root is not None:
                self._broken(line, "a second document begins")
                return False
        elif isinstance(event, yaml.NodeEvent):
            return self._allowed(event, line) and self._node(event, line)
        return True

    def _allowed(self, event: Any, line: int) -> bool:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None or event.tag not in _PLAIN_TAGS:
            self.problems.append(
                self.file.place(line).problem(
                    "F10",
                    "anchors (&), aliases (*) and tags (!) are not used",
                    "write the value out, and put a text that begins with one of these signs between quotes",
                )
            )
            return False
        if len(self.stack) >= MAX_DEPTH:
            self._broken(line, "lists and keys are nested too deeply")
            return False
        return True

    def _node(self, event: Any, line: int) -> bool:
        if isinstance(event, yaml.ScalarEvent):
            return self._place(Scalar(event.value, line))
        node: Sequence | Mapping = (
            Mapping({}, {}, line) if isinstance(event, yaml.MappingStartEvent) else Sequence([], line)
        )
        if not self._place(node):
            return False
        self.stack.append(_Open(node))
        return True

    def _place(self, node: Node) -> bool:
        if not self.stack:
            self.root = node
            return True
        top = self.stack[-1]
        if isinstance(top.node, Sequence):
            top.node.items.append(node)
        elif top.key is None:
            if not isinstance(node, Scalar):
                self._broken(node.line, "a key must be a plain word")
                return False
            top.key, top.key_line = node.text, node.line
        else:
            self._pair(top, node)
        return True

    def _pair(self, top: _Open, node: Node) -> None:
        if not isinstance(top.node, Mapping) or top.key is None:
            raise TypeError(top)
        if top.key in top.node.pairs:
            first = top.node.lines[top.key]
            self.problems.append(
                self.file.place(top.key_line).problem(
                    "F09", f'the key "{top.key}" stands twice (first on line {first})', "keep one of them"
                )
            )
        else:
            top.node.pairs[top.key] = node
            top.node.lines[top.key] = top.key_line
        top.key = None
