"""Commands for whoever writes content: `ceu check` and `ceu new`. They need no application and no database."""

import difflib
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import click

from ceu.cli.reading import reading_text
from ceu.cli.worksheet import worksheet_text
from ceu.domain.content import skeleton
from ceu.domain.content.apa import Bibliography, plain
from ceu.domain.content.bibliography import parse_bibliography
from ceu.domain.content.check import Report, check_folder
from ceu.domain.content.schema import Problem, Severity
from ceu.domain.content.source import RESERVED_SLUGS, SLUG, Places, Tree, read_tree
from ceu.domain.content.uses import citations
from ceu.domain.content.words import EXCLUSIONS
from ceu.domain.credit import worksheet
from config import Settings


class NotPossible(click.ClickException):
    """What was asked for cannot be done; nothing was changed. The status 2 tells it from findings (1)."""

    exit_code = 2


def _today() -> date:
    return datetime.now(UTC).date()


def content_folder(given: Path | None) -> Path:
    """Return the folder a command works on: the one given, else the setting CEU_CONTENT (`content`)."""
    return given or Settings.from_environment().content


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--credit", is_flag=True, help="Show for each course how its credit comes about.")
@click.option("--reading", is_flag=True, help="Show for each section how hard it is to read.")
@click.option("--uses", metavar="KEY", help="List instead every place that cites the reference KEY.")
def check(folder: Path | None, credit: bool, reading: bool, uses: str | None) -> None:
    """Check the content FOLDER and list all findings; the status is 1 where there is an error.

    Each finding reads `path:line: CODE message – what to do`, with the line it is about below it. Every code is
    explained in docs/authoring.md. With --uses nothing is checked; the status is 2 where there is no such reference.
    """
    folder = content_folder(folder)
    if uses is not None:
        if credit or reading:
            raise click.UsageError("--uses stands alone: it lists citations and checks nothing.")
        _show_uses(folder, uses)
        return
    report = _checked(folder)
    for found in report.problems:
        _show(found, folder)
    if credit:
        _show_credit(report)
    if reading:
        for module in report.readable.modules:
            click.echo(reading_text(module))
    click.echo(summary(report))
    if report.errors:
        raise SystemExit(1)


@click.group()
def new() -> None:
    """Begin a module or a course from a commented skeleton, whose example texts are then to be replaced."""


_folder_option = click.option(
    "--folder", type=click.Path(path_type=Path), help="The content folder; by default the setting CEU_CONTENT."
)


@new.command("module")
@click.argument("slug")
@_folder_option
def new_module(slug: str, folder: Path | None) -> None:
    """Begin the module SLUG: its text and its question bank."""
    folder = content_folder(folder)
    _refuse_bad(slug)
    _refuse_existing(folder, f"modules/{slug}", "module", slug)
    files = _missing_files(folder)
    files |= _module_texts(folder, slug)
    _write(folder, files)
    click.echo(f"Next: write modules/{slug}/module.md and quiz.md, then run `ceu check {folder}`.")


@new.command("course")
@click.argument("slug")
@_folder_option
def new_course(slug: str, folder: Path | None) -> None:
    """Begin the course SLUG with the folder's first module; where there is none, a module of the same name is begun."""
    folder = content_folder(folder)
    _refuse_bad(slug)
    _refuse_existing(folder, f"courses/{slug}.md", "course", slug)
    files = _missing_files(folder)
    report = _checked(folder) if folder.is_dir() else None
    library = report.readable if report else None
    if report and library and library.modules:
        first = (report.library.modules or library.modules)[0]
        module, author = first.slug, first.authors[0]
    else:
        _refuse_existing(folder, f"modules/{slug}", "module", slug)
        module, author = slug, _author(report)
        files |= _module_texts(folder, slug)
    bodies = library.provider.bodies if library and library.provider else ()
    body = bodies[0].id if bodies else skeleton.BODY
    files |= skeleton.course_texts(slug, _today(), module=module, author=author, body=body)
    _write(folder, files)
    click.echo(f"Next: write courses/{slug}.md, then run `ceu check {folder}`.")


def summary(report: Report) -> str:
    """Return the last line of a check: how much was found, in how much content."""
    library = report.library
    modules = len(library.modules) + sum(kind == "module" for kind, _ in report.broken)
    courses = len(library.courses) + sum(kind == "course" for kind, _ in report.broken)
    found = f"{_count(len(report.errors), 'error')}, {_count(len(report.warnings), 'warning')}"
    if report.open:
        found += f", {_count(len(report.open), 'line')} still to be written"
    text = f"{found} in {_count(modules, 'module')} and {_count(courses, 'course')}."
    if report.broken:
        names = ", ".join(f"{kind} {slug}" for kind, slug in sorted(report.broken))
        text += f" Not publishable as it stands: {names}."
    return text


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _checked(folder: Path) -> Report:
    try:
        return check_folder(folder, today=_today())
    except NotADirectoryError:
        raise _no_folder(folder) from None


def _no_folder(folder: Path) -> NotPossible:
    return NotPossible(f"There is no folder {folder}. Name the content folder, or set CEU_CONTENT.")


def _show_uses(folder: Path, key: str) -> None:
    """Print each place that cites `key`. Raises NotPossible where the bibliography has no such entry."""
    try:
        tree = read_tree(folder)
    except NotADirectoryError:
        raise _no_folder(folder) from None
    label = _reference_label(tree, folder, key)
    found = [cited for cited in citations(tree) if cited.key == key]
    places = dict.fromkeys((_openable(cited.place.path, folder), cited.place.line, cited.what) for cited in found)
    for path, line, what in places:
        click.echo(f"{click.style(path, bold=True)}:{line}: {what}")
    click.echo(f"{label}: {_count(len(found), 'citation')}")


def _reference_label(tree: Tree, folder: Path, key: str) -> str:
    """Return how a reference is known to people. Raises NotPossible for an unknown key, naming near ones."""
    references = parse_bibliography(tree.references, Places())[0] if tree.references else ()
    by_key = {reference.key: reference for reference in references}
    if key not in by_key:
        near = difflib.get_close_matches(key, by_key, n=5)
        advice = f"Did you mean {' or '.join(near)}?" if near else f"None of its {len(by_key)} keys is like it."
        raise NotPossible(f'There is no reference "{key}" in {folder / "references.bib"}. {advice}')
    label = Bibliography(references).in_text(key)
    status = by_key[key].get("status")
    return f"{label.authors} ({label.year}), {plain(by_key[key].get('title'))}{f' ({status})' if status else ''}"


def _show(found: Problem, folder: Path) -> None:
    """Print a finding with its path as the reader can open it from here, and the line it is about."""
    path = _openable(found.path, folder)
    text = str(found).removeprefix(found.path)
    click.echo(click.style(path, bold=True) + text)
    color = {Severity.ERROR: "red", Severity.OPEN: "cyan", Severity.WARNING: "yellow"}[found.severity]
    click.echo(f"    {click.style(found.severity.ljust(7), fg=color)} | {found.quote}")


def _openable(path: str, folder: Path) -> str:
    """Return a finding's path as the reader can open it from here."""
    below = path.partition("/")[2]
    return str(folder / below) if below else str(folder)


def _show_credit(report: Report) -> None:
    """Print the worksheet of every course whose modules can be read; a course too short for credit needs it most."""
    library = report.readable
    slugs = {module.slug for module in library.modules}
    for course in library.courses:
        if library.provider is None or not slugs.issuperset(course.modules):
            click.echo(
                f'No credit can be computed for "{course.slug}" before its modules and provider.md are mended.\n'
            )
        else:
            click.echo(worksheet_text(worksheet(course, library.modules, library.provider), EXCLUSIONS))


def _refuse_bad(slug: str) -> None:
    if not SLUG.fullmatch(slug):
        better = re.sub(r"[^a-z0-9]+", "-", slug.lower()).strip("-")
        advice = f', as in "{better}"' if better else ""
        raise NotPossible(f'"{slug}" cannot be a name: use lower-case letters, digits and hyphens{advice}.')
    if slug in RESERVED_SLUGS:
        raise NotPossible(f'"{slug}" is a page of the website itself; choose another name.')


def _refuse_existing(folder: Path, below: str, kind: str, slug: str) -> None:
    if (folder / below).exists():
        raise NotPossible(f'The {kind} "{slug}" exists already: {folder / below}. Choose another name.')


def _missing_files(folder: Path) -> dict[str, str]:
    """Return what a content folder cannot do without and `folder` does not have."""
    files = {"provider.md": skeleton.provider_text(_today()), "references.bib": skeleton.references_text()}
    return {path: text for path, text in files.items() if not (folder / path).exists()}


def _module_texts(folder: Path, slug: str) -> Mapping[str, str]:
    """Return a new module that names a person and a reference the folder has."""
    report = _checked(folder) if folder.is_dir() else None
    references = report.library.references if report else ()
    known = {reference.key for reference in references}
    reference = skeleton.REFERENCE if skeleton.REFERENCE in known or not known else references[0].key
    return skeleton.module_texts(slug, _today(), author=_author(report), reference=reference)


def _author(report: Report | None) -> str:
    provider = report.library.provider if report else None
    return provider.people[0].id if provider and provider.people else skeleton.AUTHOR


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for below, text in files.items():
        path = folder / below
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        click.echo(f"Wrote {path}")
