"""The publishing gate: what must hold before a course page goes live (requirements 8 to 11)."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from ceu.domain.content.codes import did_you_mean
from ceu.domain.content.compile import section_minutes
from ceu.domain.content.schema import Course, Library, Module, Problem, Provider
from ceu.domain.content.source import Places
from ceu.domain.content.spans import WARN_DAYS, YEARS_OF_REVIEW, years_after


def course_rules(library: Library, places: Places, today: date) -> Iterator[Problem]:
    """Yield the findings on every course of `library`, except those on its credit and on modules that are no more."""
    modules = {module.slug: module for module in library.modules}
    for course in library.courses:
        yield from _days(course, places, today)
        yield from _people(course, modules, library.provider, places)
        yield from _references(course, modules, places)
        yield from _time(course, modules, places)
        yield from _bodies(course, modules, library.provider, places)


def _days(course: Course, places: Places, today: date) -> Iterator[Problem]:
    """A course ends at most three years after its review, and is not offered afterwards (requirement 11)."""
    place = places.of("course", course.slug, "expires")
    latest = years_after(course.reviewed, YEARS_OF_REVIEW)
    if course.expires > latest:
        yield place.problem(
            "C15",
            f"the course expires on {course.expires}, more than three years after its review on {course.reviewed}",
            f"write {latest} or earlier, for accreditors let a course stand no longer without a review",
        )
    for name, day in (("released", course.released), ("reviewed", course.reviewed)):
        if day > course.expires:
            yield place.problem(
                "C17", f"the course expires on {course.expires}, before it is {name} on {day}", "set the days in order"
            )
    if course.expires < today:
        yield place.problem(
            "C16",
            f"the course expired on {course.expires}, so nobody can start it",
            "review the content, then write the day of the review and a new last day",
        )
    elif course.expires <= today + timedelta(days=WARN_DAYS):
        yield place.problem(
            "C23",
            f"the course expires on {course.expires}, in {(course.expires - today).days} days",
            "review the content in time, then write the day of the review and a new last day",
        )


def _people(
    course: Course, modules: Mapping[str, Module], provider: Provider | None, places: Places
) -> Iterator[Problem]:
    """The page shows who teaches, with credentials and disclosures (requirements 8 and 10)."""
    place = places.of("course", course.slug, "faculty")
    if provider is not None:
        people = [person.id for person in provider.people]
        for person in course.faculty:
            if person not in people:
                yield place.problem(
                    "C12", f'"{person}" is not among the people of provider.md', did_you_mean(person, people)
                )
    for slug in course.modules:
        for author in modules[slug].authors if slug in modules else ():
            if author not in course.faculty:
                yield place.problem(
                    "C26",
                    f'"{author}", who wrote the module "{slug}", is not named as faculty',
                    "add the author, for learners must see the credentials and disclosures of whoever teaches them",
                )


def _references(course: Course, modules: Mapping[str, Module], places: Places) -> Iterator[Problem]:
    known = [modules[slug] for slug in course.modules if slug in modules]
    complete = len(known) == len(course.modules)
    if complete and not course.references and not any(module.references for module in known):
        yield places.of("course", course.slug, "modules").problem(
            "C21",
            "nothing in this course cites a reference",
            "cite what the content rests on, for accreditors ask for the sources of every course",
        )


def _time(course: Course, modules: Mapping[str, Module], places: Places) -> Iterator[Problem]:
    """Nobody is kept longer than the text is estimated to take: time proves no attention (ID-7)."""
    known = [modules[slug] for slug in course.modules if slug in modules]
    if course.minimum_minutes is None or len(known) < len(course.modules):
        return
    estimated = sum(section_minutes(section.words) for module in known for section in module.sections)
    if course.minimum_minutes > estimated:
        yield places.of("course", course.slug, "minimum_minutes").problem(
            "C27",
            f"the course asks for {course.minimum_minutes} minutes of study, its text is estimated at {estimated}",
            f"write {estimated} or less, or leave the key out: then study time is shown and asks for nothing",
        )


def _bodies(
    course: Course, modules: Mapping[str, Module], provider: Provider | None, places: Places
) -> Iterator[Problem]:
    """Each credit option names a body once, and no test is easier to pass than the body allows."""
    if not course.credits:
        yield places.of("course", course.slug, "credits").problem(
            "C22",
            "the course offers no credit",
            "list bodies and hours, or leave it: the course page then says that it gives no credit",
        )
    if provider is None:
        return
    bodies = {body.id: body for body in provider.bodies}
    seen: set[str] = set()
    for number, option in enumerate(course.credits, 1):
        place = places.of("course", course.slug, "credits", str(number), "body")
        if option.body in seen:
            yield place.problem("C14", f'credit by "{option.body}" is promised twice', "keep one of the two")
            continue
        seen.add(option.body)
        if option.body not in bodies:
            yield place.problem(
                "C13", f'"{option.body}" is not among the bodies of provider.md', did_you_mean(option.body, bodies)
            )
            continue
        least = bodies[option.body].pass_mark
        for slug in course.modules:
            if slug in modules and modules[slug].quiz.pass_percent < least:
                yield place.problem(
                    "C19",
                    f'"{option.body}" asks for a pass mark of at least {least} percent, '
                    f'the test of "{slug}" is passed with {modules[slug].quiz.pass_percent}',
                    f"write pass: {least} in the quiz of this module, or leave this body out",
                )
