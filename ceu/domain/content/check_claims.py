"""A sentence that states a result names its source: a rule of thumb on numbers, made to raise few false alarms.

It reads paragraphs and list items of sections. Left alone are tables (their rows cite in a column of their own),
scripts and reflection prompts, which are words to be spoken or thought about, and the text before the first section.
"""

import re
from collections.abc import Iterator

from ceu.domain.content import markup_scan as scan
from ceu.domain.content.prose import Kind, Passage, passages, sentences
from ceu.domain.content.schema import Problem
from ceu.domain.content.source import Tree
from ceu.domain.content.texts import module_cuts

NEAR = 2  # sentences before and after in the same passage whose citation also speaks for this one
_SPOKEN = frozenset({"script", "reflect"})
_COUNT = r"(?!(?:19|20)\d\d\b)\d[\d,]*"  # a year is no count of people
# What a result looks like. A hundred percent is more often a way of speaking.
_RESULT = re.compile(
    rf"""
    \b(?!100\s?(?:%|percent))\d(?:[\d.,]*\d)?\s?(?:%|percent(?:age\ points?)?\b|mg/kg|milligrams?\ per\ kilogram)
    | \bn\s?=\s?\d
    | \b(?:CI|confidence\ interval)\b.{{0,30}}\d
    | \b[dgr]\s?=\s?[−-]?\d?\.?\d
    | \bp\s?[<=>]\s?0?\.\d
    | \b(?:odds|risk|hazard)\ ratio\b.{{0,20}}\d
    | \b(?:trial|study|sample|series|cohort|pilot|survey|meta-analysis|review)\ (?:of|in|with|among)\ {_COUNT}
    | (?<!than\ )(?<!to\ )\b{_COUNT}\s(?:\w+\s){{0,2}}?(?:participants|patients|volunteers|veterans|trials|studies)\b
    | (?<!than\ )(?<!to\ )\b{_COUNT}\speople\s(?:were|with|who|received|had)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)


def claim_rules(tree: Tree) -> Iterator[Problem]:
    """Yield a finding for every sentence of a module's sections that states a result and cites nothing."""
    for files in tree.modules:
        for cut in module_cuts(files):
            if files.module is None or cut.heading is None:
                continue
            for line, claim, number in _uncited(cut.source):
                yield files.module.place(cut.source_line + line).problem(
                    "S08",
                    f'this sentence states a result ("{number}") and cites nothing: {_beginning(claim)}',
                    "cite its source, as in [@key], in this sentence or in one beside it",
                )


def _uncited(source: str) -> Iterator[tuple[int, str, str]]:
    """Yield the line (from 0) of each bare result with its sentence and what makes it look like one."""
    lead: Passage | None = None
    for passage in passages(source):
        if passage.kind is Kind.ROW or passage.callout in _SPOKEN:
            continue
        pieces = sentences(passage.text)
        cited = [bool(scan.citations(piece)) for _, piece in pieces]
        introduced = passage.kind is Kind.ITEM and lead is not None and _introduces(lead)
        for index, (position, piece) in enumerate(pieces):
            result = _RESULT.search(piece)
            if result and not introduced and not any(cited[max(0, index - NEAR) : index + NEAR + 1]):
                yield passage.line + scan.line_of(passage.text, position + result.start()), piece, result[0]
        if passage.kind is Kind.PARAGRAPH:
            lead = passage


def _introduces(lead: Passage) -> bool:
    """Return whether a paragraph ends in a colon and cites a source, which then speaks for the list below it."""
    text = lead.text.rstrip()
    return text.endswith(":") and any(scan.citations(piece) for _, piece in sentences(text)[-NEAR:])


def _beginning(sentence: str) -> str:
    words = " ".join(sentence.split()).strip("*_ ")
    return words if len(words) <= 70 else words[:70].rsplit(" ", 1)[0] + " …"
