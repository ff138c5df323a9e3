"""The inspection of every page that a test opens: what holds for all pages is asserted on each of them."""

import re
from collections import Counter

from bs4 import BeautifulSoup

TAG = re.compile(r"</?(p|em|strong|sub|sup|a|ul|ol|li|br|div|span|code)\b[^>]*>|&(lt|gt|amp|quot|#39);")
UNLABELED = {"hidden", "submit", "button", "reset", "image"}


class Page(BeautifulSoup):
    """An HTML page as a tree."""

    def words(self):
        """Return the visible text with single spaces."""
        return " ".join((self.body or self).get_text(" ").split())


def read(html):
    """Return `html` as a tree."""
    return Page(html, "lxml")


def inspect(page):
    """Assert what every page owes its readers."""
    faults = [fault for check in CHECKS for fault in check(page)]
    assert not faults, "\n".join(faults)


def _frame(page):
    if not page.html or not page.html.get("lang"):
        yield "the page does not say its language"
    headings = page.select("h1")
    if len(headings) != 1:
        yield f"the page has {len(headings)} first headings, not one"
        return
    heading = " ".join(headings[0].get_text(" ").split())
    title = " ".join(page.title.get_text().split()) if page.title else ""
    if not heading or not title.removeprefix("Error: ").startswith(heading):
        yield f'the title "{title}" does not begin with the heading "{heading}"'
    if not page.select_one('meta[name="viewport"]'):
        yield "the page does not fit itself to small screens (meta viewport)"


def _landmarks(page):
    if len(page.select("main")) != 1:
        yield "the page needs one main landmark"
    elif not page.select_one("main h1"):
        yield "the first heading is outside the main landmark"
    for name in ("header", "footer"):
        if not page.select_one(f"body > {name}, body > :not(main) {name}"):
            yield f"the page has no {name}"
    navigations = page.select("nav")
    names = [nav.get("aria-label") or nav.get("aria-labelledby") for nav in navigations]
    if len(navigations) > 1 and (None in names or len(set(names)) < len(names)):
        yield f"several navigations, but not each with a name of its own: {names}"


def _headings(page):
    level = 0
    for heading in page.select("h1, h2, h3, h4, h5, h6"):
        now = int(heading.name[1])
        if now > level + 1 and level:
            yield f'the heading "{heading.get_text(strip=True)}" jumps from level {level} to {now}'
        if not heading.get_text(strip=True):
            yield "a heading is empty"
        level = now


def _ids(page):
    ids = Counter(tag["id"] for tag in page.select("[id]"))
    yield from (f'the id "{name}" stands {count} times' for name, count in ids.items() if count > 1)
    for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
        for tag in page.select(f"[{attribute}]"):
            for name in tag[attribute].split() if isinstance(tag[attribute], str) else tag[attribute]:
                if name not in ids:
                    yield f'{attribute}="{name}" points at nothing'
    for link in page.select('a[href^="#"]'):
        target = link["href"][1:]
        if target and target not in ids:
            yield f'the link "#{target}" points at nothing on its page'


def _labels(page):
    labeled = {label["for"] for label in page.select("label[for]")}
    for field in page.select("input, select, textarea"):
        if field.name == "input" and field.get("type", "text") in UNLABELED:
            continue
        named = field.get("aria-label") or field.get("aria-labelledby") or field.get("id") in labeled
        if not named and not field.find_parent("label"):
            yield f"a field has no label: {field}"
    for button in page.select("button, a[href]"):
        if not (button.get_text(strip=True) or button.get("aria-label") or button.select_one("img[alt], svg title")):
            yield f"nothing to read on it: {button}"
    for group in page.select("fieldset"):
        if not group.find("legend"):
            yield "a fieldset has no legend"
    yield from (f"an image has no alt text: {image}" for image in page.select("img:not([alt])"))
    yield from ("a table has no header cells" for table in page.select("table") if not table.find("th"))


def _markup(page):
    """Nobody reads tags: what an author marked was either rendered or, as a quoted line, stands in code."""
    for text in page.body.find_all(string=TAG) if page.body else ():
        if not text.find_parent(["code", "pre", "textarea", "script"]):
            yield f"a tag is shown as text: {text.strip()[:80]}"


def _policy(page):
    """Nothing that the Content-Security-Policy would stop, and nothing from elsewhere."""
    for tag in page.select("[style]"):
        yield f"an inline style: {tag.name} {tag['style']}"
    yield from ("a style element in the page" for _ in page.select("style"))
    yield from ("an inline script" for script in page.select("script:not([src])"))
    for tag in page.find_all(True):
        yield from (f"an event handler: {tag.name} {name}" for name in tag.attrs if name.startswith("on"))
    for selector, attribute in (("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src")):
        for tag in page.select(f"{selector}[{attribute}]"):
            if "//" in tag[attribute].split("?", 1)[0] and tag.get("rel") != ["canonical"]:
                yield f"loaded from elsewhere: {tag[attribute]}"
    for form in page.select('form:not([action="/design"])'):  # the samples on the design page do nothing
        if form.select_one('input[name="List-Unsubscribe"]'):
            continue  # what mail programs post too (RFC 8058): without a token, for its address is one
        if form.get("method", "get").lower() == "post" and not form.select_one('input[name="csrf_token"]'):
            yield f"a form posts without a CSRF token: {form.get('action')}"


CHECKS = (_frame, _landmarks, _headings, _ids, _labels, _markup, _policy)
