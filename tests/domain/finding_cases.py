"""Cases of findings: for each code at least one edit of the good folder that brings it."""

from dataclasses import dataclass

from content_folder import (
    ARMS_LINE,
    BIB,
    COURSE,
    DATA,
    FIGURE_LINE,
    GLOSSARY,
    MODULE,
    PROVIDER,
    QUIZ,
    STUDIES,
    SVG,
    TERM,
    edited,
    extra_questions,
    good_files,
)


@dataclass(frozen=True)
class Case:
    """An edit that brings a finding: `old` to `new` in `path`, a whole new file (no `old`), or no file (no `new`)."""

    code: str
    path: str
    old: str | None
    new: str | bytes | None
    also: tuple = ()

    def files(self):
        files = good_files()
        for path, old, new in ((self.path, self.old, self.new), *self.also):
            files[path] = new if old is None else edited(files[path], old, new)
        return files


FROM, TO = "    approval_from:", "    approval_to:"
OTHER = "people:\n  other: {name: A, credentials: B, disclosure: C, disclosed: 2026-01-01}\n#"
DECISIVE = "- [x] The feature that decides now.\n- [ ] A feature both have now.\n- [ ] A feature neither has now.\n"
YEAR_AGO = tuple((COURSE, f"{key}: 2026-11-22", f"{key}: 2025-11-22") for key in ("released", "reviewed"))
NOT_SAMPLE = (PROVIDER, "sample: true", "sample: false")
CASE_TEXT = (
    "A case is a heading of the second level with text. All questions below it belong to it, and they are drawn "
    "together now.\nThis case is invented.\n"
)
QUOTE = "> The rationale says why"
NO_SECTION = (
    "---\ntitle: A\nauthors: [author]\ndifficulty: 3\nreviewed: 2026-11-22\nobjectives: {a: B}\n---\nNo section.\n"
)
CASE_HEADING = "## A client with"
LONG_KEYS = extra_questions("decide", "deciding", 12, "long").replace("[x] Option", "[x] A far longer option")
FIRST_KEYS = (
    extra_questions("decide", "deciding", 30, "first").replace("[x]", "[ ]").replace("[ ] Option 0", "[x] Option 0")
)
CASES = [
    Case("F01", MODULE, None, b"---\ntitle: caf\xe9\n---\n"),
    Case("F02", MODULE, None, "a" * 2_000_001),
    Case("F03", MODULE, None, None),
    Case("F03", QUIZ, None, None),
    Case("F04", "modules/Bad Name/module.md", None, "---\n---\n"),
    Case("F05", "modules/quiz/module.md", None, "---\n---\n"),
    Case("F06", MODULE, "Write as", "Write\x07 as"),
    Case("F07", MODULE, "---\n# What", "# What"),
    Case("F08", MODULE, 'title: "Title of the module now"', 'title: "Title'),
    Case("F09", MODULE, "difficulty: 3", "difficulty: 3\ndifficulty: 4"),
    Case("F10", MODULE, "difficulty: 3", "difficulty: &d 3"),
    Case(
        "F12",
        MODULE,
        "for the progress of your readers hangs on it now.",
        "for the progress of your readers hangs on it.",
    ),
    Case("F12", QUIZ, "A feature both have now", "A feature both have"),
    Case("F12", COURSE, "Title of the course now", "Title of the course"),
    Case("F12", PROVIDER, "Name of your organization now", "Name of your organization"),
    Case("F11", "notes.md", None, "Call the printer."),
    Case("F20", SVG, "</svg>", ""),
    Case("F21", SVG, "</svg>", "<script>alert(1)</script></svg>"),
    Case("F22", SVG, ' viewBox="0 0 720 100"', ""),
    Case("F23", SVG, "<title>A line</title>", ""),
    Case("F24", MODULE, FIGURE_LINE, ""),
    Case("F24", MODULE, ARMS_LINE, ""),
    Case("F25", DATA, "720,0", "720,0,1"),
    Case("F25", DATA, "at,height", "at"),
    Case("F25", DATA, "at,height\n0,100\n720,0\n", ""),
    Case("F25", DATA, "0,100", '"0,' + "1" * 140_000),
    Case("F26", STUDIES, ",outcome,", ",result,"),
    Case("F26", STUDIES, ",interval", ",intervals"),
    Case("F27", STUDIES, ",20,15,25,", ",about 20,15,25,"),
    Case("F27", STUDIES, ",20,15,25,", ",30,15,25,"),
    Case("F27", STUDIES, ",20,15,25,", ",20,15,,"),
    Case("F27", STUDIES, ",20,15,25,95% CI", ",20,15,25,"),
    Case("F27", STUDIES, ",100,,,", ",,,,"),
    Case("F27", STUDIES, ",not told,swallowed", ",,swallowed"),
    Case("F27", STUDIES, "A range only", "By vein"),
    Case("F28", STUDIES, ",percent,100", ",ng/mL,100"),
    Case("F29", STUDIES, "By vein,[@mergener1991]", "By vein,Mergener"),
    Case("X02", STUDIES, "By vein,[@mergener1991]", "By vein,[@nobody1999]"),
    Case("X01", STUDIES, "infusion", "<b>infusion</b>"),
    Case("P01", PROVIDER, 'review: "none yet"', "#"),
    Case("P01", PROVIDER, "words_per_hour: 1000", "#"),
    Case("P02", PROVIDER, "sample: true", "sample: true\nsampel: true"),
    Case("P03", PROVIDER, "sample: true", "sample: perhaps"),
    Case("P10", *NOT_SAMPLE),
    Case("P11", *NOT_SAMPLE),
    Case("P12", *NOT_SAMPLE),
    Case(
        "P13",
        PROVIDER,
        "approval: none ",
        'approval: "1234"\n    approval_from: 2026-01-01\n    approval_to: 2027-01-01 ',
    ),
    Case("P14", PROVIDER, "approval: none ", 'approval: "1234" '),
    Case(
        "P14", PROVIDER, "approval: none ", 'approval: "1"\n    approval_from: 2027-01-01\n    approval_to: 2026-01-01 '
    ),
    Case("P15", PROVIDER, "disclosed: 2026-11-22", "disclosed: 2024-11-21", also=(NOT_SAMPLE,)),
    Case("P16", PROVIDER, 'unit: "clock hours"', 'unit: "CEUs"'),
    Case("B01", BIB, "@article{mergener1991,", "@article{mergener1991"),
    Case("B02", BIB, "@article", "@book{mergener1991, title={A}, publisher={B}, year={2000}}\n\n@article"),
    Case("B03", BIB, "@article", "@poem"),
    Case("B04", BIB, "  year    = {1991},\n", ""),
    Case("B05", BIB, "  year    = {1991},", "  year    = {1991},\n  doi = {https://doi.org/nothing},"),
    Case("B06", BIB, "  year    = {1991},", "  year    = {1991},\n  status = {doubtful},"),
    Case("B10", BIB, "@article", "@online{unread2020, title={A}, url={https://www.example.org/}}\n\n@article"),
    Case("C01", COURSE, 'refund: "To be set now."', "#"),
    Case("C02", COURSE, "evaluation: standard", "evaluation: standard\nrefunds: none"),
    Case("C03", COURSE, "level: intermediate", "level: hard"),
    Case("C10", COURSE, "modules: [example]", "modules: [example, other]"),
    Case("C11", COURSE, "x", "x", also=((MODULE, "difficulty: 3", "difficulty: 9"),)),
    Case("C12", COURSE, "faculty: [author]", "faculty: [author, somebody]"),
    Case("C13", COURSE, "body: example, hours: 1.0}", "body: example, hours: 1.0}, {body: nbcc, hours: 1.0}"),
    Case("C14", COURSE, "body: example, hours: 1.0}", "body: example, hours: 1.0}, {body: example, hours: 2.0}"),
    Case("C15", COURSE, "expires: 2029-11-22", "expires: 2029-11-23"),
    Case(
        "C16",
        COURSE,
        "expires: 2029-11-22",
        "expires: 2026-11-21",
        also=(
            (COURSE, "released: 2026-11-22", "released: 2025-11-22"),
            (COURSE, "reviewed: 2026-11-22", "reviewed: 2025-11-22"),
        ),
    ),
    Case("C17", COURSE, "released: 2026-11-22", "released: 2030-01-01"),
    Case("C19", QUIZ, "pass: 80", "pass: 79"),
    Case("C20", PROVIDER, None, None),
    Case("C20", PROVIDER, "sample: true", "sample: perhaps"),
    Case(
        "C21",
        MODULE,
        " [@mergener1991]",
        "",
        also=((MODULE, ARMS_LINE, ""), (MODULE, ", after [@mergener1991]", "")),
    ),
    Case("C22", COURSE, "[{body: example, hours: 1.0}]", "[]"),
    Case("C23", COURSE, "expires: 2029-11-22", "expires: 2027-02-20"),
    Case(
        "C26",
        MODULE,
        "authors: [author]",
        "authors: [author, other]",
        also=(
            (
                PROVIDER,
                "people: ",
                "people:\n  other: {name: A, credentials: B, disclosure: C, disclosed: 2026-01-01}\n#",
            ),
        ),
    ),
    Case(
        "C28",
        MODULE,
        "for the progress of your readers hangs on it now.",
        "for the progress of your readers hangs on it.",
    ),
    Case("C28", PROVIDER, "Name of your organization now", "Name of your organization"),
    Case("C27", COURSE, "level: ", "minimum_minutes: 6000\nlevel: "),
    Case("M01", MODULE, "difficulty: 3", "#"),
    Case("M02", MODULE, "difficulty: 3", "difficulty: 3\ndificulty: 3"),
    Case("M03", MODULE, "difficulty: 3", "difficulty: 6"),
    Case("M10", MODULE, "objectives: ", "objectives:\n  third: Explain something else.\n#"),
    Case("M11", MODULE, "objectives: ", "objectives:\n  third: Explain something else.\n#"),
    Case("M12", MODULE, "authors: [author]", "authors: [author, nobody]"),
    Case("M13", MODULE, "reviewed: 2026-11-22", "reviewed: 2023-11-21"),
    Case("M14", MODULE, "objectives: ", "changes: {one: {date: 2026-11-20, note: N, section: nowhere}}\nobjectives: "),
    Case("M15", MODULE, "objectives: ", "changes: {one: {date: 2030-11-20, note: N}}\nobjectives: "),
    Case("S01", MODULE, "{#situation objectives", "{objectives"),
    Case("S02", MODULE, "{#deciding", "{#situation"),
    Case("S03", MODULE, "{#deciding", "{#Deciding"),
    Case("S04", MODULE, "{#deciding", "{#deciding mood=calm"),
    Case("S05", MODULE, 'objectives="decide"', 'objectives="decide unknown"'),
    Case("S06", MODULE, "## What to do", '## An empty one {#empty objectives="decide"}\n\n## What to do'),
    Case("S07", MODULE, None, NO_SECTION),
    Case("Q01", QUIZ, "draw: {", "#draw: {"),
    Case("Q02", QUIZ, "pass: 80", "pass: 80\npas: 80"),
    Case("Q03", QUIZ, "wait: 24h", "wait: long"),
    Case("Q04", QUIZ, "{#sign objective", "{objective"),
    Case("Q05", QUIZ, "{#sign objective=recognize", "{#sign objective=other"),
    Case("Q06", QUIZ, "section=situation}", "section=other}"),
    Case("Q07", QUIZ, "> Ask for judgment rather than recall now.\n", ""),
    Case("Q08", QUIZ, "- [x] The feature that decides", "- [ ] The feature that decides"),
    Case("Q08", QUIZ, DECISIVE.partition("\n")[2], ""),
    Case("Q09", QUIZ, QUOTE, "A line that is lost.\n\n" + QUOTE),
    Case("Q10", QUIZ, "{#sign objective", "{#sign kind=several objective"),
    Case(
        "Q11",
        QUIZ,
        DECISIVE,
        "= 20 ± 5 %\n",
    ),
    Case("Q12", QUIZ, "## A client with", "## An empty case {#empty-case}\n\n## A client with"),
    Case("Q13", QUIZ, "A feature neither has", "A feature both have"),
    Case("Q20", QUIZ, "decide: 1}", "decide: 1, other: 1}"),
    Case("Q21", QUIZ, ", decide: 1}", "}"),
    Case("Q22", QUIZ, "decide: 1}", "decide: 7}"),
    Case(
        "Q23",
        QUIZ,
        "## A client with a question {#case-question}\n",
        "",
        also=(
            (QUIZ, "### What comes first?", "## A case {#all}\n\nAll belong to it.\n\n### What comes first?"),
            (QUIZ, CASE_TEXT, ""),
        ),
    ),
    Case("Q24", QUIZ, "decide: 1}", "decide: 3}"),
    Case(
        "Q25",
        QUIZ,
        "### Whom do you ask?",
        "## Two questions {#two}\n\nThe case.\n\n### Whom do you ask?",
        also=((QUIZ, "## A client with a question {#case-question}\n", ""), (QUIZ, CASE_TEXT, "")),
    ),
    Case("Q26", QUIZ, extra_questions("decide", "deciding", 1), ""),
    Case("Q27", QUIZ, CASE_HEADING, FIRST_KEYS + CASE_HEADING),
    Case("Q28", QUIZ, CASE_HEADING, LONG_KEYS + CASE_HEADING),
    Case(
        "S08", MODULE, "Every section serves", "In a trial of 28 people pain fell by 20 percent. Every section serves"
    ),
    Case("G01", GLOSSARY, " {#colleague}", ""),
    Case("G02", GLOSSARY, "Somebody who does the same work.", ""),
    Case("G03", GLOSSARY, "also: peer", "also: peer, Colleague"),
    Case("G04", GLOSSARY, "also: peer", "also:"),
    Case("G04", GLOSSARY, "### colleague", "### *colleague*"),
    Case("G10", GLOSSARY, TERM, TERM + "\n### unheard {#unheard}\n\nWhat nobody says.\n"),
    Case("S02", GLOSSARY, TERM, TERM + "\n### peer group {#colleague}\n\nSeveral of them.\n"),
    Case("S03", GLOSSARY, "{#colleague}", "{#Colleague}"),
    Case("S04", GLOSSARY, "{#colleague}", "{#colleague mood=calm}"),
    Case("X02", GLOSSARY, "the same work.", "the same work [@nobody2020]."),
    Case("X08", GLOSSARY, TERM, TERM + "\n## peer group {#peer-group}\n\nSeveral of them.\n"),
    Case("X12", GLOSSARY, "the same work.", "the same work.\n\nAnd more."),
    Case("K01", COURSE, "x", "x", also=((PROVIDER, "words_per_hour: 1000", "words_per_hour: 2000"),)),
    Case("K02", COURSE, "hours: 1.0", "hours: 1.5"),
    Case("K03", PROVIDER, "questions_per_credit: 2", "questions_per_credit: 3"),
    Case("X01", MODULE, "Write as you", "<b>Write</b> as you"),
    Case("X02", MODULE, "[@mergener1991]", "[@mergner1991]"),
    Case("X03", MODULE, "figures/line.svg", "figures/lines.svg"),
    Case("X04", MODULE, "![A line that rises.]", "![]"),
    Case("X05", MODULE, "(#situation)", "(#somewhere)"),
    Case("X06", MODULE, "(#situation)", "(javascript:alert)"),
    Case("X07", MODULE, "!!! pearl", "!!! perl"),
    Case("X08", MODULE, "Write as you", "# Write\n\nWrite as you"),
    Case("X09", MODULE, FIGURE_LINE, f"Look: {FIGURE_LINE}"),
    Case("X10", MODULE, "Write as you", "> " * 40 + "Write as you"),
    Case("X11", MODULE, "Write as you", "Write[^1] as you"),
    Case("X12", QUIZ, "This case is invented.", "This case is invented.\n\n```\n1 2 3\n```"),
    Case("X13", MODULE, "Write as you", "```\nWrite as you"),
    Case("X14", BIB, "  year    = {1991},", "  year    = {1991},\n  status = {retracted},"),
    Case("X14", BIB, "  year    = {1991},", "  year    = {1991},\n  status = {superseded},"),
]
