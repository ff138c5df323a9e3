"""A compiled document: HTML fragments and the facts a page needs, so that serving parses no Markdown.

Stored beside the revision with the compiler's version; it may be made anew without a new revision.
"""

from dataclasses import dataclass

from ceu.domain.content.schema import QuestionKind

# Raised whenever the same values would give other HTML; caches and stored documents key on (digest, COMPILER).
COMPILER = "2"


@dataclass(frozen=True, slots=True)
class CompiledSection:
    """A section as a learner reads it. `html` holds its text and the references it cites, without its heading.

    `title` is plain text, for outlines and the page's title; `heading` is the same as inline HTML, for its h1.
    """

    id: str
    title: str
    objectives: tuple[str, ...]
    html: str
    words: int
    minutes: int
    heading: str = ""


@dataclass(frozen=True, slots=True)
class CompiledOption:
    """An option's label and, shown only after a pass, its feedback (empty where the author gave none)."""

    html: str
    feedback: str


@dataclass(frozen=True, slots=True)
class CompiledQuestion:
    """A question by its digest, options in the author's order; whether one is right stays in the values."""

    digest: str
    id: str
    kind: QuestionKind
    objective: str
    section: str
    vignette: str
    stem: str
    options: tuple[CompiledOption, ...]
    rationale: str


@dataclass(frozen=True, slots=True)
class CompiledVignette:
    """A case's title and text."""

    id: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class CompiledModule:
    """A module ready to serve."""

    slug: str
    title: str
    intro: str
    sections: tuple[CompiledSection, ...]
    questions: tuple[CompiledQuestion, ...]
    vignettes: tuple[CompiledVignette, ...]
    references: str


@dataclass(frozen=True, slots=True)
class CompiledCourse:
    """A course's description as HTML; its other facts are values."""

    slug: str
    description: str
