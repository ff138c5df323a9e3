"""A content folder as text with line numbers, and the place of every value in it.

Paths in findings are relative to the folder's parent: `content/modules/x/module.md`.
"""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath

from ceu.domain.content.codes import problem
from ceu.domain.content.schema import Problem

MAX_BYTES = 2_000_000
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Addresses below /learn/, /learn/<course>/ and /learn/<course>/<module>/ that are pages of the platform.
RESERVED_SLUGS = frozenset(
    {
        "attestation",
        "audit",
        "certificate",
        "certificates",
        "changes",
        "evaluation",
        "new",
        "notes",
        "notices",
        "print",
        "quiz",
        "renewal",
        "result",
        "search",
        "start",
        "time",
        "transcript",
    }
)
# Control characters break XML and terminals; the private range is used by `markup` for its own placeholders.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, a line in it (from 1), and what the line says."""

    path: str
    line: int
    quote: str = ""

    def problem(self, code: str, message: str, advice: str) -> Problem:
        """Build the finding `code` about this place."""
        return problem(code, self.path, self.line, message, advice, self.quote)


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file of the folder. `text` has LF line ends and no BOM."""

    path: str
    text: str
    problems: tuple[Problem, ...] = ()

    def place(self, line: int) -> Place:
        """Return the place of `line` (from 1)."""
        lines = _lines(self.text)
        return Place(self.path, line, lines[line - 1] if 0 < line <= len(lines) else "")


@dataclass(frozen=True, slots=True)
class ModuleFiles:
    """A folder below modules/. `figures` holds SVG and data files by their path below it (`figures/x.svg`)."""

    slug: str
    path: str
    module: TextFile | None
    quiz: TextFile | None
    figures: Mapping[str, TextFile]


@dataclass(frozen=True, slots=True)
class Tree:
    """A content folder. `problems` are the findings that belong to no file of the format."""

    name: str
    provider: TextFile | None
    references: TextFile | None
    modules: tuple[ModuleFiles, ...]
    courses: tuple[TextFile, ...]
    problems: tuple[Problem, ...] = ()
    glossary: TextFile | None = None


@dataclass(slots=True)
class Places:
    """Where the values of a library stand, for findings made after parsing.

    A key is a path of words, for example `("module", slug, "section", id)`. `of` falls back to the nearest shorter
    key, so that a finding always has a place.
    """

    known: dict[tuple[str, ...], Place] = field(default_factory=dict)
    root: str = "content"

    def add(self, place: Place, *key: str) -> None:
        """Remember the first place of `key`."""
        self.known.setdefault(key, place)

    def of(self, *key: str) -> Place:
        """Return the place of `key`, or of the nearest thing around it."""
        while key:
            if key in self.known:
                return self.known[key]
            key = key[:-1]
        return Place(self.root, 1)


@lru_cache(maxsize=64)
def _lines(text: str) -> list[str]:
    return text.split("\n")


def decode(path: str, data: bytes) -> TextFile:
    """Return the text of a file, tolerating a BOM and CRLF; undecodable bytes are a finding on their line."""
    if len(data) > MAX_BYTES:
        found = problem("F02", path, 1, "this file is larger than two megabytes", "split it or make it smaller")
        return TextFile(path, "", (found,))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        found = problem(
            "F01",
            path,
            line,
            f"this file is not UTF-8 text (byte {error.start + 1})",
            "save it as UTF-8 in your editor; often it is a quote mark or an accent pasted from a word processor",
        )
        return TextFile(path, data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n"), (found,))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems = []
    for match in _FORBIDDEN.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        name = f"U+{ord(match[0]):04X}"
        problems.append(problem("F06", path, line, f"this line holds the invisible character {name}", "delete it"))
        if len(problems) == 20:
            break
    return TextFile(path, _FORBIDDEN.sub(" ", text) if problems else text, tuple(problems))


def tree_of(name: str, files: Mapping[str, bytes]) -> Tree:
    """Build the tree of a folder called `name` from its files (paths below it, with `/`)."""
    texts = {path: decode(f"{name}/{path}", data) for path, data in files.items() if _part_of_format(path)}
    stray = tuple(
        problem("F11", f"{name}/{path}", 1, "this file is not part of the format", "it is ignored; move or delete it")
        for path in sorted(files)
        if path not in texts and path.endswith((".md", ".bib", ".svg", ".csv"))
    )
    slugs = sorted({PurePosixPath(path).parts[1] for path in texts if path.startswith("modules/")})
    return Tree(
        name=name,
        provider=texts.get("provider.md"),
        references=texts.get("references.bib"),
        modules=tuple(_module(name, slug, texts) for slug in slugs),
        courses=tuple(texts[path] for path in sorted(texts) if path.startswith("courses/")),
        problems=stray,
        glossary=texts.get("glossary.md"),
    )


def _part_of_format(path: str) -> bool:
    match PurePosixPath(path).parts:
        case ("provider.md",) | ("references.bib",) | ("glossary.md",) | ("modules", _, "module.md" | "quiz.md"):
            return True
        case ("courses", file):
            return file.endswith(".md")
        case ("modules", _, "figures", file):
            return file.endswith((".svg", ".csv"))
    return False


def _module(name: str, slug: str, texts: Mapping[str, TextFile]) -> ModuleFiles:
    base = f"modules/{slug}/"
    return ModuleFiles(
        slug=slug,
        path=f"{name}/modules/{slug}",
        module=texts.get(f"{base}module.md"),
        quiz=texts.get(f"{base}quiz.md"),
        figures={path.removeprefix(base): texts[path] for path in sorted(texts) if path.startswith(f"{base}figures/")},
    )


def read_tree(folder: Path) -> Tree:
    """Read a content folder. Hidden files are left out; an unreadable file is a finding.

    Raises NotADirectoryError where `folder` is none.
    """
    if not folder.is_dir():
        raise NotADirectoryError(folder)
    name = folder.resolve().name
    files: dict[str, bytes] = {}
    unreadable = []
    for path in _listing(folder):
        # A name that is no UTF-8 could be neither shown nor stored.
        below = os.fsencode(path.relative_to(folder).as_posix()).decode("utf-8", "replace")
        try:
            files[below] = path.read_bytes()[: MAX_BYTES + 1]
        except OSError as error:
            reason = error.strerror or "it cannot be opened"
            unreadable.append(
                problem("F02", f"{name}/{below}", 1, f"this file cannot be read: {reason}", "check its permissions")
            )
    tree = tree_of(name, files)
    return replace(tree, problems=tree.problems + tuple(unreadable))


def _listing(folder: Path) -> Iterable[Path]:
    for path in sorted(folder.rglob("*")):
        below = path.relative_to(folder)
        if (
            path.suffix in {".md", ".bib", ".svg", ".csv"}
            and path.is_file()
            and not any(p[0] == "." for p in below.parts)
        ):
            yield path
