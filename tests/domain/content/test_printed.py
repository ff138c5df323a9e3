"""A compiled module as one text: lists gathered, ids and names unique, nothing of the text lost."""

import re
from collections import Counter
from dataclasses import replace

import pytest
import rich_library

from ceu.domain.content.compile import compile_module
from ceu.domain.content.parse import parse_tree
from ceu.domain.content.printed import printed
from ceu.domain.content.source import read_tree


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    library = parse_tree(read_tree(rich_library.write(tmp_path_factory.mktemp("text") / "library"))).library
    return next(compile_module(module) for module in library.modules if module.slug == "first-weeks")


def whole(document):
    page = printed(document)
    return "\n".join((page.intro, *(section.html for section in page.sections), page.terms, page.references))


def test_every_id_stands_once(document):
    ids = Counter(re.findall(r' id="([^"]+)"', whole(document)))
    assert set(ids.values()) == {1}
    assert {"term-oscillation", "term-prolonged-grief", "ref-stroebe1999"} <= ids.keys()


def test_a_term_used_in_two_sections_is_defined_once(document):
    assert sum("term-prolonged-grief" in section.html for section in document.sections) == 2
    assert printed(document).terms.count("<dt") == 2


def test_scrolling_boxes_of_different_sections_have_different_names(document):
    names = re.findall(r'aria-label="(Section [^"]+)"', whole(document))
    assert names == [
        "Section 1, Figure: A swinging line between loss and daily life",
        "Section 1, Table: Day, Toward the loss, Toward life",
    ]


def test_a_module_without_terms_has_no_list_of_them(document):
    bare = replace(document, sections=())
    assert printed(bare).terms == ""
