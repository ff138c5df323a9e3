"""Content values built by hand for tests of the pure rules."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from ceu.domain.content.digest import digest
from ceu.domain.content.schema import (
    Body,
    Course,
    CreditMethod,
    CreditOption,
    Module,
    Objective,
    Option,
    Provider,
    Question,
    QuestionKind,
    Quiz,
    Section,
    Vignette,
)

DAY = date(2026, 11, 1)


def body(**changes):
    made = Body(
        id="nbcc",
        name="A body for counselors",
        unit="clock hour",
        method=CreditMethod.WORDS,
        words_per_hour=6000,
        minutes_per_unit=60,
        minimum=Decimal("1.0"),
        step=Decimal("0.5"),
        pass_mark=80,
        questions_per_credit=6,
        records_years=7,
        professions=("counselor",),
        jurisdictions=(),
        delivery_wording="home study",
        approval=None,
        approval_from=None,
        approval_to=None,
        statement="",
        source="example",
        sure="U",
    )
    return replace(made, **changes)


def question(identity, objective="o1", section="s1", right=(0,), options=4, vignette=""):
    kind = QuestionKind.SINGLE if len(right) == 1 else QuestionKind.SEVERAL
    return Question(
        id=identity,
        kind=kind,
        stem=f"What about {identity}?",
        objective=objective,
        section=section,
        options=tuple(Option(f"Option {index}", index in right, "") for index in range(options)),
        rationale="Because.",
        vignette=vignette,
    )


def quiz(questions, draw, **changes):
    vignettes = dict.fromkeys(item.vignette for item in questions if item.vignette)
    made = Quiz(
        pass_percent=80,
        draw=tuple(draw.items()),
        attempts=3,
        wait_hours=24,
        questions=tuple(questions),
        vignettes=tuple(Vignette(name, "A case", "Somebody comes in.") for name in vignettes),
    )
    return replace(made, **changes)


def bank_digests(bank):
    """Return what pins each question of a bank, by its id."""
    return {item.id: digest(item) for item in bank.questions}


def module(slug="pharmacology", words=6300, drawn=12, difficulty=3, **changes):
    bank = [question(f"q{index}") for index in range(3 * drawn)]
    made = Module(
        slug=slug,
        title=slug.title(),
        authors=("project",),
        difficulty=difficulty,
        reviewed=DAY,
        objectives=(Objective("o1", "Explain something."),),
        intro="",
        sections=(Section("s1", "First", ("o1",), "text", words),),
        quiz=quiz(bank, {"o1": drawn}),
        references=(),
        figures=(),
    )
    return replace(made, **changes)


def provider(*bodies):
    return Provider(
        name="A provider",
        sample=True,
        address="",
        contact="",
        administrator_name="",
        administrator_title="",
        review="none yet",
        people=(),
        bodies=bodies or (body(),),
        text="",
    )


def course(modules=("pharmacology",), **changes):
    made = Course(
        slug="a-course",
        title="A course",
        subtitle="",
        number="",
        subject="",
        level="intermediate",
        audience=("counselor",),
        modules=tuple(modules),
        faculty=("project",),
        released=DAY,
        reviewed=DAY,
        expires=date(2029, 10, 31),
        delivery="",
        medium="",
        participation="",
        system_requirements="",
        fee="",
        refund="",
        accommodation="",
        grievance="",
        contact="",
        commercial_support="",
        disclosures="",
        risks="",
        certificate="",
        credits=(CreditOption("nbcc", Decimal("1.0")),),
        evaluation="standard",
        description="",
    )
    return replace(made, **changes)
