"""What the project's own files must hold to, read from the files."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LISTED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
    cwd=ROOT,
    capture_output=True,
    text=True,
    check=False,  # a source archive has no history: then the folders that matter are read
).stdout.splitlines() or [
    str(path.relative_to(ROOT))
    for folder in (".ci", "bench", "ceu", "content", "docs", "migrations", "tests", ".")
    for path in (ROOT / folder).glob("*" if folder == "." else "**/*")
    if "__pycache__" not in path.parts
]
FILES = [ROOT / name for name in LISTED if (ROOT / name).is_file()]
SOURCES = [path for path in FILES if path.suffix == ".py" and path.is_relative_to(ROOT / "ceu")]
# Put together here, so that this file does not hold what it looks for.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs"),
        ("deb", "debian"),
        ("proxy", "golang"),
    )
]
MACHINE_PATHS = [f"/{name}/" for name in ("root", "work", "Users")] + ["/home/" + "user"]


# Sending mail follows the commit that caused it, on a connection of its own: a mail is claimed and the claim committed
# before the server is spoken to, so that of several workers one sends it.
SENDS_MAIL = ROOT / "ceu" / "services" / "mail.py"


def text_of(path):
    try:
        return path.read_text(encoding="utf-8")
    except (UnicodeDecodeError, FileNotFoundError):  # a picture; a file that was moved while the tests run
        return ""


def test_only_views_and_commands_commit():
    edges = (ROOT / "ceu" / "web", ROOT / "ceu" / "cli")
    elsewhere = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCES
        if path != SENDS_MAIL and not any(path.is_relative_to(edge) for edge in edges)
        for node in ast.walk(ast.parse(text_of(path)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]
    assert elsewhere == []


@pytest.mark.parametrize("names", [REGISTRIES, MACHINE_PATHS], ids=["registries", "paths"])
def test_no_file_names_a_package_registry_or_a_place_on_one_machine(names):
    pattern = re.compile("|".join(rf"(?<![\w.]){re.escape(name)}" for name in names))
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in FILES
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_every_module_says_what_it_is_for():
    silent = [str(path.relative_to(ROOT)) for path in SOURCES if not ast.get_docstring(ast.parse(text_of(path)))]
    assert silent == []


def test_the_contract_on_imports_is_part_of_the_check():
    makefile = text_of(ROOT / "Makefile")
    check = makefile.partition("\ncheck:")[2].partition("\n\n")[0]
    assert all(tool in check for tool in ("ruff check", "ruff format --check", "mypy", "lint-imports"))
    assert re.search(r"^test: check", makefile, re.MULTILINE)
