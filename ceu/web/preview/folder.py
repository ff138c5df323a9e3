"""A content folder as it stands on the disk, checked anew whenever one of its files changes."""

import hashlib
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from threading import Lock

from ceu.domain.content.check import Report, check_tree
from ceu.domain.content.parse import Parsed, parse_tree
from ceu.domain.content.schema import Problem
from ceu.domain.content.source import Tree, read_tree
from ceu.errors import NotFound

SUFFIXES = (".md", ".bib", ".svg")


def owner(found: Problem) -> tuple[str, str]:
    """Return what a finding belongs to, as ("module" or "course", slug), or two empty texts for the folder's rest."""
    match PurePosixPath(found.path).parts[1:]:
        case ("modules", slug, *_):
            return "module", slug
        case ("courses", file):
            return "course", file.removesuffix(".md")
    return "", ""


class NoFolder(NotFound):
    """The content folder is not there (any more)."""

    message = "The content folder is not there. It was renamed, moved or deleted while this page was open."


@dataclass(frozen=True, slots=True)
class State:
    """A folder at one moment: its texts, their values (good or not), and the findings on them.

    `version` changes whenever a file does.
    """

    version: str
    tree: Tree
    parsed: Parsed
    report: Report


def version_of(folder: Path) -> str:
    """Return a text that changes whenever a file of the format does; empty where there is no folder.

    It is made of names, sizes and times, so asking is cheap. Hidden files count for nothing, as in a check.
    """
    if not folder.is_dir():
        return ""
    seen = []
    for base, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.endswith(SUFFIXES) and not name.startswith("."):
                path = Path(base, name)
                try:
                    facts = path.stat()
                except OSError:
                    seen.append((str(path), 0, 0, 0))
                else:
                    # The time of change also moves when a file is replaced by an older one, or its permissions change.
                    seen.append((str(path), facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns))
    return hashlib.sha256(repr(seen).encode("utf-8", "backslashreplace")).hexdigest()[:16]


class ContentFolder:
    """A folder that is read, parsed and checked at most once for each change. Threads may share it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        self._last: tuple[str, date, State] | None = None

    def version(self) -> str:
        """Return what names the folder's present state; empty where there is no folder."""
        return version_of(self.path)

    def state(self, today: date) -> State:
        """Return the folder as of now. Raises NoFolder where it is not there."""
        with self._lock:
            version = self.version()  # taken before reading: what changes meanwhile gives another version afterwards
            if self._last is None or self._last[:2] != (version, today):
                self._last = (version, today, self._read(version, today))
            return self._last[2]

    def _read(self, version: str, today: date) -> State:
        try:
            tree = read_tree(self.path)
        except OSError:  # it went away, now or while it was read
            raise NoFolder from None
        return State(version, tree, parse_tree(tree), check_tree(tree, today=today))
