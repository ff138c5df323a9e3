"""A small content folder without a finding, made of the skeletons, for tests that then break one thing in it."""

import re
from datetime import date

from ceu.domain.content import skeleton
from ceu.domain.content.check import Report, check_tree
from ceu.domain.content.source import tree_of

TODAY = date(2026, 11, 22)
FIGURE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 100">
  <title>A line</title>
  <desc>It rises from left to right.</desc>
  <path d="M0 100 L720 0" stroke="#000000" class="fig-s1"/>
</svg>
"""
FIGURE_LINE = '![A line that rises.](figures/line.svg "The line, after [@mergener1991].")'
ARMS = """arm,source,design,n,route,dose,outcome,unit,value,low,high,interval
"By mouth, fasting",[@mergener1991],crossover,12,swallowed,25 mg,share that arrived,percent,20,15,25,95% CI
By vein,[@mergener1991],crossover,12,infusion,not told,share that arrived,percent,100,,,
A range only,[@mergener1991],open,not told,swallowed,25 mg,share that arrived,percent,,11,17,range
"""
ARMS_LINE = '![What arrived](figures/arms.csv "Three arms.")'
MODULE = "modules/example/module.md"
QUIZ = "modules/example/quiz.md"
COURSE = "courses/example.md"
PROVIDER = "provider.md"
BIB = "references.bib"
SVG = "modules/example/figures/line.svg"
STUDIES = "modules/example/figures/arms.csv"
DATA = "modules/example/figures/line.csv"
GLOSSARY = "glossary.md"
TERM = "### colleague {#colleague}\n\nSomebody who does the same work.\n\nalso: peer\n"


def edited(text, old, new):
    assert old in text, old
    return text.replace(old, new, 1)


def written(text):
    """Return a skeleton's text as an author leaves it: every example text is another one."""
    for old in skeleton.placeholders():
        text = re.sub(rf"{re.escape(old)}(?! now)", re.sub(r"([.?]?)$", r" now\1", old, count=1), text)
    return text


def extra_questions(objective, section, count, name="extra"):
    """Return more questions, whose keys go round and are as long as the other options."""
    return "".join(
        f"### Question {name} {number} on {objective}? {{#{name}-{objective}-{number} objective={objective} "
        f"section={section}}}\n\n"
        + "".join(f"- [{'x' if option == number % 3 else ' '}] Option {option}.\n" for option in range(3))
        + "\n> So it is.\n\n"
        for number in range(count)
    )


def good_files():
    """Return the folder's files by their path, as text."""
    files = {
        PROVIDER: skeleton.provider_text(TODAY),
        BIB: skeleton.references_text(),
        **skeleton.module_texts("example", TODAY),
        **skeleton.course_texts("example", TODAY, module="example"),
        SVG: FIGURE,
        STUDIES: ARMS,
        DATA: "at,height\n0,100\n720,0\n",
        GLOSSARY: TERM,
    }
    files = {path: written(text) for path, text in files.items()}
    for before, objective, section in (
        ("### What comes first?", "recognize", "situation"),
        ("## A client with", "decide", "deciding"),
    ):
        files[QUIZ] = edited(files[QUIZ], before, extra_questions(objective, section, 3) + before)
    files[PROVIDER] = edited(files[PROVIDER], "words_per_hour: 6000", "words_per_hour: 1000")
    files[PROVIDER] = edited(files[PROVIDER], "questions_per_credit: 6", "questions_per_credit: 2")
    files[COURSE] = edited(files[COURSE], "credits: []", "credits: [{body: example, hours: 1.0}]")
    files[MODULE] += (
        f"\n{FIGURE_LINE}\n\n{ARMS_LINE}\n\n"
        + ("A sentence of exactly ten words stands here ninety times. " * 98)
        + "\n"
    )
    return files


def report_of(files, today=TODAY) -> Report:
    """Check files given as text or bytes by path; None stands for a file that is not there."""
    data = {
        path: text if isinstance(text, bytes) else text.encode() for path, text in files.items() if text is not None
    }
    return check_tree(tree_of("content", data), today=today)
