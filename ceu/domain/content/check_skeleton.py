"""What `ceu new` wrote as an example is never published: a line that still says it is an error.

Only a line that says exactly what the skeleton said is meant, whatever marks stand around the words (a heading's id,
an option's box, a key, quote marks), so that a sentence which happens to hold the same words is left alone.
"""

import re
from collections.abc import Iterator
from functools import cache

from ceu.domain.content.schema import Problem
from ceu.domain.content.skeleton import placeholders
from ceu.domain.content.source import TextFile, Tree


def skeleton_rules(tree: Tree) -> Iterator[Problem]:
    """Yield a finding for every line of provider, courses and modules that nobody has replaced."""
    files = [tree.provider, *tree.courses, *(file for module in tree.modules for file in (module.module, module.quiz))]
    for file in files:
        if file is not None:
            yield from _untouched(file)


def _untouched(file: TextFile) -> Iterator[Problem]:
    if not any(text in file.text for text in placeholders()):
        return
    for number, line in enumerate(file.text.split("\n"), 1):
        if match := _pattern().fullmatch(line):
            yield file.place(number).problem(
                "F12",
                f'this line still says what the skeleton said: "{match[1]}"',
                "replace it with your own text, or take out what it belongs to",
            )


@cache
def _pattern() -> re.Pattern[str]:
    """Return what matches a line of nothing but a skeleton's text: marks or a key, the text, and what may follow it."""
    texts = "|".join(re.escape(text) for text in placeholders())
    return re.compile(rf"""(?:[\s>#*-]|\[[ xX]\]|[\w-]+:\s)*["']?({texts})["']?\s*(?:[#{{\[].*)?""")
