"""references.bib -> values. Fields stay as they are written; only authors are split."""

import logging
import re
from collections.abc import Iterator
from typing import Any

from bibtexparser import model as bib
from bibtexparser.entrypoint import parse_string

from ceu.domain.content.codes import did_you_mean
from ceu.domain.content.markup_scan import KEY
from ceu.domain.content.schema import Problem, Reference
from ceu.domain.content.source import Place, Places, TextFile

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it would log becomes a finding
logging.getLogger("bibtexparser.splitter").setLevel(logging.CRITICAL)

# Kind -> the fields an APA entry of it cannot do without.
KINDS: dict[str, tuple[str, ...]] = {
    "article": ("title", "journal", "year"),
    "book": ("title", "publisher", "year"),
    "incollection": ("title", "booktitle", "publisher", "year"),
    "report": ("title", "institution", "year"),
    "online": ("title", "url or doi"),
}
SAME_KIND = {"techreport": "report", "inbook": "incollection", "misc": "online", "webpage": "online"}
# What the field `status` may say, and what to do where such a reference is cited.
STATUSES = {
    "retracted": "take the statement out, or rest it on a source that stands",
    "superseded": "read what took its place and cite that",
}
_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s\"'<>{}]+")
_URL = re.compile(r"https?://[^\s\"'<>{}]+")


def parse_bibliography(file: TextFile, places: Places) -> tuple[tuple[Reference, ...], list[Problem]]:
    """Return the entries of a BibTeX file by key, and the findings. An entry with an error is left out."""
    problems = list(file.problems)
    references: dict[str, Reference] = {}
    for block in parse_string(file.text).blocks:
        place = file.place((block.start_line or 0) + 1)
        if isinstance(block, bib.ParsingFailedBlock):
            problems.append(_unreadable(block, place))
            continue
        if not isinstance(block, bib.Entry):
            continue
        if block.key in references:  # pragma: no cover - the parser reports it as a failed block
            continue
        reference, found = _entry(block, file)
        problems += found
        if reference is not None:
            references[reference.key] = reference
            places.add(place, "reference", reference.key)
    return tuple(references[key] for key in sorted(references)), problems


def _unreadable(block: Any, place: Place) -> Problem:
    if isinstance(block, bib.DuplicateBlockKeyBlock):
        first = (block.previous_block.start_line or 0) + 1
        return place.problem("B02", f'the key "{block.key}" stands twice (first on line {first})', "keep one of them")
    if isinstance(block, bib.DuplicateFieldKeyBlock):
        names = ", ".join(sorted(block.duplicate_keys))
        return place.problem("B01", f"this entry says {names} twice", "keep one of them")
    return place.problem(
        "B01",
        "this entry cannot be read",
        "look for a missing comma, brace or = in it or in the entry before it",
    )


def _entry(entry: Any, file: TextFile) -> tuple[Reference | None, list[Problem]]:
    place = file.place((entry.start_line or 0) + 1)
    kind = SAME_KIND.get(entry.entry_type.lower(), entry.entry_type.lower())
    if not re.fullmatch(KEY, entry.key):
        advice = "begin with a letter and use letters, digits and hyphens, as in zanos2018"
        return None, [place.problem("B01", f'"{entry.key}" cannot be cited as a key', advice)]
    if kind not in KINDS:
        message = f'entry "{entry.key}" is of the unknown kind "{entry.entry_type}"'
        return None, [place.problem("B03", message, did_you_mean(kind, KINDS))]
    fields = {field.key.lower(): " ".join(str(field.value).split()) for field in entry.fields}
    problems = [
        place.problem("B04", f'entry "{entry.key}" has no {name}', f"add the {name}, which every {kind} needs")
        for name in KINDS[kind]
        if not any(fields.get(choice) for choice in name.split(" or "))
    ]
    lines = {field.key.lower(): (field.start_line or 0) + 1 for field in entry.fields}
    for name, pattern, example in (("doi", _DOI, "10.1038/nature17998"), ("url", _URL, "https://www.fda.gov/")):
        if fields.get(name) and not pattern.fullmatch(fields[name]):
            message = f'the {name} of entry "{entry.key}" is malformed'
            problems.append(file.place(lines[name]).problem("B05", message, f"write it as {example}"))
    if (status := fields.get("status", "").lower()) and status not in STATUSES:
        message = f'the status of entry "{entry.key}" is "{fields["status"]}"'
        advice = f"write {' or '.join(STATUSES)}, or take the status out"
        problems.append(file.place(lines["status"]).problem("B06", message, advice))
    elif status:
        fields["status"] = status
    if problems:
        return None, problems
    authors = tuple(split_authors(fields.pop("author", "")))
    return Reference(entry.key, kind, authors, tuple(sorted(fields.items()))), []


def split_authors(text: str) -> Iterator[str]:
    """Yield the authors of a BibTeX list, split at ` and ` outside braces, each as written."""
    depth, start = 0, 0
    for match in re.finditer(r"[{}]|\s+and\s+", text):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
        elif depth == 0:
            if text[start : match.start()].strip():
                yield text[start : match.start()].strip()
            start = match.end()
    if text[start:].strip():
        yield text[start:].strip()
