"""Rules on a module and its post-test: what is taught is tested, and a test can always be put together."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from ceu.domain.assessment.draw import drawable
from ceu.domain.content.codes import did_you_mean
from ceu.domain.content.schema import Library, Module, Problem
from ceu.domain.content.source import Place, Places
from ceu.domain.content.spans import YEARS_OF_REVIEW, years_after

BANK_TIMES = 3  # a bank holds at least this many times what is drawn from it (requirement 15)


def module_rules(library: Library, places: Places, today: date) -> Iterator[Problem]:
    """Yield the findings on every module of `library`."""
    people = [person.id for person in library.provider.people] if library.provider else None
    for module in library.modules:
        yield from _taught_and_tested(module, places)
        yield from _blueprint(module, places)
        yield from _cases(module, places)
        yield from _changes(module, places, today)
        if people is not None:
            for author in module.authors:
                if author not in people:
                    yield places.of("module", module.slug, "authors").problem(
                        "M12", f'author "{author}" is not among the people of provider.md', did_you_mean(author, people)
                    )
        if years_after(module.reviewed, YEARS_OF_REVIEW) < today:
            yield places.of("module", module.slug, "reviewed").problem(
                "M13",
                f"the last review, on {module.reviewed}, is more than three years ago",
                "review the content and write the day of the review",
            )


def _taught_and_tested(module: Module, places: Places) -> Iterator[Problem]:
    """Every objective has a section that teaches it and a question that asks for it (requirements 8 and 15)."""
    asked = {question.objective for question in module.quiz.questions}
    taught = {objective for section in module.sections for objective in section.objectives}
    for objective in module.objectives:
        place = places.of("module", module.slug, "objectives", objective.id)
        if objective.id not in asked:
            yield place.problem(
                "M10",
                f'no question asks for the objective "{objective.id}"',
                f"write questions with objective={objective.id} in quiz.md, or take the objective out",
            )
        if objective.id not in taught:
            yield place.problem(
                "M11",
                f'no section serves the objective "{objective.id}"',
                f'name it in the heading of the section that teaches it: objectives="{objective.id}"',
            )


def _blueprint(module: Module, places: Places) -> Iterator[Problem]:
    """The draw names each objective once, never more than the bank holds, and always comes out exactly."""
    draw = dict(module.quiz.draw)
    bank = Counter(question.objective for question in module.quiz.questions)
    known = [objective.id for objective in module.objectives]
    too_large = False
    for objective, count in draw.items():
        place = _draw_place(module, places, objective)
        if known and objective not in known:  # none are known where the key cannot be read
            yield place.problem(
                "Q20", f'the draw names "{objective}", which is no objective', did_you_mean(objective, known)
            )
        elif count > bank[objective]:
            too_large = True
            yield place.problem(
                "Q22",
                f'{count} questions on "{objective}" are to be drawn, the bank has {bank[objective]}',
                f"write {count - bank[objective]} more, or draw fewer",
            )
        elif count * BANK_TIMES > bank[objective]:
            yield place.problem(
                "Q24",
                f'the bank has {bank[objective]} questions on "{objective}" for {count} drawn',
                f"write {count * BANK_TIMES - bank[objective]} more, so that a second attempt meets other questions",
            )
    for objective in known if draw else ():
        if objective not in draw and bank[objective]:
            yield _draw_place(module, places).problem(
                "Q21",
                f'no question on the objective "{objective}" is ever drawn',
                f"add it to the draw, as in {objective}: 2, or take the objective out",
            )
    if draw and not too_large and set(draw) <= set(known) and not drawable(module.quiz):
        yield _draw_place(module, places).problem(
            "Q23",
            "the draw cannot be filled exactly, for cases are drawn whole",
            "write single questions on the same objectives, or change the numbers to sums of whole cases",
        )


def asks_too_much(module: Module) -> bool:
    """Return whether questions are to be drawn that the bank does not hold (Q20, Q22)."""
    bank = Counter(question.objective for question in module.quiz.questions)
    return any(count > bank[objective] for objective, count in module.quiz.draw)


def _cases(module: Module, places: Places) -> Iterator[Problem]:
    draw = dict(module.quiz.draw)
    for vignette in module.quiz.vignettes:
        asked = Counter(item.objective for item in module.quiz.questions if item.vignette == vignette.id)
        over = [objective for objective, count in asked.items() if objective in draw and count > draw[objective]]
        for objective in over:
            yield places.of("module", module.slug, "vignette", vignette.id).problem(
                "Q25",
                f'the case "{vignette.id}" has {asked[objective]} questions on "{objective}", '
                f"the draw takes {draw[objective]}, so it is never shown",
                "draw more of this objective, or ask fewer questions about the case",
            )


def _changes(module: Module, places: Places, today: date) -> Iterator[Problem]:
    """What is said of a change leads to a section that is there, and was done by now."""
    sections = [section.id for section in module.sections]
    for change in module.changes:
        place = places.of("module", module.slug, "changes", change.id)
        if change.section and change.section not in sections:
            yield place.problem(
                "M14",
                f'the change "{change.id}" names the section "{change.section}", which is not there',
                f"{did_you_mean(change.section, sections)} For a section that was taken out, leave the key out",
            )
        if change.day > today:
            yield place.problem(
                "M15",
                f'the change "{change.id}" is dated {change.day}, which is still to come',
                "write the day of the change; learners are told it as soon as you publish",
            )


def _draw_place(module: Module, places: Places, *objective: str) -> Place:
    return places.of("quiz", module.slug, "draw", *objective)
