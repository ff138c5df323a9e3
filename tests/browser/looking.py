"""Looking at a page as a person: what axe finds, what `looks.js` asks the browser. Scripts are put in once a page."""

from pathlib import Path

import axe_playwright_python

SCRIPTS = {
    "axe": Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8"),
    "looks": Path(__file__).with_name("looks.js").read_text(encoding="utf-8"),
}
AXE = """() => axe.run(document, {resultTypes: ["violations"]}).then((result) => result.violations.map((broken) =>
  `${broken.id}: ${broken.help} at ${broken.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`))"""

WIDE = {"width": 1280, "height": 900}


class Viewer:
    """One tab in which everybody opens pages in turn: a browser profile for each would cost more than the looking."""

    def __init__(self, browser, server, world, **options):
        self.server, (self.values, self.cookies) = server, world
        # Reduced motion: a color on its way from light to dark is neither.
        self.context = browser.new_context(viewport=WIDE, reduced_motion="reduce", **options)
        self.context.set_default_timeout(10_000)
        self.page = self.context.new_page()

    def open(self, who, path):
        """Be `who` in a window as it was at first, and open the address; returns the page."""
        self.context.clear_cookies()
        if who in self.cookies:
            self.context.add_cookies([{"name": "session", "value": self.cookies[who], "url": self.server.url}])
        self.page.emulate_media(color_scheme="light", forced_colors="none")
        self.page.set_viewport_size(WIDE)
        self.page.goto(self.server.url + path.format(**self.values))
        return self.page

    def close(self):
        """Close the tab and what it kept."""
        self.context.close()


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
