"""The machinery of a closed schema: reading a mapping by a list of keys, every finding on its line.

A schema is described once, in `formats.py`, with the kinds of value of `kinds.py`; the same description reads the
files and prints the authors' manual.
"""

from dataclasses import dataclass, field
from typing import Any, Final, Generic, Protocol, TypeVar

from ceu.domain.content.codes import did_you_mean
from ceu.domain.content.frontmatter import Mapping, Node, Scalar, Sequence
from ceu.domain.content.schema import Problem
from ceu.domain.content.source import Place, Places, TextFile

UNREADABLE: Final = object()
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """What came of reading something: its findings, and its value, or None where a key is missing or unreadable.

    `judged` is the same with stand-ins for such keys, so that rules can judge the rest; it is never shown or
    published. It is None where there is too little to judge.
    """

    value: T | None
    judged: T | None
    problems: list[Problem]


class Kind(Protocol):
    """A kind of value: how it is read, and what the manual says it looks like."""

    @property
    def says(self) -> str:
        """Return what the value looks like, for the manual and for advice."""

    def read(self, node: Node, at: "At") -> Any:
        """Return the value of `node`, or UNREADABLE after adding a finding to `at`."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the format. `why` is the rule it is asked by; `default` is given where an optional key is absent."""

    name: str
    kind: Kind
    help: str
    required: bool = True
    default: Any = None
    why: str = ""


@dataclass(slots=True)
class Reader:
    """Reads one file's front matter; gathers findings and the places of what it read.

    `family` is the letter of the codes: 01 missing, 02 unknown, 03 unreadable.
    """

    file: TextFile
    family: str
    places: Places
    problems: list[Problem] = field(default_factory=list)

    def read(self, mapping: Mapping, keys: tuple[Key, ...], *where: str) -> dict[str, Any]:
        """Return the values of `mapping` by name, without those that cannot be read."""
        return At(self, "", where, mapping.line).record(mapping, keys)


@dataclass(frozen=True, slots=True)
class At:
    """Where in the front matter a value stands: what findings call it, and its key among the places."""

    reader: Reader
    label: str
    where: tuple[str, ...]
    line: int

    def inside(self, name: str, line: int) -> "At":
        """Return the place of `name` below this one."""
        return At(self.reader, f"{self.label}.{name}" if self.label else name, (*self.where, name), line)

    def place(self) -> Place:
        """Return the line this value stands on."""
        return self.reader.file.place(self.line)

    def add(self, number: str, message: str, advice: str) -> None:
        """Add a finding of the reader's family."""
        self.reader.problems.append(self.place().problem(self.reader.family + number, message, advice))

    def wrong(self, node: Node, expected: str) -> Any:
        """Add that the value is not what is `expected`, and return UNREADABLE."""
        if isinstance(node, Scalar):
            shown = node.text if len(node.text) <= 60 else node.text[:57] + "..."
            self.add("03", f'"{self.label}" is "{shown}"', f"write {expected}")
        else:
            shape = "a list" if isinstance(node, Sequence) else "a group of keys"
            self.add("03", f'"{self.label}" is {shape}', f"write {expected}")
        return UNREADABLE

    def record(self, mapping: Mapping, keys: tuple[Key, ...]) -> dict[str, Any]:
        """Read `mapping` by `keys`: unknown and missing keys are findings."""
        known = {key.name: key for key in keys}
        for name, line in mapping.lines.items():
            if name not in known:
                self.inside(name, line).add("02", f'unknown key "{name}"', did_you_mean(name, known))
        values: dict[str, Any] = {}
        for key in keys:
            node = mapping.pairs.get(key.name)
            at = self.inside(key.name, mapping.lines.get(key.name, self.line))
            if node is None or (isinstance(node, Scalar) and not node.text.strip()):
                if key.required:
                    state = "missing" if node is None else "empty"
                    asked = f"{key.help} ({key.why})" if key.why else key.help
                    at.add("01", f'the key "{at.label}" is {state}', f"say {asked[0].lower()}{asked[1:]}")
                else:
                    values[key.name] = key.default
                continue
            self.reader.places.add(at.place(), *at.where)
            value = key.kind.read(node, at)
            if value is not UNREADABLE:
                values[key.name] = value
        return values
