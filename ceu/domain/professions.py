"""Professions, titles and jurisdictions a credential can have, and how its number is compared.

The titles are those seen in use (requirements table 4.1); they are suggestions, for boards differ and new ones appear.
No national format of numbers exists (LIC-1): a number is text, kept as it is written.
"""

import re

KINDS = {
    "license": "License",
    "registration": "Registration (associate, intern, trainee)",
    "national_certification": "National certification",
}

PROFESSIONS = {
    "psychologist": "Psychologist",
    "counselor": "Counselor",
    "social-worker": "Social worker",
    "marriage-family-therapist": "Marriage and family therapist",
    "educational-psychologist": "Educational psychologist",
    "nurse": "Nurse",
    "physician": "Physician",
    "other": "Another profession",
}

TITLES = {
    "psychologist": ("Licensed Psychologist", "LP", "PSY", "PhD", "PsyD", "EdD"),
    "counselor": ("LPC", "LPCC", "LCPC", "LMHC", "LCMHC", "LIMHP", "NCC"),
    "social-worker": ("LMSW", "LCSW", "LCSW-R", "LICSW", "LISW", "LSW", "LBSW"),
    "marriage-family-therapist": ("LMFT", "IMFT", "LCMFT"),
    "educational-psychologist": ("LEP",),
    "nurse": ("RN", "LPN", "APRN", "NP", "PMHNP"),
    "physician": ("MD", "DO"),
    "other": ("LCAT", "PA", "PharmD"),
}

# The states, the District of Columbia and the territories by their postal codes (USPS Publication 28, appendix B).
JURISDICTIONS = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky",
    "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
    "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire",
    "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota",
    "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island",
    "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont",
    "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
    "AS": "American Samoa", "GU": "Guam", "MP": "Northern Mariana Islands", "PR": "Puerto Rico",
    "VI": "U.S. Virgin Islands",
}  # fmt: skip

NUMBER_LONGEST = 40  # characters (LIC-1)
_NEW_YORK_SUFFIX = re.compile(r"(\d{6})-1")


def new_york_suffix(number: str, jurisdiction: str) -> bool:
    """Return whether a New York number ends in "-1", which is not part of it (NY-9)."""
    return jurisdiction == "NY" and _NEW_YORK_SUFFIX.fullmatch(number.strip()) is not None


def normalized(number: str, jurisdiction: str) -> str:
    """Return the copy of a number that is compared: letters and digits only, upper case, leading zeros kept (LIC-1).

    New York's "-1" is dropped (NY-9). A number of other signs only compares as it is written.
    """
    number = number.strip()
    if new_york_suffix(number, jurisdiction):
        number = number[: -len("-1")]
    return "".join(sign for sign in number.upper() if sign.isalnum())[:NUMBER_LONGEST] or number


def label(profession: str) -> str:
    """Return a profession's name; a code that is on no list (any more) stands for itself."""
    return PROFESSIONS.get(profession, profession)
