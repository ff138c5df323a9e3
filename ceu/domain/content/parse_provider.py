"""provider.md -> who gives the credit, the people who answer for content, and the bodies with their rules."""

from typing import Any

from ceu.domain.content.formats import PROVIDER
from ceu.domain.content.frontmatter import split
from ceu.domain.content.keys import Reader
from ceu.domain.content.markup import Profile
from ceu.domain.content.markup_check import Known, Text, check_text
from ceu.domain.content.schema import Body, CreditMethod, Person, Problem, Provider
from ceu.domain.content.source import Places, TextFile


def parse_provider(file: TextFile, places: Places) -> tuple[Provider | None, list[Problem]]:
    """Return the provider in `file`, or None where a key is missing or unreadable; and the findings."""
    document = split(file)
    problems = [*file.problems, *document.problems]
    places.add(file.place(1), "provider")
    text = document.body.strip()
    lead = len(document.body) - len(document.body.lstrip())
    first = document.body_line + document.body.count("\n", 0, lead)
    problems += check_text(Text(file, first, text, Profile.QUESTION), Known(()))
    if document.meta is None:
        return None, problems
    reader = Reader(file, "P", places)
    values = reader.read(document.meta, PROVIDER, "provider")
    for name, body in values.get("bodies", ()):
        place = places.of("provider", "bodies", name)
        if body["method"] is CreditMethod.WORDS and body["words_per_hour"] is None:
            message = f'the body "{name}" counts by words and does not say how many make an hour'
            reader.problems.append(place.problem("P01", message, "add words_per_hour, as in 6000"))
        if body["approval"] is None and (body["approval_from"] or body["approval_to"]):
            message = f'the body "{name}" has an approval period and no approval'
            reader.problems.append(place.problem("P03", message, "give the approval number, or take the dates out"))
    problems += reader.problems
    if not {key.name for key in PROVIDER} <= values.keys():
        return None, problems
    administrator = values.pop("administrator")
    people = tuple(Person(id=name, **person) for name, person in values.pop("people"))
    bodies = tuple(_body(name, body) for name, body in values.pop("bodies"))
    provider = Provider(
        **values,
        administrator_name=administrator["name"],
        administrator_title=administrator["title"],
        people=people,
        bodies=bodies,
        text=text,
    )
    return provider, problems


def _body(name: str, values: dict[str, Any]) -> Body:
    return Body(id=name, **{key: value for key, value in values.items() if key != "rounding"})
