"""What the tests use of the machine besides Python: a Chromium, and poppler's tools to look into PDF files.

As a command (`python tests/machine.py`) it tries to get what is missing, and says what will be left out if it cannot.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)
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


def chromium() -> str | None:
    """Return the path of a Chromium: the system's, else Playwright's own, else None."""
    for name in CHROMIUMS:
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


def required() -> bool:
    """Return whether leaving tests out is a failure, as in CI."""
    return os.environ.get("CEU_REQUIRE_BROWSER") == "1"


def _apt_get(package: str) -> None:
    if not shutil.which("apt-get"):
        return
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if as_root and (not shutil.which("sudo") or subprocess.run(["sudo", "-n", "true"], check=False).returncode):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", package]):
        if subprocess.run([*as_root, "apt-get", *command], check=False, env=environment).returncode:
            return


def prepare() -> int:
    """Get what is missing where that is possible. Return 1 if something required is still missing."""
    missing = []
    if not chromium():
        print("The browser tests need a Chromium; trying to install one.")
        _apt_get("chromium")
        if not chromium():
            subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
        if not chromium():
            missing.append("No Chromium could be found or installed, so the browser tests are left out.")
    if not poppler():
        print("The tests of the signed PDF need poppler's pdfsig and pdftoppm; trying to install them.")
        _apt_get("poppler-utils")
        if not poppler():
            missing.append("poppler-utils could not be installed, so the tests that open PDF files are left out.")
    for sentence in missing:
        print(sentence, file=sys.stderr)
    return int(bool(missing) and required())


if __name__ == "__main__":
    sys.exit(prepare())
