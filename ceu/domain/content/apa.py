"""References in APA style (7th edition): entries of the reference list, and citations in the text, as HTML."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import pairwise

from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]

from ceu.domain.content.bibliography import split_authors
from ceu.domain.content.schema import Reference

NO_DATE = "n.d."


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    r"""Return BibTeX text as people read it: `{\"o}` is ö, `--` an en dash, braces are gone."""
    if "\\" in text or "$" in text or "~" in text:
        text = _decoder().latex_to_text(re.sub(r"(?<!\\)([%#&])", r"\\\1", text))
    return re.sub(r"(?<!-)--(?!-)", "–", text.replace("{", "").replace("}", "")).strip()


@lru_cache(maxsize=1)
def _decoder() -> LatexNodes2Text:
    return LatexNodes2Text(keep_comments=True, math_mode="text")


@dataclass(frozen=True, slots=True)
class Name:
    """An author: a person's family name and initials, or a body's name."""

    family: str
    initials: str = ""

    def __str__(self) -> str:
        """Return the name as a reference list prints it."""
        return f"{self.family}, {self.initials}" if self.initials else self.family


def read_name(author: str) -> Name:
    """Return an author as written in BibTeX: `Zanos, Panos`, `Panos Zanos`, or `{Food and Drug Administration}`."""
    if author.startswith("{") and author.endswith("}") and author.count("{") == 1:
        return Name(plain(author))
    parts = [plain(part) for part in author.split(",")]
    if len(parts) > 1:
        family, given = parts[0], parts[-1]
        suffix = parts[1] if len(parts) > 2 else ""
    else:
        words = parts[0].split()
        # A lower-case particle belongs to the family name: Ludwig van Beethoven.
        cut = next((n for n, word in enumerate(words) if n and word[:1].islower()), len(words) - 1)
        family, given, suffix = " ".join(words[cut:]), " ".join(words[:cut]), ""
    words = re.split(r"[\s.]+", given.replace(".-", "-"))
    initials = " ".join("-".join(f"{bit[0]}." for bit in word.split("-") if bit) for word in words if word.strip("-"))
    return Name(family, f"{initials}, {suffix}" if suffix and initials else initials)


def names(reference: Reference) -> tuple[list[Name], bool]:
    """Return the authors, and whether the list says that there are others."""
    authors = [author for author in reference.authors if author != "others"]
    return [read_name(author) for author in authors], "others" in reference.authors


def _year(reference: Reference) -> str:
    return plain(reference.get("year")) or reference.get("date")[:4] or NO_DATE


def _stop(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


@dataclass(frozen=True, slots=True)
class Label:
    """How a reference is named in the text: `Zanos et al.` and `2018a`."""

    authors: str
    year: str


class Bibliography:
    """The references one page can cite, with labels that tell them apart (2018a, 2018b)."""

    def __init__(self, references: Iterable[Reference]) -> None:
        self.by_key: Mapping[str, Reference] = {reference.key: reference for reference in references}
        self.labels = _labels(self.by_key)

    def in_text(self, key: str) -> Label:
        """Return the label of `key`. Raises KeyError where the page does not hold it."""
        return self.labels[key]

    def listing(self, keys: Iterable[str]) -> str:
        """Return the reference list of `keys` as HTML, alphabetical, each entry with the id `ref-<key>`."""
        found = [self.by_key[key] for key in set(keys) if key in self.by_key]
        found.sort(key=lambda reference: (_sort_key(reference), self.labels[reference.key].year, reference.key))
        items = "\n".join(
            f'<li id="ref-{escape(reference.key)}">{entry(reference, self.labels[reference.key].year)}</li>'
            for reference in found
        )
        return f'<ol class="references">\n{items}\n</ol>' if items else ""


def _sort_key(reference: Reference) -> str:
    authors, _ = names(reference)
    first = ", ".join(str(author) for author in authors) or plain(reference.get("title"))
    return re.sub(r"[^\w, ]", "", first).casefold()


def _labels(references: Mapping[str, Reference]) -> dict[str, Label]:
    """Label every reference so that no two read alike: by initials, then by more authors, then by letters."""
    shared = _shared_surnames(references.values())
    shown = dict.fromkeys(references, 1)
    while True:
        same: dict[Label, list[Reference]] = defaultdict(list)
        for key, reference in references.items():
            same[Label(_in_text_authors(reference, shown[key], shared), _year(reference))].append(reference)
        more = [
            reference.key
            for group in same.values()
            if len({reference.authors for reference in group}) > 1
            for reference in group
            if shown[reference.key] < len(reference.authors)
        ]
        if not more:
            break
        for key in more:
            shown[key] += 1
    labels = {}
    for label, group in same.items():
        group.sort(
            key=lambda reference: (_sort_key(reference), plain(reference.get("title")).casefold(), reference.key)
        )
        for number, reference in enumerate(group):
            dash = "-" if label.year == NO_DATE else ""
            suffix = f"{dash}{_letters(number)}" if len(group) > 1 else ""
            labels[reference.key] = Label(label.authors, label.year + suffix)
    return labels


def _shared_surnames(references: Iterable[Reference]) -> frozenset[str]:
    """Return the family names that several first authors have; APA tells them apart by initials."""
    initials: dict[str, set[str]] = defaultdict(set)
    for reference in references:
        authors, _ = names(reference)
        if authors and authors[0].initials:
            initials[authors[0].family].add(authors[0].initials)
    # I. and I. M. may well be one person; I. M. and A. C. are not.
    return frozenset(
        family
        for family, found in initials.items()
        if any(not longer.startswith(shorter) for shorter, longer in pairwise(sorted(found)))
    )


def _letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(97 + rest) + letters
    return letters


def _in_text_authors(reference: Reference, shown: int, shared: frozenset[str]) -> str:
    """Return the authors as named in the text, the first `shown` of them where there are more than two."""
    authors, others = names(reference)
    if not authors:
        title = plain(reference.get("title"))
        words = title.split()
        short = " ".join(words[:4]) + (" …" if len(words) > 4 else "")
        return f"“{short}”"
    printed = [author.family for author in authors]
    if printed[0] in shared and authors[0].initials:
        printed[0] = f"{authors[0].initials} {printed[0]}"
    if others or 2 < len(printed) > shown:
        first = printed[:shown]
        return f"{', '.join(first)}{',' if len(first) > 1 else ''} et al."
    return _joined(printed)


def _joined(printed: list[str]) -> str:
    if len(printed) < 2:
        return "".join(printed)
    return f"{', '.join(printed[:-1])}{',' if len(printed) > 2 else ''} & {printed[-1]}"


def _author_list(reference: Reference) -> str:
    authors, others = names(reference)
    printed = [str(author) for author in authors]
    if others:
        return f"{', '.join(printed[:19])}, et al."
    if len(printed) > 20:
        return f"{', '.join(printed[:19])}, … {printed[-1]}"
    if len(printed) < 2:
        return "".join(printed)
    return f"{', '.join(printed[:-1])}, & {printed[-1]}"


def entry(reference: Reference, year: str) -> str:
    """Return the entry of `reference` for a reference list as HTML. `year` may carry a letter (2018a)."""
    title = escape(plain(reference.get("title")), quote=False)
    body = {"article": _article, "incollection": _chapter}.get(reference.kind, _standalone)(reference, title)
    authors = escape(_author_list(reference), quote=False)
    dated = f"({escape(year)})."
    parts = [_stop(authors), dated, body] if authors else [_title_first(body, dated)]
    return " ".join(part for part in [*parts, _address(reference)] if part)


def _title_first(body: str, dated: str) -> str:
    """Put the date after the title, as APA does where there is no author."""
    head, stop, rest = body.partition("</em>.") if body.startswith("<em>") else body.partition(".")
    return f"{head}{stop} {dated}{rest}"


def _article(reference: Reference, title: str) -> str:
    where = f"<em>{_field(reference, 'journal')}</em>"
    if volume := _field(reference, "volume"):
        where += f", <em>{volume}</em>"
    if number := _field(reference, "number"):
        where += f"({number})"
    if pages := _field(reference, "pages") or _field(reference, "eid"):
        where += f", {pages}"
    return f"{_stop(title)} {where}."


def _chapter(reference: Reference, title: str) -> str:
    editors = [read_name(editor) for editor in split_authors(reference.get("editor"))]
    printed = _joined([f"{editor.initials} {editor.family}".strip() for editor in editors])
    within = f"In {escape(printed, quote=False)} (Ed{'s' if len(editors) > 1 else ''}.), " if editors else "In "
    pages = f" (pp. {_field(reference, 'pages')})" if reference.get("pages") else ""
    return f"{_stop(title)} {within}<em>{_field(reference, 'booktitle')}</em>{pages}. {_publisher(reference)}".strip()


def _standalone(reference: Reference, title: str) -> str:
    bits = [bit for bit in (_edition(reference), _numbered(reference)) if bit]
    aside = f" ({', '.join(bits)})" if bits else ""
    ending = "" if title.endswith((".", "?", "!")) and not aside else "."
    return f"<em>{title}</em>{aside}{ending} {_publisher(reference)}".strip()


def _edition(reference: Reference) -> str:
    edition = _field(reference, "edition")
    return f"{edition} ed." if edition and not edition.endswith("ed.") else edition


def _numbered(reference: Reference) -> str:
    number = _field(reference, "number")
    return f"No. {number}" if number and reference.kind == "report" else number


def _publisher(reference: Reference) -> str:
    """Return who published it; APA leaves it out where it is the author."""
    authors, _ = names(reference)
    for name in ("publisher", "institution", "organization", "journal"):
        said = plain(reference.get(name))
        if said and said not in {author.family for author in authors}:
            return _stop(escape(said, quote=False))
    return ""


def _field(reference: Reference, name: str) -> str:
    return escape(plain(reference.get(name)), quote=False)


def _address(reference: Reference) -> str:
    if doi := reference.get("doi"):
        url = f"https://doi.org/{doi}"
    elif url := reference.get("url"):
        url = re.sub(r"^http://", "https://", url)
    else:
        return ""
    shown = escape(url)
    return f'<a href="{shown}" rel="noopener">{shown}</a>'
