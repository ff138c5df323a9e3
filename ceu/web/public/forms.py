"""Forms of the public pages."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length


class NameForm(FlaskForm):  # type: ignore[misc]
    """The holder's name as a checker reads it on the paper."""

    name = StringField(
        "Name on the certificate",
        validators=[
            InputRequired("Type the name as it stands on the certificate."),
            Length(max=255, message="That name is too long."),
        ],
    )
