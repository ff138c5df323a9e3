"""Every profile against recorded HTML. After a wanted change: REGENERATE_GOLDEN=1 pytest, then read the diff."""

import os

import pytest
from golden_pages import GOLDEN, bibliography, golden_page

from ceu.domain.content.markup import Profile, render

TEXTS = [(profile, path) for profile in Profile for path in sorted((GOLDEN / profile).glob("*.md"))]


def compare(html, recorded):
    if os.environ.get("REGENERATE_GOLDEN") == "1":
        recorded.write_text(html)
    assert html == recorded.read_text()


@pytest.mark.parametrize(("profile", "path"), TEXTS, ids=lambda value: getattr(value, "stem", value))
def test_a_text_renders_as_recorded(profile, path):
    compare(render(path.read_text(), profile, golden_page()) + "\n", path.with_suffix(".html"))


def test_a_reference_list_renders_as_recorded():
    held = bibliography()
    compare(held.listing(held.by_key) + "\n", GOLDEN / "references.html")
