"""Every code a finding can carry, once: its severity and the sentence the authors' manual prints.

A code's first letter is its family. Codes are never reused; a rule that goes leaves its number free.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from ceu.domain.content.schema import Problem, Severity

FAMILIES = {
    "F": "Files, front matter and figures",
    "P": "Provider",
    "B": "Bibliography",
    "C": "Course",
    "M": "Module",
    "S": "Section",
    "Q": "Question and quiz",
    "G": "Glossary",
    "X": "Text and markup",
    "K": "Credit",
}


@dataclass(frozen=True, slots=True)
class Code:
    """A rule: what its findings mean, in one sentence for the manual."""

    code: str
    severity: Severity
    sentence: str

    @property
    def family(self) -> str:
        """Return the name of the family the code belongs to."""
        return FAMILIES[self.code[0]]


CODES: dict[str, Code] = {}


def _family(severity: Severity, **sentences: str) -> None:
    for code, sentence in sentences.items():
        if code in CODES or code[0] not in FAMILIES:
            raise ValueError(code)
        CODES[code] = Code(code, severity, sentence)


_family(
    Severity.ERROR,
    F01="A file is not UTF-8 text.",
    F02="A file is larger than two megabytes, or cannot be read.",
    F03="A file that must be there is missing.",
    F04="The name of a module's folder or of a course's file is not in lower-case letters, digits and hyphens.",
    F05="The name of a module's folder, of a course's file or of a section is one the website needs for itself.",
    F06="A text holds control characters or characters from Unicode's private range.",
    F07="A file does not begin with its front matter between two lines of three hyphens.",
    F08="The front matter is not valid YAML.",
    F09="A key stands twice in the same place.",
    F10="The front matter uses YAML anchors, aliases or tags.",
    F20="A figure is not well-formed SVG, or declares a document type.",
    F21="A figure holds something that is not allowed in it, such as a script, a style or a link to elsewhere.",
    F22="A figure has no viewBox.",
    F23="A figure has no title or no description of its own.",
    F25="A data file beside a figure is no table of rows as long as its header.",
    F26="A figure of studies lacks a column, or has one that is unknown.",
    F27="An arm in a figure of studies cannot be read, or there are too few arms or too many.",
    F28="The arms in a figure of studies are not measured in one unit.",
    F29="An arm in a figure of studies cites no source.",
)
_family(
    Severity.OPEN,
    F12="A line still says what the skeleton of `ceu new` said.",
    C28="A course waits for a module or for provider.md, which still say what the skeleton said.",
)
_family(
    Severity.WARNING,
    F11="A file or folder is not part of the format and is ignored.",
    F24="A figure is in the folder and no text shows it.",
)
_family(
    Severity.ERROR,
    P01="A key of provider.md is missing or empty.",
    P02="A key of provider.md is unknown.",
    P03="A value in provider.md cannot be read.",
    B01="An entry of the bibliography cannot be read.",
    B02="A key of the bibliography stands twice.",
    B03="An entry of the bibliography is of an unknown kind.",
    B04="An entry of the bibliography lacks a field its kind needs.",
    B05="A DOI or address of the bibliography is malformed.",
    B06="The status of an entry of the bibliography is neither retracted nor superseded.",
    C01="A key of the course page is missing or empty.",
    C02="A key of the course page is unknown.",
    C03="A value on the course page cannot be read.",
    M01="A key of the module is missing or empty.",
    M02="A key of the module is unknown.",
    M03="A value in the module's front matter cannot be read.",
    S01="A section has no id.",
    S02="An id stands twice.",
    S03="An id is not in lower-case letters, digits and hyphens.",
    S04="The attributes of a heading cannot be read, or one of them is unknown.",
    S05="A section serves an objective that the module does not have.",
    S06="A section has no text.",
    S07="A module has no section.",
    Q01="A key of the quiz is missing or empty.",
    Q02="A key of the quiz is unknown.",
    Q03="A value in the quiz's front matter cannot be read.",
    Q04="A question or a case has no id.",
    Q05="A question names no objective, or one that the module does not have.",
    Q06="A question names no section, or one that the module does not have.",
    Q07="A question has no rationale.",
    Q08="A question marks no right option, marks every option, or has fewer than two options.",
    Q09="A line of the quiz belongs to nothing.",
    Q10="A question's stated kind does not agree with its marks, or its marks are of several kinds.",
    Q11="A question is of a kind that is not yet supported.",
    Q12="A case has no question, or no text.",
    Q13="Two options of a question say the same.",
    G01="A term has no id.",
    G02="A term is not defined.",
    G03="Two terms share a name or another spelling.",
    G04="A term's name or another spelling of it is missing, or holds more than plain words.",
    X01="A text holds raw HTML.",
    X02="A citation names a reference that the bibliography does not have.",
    X03="A figure is missing.",
    X04="An image has no alternative text.",
    X05="A link leads to a section that is not there.",
    X06="A link leads neither to https, nor to an email address, nor to a section.",
    X07="A callout is of an unknown kind, is empty, or stands where none may.",
    X08="A heading is of the wrong level.",
    X09="A picture does not stand alone in its paragraph, or where no picture may.",
    X10="A text is nested too deeply to be read.",
    X11="A footnote is named but not written, or the reverse.",
    X12="A piece of a question holds more than its place can show.",
    X13="A code block is opened and never closed.",
)

# The rules on values: `check_*.py`.
_family(
    Severity.ERROR,
    P10="A provider that is no sample names a person without a name or credentials.",
    P11="A provider that is no sample has no clinical review of its content.",
    P12="A provider that is no sample names no administrator.",
    P13="A sample provider names an approval; a sample holds none.",
    P14="An approval has no first or last day, or ends before it begins.",
    P15="A person's disclosure is older than 24 months.",
    P16="A body calls its hours CEUs; ten hours are one CEU.",
    C10="A course names a module that does not exist.",
    C11="A course cannot be published anew because one of its modules has errors.",
    C12="A course names faculty who is not among the people of provider.md.",
    C13="A course promises credit by a body that is not in provider.md.",
    C14="A course promises credit by the same body twice.",
    C15="A course expires more than three years after its review.",
    C17="A course expires before it is released or reviewed.",
    C19="A test is passed with less than a body of the course asks for.",
    C20="A course cannot be published anew because provider.md is missing or has errors.",
    C21="Nothing in a course cites a reference.",
    C26="The author of a module is not named as faculty of the course.",
    C27="A course asks for more minutes of study than its text is estimated to take.",
    M10="No question asks for an objective.",
    M11="No section serves an objective.",
    M12="An author is not among the people of provider.md.",
    M14="A change names a section that the module does not have.",
    Q20="The draw names an objective that the module does not have.",
    Q21="An objective is not part of the draw, so its questions are never asked.",
    Q22="More questions of an objective are to be drawn than the bank holds.",
    Q23="The draw cannot be filled exactly, because cases are drawn whole.",
    X14="A citation names a reference that is retracted or superseded.",
    K01="A course is too short for any credit by a body it names.",
)
_family(
    Severity.WARNING,
    B10="Nothing cites a reference of the bibliography.",
    C16="A course has expired, so nobody can start it.",
    C22="A course offers no credit.",
    C23="A course expires within 90 days.",
    G10="No section uses a term of the glossary.",
    M13="A module was last reviewed more than three years ago.",
    M15="A change is dated in the future.",
    Q24="The bank holds fewer than three times the questions drawn of an objective.",
    Q25="A case has more questions of an objective than are drawn, so it is never shown.",
    Q26="The bank holds fewer than six questions of an objective.",
    Q27="In a bank of twelve or more, a position holds the key under half or over twice as often as in an even spread.",
    Q28="The key is the longest option so often that chance would bring it about less than once in a hundred times.",
    S08="A sentence states a number that looks like a result, and neither it nor one beside it cites a source.",
    K02="The page promises more or less credit than the course comes to.",
    K03="Fewer questions are drawn than a body asks for each credit.",
)


def problem(code: str, path: str, line: int, message: str, advice: str, quote: str = "") -> Problem:
    """Build the finding `code` at `path:line`; the severity is the code's own.

    `message` says what is wrong, `advice` what to do, both in a clinician's words and without a final period;
    `quote` is the line it is about. Raises KeyError for a code that is not registered.
    """
    return Problem(path, max(line, 1), code, message, advice, CODES[code].severity, quote.strip()[:200])


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `did you mean "…"?` for the nearest of `known`, or the list of them where none is near."""
    names = sorted(known)
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.7)
    if near:
        return f'did you mean "{near[0]}"?'
    if not names:
        return "remove it"
    return "one of: " + ", ".join(names[:30]) + (" …" if len(names) > 30 else "")


def has_errors(problems: Iterable[Problem]) -> bool:
    """Return whether any of `problems` keeps its file from being published."""
    return any(found.severity.holds_back for found in problems)
