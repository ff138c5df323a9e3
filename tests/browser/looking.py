"""Looking at an open page: what axe finds, and what `looks.js` asks the browser. Scripts are put in once a page."""

from pathlib import Path

import axe_playwright_python

SCRIPTS = {
    "axe": Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8"),
    "looks": Path(__file__).with_name("looks.js").read_text(encoding="utf-8"),
}
AXE = """() => axe.run(document, {resultTypes: ["violations"]}).then((result) => result.violations.map((broken) =>
  `${broken.id}: ${broken.help} at ${broken.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`))"""


def _put(page, name):
    if not page.evaluate(f"() => '{name}' in window"):
        page.evaluate(SCRIPTS[name])


def axe(page):
    """Return what axe finds wrong with the page as it is shown now, a sentence for each broken rule."""
    _put(page, "axe")
    return page.evaluate(AXE)


def look(page, *names):
    """Return what the functions of `looks.js` with these names find; `look(page, "tooWide", "tooSmall")`."""
    _put(page, "looks")
    return page.evaluate("(names) => names.flatMap((name) => looks[name]())", names)


def enlarge(page, percent):
    """Show the page with letters of another size, as a browser's setting does."""
    _put(page, "looks")
    page.evaluate("(size) => looks.enlarge(size)", f"{percent}%")
