"""What a course evaluation asks (requirement 18; APA-11, ASWB-9): one item per objective, then the standard list."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ceu.domain.content.schema import Module

SCALE = (
    ("5", "Strongly agree"),
    ("4", "Agree"),
    ("3", "Neither agree nor disagree"),
    ("2", "Disagree"),
    ("1", "Strongly disagree"),
)


class ItemKind(StrEnum):
    """How an item is answered."""

    SCALE = "scale"
    YES_NO = "yes or no"
    MINUTES = "minutes"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Item:
    """A question about the course. `required` items have to be answered before the form is taken."""

    id: str
    text: str
    kind: ItemKind
    group: str
    required: bool = True


STANDARD: tuple[Item, ...] = (
    Item("learned", "I learned a great deal from this course.", ItemKind.SCALE, "The course"),
    Item(
        "content", "The content was accurate, current and well supported by references.", ItemKind.SCALE, "The course"
    ),
    Item("level", "The content suited the announced level and my profession.", ItemKind.SCALE, "The course"),
    Item("useful", "I can use what I learned in my practice.", ItemKind.SCALE, "The course"),
    Item("author", "The author taught the subject clearly and with command of it.", ItemKind.SCALE, "The course"),
    Item("test", "The post-test asked what the course had taught.", ItemKind.SCALE, "The course"),
    Item("technology", "The site worked well and was easy to use.", ItemKind.SCALE, "How it was given"),
    Item("administration", "Enrollment, instructions and help were satisfactory.", ItemKind.SCALE, "How it was given"),
    Item("satisfied", "All in all, I am satisfied with this course.", ItemKind.SCALE, "How it was given"),
    Item("bias", "The course was free of commercial bias.", ItemKind.YES_NO, "Independence and access"),
    Item(
        "accommodation",
        "My needs for accommodation were met, or I had none.",
        ItemKind.YES_NO,
        "Independence and access",
    ),
    Item("minutes", "How many minutes did the course take you, with its post-tests?", ItemKind.MINUTES, "Time"),
    Item(
        "change", "What will you do differently in your practice?", ItemKind.TEXT, "In your own words", required=False
    ),
    Item("comment", "What should we change or keep?", ItemKind.TEXT, "In your own words", required=False),
)


def items(modules: Sequence[Module]) -> tuple[Item, ...]:
    """Return the items of a course of these modules: one for each objective, then the standard list."""
    objectives = tuple(
        Item(f"objective-{module.slug}-{objective.id}", objective.text, ItemKind.SCALE, "The learning objectives")
        for module in modules
        for objective in module.objectives
    )
    return objectives + STANDARD
