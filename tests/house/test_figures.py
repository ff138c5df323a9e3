"""Every figure of the course can be drawn again from the script beside it, and says in words what it shows."""

import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

MODULES = Path(__file__).resolve().parents[2] / "content" / "modules"
FIGURES = sorted(MODULES.glob("*/figures/*.svg"))
SCRIPTS = sorted(MODULES.glob("*/figures/*.py"))
SVG = "{http://www.w3.org/2000/svg}"


def name(path):
    return "/".join(path.parts[-3::2])


@pytest.fixture(scope="module")
def redrawn(tmp_path_factory):
    """A copy of all modules in which the pictures are deleted and every script has run."""
    copy = tmp_path_factory.mktemp("drawn") / "modules"
    shutil.copytree(MODULES, copy, ignore=shutil.ignore_patterns("*.svg", "*.csv", "*.md", "__pycache__"))
    for script in SCRIPTS:
        done = subprocess.run(
            [sys.executable, "-I", "-B", copy / script.relative_to(MODULES)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{name(script)} fails:\n{done.stderr}"
    return copy


def test_the_course_has_figures():
    assert FIGURES


def test_every_figure_has_its_script_and_every_script_its_figure():
    assert [path.with_suffix("") for path in SCRIPTS] == [path.with_suffix("") for path in FIGURES]


@pytest.mark.parametrize("figure", FIGURES, ids=name)
def test_a_figure_is_what_its_script_draws_byte_for_byte(figure, redrawn):
    drawn = (redrawn / figure.relative_to(MODULES)).read_bytes()
    assert drawn == figure.read_bytes(), f"run {figure.with_suffix('.py')} again: the picture is older than its script"


def test_the_tables_below_the_figures_are_what_their_scripts_write(redrawn):
    written = {path.relative_to(redrawn): path.read_bytes() for path in redrawn.glob("*/figures/*.csv")}
    assert written
    assert {path: (MODULES / path).read_bytes() for path in written} == written


@pytest.mark.parametrize("figure", FIGURES, ids=name)
def test_a_figure_begins_with_a_title_and_a_description(figure):
    first, second, *_ = ET.parse(figure).getroot()
    assert (first.tag, second.tag) == (f"{SVG}title", f"{SVG}desc")
    assert len((first.text or "").split()) >= 3
    assert len((second.text or "").split()) >= 15
