"""The learner's forms beside the post-test."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than the library
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ceu.domain.evaluation import SCALE, Item, ItemKind
from ceu.services.signing import NotSigned

COMMENT_MOST = 4000  # characters
MINUTES = "Give the time in minutes, a whole number from 1 to 6000."


class MinutesField(IntegerField):
    """A whole number whose error says what to write."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(MINUTES) from error


def evaluation_form(items: Sequence[Item]) -> FlaskForm:
    """Return a form with a field for each item, called by the item's id."""
    fields = {item.id: _field(item) for item in items}
    return type("EvaluationForm", (FlaskForm,), fields)()


def _field(item: Item) -> Any:
    needed = [InputRequired(f"Answer “{item.text}”")] if item.required else [Optional()]
    match item.kind:
        case ItemKind.SCALE:
            return RadioField(item.text, choices=_choices(SCALE), validators=needed)
        case ItemKind.YES_NO:
            return RadioField(item.text, choices=_choices((("yes", "Yes"), ("no", "No"))), validators=needed)
        case ItemKind.MINUTES:
            return MinutesField(item.text, validators=[InputRequired(MINUTES), NumberRange(1, 6000, MINUTES)])
        case ItemKind.TEXT:
            message = f"Keep this under {COMMENT_MOST} characters."
            return TextAreaField(item.text, validators=[*needed, Length(max=COMMENT_MOST, message=message)])


def _choices(pairs: Sequence[tuple[str, str]]) -> list[Any]:
    return [SelectChoice(value, label) for value, label in pairs]


class SigningForm(FlaskForm):  # type: ignore[misc]
    """A statement to tick and sign. Whether it is signed says the service, of both fields at once."""

    agreed = BooleanField("I attest to this statement", render_kw={"required": True})
    typed_name = StringField(
        "Type your full name as your signature",
        validators=[Length(max=255, message="That name is too long.")],
        render_kw={"required": True},
    )

    def refuse(self, refusal: NotSigned) -> None:
        """Say at each field what is wrong with it."""
        for name, sentence in refusal.wrong.items():
            self[name].errors = [*self[name].errors, sentence]


class TimeForm(SigningForm):
    """The signed statement about time of study."""

    agreed = BooleanField("I declare this", render_kw={"required": True})
