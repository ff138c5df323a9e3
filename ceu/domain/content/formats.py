"""What each file may say: the one description that reads the files and prints the authors' manual."""

from collections.abc import Iterator
from dataclasses import dataclass

from ceu.domain.content.keys import Key
from ceu.domain.content.kinds import Day, Hours, ListOf, MapOf, Name, OneOf, Record, Text, TextOrNone, Wait, Whole
from ceu.domain.content.schema import CreditMethod

_YES_NO = OneOf({"true": True, "false": False})
_PROFESSIONS = ListOf(Name(), empty=True)

PERSON = (
    Key("name", Text(), "The person's name, or for a sample what stands in its place"),
    Key("credentials", Text(), "Degrees and licenses, as they will be printed"),
    Key("disclosure", Text(), "Relations with companies in the last 24 months, or that there are none", why="ACC-7"),
    Key("disclosed", Day(), "The day the disclosure was given"),
)
BODY = (
    Key("name", Text(), "The body's full name"),
    Key("unit", Text(), 'What the body calls its credit, as in "clock hours"', why="requirement 7"),
    Key(
        "method",
        OneOf({method.value: method for method in CreditMethod}),
        "How text becomes minutes: by words per hour, or by the Mergener formula",
    ),
    Key("words_per_hour", Whole(1000, 30000), "Words of text that count as an hour (method words)", required=False),
    Key("minutes_per_unit", Whole(1, 600), "Minutes in one unit"),
    Key("minimum", Hours(), "The smallest credit the body gives, in its unit"),
    Key("step", Hours(), "The steps above the minimum, in its unit"),
    Key("rounding", OneOf({"down": "down"}), "Always down", required=False, default="down"),
    Key("pass_mark", Whole(1, 100), "The lowest pass mark the body accepts, in percent"),
    Key("questions_per_credit", Whole(0, 100), "Post-test questions asked for each credit"),
    Key("records_years", Whole(1, 100), "How many years records are kept"),
    Key("professions", _PROFESSIONS, "Professions the body serves; [] for all"),
    Key("jurisdictions", ListOf(Text(), empty=True), "States the body serves, as in [NY]; [] for all"),
    Key("delivery_wording", Text(), "The body's words for self-paced reading"),
    Key("approval", TextOrNone("none, or the approval number"), "The provider's approval number with this body"),
    Key("approval_from", Day(), "First day of the approval", required=False),
    Key("approval_to", Day(), "Last day of the approval", required=False),
    Key("statement", Text(), "The statement the body asks to be printed, word for word"),
    Key("source", Text(), "Where these rules were read"),
    Key(
        "sure",
        OneOf({word: word for word in ("P", "P-old", "Q", "U")}),
        "P read in the body's own text, P-old in an old copy of it, Q second hand, U to be confirmed",
    ),
)
PROVIDER = (
    Key("name", Text(), "The provider's name, as printed on certificates"),
    Key("sample", _YES_NO, "Whether this is a demonstration without approval by any body"),
    Key("address", Text(), "The postal address"),
    Key("contact", Text(), "Where a learner gets an answer"),
    Key(
        "administrator",
        Record(
            (
                Key("name", Text(), "Who signs certificates"),
                Key("title", Text(), "Their title"),
            )
        ),
        "Who answers for the program and signs certificates",
        why="NBCC-7",
    ),
    Key("review", Text(), "Who reviewed the content clinically, or that nobody has yet"),
    Key("people", MapOf(Record(PERSON)), "Everyone who answers for content"),
    Key("bodies", MapOf(Record(BODY)), "The bodies whose credit is computed, with their rules"),
)
COURSE = (
    Key("title", Text(), "The title, exactly as approved"),
    Key("subtitle", Text(), "One line more", required=False, default=""),
    Key("number", Text(), "The provider's number for the course", why="NY-6"),
    Key("subject", Text(), "The subject or content area", why="NY-6, NBCC-8"),
    Key(
        "level",
        OneOf({word: word for word in ("beginning", "intermediate", "advanced")}),
        "The level of the content",
        why="APA-7, ASWB-4",
    ),
    Key("audience", ListOf(Name()), "The professions it is meant for", why="APA-7"),
    Key("modules", ListOf(Name()), "The modules in the order they are taken"),
    Key("faculty", ListOf(Name()), "Who teaches, by their id in provider.md", why="ACC-1"),
    Key("released", Day(), "The day it was first offered", why="ACC-1"),
    Key("reviewed", Day(), "The day it was last reviewed", why="ACC-1, ACC-2"),
    Key("expires", Day(), "The last day it is offered, at most three years after the review", why="ACC-2"),
    Key(
        "delivery",
        OneOf({word: word for word in ("reading-based-self-paced",)}),
        "The delivery format",
        why="ASWB-2, requirement 25",
    ),
    Key("medium", Text(), "What the course is made of", why="ACC-1"),
    Key("participation", Text(), "How to take part and what is asked for completion", why="ACC-1, ASWB-10"),
    Key("system_requirements", Text(), "What a learner needs to open it", why="ASWB-7"),
    Key("fee", Text(), "What it costs", why="APA-7"),
    Key("refund", Text(), "Refund and cancellation terms", why="APA-8, ASWB-10"),
    Key("accommodation", Text(), "How to ask for an accommodation", why="ASWB-10"),
    Key("grievance", Text(), "How to complain and what follows", why="ASWB-7"),
    Key("contact", Text(), "Where a learner gets an answer"),
    Key("commercial_support", Text(), "Who paid for it, or that nobody did", why="APA-8"),
    Key("disclosures", Text(), "Conflicts of interest, or that there are none", why="ACC-9"),
    Key("risks", Text(), "The limits of the content, the most common and the severe risks", why="APA-9"),
    Key("certificate", Text(), "When and how the certificate is given", why="ASWB-10"),
    Key(
        "credits",
        ListOf(
            Record(
                (
                    Key("body", Name(), "A body of provider.md"),
                    Key("hours", Hours(), "The credit the page promises, in the body's unit"),
                )
            ),
            empty=True,
        ),
        "The credit offered, body by body; [] for none",
        why="requirement 8",
    ),
    Key(
        "minimum_minutes",
        Whole(1, 6000),
        "Minutes of study that must be observed before the certificate, where a board asks for that; leave it out",
        required=False,
        why="ID-7",
    ),
    Key("evaluation", OneOf({"standard": "standard"}), "The evaluation form", required=False, default="standard"),
)
CHANGE = (
    Key("date", Day(), "The day of the change"),
    Key("note", Text(), "What is said to the reader, in a sentence or two"),
    Key("section", Name(), "The section it is about, by its id", required=False, default=""),
    Key(
        "must_read",
        _YES_NO,
        "Whether everybody who read an earlier text is told, those with a certificate included",
        required=False,
        default=False,
    ),
)
MODULE = (
    Key("title", Text(), "The module's title"),
    Key("authors", ListOf(Name()), "Who wrote it, by their id in provider.md"),
    Key("difficulty", Whole(1, 5), "How hard it is to read, from 1 to 5, for the credit formula", why="MER-3"),
    Key("reviewed", Day(), "The day the content was last reviewed", why="ACC-2"),
    Key("objectives", MapOf(Text()), "Measurable learning objectives, each under a short id", why="BBS-2"),
    Key(
        "changes",
        MapOf(Record(CHANGE)),
        "What you changed since it went online, each change under an id of its own",
        required=False,
        default=(),
    ),
)
QUIZ = (
    Key("pass", Whole(1, 100), "The pass mark in percent", required=False, default=80),
    Key("draw", MapOf(Whole(1, 200)), "How many questions of each objective a test holds"),
    Key(
        "attempts",
        Record(
            (
                Key("limit", Whole(1, 100), "How many attempts there are", required=False),
                Key("wait", Wait(), "Time between a failed attempt and the next", required=False, default=0),
            )
        ),
        "How often the test may be taken; after the last attempt the provider decides",
        required=False,
        default={"limit": None, "wait": 0},
    ),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A key as the manual shows it."""

    key: str
    required: bool
    says: str
    help: str
    why: str


@dataclass(frozen=True, slots=True)
class Table:
    """A file's keys, or those of a group in it."""

    file: str
    group: str
    rows: tuple[Row, ...]


def describe() -> tuple[Table, ...]:
    """Return the tables of the manual: every key of every file, groups after the file they stand in."""
    files = (("provider.md", PROVIDER), ("courses/<slug>.md", COURSE), ("module.md", MODULE), ("quiz.md", QUIZ))
    return tuple(table for file, keys in files for table in _tables(file, "", keys))


def _tables(file: str, group: str, keys: tuple[Key, ...]) -> Iterator[Table]:
    yield Table(file, group, tuple(Row(k.name, k.required, k.kind.says, k.help, k.why) for k in keys))
    for key in keys:
        kind = key.kind.kind if isinstance(key.kind, ListOf | MapOf) else key.kind
        if isinstance(kind, Record):
            yield from _tables(file, key.name, kind.keys)
