"""Take the README's pictures anew: a server of its own with the shipped course, a learner on her way, a Chromium."""

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).resolve().parents[2]
sys.path[1:1] = [str(ROOT / "tests"), str(ROOT / "bench")]

import machine  # noqa: E402
from people import sitters  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402
from servers import Process, on_free_port  # noqa: E402
from visitor import Visitor  # noqa: E402

from config import Settings  # noqa: E402

WIDTH, HEIGHT = 1280, 860


def take(page: Page, url: str, address: str, name: str) -> None:
    """Open an address and keep what the first screen shows."""
    page.goto(url + address)
    page.screenshot(path=Path(__file__).with_name(f"{name}.png"))


def main() -> None:
    """Serve, sign in and take the pictures."""
    executable = machine.chromium()
    if executable is None:
        raise SystemExit("There is no Chromium here, so no pictures can be taken.")
    with tempfile.TemporaryDirectory() as folder:
        settings = on_free_port(Settings(instance=Path(folder) / "instance", content=ROOT / "content", workers=1))
        server = Process(settings, lambda: datetime.now(UTC)).start()
        try:
            learner = sitters(server.engine(), 1)[0]
            visitor = Visitor(settings, SimpleNamespace(**vars(learner.user)), datetime.now(UTC))
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=executable, args=list(machine.FLAGS))
                context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-US")
                page = context.new_page()
                take(page, server.url, "/courses/", "courses")
                name, _, value = visitor.headers["Cookie"].partition("=")
                context.add_cookies([{"name": name, "value": value, "url": server.url}])
                take(page, server.url, learner.section, "section")
                take(page, server.url, learner.question, "question")
                browser.close()
        finally:
            server.stop()
    print(f"The pictures are in {Path(__file__).parent.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
