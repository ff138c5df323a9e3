"""The forms of the transcript, of credit earned elsewhere and of the answer to an audit letter."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, DecimalField, Field, FileField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than the library
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from ceu.models import OutsideCredit
from ceu.services.outside import Given
from ceu.services.transcript import NO_LICENSE, NO_LICENSE_KEY, Wanted

ALL = "all"
UNITS = ("contact hours", "clock hours", "CE credits", "hours")
DAY = "Enter a date such as 2026-11-22."
HOURS = "Enter hours as a number such as 1.5."
LENGTH = Length(max=255, message="Keep this under 255 characters.")


class DayField(DateField):
    """A date whose error says how to write it."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the date."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(DAY) from error


class HoursField(DecimalField):
    """Hours with at most two places, whose error says what to write."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(HOURS) from error
        if self.data is not None and (not self.data.is_finite() or self.data * 100 % 1):
            self.data = None
            raise ValueError("Enter hours with at most two places, such as 1.25.")


def _stripped(value: str | None) -> str | None:
    return value.strip() if value else value


class SelectionForm(FlaskForm):  # type: ignore[misc]
    """A license and two days. It only reads, so it comes by GET and without a token."""

    class Meta:
        """No token: nothing is changed."""

        csrf = False

    license = SelectField("License", default=ALL, validate_choice=False)
    start = DayField("From", name="from", validators=[Optional()])
    end = DayField("To", name="to", validators=[Optional()])

    def offer(self, licenses: Mapping[int, str]) -> None:
        """Let the learner choose one of her licenses, none, or all."""
        known = {
            ALL: "All licenses",
            **{str(key): told for key, told in licenses.items()},
            NO_LICENSE_KEY: f"{NO_LICENSE} (certificates without credit)",
        }
        self.license.choices = known
        self.known = known.keys()

    def validate_license(self, field: Field) -> None:
        """Answer a license that is not on the list with our words."""
        if field.data not in self.known:
            raise ValidationError("Choose one of the licenses in the list.")

    def validate_end(self, field: Field) -> None:
        """Refuse days in the wrong order."""
        if self.start.data and field.data and field.data < self.start.data:
            raise ValidationError("This day is before the first one. Exchange the two.")

    def wanted(self) -> Wanted:
        """Return what was chosen."""
        chosen = self.license.data
        return Wanted(
            license="" if chosen == ALL else None if chosen == NO_LICENSE_KEY else int(chosen),
            start=self.start.data,
            end=self.end.data,
        )


class AuditForm(SelectionForm):
    """What an audit letter asks for, and in which form to answer. It makes files, so it is posted."""

    class Meta:
        """With a token."""

        csrf = True

    answer = RadioField(
        "Answer with",
        choices=[
            SelectChoice("pdf", "One PDF: the list, then every certificate and uploaded file as pages"),
            SelectChoice("zip", "A zip: the list, the signed PDFs, uploaded files and an index with checksums"),
        ],
        validators=[InputRequired("Choose PDF or zip.")],
    )


class OutsideForm(FlaskForm):  # type: ignore[misc]
    """Credit earned elsewhere."""

    credential = SelectField("Counts for", validate_choice=False)
    title = StringField(
        "Course title", filters=[_stripped], validators=[DataRequired("Enter the title on the certificate."), LENGTH]
    )
    provider = StringField(
        "Provider", filters=[_stripped], validators=[DataRequired("Enter who gave the course."), LENGTH]
    )
    completed_on = DayField("Completed on", validators=[InputRequired("Enter the day on the certificate.")])
    hours = HoursField(
        "Hours",
        validators=[
            InputRequired(HOURS),
            NumberRange(Decimal("0.01"), Decimal(500), "Enter more than 0 and at most 500 hours."),
        ],
    )
    unit = SelectField("Called on the certificate", choices={unit: unit for unit in UNITS})
    ethics_hours = HoursField(
        "Of these, hours in ethics or law",
        validators=[Optional(), NumberRange(0, 500, "Enter 0 or more, and at most all of its hours.")],
    )
    home_study = RadioField(
        "How it was taught",
        choices=[
            SelectChoice("live", "Live: in person, or online with the instructor there"),
            SelectChoice("home", "Home study: reading, recordings, self-paced"),
        ],
        validators=[InputRequired("Choose how it was taught: many boards limit home study.")],
    )
    file = FileField("Certificate as a file", validators=[Optional()])
    drop_file = BooleanField("Delete the file I uploaded before")

    def offer(self, licenses: Mapping[int, str]) -> None:
        """Let the learner choose one of her licenses; a single one is chosen."""
        known = {str(key): told for key, told in licenses.items()}
        self.credential.choices = known if len(known) == 1 else {"": "Choose", **known}
        self.known = known.keys()

    def validate_credential(self, field: Field) -> None:
        """Take one of her licenses and no other."""
        if field.data not in self.known:
            raise ValidationError("Choose the license it counts for.")

    def fill(self, outside: OutsideCredit) -> None:
        """Show what was entered before."""
        for name in ("title", "provider", "completed_on", "hours", "unit"):
            self[name].data = getattr(outside, name)
        self.credential.data = str(outside.credential_id)
        self.ethics_hours.data = outside.ethics_hours or None
        self.home_study.data = "home" if outside.home_study else "live"

    def given(self) -> Given:
        """Return what was entered."""
        return Given(
            credential_id=int(self.credential.data),
            title=self.title.data or "",
            provider=self.provider.data or "",
            completed_on=cast(date, self.completed_on.data),  # required
            hours=self.hours.data or Decimal(0),
            unit=self.unit.data,
            ethics_hours=self.ethics_hours.data or Decimal(0),
            home_study=self.home_study.data == "home",
        )
