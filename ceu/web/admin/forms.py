"""The desk's forms."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from ceu.domain import professions
from ceu.domain.assessment import retake
from ceu.domain.records.files import Format
from ceu.services import people
from ceu.services.accounts import ROLE_NAMES
from ceu.services.people import Studied
from ceu.services.records import Filter, OnRecord


class LooseDateField(DateField):
    """A day that may be left out; WTForms' `Optional` would mark every filter as optional on the page."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Leave an empty field empty; read ISO days, which date inputs send."""
        if any(text.strip() for text in valuelist):
            try:
                super().process_formdata(valuelist)
            except ValueError as error:
                raise ValueError("Write the day as year-month-day, such as 2026-11-22.") from error


def _on_record(form: Any, field: Any) -> None:
    """Say what to do where an address by hand names something else."""
    del form
    if field.data not in [choice.value for choice in field.iter_choices()]:
        raise ValidationError(f"“{field.data}” is not on record. Choose from the list.")


class FilterForm(FlaskForm):  # type: ignore[misc]
    """Which certificates. It changes nothing, so it is sent with GET and needs no token."""

    class Meta:
        """No token: nothing is changed."""

        csrf = False

    course = SelectField("Course", [_on_record], validate_choice=False, default="")
    date_from = LooseDateField("Completed from")
    date_to = LooseDateField("Completed to")
    profession = SelectField("Profession", [_on_record], validate_choice=False, default="")
    jurisdiction = SelectField("State", [_on_record], validate_choice=False, default="")

    def __init__(self, known: OnRecord, **more: Any) -> None:
        super().__init__(**more)
        self.course.choices = {"": "All courses", **{slug: slug for slug in known.course}}
        self.profession.choices = {
            "": "All professions",
            **{name: professions.label(name) for name in known.profession},
        }
        self.jurisdiction.choices = {
            "": "All states",
            **{code: professions.JURISDICTIONS.get(code, code) for code in known.jurisdiction},
        }

    def wanted(self) -> Filter:
        """Return the filter; raises RuleError where the days stand the wrong way round."""
        return Filter(
            course=self.course.data or "",
            date_from=self.date_from.data,
            date_to=self.date_to.data,
            profession=self.profession.data or "",
            jurisdiction=self.jurisdiction.data or "",
        )


class NamesForm(FilterForm):
    """Show the first rows of a filter with their names, which is recorded."""

    class Meta:
        """With a token: it records."""

        csrf = True


class ExportForm(NamesForm):
    """Take out what a filter covers."""

    format = RadioField(
        "Format",
        choices={Format.CSV.value: "CSV, for a spreadsheet", Format.JSONL.value: "JSON lines, for a program"},
        default=Format.CSV.value,
    )


class SearchForm(FlaskForm):  # type: ignore[misc]
    """Find a person. Sent with POST: email addresses do not belong into the server's log of addresses."""

    wanted = StringField(
        "Name, email address or certificate number",
        [
            DataRequired("Type a name or email address."),
            Length(people.LEAST, 255, f"Type at least {people.LEAST} letters of a name or email address."),
        ],
        filters=[lambda text: text.strip() if text else text],
    )


class RoleForm(FlaskForm):  # type: ignore[misc]
    """Give or take a role."""

    role = SelectField("Role", choices={name: name for name in ROLE_NAMES})
    act = SelectField(choices={"grant": "Grant", "withdraw": "Withdraw"})


class GrantForm(FlaskForm):  # type: ignore[misc]
    """One more attempt at one post-test of one enrollment."""

    test = SelectField("Post-test")
    reason = TextAreaField(
        "Reason",
        [DataRequired("Write why this attempt is granted; the reason is kept with the record."), Length(max=2000)],
    )

    def __init__(self, studies: Sequence[Studied], **more: Any) -> None:
        super().__init__(**more)
        self.test.choices = {
            f"{study.where.enrollment_id}:{test.slug}": f"{study.where.offer.course.title}: {test.title}"
            for study in studies
            for test in study.tests
            if not isinstance(test.next, retake.AlreadyPassed)
        }

    def chosen(self) -> tuple[int, str]:
        """Return the enrollment's id and the module's slug."""
        enrollment, _, module = str(self.test.data).partition(":")
        return int(enrollment), module
