"""The pieces of a quiz -> values: kinds by their marks, objectives and sections by their ids."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from ceu.domain.content.attributes import Heading
from ceu.domain.content.codes import did_you_mean
from ceu.domain.content.formats import QUIZ
from ceu.domain.content.frontmatter import split
from ceu.domain.content.keys import Read, Reader
from ceu.domain.content.markup import Profile
from ceu.domain.content.markup_check import Known, Text, check_text
from ceu.domain.content.quizscan import Case, Item, Piece, Scan, scan_quiz
from ceu.domain.content.schema import Option, Problem, Question, QuestionKind, Quiz, Vignette
from ceu.domain.content.source import SLUG, Places, TextFile

_QUESTION_KEYS = ("objective", "section", "kind")
# Marks of kinds to come: what an author wrote, in words.
LATER_KINDS = {
    "order": "an ordered list (put in order)",
    "match": "a table (match)",
    "number": "a number (= 20 ± 5 %)",
    "short": "accepted answers (kind=short)",
}


@dataclass(frozen=True, slots=True)
class Around:
    """What the module gives its quiz: objectives (None where nobody can tell), sections, what a text may refer to."""

    objectives: Collection[str] | None
    sections: Collection[str]
    known: Known


# What a rule meets in place of a key that could not be read: it gives no rule anything to find.
_STAND_INS: dict[str, Any] = {"pass": 100, "draw": (), "attempts": {"limit": None, "wait": 0}}


def parse_quiz(file: TextFile, slug: str, around: Around, places: Places) -> Read[Quiz]:
    """Return the quiz in `file`; where even its body cannot be told from its front matter, nothing can be judged."""
    document = split(file)
    problems = [*file.problems, *document.problems]
    reader = Reader(file, "Q", places)
    places.add(file.place(1), "quiz", slug)
    values = {} if document.meta is None else reader.read(document.meta, QUIZ, "quiz", slug)
    problems += reader.problems
    scan = scan_quiz(file, document.body, document.body_line)
    problems += scan.problems
    builder = _Builder(file, slug, around, places, scan)
    vignettes = [builder.vignette(number, case) for number, case in enumerate(scan.cases)]
    questions = [builder.question(item) for item in scan.items]
    problems += builder.problems
    for objective, _ in values.get("draw", ()):
        if around.objectives is not None and objective not in around.objectives:
            place = places.of("quiz", slug, "draw", objective)
            message = f'"draw" names the objective "{objective}", which the module does not have'
            problems.append(place.problem("Q03", message, did_you_mean(objective, around.objectives)))
    whole = document.meta is not None and values.keys() >= _STAND_INS.keys()
    values = _STAND_INS | values
    quiz = Quiz(
        pass_percent=values["pass"],
        draw=values["draw"],
        attempts=values["attempts"]["limit"],
        wait_hours=values["attempts"]["wait"],
        questions=tuple(question for question in questions if question is not None),
        vignettes=tuple(vignette for vignette in vignettes if vignette is not None),
    )
    return Read(quiz if whole else None, quiz if whole or document.body else None, problems)


class _Builder:
    """Builds the values of one scanned quiz and gathers the findings."""

    def __init__(self, file: TextFile, slug: str, around: Around, places: Places, scan: Scan) -> None:
        self.file = file
        self.slug = slug
        self.around = around
        self.places = places
        self.scan = scan
        self.problems: list[Problem] = []
        self.ids: dict[str, int] = {}

    def add(self, line: int, code: str, message: str, advice: str) -> None:
        """Add a finding."""
        self.problems.append(self.file.place(line).problem(code, message, advice))

    def check(self, piece: Piece, profile: Profile = Profile.QUESTION) -> str:
        """Check a piece's Markdown and return its text."""
        self.problems += check_text(Text(self.file, piece.line, piece.text, profile), self.around.known)
        return piece.text.strip("\n")

    def identify(self, heading: Heading, line: int, what: str) -> str:
        """Return the id of a heading, which no other heading of the quiz may have."""
        if heading.broken:
            advice = "write {#id objective=… section=…}, a value of several words between quotes"
            self.add(line, "S04", f"this part of the heading cannot be read: {heading.broken}", advice)
        if not heading.id:
            if not heading.broken:
                self.add(line, "Q04", f"this {what} has no id", "end its heading with {#a-short-id …}")
            return ""
        if not SLUG.fullmatch(heading.id):
            advice = "use lower-case letters, digits and hyphens"
            self.add(line, "S03", f'"{heading.id}" is not an id', advice)
        elif heading.id in self.ids:
            message = f'the id "{heading.id}" stands twice (first on line {self.ids[heading.id]})'
            self.add(line, "S02", message, "give one of them another id")
        else:
            self.ids[heading.id] = line
            return heading.id
        return ""

    def vignette(self, number: int, case: Case) -> Vignette | None:
        """Return a case; a heading with neither id nor text only divides the file."""
        asked = any(item.case == number for item in self.scan.items)
        text = self.check(case.text).strip()
        if not text and not case.heading.id:
            for item in self.scan.items:
                item.case = None if item.case == number else item.case
            return None
        found = self.identify(case.heading, case.line, "case")
        for name in case.heading.attributes:
            self.add(case.line, "S04", f'a case has no attribute "{name}"', "keep only the id")
        if not text:
            self.add(case.line, "Q12", "this case has no text", "tell it below the heading, or take its id off")
        if not asked:
            self.add(case.line, "Q12", "no question belongs to this case", "put its questions below it")
        self.check(Piece(case.line, [case.heading.title]), Profile.INLINE)
        if not found:
            return None
        self.places.add(self.file.place(case.line), "quiz", self.slug, "vignette", found)
        return Vignette(found, case.heading.title, text)

    def question(self, item: Item) -> Question | None:
        """Return a question, or None where it has no id or no readable kind."""
        found = self.identify(item.heading, item.line, "question")
        stem = self.check(item.stem).strip()
        if not item.heading.title:
            self.add(item.line, "Q09", "this question has no text in its heading", "write the question after ###")
        self._attributes(item)
        kind = self._kind(item)
        build = _BUILDERS.get(kind) if kind else None
        options = build(self, item) if build else ()
        rationale = ""
        if item.rationale is None or not item.rationale.text.strip():
            advice = "after the options and a blank line, say why in a quote: > Because …"
            self.add(item.line, "Q07", "this question has no rationale", advice)
        else:
            rationale = self.check(item.rationale).strip()
        if not found or kind is None:
            return None
        self.places.add(self.file.place(item.line), "quiz", self.slug, "question", found)
        attributes = item.heading.attributes
        return Question(
            id=found,
            kind=kind,
            stem=stem,
            objective=attributes.get("objective", ""),
            section=attributes.get("section", ""),
            options=options,
            rationale=rationale,
            vignette=self.scan.cases[item.case].heading.id if item.case is not None else "",
        )

    def _attributes(self, item: Item) -> None:
        attributes = item.heading.attributes
        for name in attributes:
            if name not in _QUESTION_KEYS:
                advice = did_you_mean(name, _QUESTION_KEYS)
                self.add(item.line, "S04", f'a question has no attribute "{name}"', advice)
        for name, code, choices in (
            ("objective", "Q05", self.around.objectives),
            ("section", "Q06", self.around.sections),
        ):
            value = attributes.get(name)
            if not value:
                self.add(item.line, code, f"this question names no {name}", f"add {name}=… to its heading")
            elif choices is not None and value not in choices:
                self.add(item.line, code, f'the module has no {name} "{value}"', did_you_mean(value, choices))

    def _kind(self, item: Item) -> QuestionKind | None:
        """Return the kind the marks make, which a stated kind must agree with."""
        stated = item.heading.attributes.get("kind", "")
        later = stated if stated in LATER_KINDS else ""
        if not item.options and not later:
            later = next(iter(item.marks), "")
        if later and not item.options:
            line = item.marks.get(later, item.line)
            advice = "for now write options with - [ ] and - [x]"
            self.add(line, "Q11", f"a question by {LATER_KINDS[later]} is not yet supported", advice)
            return None
        right = sum(1 for option in item.options if option.mark in {"x", "X"})
        kind = QuestionKind.SEVERAL if right > 1 else QuestionKind.SINGLE
        if stated and stated != kind.value:
            message = f'the question states kind={stated}, but its marks make it "{kind.value}"'
            known = [*QuestionKind, *LATER_KINDS]
            advice = "take kind=… off, or change the marks" if stated in known else did_you_mean(stated, known)
            self.add(item.line, "Q10", message, advice)
        return kind

    def choices(self, item: Item) -> tuple[Option, ...]:
        """Return the options of a question that is answered by choosing."""
        options = []
        seen: dict[str, int] = {}
        for choice in item.options:
            text = " ".join(self.check(choice.text, Profile.INLINE).split())
            feedback = self.check(choice.feedback).strip() if choice.feedback else ""
            if not text:
                self.add(choice.line, "Q09", "this option has no text", "write it after the brackets")
            elif text.casefold() in seen:
                message = f"this option says the same as the one on line {seen[text.casefold()]}"
                self.add(choice.line, "Q13", message, "change one of them")
            seen.setdefault(text.casefold(), choice.line)
            options.append(Option(text, choice.mark in {"x", "X"}, feedback))
        right = sum(option.right for option in options)
        if len(options) < 2:
            message = "this question has no options" if not options else "this question has only one option"
            self.add(item.line, "Q08", message, "write at least two, each as - [ ] or - [x]")
        elif right == 0:
            self.add(item.line, "Q08", "this question marks no right option", "put [x] before one")
        elif right == len(options):
            self.add(item.line, "Q08", "every option of this question is marked right", "leave at least one [ ]")
        return tuple(options)


# Each kind has its reader; a kind to come joins here and leaves LATER_KINDS.
_BUILDERS: dict[QuestionKind, Callable[[_Builder, Item], tuple[Option, ...]]] = {
    QuestionKind.SINGLE: _Builder.choices,
    QuestionKind.SEVERAL: _Builder.choices,
}
