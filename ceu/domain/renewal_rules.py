"""Sample rules of renewal: table 4.2 of the requirements, row by row. To be read again before anybody relies on them.

A number that no source gave is not here; a row says what is missing. Add a row for a new rule and end the old one with
`valid_to`; never change what a row said while it held.
"""

from datetime import date
from decimal import Decimal

from ceu.domain.renewal import Rule, Source

CHECKED = date(2026, 11, 22)
NOT_SEEN = "No cap on home study was seen in the source; that does not mean that there is none."

_JUSTIA = "https://regulations.justia.com/states"
_ELITE = Source(name="A CE publisher's state tables", address="https://ebooks.elitelearning.com/view/1044700038/5")
SOURCES = {
    "B4": Source(name="16 CCR 1887.3", address=f"{_JUSTIA}/california/title-16/division-18/article-8/section-1887-3/"),
    "L1": Source(
        name="16 CCR 1397.61.1", address=f"{_JUSTIA}/california/title-16/division-13-1/article-10/section-1397-61-1/"
    ),
    "L2": Source(
        name="LegalClarity on the California Board of Psychology",
        address="https://legalclarity.org/california-board-of-psychology-ce-requirements",
    ),
    "Y4": Source(
        name="New York law on mandatory continuing education (mental health)",
        address="https://instalawyer.io/laws/new-york-laws/8412-mandatory-continuing-education",
    ),
    "Y5": Source(
        name="New York State Education Department, social work",
        address="http://www.op.nysed.gov/prof/sw/swceupdate.htm",
    ),
    "Y6": Source(
        name="New York Education Law 7607", address="https://newyork.public.law/laws/n.y._education_law_section_7607"
    ),
    "Y7": Source(name="New York State association's questions and answers", address="https://the-nysan.org/CE-FAQ"),
    "L3": _ELITE,
    "L4": Source(name="Florida rule 64B4-6.001", address="http://flrules.elaws.us/fac/64b4-6.001/"),
    "L5": Source(
        name="CEHub on Florida mental health counselors",
        address="https://cehub-app.com/continuing-education-requirements-for-florida-licensed-mental-health-counselors-"
        "and-how-to-stay-on-track",
    ),
    "L6": Source(
        name="Program Services on Florida's changes",
        address="https://programservices.org/news-highlights/recent-changes-in-the-florida-mental-health-continuing-"
        "education-requirements",
    ),
    "L7": Source(
        name="22 Tex. Admin. Code chapter 681",
        address="https://texreg.sos.state.tx.us/public/readtac$ext.TacPage?sl=T&app=9&p_dir=N&p_rloc=206729&p_tloc="
        "&p_ploc=1&pg=3&p_tac=&ti=22&pt=30&ch=681&rl=101",
    ),
    "L8": Source(
        name="22 Tex. Admin. Code 781.501",
        address=f"{_JUSTIA}/texas/title-22/part-34/chapter-781/subchapter-c/section-781-501",
    ),
    "L9": Source(name="A CE provider on Ohio", address="https://www.online-ces.com/ohio-state-requirements"),
    "L10": Source(
        name="22 Tex. Admin. Code 801.261",
        address="https://d1tvxue8o4w0fl.cloudfront.net/regulation/texas-administrative-code/title-22-examining-boards/"
        "part-35-texas-state-board-of-examiners-of-marriage-and-family-therapists/chapter-801-licensure-and-regulation-"
        "of-marriage-and-family-therapists/subchapter-c-applications-and-licensing/section-801261-requirements-for-"
        "continuing-education",
    ),
    "L11": Source(
        name="Georgia rule 135-9-.01", address=f"{_JUSTIA}/georgia/department-135/chapter-135-9/rule-135-9-01/"
    ),
    "L12": Source(
        name="Therapist2Therapist on Georgia",
        address="https://www.therapist2therapist.com/library/your-35-hour-quest-unpacking-georgias-ce-for-counselors-"
        "mfts-amp-social-workers",
    ),
    "L13": Source(
        name="Ohio Administrative Code 4757-9", address="https://codes.ohio.gov/ohio-administrative-code/chapter-4757-9"
    ),
    "L14": Source(
        name="49 Pa. Code 47.32", address="http://parules.elaws.us/pacode/title49_parti_subparta_chapter47_section47.32"
    ),
    "L15": Source(
        name="N.J. Admin. Code 13:44G-6.2",
        address="https://d1tvxue8o4w0fl.cloudfront.net/regulation/new-jersey-administrative-code/title-13-law-and-public-"
        "safety/chapter-44g-state-board-of-social-work-examiners/subchapter-6-continuing-education/section-1344g-62-"
        "credit-hour-requirements",
    ),
    "L16": Source(
        name="A CE provider's state requirements", address="https://www.mycesolution.com/pages/ce-requirements"
    ),
    "N12": Source(name="A CE provider on NBCC's requirements", address="https://www.online-ces.com/nbcc-requirements"),
}

_PSYCHOLOGIST: dict[str, tuple[str, ...]] = {"psychologist": ()}
_LPC = {"counselor": ("LPC",)}
_YEARS_ASSUMED = "The source says “each renewal”; two years are assumed here."


def _hours(value: int) -> Decimal:
    return Decimal(value)


RULES: tuple[Rule, ...] = (
    Rule(
        jurisdiction="CA", licenses="LMFT, LCSW, LPCC",
        titles={"marriage-family-therapist": ("LMFT",), "social-worker": ("LCSW",), "counselor": ("LPCC",)},
        hours=_hours(36), years=2, ethics=_hours(6), ethics_name="law and ethics",
        cap_note="No cap is believed to apply; this is unconfirmed.",
        sources=("B4",), sure="P", checked_on=CHECKED,
    ),
    Rule(
        jurisdiction="CA", licenses="Psychologist", titles=_PSYCHOLOGIST,
        hours=_hours(36), years=2, ethics=_hours(4), ethics_name="law and ethics",
        cap_note="Each of four categories of activity is believed to have a maximum; this is unconfirmed.",
        also=("36 hours in four categories of activity", "4 hours of cultural diversity"),
        sources=("L1", "L2"), sure="P / Q", checked_on=CHECKED,
    ),
    Rule(
        jurisdiction="NY", licenses="LMHC, LMFT, LCAT, LP",
        titles={"counselor": ("LMHC",), "marriage-family-therapist": ("LMFT",), "other": ("LCAT", "LP")},
        hours=_hours(36), years=3, home_study_cap=_hours(12), also=("3 hours of professional boundaries",),
        sources=("Y4", "L3"), sure="P / Q", checked_on=CHECKED,
    ),
    Rule(
        jurisdiction="NY", licenses="LMSW, LCSW", titles={"social-worker": ("LMSW", "LCSW", "LCSW-R")},
        hours=_hours(36), years=3, home_study_cap=_hours(12),
        also=("3 hours of professional boundaries are believed to be asked for; this is unconfirmed",),
        sources=("Y5",), sure="P", checked_on=CHECKED,
    ),
    Rule(
        jurisdiction="NY", licenses="Psychologist", titles=_PSYCHOLOGIST,
        hours=_hours(36), years=3, home_study_cap=_hours(12),
        also=("At least 3 hours in one named subject, believed to be professional boundaries",),
        sources=("Y6", "Y7"), sure="P / Q", checked_on=CHECKED,
    ),
    Rule(
        jurisdiction="FL", licenses="LCSW, LMFT, LMHC",
        titles={"social-worker": ("LCSW",), "marriage-family-therapist": ("LMFT",), "counselor": ("LMHC",)},
        hours=_hours(30), years=2, ethics=_hours(3), ethics_name="ethics (or telehealth, alternating)",
        cap_note=NOT_SEEN,
        also=(
            "The cycle ends on March 31 of odd years; the first renewal is exempt",
            "2 hours of prevention of medical errors",
            "2 hours of domestic violence and 3 of laws and rules at every third renewal",
            "At most 6 hours that are not clinical",
        ),
        sources=("L4", "L5"), sure="P", text_year=2019, checked_on=CHECKED,
    ),
    Rule(
        jurisdiction="FL", licenses="Psychologist", titles=_PSYCHOLOGIST,
        hours=_hours(40), years=2, ethics=_hours(3), ethics_name="ethics and laws", cap_note=NOT_SEEN,
        also=("2 hours of medical errors", "2 hours of domestic violence at every third renewal"),
        sources=("L6",), sure="Q", text_year=2018, checked_on=CHECKED,
    ),
    Rule(
        jurisdiction="TX", licenses="LPC", titles=_LPC, hours=_hours(24), years=2, ethics=_hours(6),
        cap_note="At most 1 hour of informal self-study counts; online courses led by a provider are not that.",
        also=("3 hours of cultural competence", "At least half from listed sources",
              "At most 10 hours carried over"),
        sources=("L7",), sure="P", text_year=2023, checked_on=CHECKED,
    ),
    Rule(
        jurisdiction="TX", licenses="LCSW, LMSW, LBSW", titles={"social-worker": ("LCSW", "LMSW", "LBSW")},
        hours=_hours(30), years=2, ethics=_hours(6), cap_note=NOT_SEEN,
        also=(_YEARS_ASSUMED, "3 hours of cultural competence", "At most 10 hours carried over"),
        sources=("L8",), sure="P", text_year=2024, checked_on=CHECKED,
    ),
    Rule(
        jurisdiction="TX", licenses="LMFT", titles={"marriage-family-therapist": ("LMFT",)},
        hours=_hours(30), years=2, ethics=_hours(6), cap_note=NOT_SEEN,
        also=(_YEARS_ASSUMED, "3 hours of cultural competence", "2 hours of technology for telehealth"),
        sources=("L10",), sure="P", text_year=2024, checked_on=CHECKED,
    ),
    Rule(
        jurisdiction="GA", licenses="LPC, LCSW, LMFT",
        titles={"counselor": ("LPC",), "social-worker": ("LCSW",), "marriage-family-therapist": ("LMFT",)},
        hours=_hours(35), years=2, ethics=_hours(5), live_ethics=True, home_study_cap=_hours(10),
        cap_note="The cap is on asynchronous hours; at most 5 hours of independent study.",
        also=("The cycle starts on October 1 of an even year",),
        sources=("L11", "L12"), sure="P / Q", checked_on=CHECKED,
    ),
    Rule(
        jurisdiction="OH", licenses="LPC, LPCC, MFT, IMFT, LSW, LISW",
        titles={
            "counselor": ("LPC", "LPCC"), "marriage-family-therapist": ("MFT", "IMFT", "LMFT"),
            "social-worker": ("LSW", "LISW"),
        },
        hours=_hours(30), years=2, ethics=_hours(3),
        cap_note="No cap now; older pages of the board say 15 hours for counselors and marriage and family therapists.",
        sources=("L13", "L9"), sure="P / Q", checked_on=CHECKED,
    ),
    Rule(
        jurisdiction="PA", licenses="LSW, LCSW", titles={"social-worker": ("LSW", "LCSW")},
        hours=_hours(30), years=2, ethics=_hours(3),
        cap_note="A cap on home study exists; its number was not verified.", also=("No hours are carried over",),
        sources=("L14",), sure="P", text_year=2016, checked_on=CHECKED,
    ),
    Rule(
        jurisdiction="NJ", licenses="LCSW", titles={"social-worker": ("LCSW",)},
        hours=_hours(40), years=2, ethics=_hours(5), cap_note=NOT_SEEN,
        also=("20 clinical hours", "3 hours of cultural competence", "At most 8 hours carried over"),
        sources=("L15",), sure="P", text_year=2024, checked_on=CHECKED,
    ),
    Rule(
        jurisdiction="NJ", licenses="LPC", titles=_LPC, hours=_hours(40), years=2, ethics=_hours(5),
        home_study_cap=_hours(40), cap_note="All hours may be home study.", also=("3 hours of cultural competence",),
        sources=("L3",), sure="Q", checked_on=CHECKED,
    ),
    Rule(
        jurisdiction="MA", licenses="LMHC", titles={"counselor": ("LMHC",)}, hours=_hours(30), years=2,
        home_study_cap=_hours(15), sources=("L3",), sure="Q", checked_on=CHECKED,
    ),
    Rule(
        jurisdiction="MD", licenses="LCPC", titles={"counselor": ("LCPC",)}, hours=_hours(40), years=2,
        home_study_cap=_hours(10), sources=("L3",), sure="Q", checked_on=CHECKED,
    ),
    Rule(
        jurisdiction="NV", licenses="LPC", titles=_LPC, hours=_hours(40), years=2, ethics=_hours(6),
        ethics_name="ethics, suicide included", home_study_cap=_hours(20), also=("Hours of cultural competence",),
        sources=("L3",), sure="Q", checked_on=CHECKED,
    ),
    Rule(
        jurisdiction="AL", licenses="LPC", titles=_LPC, hours=_hours(40), years=2, ethics=_hours(6),
        home_study_cap=_hours(10), cap_note="75 % of the hours must be in real time.",
        sources=("L16",), sure="Q", checked_on=CHECKED,
    ),
    Rule(
        jurisdiction="AK", licenses="LPC", titles=_LPC, hours=_hours(40), years=2, ethics=_hours(3),
        home_study_cap=_hours(20), sources=("L16",), sure="Q", checked_on=CHECKED,
    ),
    Rule(
        jurisdiction="", licenses="NCC (National Certified Counselor)", titles={"counselor": ("NCC",)},
        hours=_hours(100), years=5, cap_note=NOT_SEEN, sources=("N12",), sure="Q", checked_on=CHECKED,
    ),
)  # fmt: skip
