"""What the tests use of the machine besides Python: a Chromium, poppler's tools to look into PDF files, and two
programs from npm that judge pages, one of which runs on Java.

As a command (`python tests/machine.py`) it tries to get what is missing, and says what will be left out if it cannot.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

# Debian's Chromium without windows: the same engine shows the same pages in half of the processor's time.
WITHOUT_WINDOWS = "chromium-headless-shell"
WITH_WINDOWS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)
NPM = Path(__file__).parent / "browser"  # its package.json says what of npm the tests use
NPM_PACKAGES: dict[str, str] = json.loads((NPM / "package.json").read_text(encoding="utf-8"))["dependencies"]
# Silent, without a sandbox (CI is root) and without any request of the browser's own.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium(names: tuple[str, ...] = (WITHOUT_WINDOWS, *WITH_WINDOWS)) -> str | None:
    """Return the path of a Chromium: the system's first of these names, else Playwright's own, else None."""
    for name in names:
        if path := shutil.which(name):
            return path
    for application in APPLICATIONS:
        if application.exists():
            return str(application)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def poppler() -> bool:
    """Return whether `pdfsig` and `pdftoppm` are there."""
    return bool(shutil.which("pdfsig") and shutil.which("pdftoppm"))


def node_package(name: str) -> Path | None:
    """Return the folder of a package of tests/browser/package.json if that very version is installed, else None."""
    folder = NPM / "node_modules" / name
    try:
        installed = json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"]
    except FileNotFoundError:
        return None
    return folder if installed == NPM_PACKAGES[name] else None


def nu_checker() -> Path | None:
    """Return the Nu HTML checker's archive if it is here and Java can run it, else None."""
    folder = node_package("vnu-jar")
    return folder / "build" / "dist" / "vnu.jar" if folder and shutil.which("java") else None


def lighthouse() -> bool:
    """Return whether Node can run Lighthouse."""
    return bool(node_package("lighthouse") and shutil.which("node"))


def required() -> bool:
    """Return whether leaving tests out is a failure, as in CI."""
    return os.environ.get("CEU_REQUIRE_BROWSER") == "1"


def _apt_get(*packages: str) -> None:
    if not shutil.which("apt-get"):
        return
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if as_root and (not shutil.which("sudo") or subprocess.run(["sudo", "-n", "true"], check=False).returncode):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *packages]):
        if subprocess.run([*as_root, "apt-get", *command], check=False, env=environment).returncode:
            return


def _get_chromium() -> None:
    _apt_get(WITHOUT_WINDOWS)
    if not chromium():
        _apt_get("chromium")
    if not chromium():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def _get_from_npm() -> None:
    if not (shutil.which("node") and shutil.which("npm")):
        _apt_get("nodejs", "npm")
    # No lock file: it would name the registry. No scripts: one of them would fetch a Java from elsewhere.
    quiet = ("--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    if shutil.which("npm"):
        subprocess.run(["npm", "install", *quiet, "--prefix", str(NPM)], check=False)


def _get_nu_checker() -> None:
    if not shutil.which("java"):
        _apt_get("default-jre-headless")
    if not nu_checker():
        _get_from_npm()


class Tool(NamedTuple):
    """Something the tests use: what to call it, whether it is here, how to get it, what cannot run without it."""

    name: str
    here: Callable[[], object]
    get: Callable[[], None]
    tests: str


TOOLS = (
    Tool("Chromium", chromium, _get_chromium, "the tests in a browser"),
    Tool("poppler's pdfsig and pdftoppm", poppler, lambda: _apt_get("poppler-utils"), "the tests that open PDF files"),
    Tool("the Nu HTML checker with Java", nu_checker, _get_nu_checker, "the test that pages are valid HTML"),
    Tool("Lighthouse with Node.js", lighthouse, _get_from_npm, "the test of Lighthouse's scores"),
)


def prepare() -> int:
    """Get what is missing where that is possible. Return 1 if something required is still missing."""
    lacking = 0
    for tool in TOOLS:
        if tool.here():
            continue
        print(f"The tests use {tool.name}; trying to install it.", flush=True)
        tool.get()
        if not tool.here():
            lacking += 1
            print(
                f"Without {tool.name}, which could not be installed, this is left out: {tool.tests}.", file=sys.stderr
            )
    return int(lacking > 0 and required())


if __name__ == "__main__":
    sys.exit(prepare())
