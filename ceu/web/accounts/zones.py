"""Time zones to choose from: those of the United States by the names people use, then all others."""

from typing import Any
from zoneinfo import available_timezones

from wtforms import SelectField

UNITED_STATES = {
    "America/New_York": "Eastern (New York)",
    "America/Chicago": "Central (Chicago)",
    "America/Denver": "Mountain (Denver)",
    "America/Phoenix": "Mountain without daylight saving (Phoenix)",
    "America/Los_Angeles": "Pacific (Los Angeles)",
    "America/Anchorage": "Alaska (Anchorage)",
    "Pacific/Honolulu": "Hawaii (Honolulu)",
    "America/Puerto_Rico": "Atlantic (Puerto Rico, Virgin Islands)",
    "Pacific/Guam": "Chamorro (Guam, Northern Marianas)",
    "Pacific/Pago_Pago": "Samoa (Pago Pago)",
}
_REGIONS = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")

_ELSEWHERE = {
    name: name.replace("_", " ")
    for name in ("UTC", *sorted(available_timezones()))
    if name == "UTC" or (name.startswith(_REGIONS) and name not in UNITED_STATES)
}


class ZoneField(SelectField):
    """A time zone. One that is on neither list, because the settings or the account have it, can be kept."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, choices=self._offered(), **kwargs)
        self.type = "SelectField"  # for templates it is one

    def process_data(self, value: Any) -> None:
        """Take the present value, and offer it."""
        super().process_data(value)
        self.choices = self._offered(value)

    @staticmethod
    def _offered(*more: Any) -> dict[str, dict[str, str]]:
        kept = {name: name for name in more if name in available_timezones() and name not in UNITED_STATES}
        return {"United States": UNITED_STATES, "Everywhere else": kept | _ELSEWHERE}
