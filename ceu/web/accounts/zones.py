"""Time zones to choose from: those of the United States by the names people use, then all others."""

from zoneinfo import available_timezones

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

# Group, then name and label; the shape SelectField takes.
CHOICES = {
    "United States": UNITED_STATES,
    "Everywhere else": {
        name: name.replace("_", " ")
        for name in sorted(available_timezones())
        if name.startswith(_REGIONS) and name not in UNITED_STATES
    },
}
