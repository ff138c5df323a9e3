"""What an installed package holds, and what it says it does not."""

import tomllib
from pathlib import Path

import pytest

from ceu.errors import RuleError
from ceu.models import versions

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_file_that_is_no_module_is_named_as_data_of_the_package():
    named = {
        path for pattern in PROJECT["tool"]["setuptools"]["package-data"]["ceu"] for path in ROOT.glob(f"ceu/{pattern}")
    }
    there = {path for path in (ROOT / "ceu").rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert {path for path in there - named if path.suffix != ".py"} == set()


def test_without_the_projects_folder_a_start_says_what_is_missing(monkeypatch, tmp_path):
    monkeypatch.setattr(versions, "FOLDER", tmp_path / "migrations")
    with pytest.raises(RuleError, match=r"not of the installed package; run `make setup` there"):
        versions.config()
