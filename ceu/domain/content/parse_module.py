"""A module's folder -> its value: sections cut by lines, the quiz, and the references and figures they use."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ceu.domain.content import markup_scan as scan
from ceu.domain.content.attributes import Heading, read_heading
from ceu.domain.content.codes import did_you_mean
from ceu.domain.content.formats import MODULE
from ceu.domain.content.frontmatter import Document, split
from ceu.domain.content.frontmatter import Mapping as Keys
from ceu.domain.content.glossary import Finder
from ceu.domain.content.keys import Read, Reader
from ceu.domain.content.markup import Profile
from ceu.domain.content.markup_check import Known, Text, check_text
from ceu.domain.content.parse_quiz import Around, parse_quiz
from ceu.domain.content.schema import Change, Figure, Module, Objective, Problem, Quiz, Reference, Section
from ceu.domain.content.source import RESERVED_SLUGS, SLUG, ModuleFiles, Place, Places, TextFile
from ceu.domain.content.studies import check_arms, check_table, table_of
from ceu.domain.content.svg import check_figure
from ceu.domain.content.words import count_words


@dataclass(slots=True)
class Cut:
    """A section as cut from the body. `line` is the line its text begins on; the intro has no heading."""

    heading: Heading | None
    heading_line: int
    line: int
    lines: list[str] = field(default_factory=list)

    @property
    def source(self) -> str:
        """Return the text without blank lines around it."""
        return "\n".join(self.lines).strip("\n").rstrip()

    @property
    def source_line(self) -> int:
        """Return the line of the first line of `source`."""
        blank = next((number for number, line in enumerate(self.lines) if line), 0)
        return self.line + blank


def cut_sections(body: str, first_line: int) -> list[Cut]:
    """Cut a module's body at its level-2 headings, fences respected; the first cut is the intro."""
    lines = body.split("\n")
    code, _ = scan.fences(lines)
    cuts = [Cut(None, first_line, first_line)]
    for number, line in enumerate(lines):
        heading = read_heading(line) if number not in code else None
        if heading is not None and heading.level == 2:
            cuts.append(Cut(heading, first_line + number, first_line + number + 1))
        else:
            cuts[-1].lines.append(line.rstrip("\r"))
    return cuts


def parse_module(
    files: ModuleFiles, references: Mapping[str, Reference], places: Places, glossary: Finder | None = None
) -> Read[Module]:
    """Return the module in a folder; it can be judged as soon as it has sections and a quiz.

    `glossary` finds the terms of the folder's glossary; those the sections use become part of the module.
    """
    return _Parser(files, references, places, glossary or Finder(())).run()


# What a rule meets in place of a key that could not be read: it gives no rule anything to find.
_STAND_INS: dict[str, Any] = {
    "title": "",
    "authors": (),
    "difficulty": 1,
    "reviewed": date.max,
    "objectives": (),
    "changes": (),
}


def _objective_ids(document: Document) -> tuple[tuple[str, str], ...]:
    """Return the ids of objectives of which not every text can be read, or nothing where one is no id."""
    node = document.meta.pairs.get("objectives") if document.meta else None
    ids = tuple(node.pairs) if isinstance(node, Keys) else ()
    return tuple((id_, "") for id_ in ids) if all(map(SLUG.fullmatch, ids)) else ()


class _Parser:
    def __init__(
        self, files: ModuleFiles, references: Mapping[str, Reference], places: Places, glossary: Finder
    ) -> None:
        self.files = files
        self.glossary = glossary
        self.slug = files.slug
        self.references = references
        self.places = places
        self.problems: list[Problem] = []

    def run(self) -> Read[Module]:
        self._name()
        for path, figure in self.files.figures.items():
            self.problems += check_figure(figure) if path.endswith(".svg") else self._data(figure)
        text = self.files.module
        if text is None:
            self._missing("module.md")
            return Read(None, None, self.problems)
        document = split(text)
        self.problems += [*text.problems, *document.problems]
        reader = Reader(text, "M", self.places)
        self.places.add(text.place(1), "module", self.slug)
        values = {} if document.meta is None else reader.read(document.meta, MODULE, "module", self.slug)
        self.problems += reader.problems
        whole = values.keys() >= _STAND_INS.keys()
        values = _STAND_INS | {"objectives": _objective_ids(document)} | values
        objectives = dict(values["objectives"]) or None
        cuts = cut_sections(document.body, document.body_line)
        ids = [cut.heading.id for cut in cuts[1:] if cut.heading is not None]
        sections = self._sections(text, cuts[1:], objectives)
        known = Known(self.references, self.files.figures, ids)
        intro = self._intro(text, cuts[0], known)
        for cut in cuts[1:]:
            self.problems += check_text(Text(text, cut.source_line, cut.source, Profile.LESSON), known)
        quiz = self._quiz(objectives, [section.id for section in sections])
        if quiz.judged is None or not sections:
            return Read(None, None, self.problems)
        module = self._module(values, intro, sections, quiz.judged)
        return Read(module if whole and quiz.value is not None else None, module, self.problems)

    def _name(self) -> None:
        place = Place(self.files.path, 1, self.slug)
        if not SLUG.fullmatch(self.slug):
            message = f'the folder name "{self.slug}" cannot be an address'
            self.problems.append(place.problem("F04", message, "use lower-case letters, digits and hyphens"))
        elif self.slug in RESERVED_SLUGS:
            message = f'the website needs the name "{self.slug}" for itself'
            self.problems.append(place.problem("F05", message, "give the folder another name"))

    def _data(self, file: TextFile) -> Iterable[Problem]:
        yield from check_table(file)
        yield from check_text(Text(file, 1, file.text, Profile.INLINE), Known(self.references))

    def _missing(self, name: str) -> None:
        place = Place(f"{self.files.path}/{name}", 1)
        advice = f"write it; `ceu new module {self.slug}` shows what goes into it"
        self.problems.append(place.problem("F03", f"the module has no {name}", advice))

    def _intro(self, text: TextFile, cut: Cut, known: Known) -> str:
        around = Known(known.references, known.figures)
        self.problems += check_text(Text(text, cut.source_line, cut.source, Profile.LESSON), around)
        return cut.source

    def _sections(self, text: TextFile, cuts: Iterable[Cut], objectives: Mapping[str, str] | None) -> list[Section]:
        sections: dict[str, Section] = {}
        first: dict[str, int] = {}
        for cut in cuts:
            heading = cut.heading
            if heading is None:
                continue
            place = text.place(cut.heading_line)
            self.problems += self._heading(heading, place, objectives)
            title = Text(text, cut.heading_line, heading.title, Profile.INLINE)
            self.problems += check_text(title, Known(self.references))
            if heading.id in first:
                message = f'the id "{heading.id}" stands twice (first on line {first[heading.id]})'
                self.problems.append(place.problem("S02", message, "give one of the sections another id"))
            elif heading.id:
                first[heading.id] = cut.heading_line
                self.places.add(place, "module", self.slug, "section", heading.id)
                served = tuple(heading.attributes.get("objectives", "").split())
                sections[heading.id] = Section(heading.id, heading.title, served, cut.source, count_words(cut.source))
            if not cut.source.strip():
                self.problems.append(place.problem("S06", "this section has no text", "write it or take it out"))
        if not first:
            advice = "begin each section with a heading such as ## Title {#id}"
            self.problems.append(text.place(1).problem("S07", "this module has no section", advice))
        return list(sections.values())

    def _heading(self, heading: Heading, place: Place, objectives: Mapping[str, str] | None) -> Iterable[Problem]:
        if heading.broken:
            advice = 'write {#id objectives="one two"} at its end'
            yield place.problem("S04", f"this part of the heading cannot be read: {heading.broken}", advice)
        if not heading.title:
            yield place.problem("S04", "this section has no title", "write one after ##")
        if not heading.id and not heading.broken:
            yield place.problem(
                "S01", "this section has no id", "end its heading with {#a-short-id}, and never change it"
            )
        elif heading.id and not SLUG.fullmatch(heading.id):
            yield place.problem("S03", f'"{heading.id}" is not an id', "use lower-case letters, digits and hyphens")
        elif heading.id in RESERVED_SLUGS:
            yield place.problem("F05", f'the website needs the name "{heading.id}" for itself', "choose another id")
        for name, value in heading.attributes.items():
            if name != "objectives":
                yield place.problem("S04", f'a section has no attribute "{name}"', did_you_mean(name, ["objectives"]))
                continue
            for objective in value.split():
                if objectives is not None and objective not in objectives:
                    message = f'the module has no objective "{objective}"'
                    yield place.problem("S05", message, did_you_mean(objective, objectives))

    def _quiz(self, objectives: Mapping[str, str] | None, sections: list[str]) -> Read[Quiz]:
        if self.files.quiz is None:
            self._missing("quiz.md")
            return Read(None, None, [])
        around = Around(objectives, sections, Known(self.references, self.files.figures))
        quiz = parse_quiz(self.files.quiz, self.slug, around, self.places)
        self.problems += quiz.problems
        return quiz

    def _module(self, values: dict[str, object], intro: str, sections: list[Section], quiz: Quiz) -> Module:
        texts = [intro, *(part for section in sections for part in (section.title, section.source))]
        texts += quiz_texts(quiz)
        terms = self.glossary.used(section.source for section in sections)
        texts += [term.definition for term in terms]
        named = {picture.path for text in texts for picture in scan.pictures(text) if picture.alone}
        for path in sorted(named & self.files.figures.keys()):
            if path.endswith(".csv"):
                self.problems += check_arms(self.files.figures[path])
        shown = named | {table_of(path) for path in named if path.endswith(".svg")}
        texts += [file.text for path, file in self.files.figures.items() if path in shown and path.endswith(".csv")]
        for path in sorted(self.files.figures.keys() - shown):
            place = Place(f"{self.files.path}/{path}", 1)
            self.problems.append(place.problem("F24", "no text shows this figure", "show it or delete it"))
        for path in shown & self.files.figures.keys():
            self.places.add(Place(f"{self.files.path}/{path}", 1), "module", self.slug, "figure", path)
        return Module(
            slug=self.slug,
            title=str(values["title"]),
            authors=values["authors"],  # type: ignore[arg-type]  # the schema in formats.py gives the types
            difficulty=values["difficulty"],  # type: ignore[arg-type]
            reviewed=values["reviewed"],  # type: ignore[arg-type]
            objectives=tuple(Objective(*pair) for pair in values["objectives"]),  # type: ignore[attr-defined]
            intro=intro,
            sections=tuple(sections),
            quiz=quiz,
            references=cited_references(texts, self.references),
            figures=tuple(
                Figure(path, hashlib.sha256(file.text.encode()).hexdigest(), file.text)
                for path, file in self.files.figures.items()
                if path in shown
            ),
            intro_words=count_words(intro),
            glossary=terms,
            changes=tuple(
                Change(id_, values["date"], values["note"], values["section"], values["must_read"])
                for id_, values in values["changes"]  # type: ignore[attr-defined]
            ),
        )


def quiz_texts(quiz: Quiz) -> list[str]:
    """Return every text of a quiz that may cite or show something."""
    texts = [part for vignette in quiz.vignettes for part in (vignette.title, vignette.source)]
    for question in quiz.questions:
        texts += [question.stem, question.rationale]
        texts += [part for option in question.options for part in (option.text, option.feedback)]
    return texts


def cited_references(texts: Iterable[str], references: Mapping[str, Reference]) -> tuple[Reference, ...]:
    """Return the references that `texts` cite, by key."""
    keys = {cited.key for text in texts for cited in scan.citations(text)}
    return tuple(references[key] for key in sorted(keys) if key in references)
