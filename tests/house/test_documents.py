"""The documents say what is so: settings, commands, links and targets."""

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

from ceu.cli import COMMANDS, load
from config import Settings

ROOT = Path(__file__).resolve().parents[2]
RUNNING = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md"))
LIBRARY_GROUPS = {"db"}  # Flask-Migrate's: only the group itself is ours to describe


def commands(name, command):
    """Return the full names of a command and those below it."""
    if isinstance(command, click.Group) and name not in LIBRARY_GROUPS:
        return [full for below, sub in command.commands.items() for full in commands(f"{name} {below}", sub)]
    return [name]


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda setting: setting.metadata["var"])
def test_every_setting_is_documented_with_its_default_and_its_meaning(setting):
    row = next((line for line in RUNNING.splitlines() if line.startswith(f"| `{setting.metadata['var']}` |")), "")
    assert setting.metadata["meaning"] in row
    if setting.default != "" and "SECRET" not in setting.metadata["var"] and "SALT" not in setting.metadata["var"]:
        assert f"`{setting.default}`" in row


def test_no_setting_is_documented_that_does_not_exist():
    known = {setting.metadata["var"] for setting in fields(Settings)} | {"CEU_REQUIRE_BROWSER"}
    assert set(re.findall(r"\bCEU_[A-Z_]+\b", RUNNING + README)) <= known


@pytest.mark.parametrize("name", [full for name in COMMANDS for full in commands(name, load(name))])
def test_every_command_is_documented(name):
    assert f"`ceu {name}" in RUNNING


@pytest.mark.parametrize("name", [full for name in COMMANDS for full in commands(name, load(name))])
def test_every_command_explains_itself(name):
    first, *rest = name.split()
    command = load(first)
    for part in rest:
        command = command.commands[part]
    assert command.help
    assert all(option.help for option in command.params if isinstance(option, click.Option))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document):
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)\s#]+)(?:#[^)]*)?\)", text)
    missing = [target for target in targets if "://" not in target and not (document.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize(
    "target", re.findall(r"\bmake ([a-z]+)`", "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS))
)
def test_every_make_target_that_is_documented_exists(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_readme_names_the_two_commands():
    assert "make serve" in README
    assert "make test" in README


def test_decisions_are_numbered_without_gaps_and_say_context_decision_and_consequences():
    decisions = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        assert all(f"## {part}" in text for part in ("Context", "Decision", "Consequences")), path.name


def test_the_changelog_opens_with_what_is_unreleased():
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased"


def test_every_rule_that_is_named_is_told_in_the_requirements():
    told = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
    named = re.compile(r"\b(?:ACC|APA|ASWB|BBS|FL|ID|LIC|MER|NBCC|NY|PRIV)-[1-9][0-9]?\b|\brequirement [0-9]+\b")
    sources = [*DOCUMENTS, ROOT / "config.py", *(ROOT / "ceu").rglob("*.py"), *(ROOT / "tests").rglob("test_*.py")]
    found = {name for source in sources for name in named.findall(source.read_text(encoding="utf-8"))}
    assert len(found) > 40
    assert {name for name in found if f"| {name} |" not in told} == set()
