"""Rules on the credit a course promises (requirements 3, 6 and 16)."""

from collections.abc import Iterator
from decimal import ROUND_CEILING

from ceu.domain.content.check_module import asks_too_much
from ceu.domain.content.schema import CreditMethod, Library, Problem
from ceu.domain.content.source import Place, Places
from ceu.domain.credit import BodyCredit, Worksheet, worksheet


def credit_rules(library: Library, places: Places) -> Iterator[Problem]:
    """Yield the findings on the credit of every course whose modules and provider are all there."""
    if library.provider is None or any(
        body.method is CreditMethod.WORDS and body.words_per_hour is None for body in library.provider.bodies
    ):
        return
    slugs = {module.slug for module in library.modules}
    for course in library.courses:
        if not slugs.issuperset(course.modules):
            continue
        sheet = worksheet(course, library.modules, library.provider)
        numbers = {option.body: number for number, option in reversed([*enumerate(course.credits, 1)])}
        overdrawn = {module.slug for module in library.modules if asks_too_much(module)}.intersection(course.modules)
        for line in {line.body.id: line for line in reversed(sheet.bodies)}.values():
            place = places.of("course", course.slug, "credits", str(numbers[line.body.id]), "hours")
            yield from _findings(sheet, line, place, counted=not overdrawn)


def _findings(sheet: Worksheet, line: BodyCredit, place: Place, *, counted: bool) -> Iterator[Problem]:
    """Yield the findings on one body's credit; unless `counted`, questions are drawn that nobody has written."""
    body, promised, questions = line.body, line.promised, sheet.total.questions
    sum_shown = f"{sheet.sum_of(body)} = {line.minutes:,.2f} minutes"
    if not line.units:
        yield place.problem(
            "K01",
            f'the course is too short for any credit by "{body.id}": {sum_shown}, rounded down to nothing',
            f"{line.missing} are missing to {max(body.minimum, promised)} {body.unit}; write more, or leave this body "
            "out",
        )
    elif line.difference and (counted or body.method is CreditMethod.WORDS):
        less = f"; {line.missing} are missing to {promised}" if line.missing else ""
        yield place.problem(
            "K02",
            f'the page promises {promised} {body.unit} by "{body.id}", the course comes to {line.units} ({sum_shown})',
            f"write hours: {line.units}{less}",
        )
    asked = int((body.questions_per_credit * promised).to_integral_value(ROUND_CEILING))
    if questions < asked:
        yield place.problem(
            "K03",
            f'{questions} questions are drawn for {promised} {body.unit} by "{body.id}", which asks for {asked}',
            f"draw {asked - questions} more in the quizzes of this course",
        )
