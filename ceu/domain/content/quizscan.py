"""quiz.md by lines: what each line is, gathered into cases, questions and their marks, all with line numbers.

Nothing is judged here beyond what belongs to no place; `parse_quiz.py` gives the pieces their meaning.
"""

import re
from dataclasses import dataclass, field

from ceu.domain.content.attributes import Heading, read_heading
from ceu.domain.content.markup_scan import fences
from ceu.domain.content.schema import Problem
from ceu.domain.content.source import TextFile

_OPTION = re.compile(r"[-*+] +\[(?P<mark>[^\]]?)\](?: +(?P<text>.*))?")
_BULLET = re.compile(r"[-*+] +\S.*")
_QUOTE = re.compile(r" {0,1}> ?(?P<text>.*)")
_FEEDBACK = re.compile(r"(?: {2,}|\t+ *)> ?(?P<text>.*)")
_ORDERED = re.compile(r"[0-9]+[.)] +\S.*")
_TABLE = re.compile(r"\|.*\|\s*")
_NUMBER = re.compile(r"= +\S.*")


@dataclass(slots=True)
class Piece:
    """A text of the file: its lines, from the line (counted from 1) it begins on."""

    line: int
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the text without the empty lines at its end."""
        return "\n".join(self.lines).rstrip()


@dataclass(slots=True)
class Choice:
    """An option line with its mark, the lines that go on under it, and its feedback."""

    line: int
    mark: str
    text: Piece
    feedback: Piece | None = None


@dataclass(slots=True)
class Item:
    """A question as written. `marks` are lines that would mark another kind of question, with their line numbers."""

    line: int
    heading: Heading
    stem: Piece
    case: int | None
    options: list[Choice] = field(default_factory=list)
    marks: dict[str, int] = field(default_factory=dict)
    rationale: Piece | None = None


@dataclass(slots=True)
class Case:
    """A level-2 heading and the text below it."""

    line: int
    heading: Heading
    text: Piece


@dataclass(slots=True)
class Scan:
    """A whole quiz as written. An item's `case` is an index into `cases`."""

    items: list[Item] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def scan_quiz(file: TextFile, body: str, first_line: int) -> Scan:
    """Read the body of a quiz, which begins on `first_line` of `file`."""
    return _Scanner(file, body, first_line).run()


class _Scanner:
    def __init__(self, file: TextFile, body: str, first_line: int) -> None:
        self.file = file
        self.first = first_line
        self.lines = body.split("\n")
        self.code, self.unclosed = fences(self.lines)
        self.scan = Scan()
        self.item: Item | None = None
        self.case: Case | None = None
        self.blank = True

    def run(self) -> Scan:
        for index in self.unclosed:
            self._problem(index, "X13", "this code block is opened and never closed", "repeat the fence below the code")
        for index, line in enumerate(self.lines):
            if index in self.code:
                self._text(index, line)
            elif not line.strip():
                self._blank(line)
                self.blank = True
                continue
            elif (heading := read_heading(line)) is not None:
                self._heading(index, heading)
            elif self.item is not None:
                self._inside(index, line, self.item)
            else:
                self._text(index, line)
            self.blank = False
        return self.scan

    def _problem(self, index: int, code: str, message: str, advice: str) -> None:
        self.scan.problems.append(self.file.place(self.first + index).problem(code, message, advice))

    def _heading(self, index: int, heading: Heading) -> None:
        line = self.first + index
        if heading.level == 2:
            self.case = Case(line, heading, Piece(line + 1))
            self.scan.cases.append(self.case)
            self.item = None
        elif heading.level == 3:
            case = len(self.scan.cases) - 1 if self.case is not None else None
            self.item = Item(line, heading, Piece(line, [heading.title]), case)
            if heading.attributes.get("kind") == "short":  # its answers are no marks of their own
                self.item.marks["short"] = line
            self.scan.items.append(self.item)
        else:
            advice = "a question is a level-3 heading (###), a case a level-2 heading (##)"
            self._problem(index, "X08", f"a heading of level {heading.level} has no place in a quiz", advice)

    def _inside(self, index: int, line: str, item: Item) -> None:
        """Take a line of a question that is neither code, nor blank, nor a heading."""
        if match := _OPTION.fullmatch(line):
            self._option(index, match, item)
        elif item.options and (match := _FEEDBACK.fullmatch(line)):
            self._feedback(index, match["text"], item)
        elif (item.options or item.marks) and (match := _QUOTE.fullmatch(line)):
            self._rationale(index, match["text"], item)
        elif item.rationale is not None:
            self._stray(index)
        elif item.options and line.startswith(("  ", "\t")):
            choice = item.options[-1]
            if choice.feedback is not None and not self.blank:
                choice.feedback.lines.append(line.strip())
            else:
                choice.text.lines.append(line.strip())
        elif item.options:
            if _BULLET.fullmatch(line):
                self._problem(index, "Q09", "this list item is no option", "write - [ ] or - [x] before an option")
            else:
                self._stray(index)
        else:
            # A list or table may be the stem's own; it is the answer's mark only where no options follow.
            if kind := _later_kind(line):
                item.marks.setdefault(kind, self.first + index)
            self._text(index, line)

    def _option(self, index: int, match: re.Match[str], item: Item) -> None:
        line = self.first + index
        if item.rationale is not None:
            self._problem(index, "Q09", "an option stands below the rationale", "put every option above it")
            return
        if match["mark"] not in {" ", "x", "X"}:
            message = f"an option is marked with [{match['mark']}]"
            self._problem(index, "Q09", message, "write [x] for a right option and [ ] with one space for any other")
        item.options.append(Choice(line, match["mark"], Piece(line, [(match["text"] or "").strip()])))

    def _feedback(self, index: int, text: str, item: Item) -> None:
        choice = item.options[-1]
        if choice.feedback is None:
            choice.feedback = Piece(self.first + index)
        elif self.blank:
            choice.feedback.lines.append("")
        choice.feedback.lines.append(text)

    def _rationale(self, index: int, text: str, item: Item) -> None:
        if item.rationale is None:
            if not self.blank:
                advice = "indent it by two spaces as feedback on the option, or put a blank line before a rationale"
                self._problem(index, "Q09", "this quote stands right under an option", advice)
            item.rationale = Piece(self.first + index)
        elif self.blank:
            self._problem(index, "Q09", "a second rationale begins", "join them with a line that holds only >")
            return
        item.rationale.lines.append(text)

    def _stray(self, index: int) -> None:
        advice = "options come after the question's text, then one quote (>) with the rationale, then the next question"
        self._problem(index, "Q09", "this line belongs to nothing", advice)

    def _blank(self, line: str) -> None:
        if self.item is not None and not self.item.options:
            self.item.stem.lines.append(line)
        elif self.item is None and self.case is not None:
            self.case.text.lines.append(line)

    def _text(self, index: int, line: str) -> None:
        """Take a line of running text: of a question's stem, of a case, or of nothing."""
        if self.item is not None and not self.item.options and self.item.rationale is None:
            self.item.stem.lines.append(line)
        elif self.item is None and self.case is not None:
            self.case.text.lines.append(line)
        else:
            self._stray(index)


def _later_kind(line: str) -> str:
    """Return the kind of mark a line is that belongs to a kind of question to come, or the empty string."""
    for kind, pattern in (("order", _ORDERED), ("match", _TABLE), ("number", _NUMBER)):
        if pattern.fullmatch(line):
            return kind
    return ""
