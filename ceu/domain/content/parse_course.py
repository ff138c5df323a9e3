"""courses/<slug>.md -> what is offered for credit. Whether a course may go live is judged in `check.py`."""

from collections.abc import Mapping

from ceu.domain.content.formats import COURSE
from ceu.domain.content.frontmatter import split
from ceu.domain.content.keys import Reader
from ceu.domain.content.markup import Profile
from ceu.domain.content.markup_check import Known, Text, check_text
from ceu.domain.content.parse_module import cited_references
from ceu.domain.content.schema import Course, CreditOption, Problem, Reference
from ceu.domain.content.source import RESERVED_SLUGS, SLUG, Places, TextFile


def parse_course(
    file: TextFile, slug: str, references: Mapping[str, Reference], places: Places
) -> tuple[Course | None, list[Problem]]:
    """Return the course in `file`, or None where a key is missing or unreadable; and the findings."""
    document = split(file)
    problems = [*file.problems, *document.problems]
    places.add(file.place(1), "course", slug)
    if not SLUG.fullmatch(slug):
        message = f'the file name "{slug}" cannot be an address'
        problems.append(file.place(1).problem("F04", message, "use lower-case letters, digits and hyphens"))
    elif slug in RESERVED_SLUGS:
        message = f'the website needs the name "{slug}" for itself'
        problems.append(file.place(1).problem("F05", message, "give the file another name"))
    description = document.body.strip()
    lead = len(document.body) - len(document.body.lstrip())
    first = document.body_line + document.body.count("\n", 0, lead)
    problems += check_text(Text(file, first, description, Profile.LESSON), Known(references))
    if document.meta is None:
        return None, problems
    reader = Reader(file, "C", places)
    values = reader.read(document.meta, COURSE, "course", slug)
    if not description:
        reader.problems.append(
            file.place(document.body_line).problem(
                "C01", "the course has no description", "tell below the front matter what a learner will read and why"
            )
        )
    problems += reader.problems
    if not {key.name for key in COURSE} <= values.keys():
        return None, problems
    for number, credit in enumerate(values["credits"], 1):
        places.add(places.of("course", slug, "credits", str(number)), "course", slug, "credits", credit["body"])
    values["credits"] = tuple(CreditOption(credit["body"], credit["hours"]) for credit in values["credits"])
    course = Course(
        slug=slug, description=description, references=cited_references([description], references), **values
    )
    return course, problems
