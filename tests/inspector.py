"""The inspection of every page that a test opens: what holds for all pages is asserted on each of them.

Tests open some four thousand pages: the inspection reads them with lxml, a tenth of the work of a tree one can search
by CSS selectors, which a test gets when it asks for one (`read`).
"""

import re
from collections import Counter
from itertools import pairwise

from bs4 import BeautifulSoup
from lxml import html as lxml_html

PARSER = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
TAG = re.compile(r"</?(p|em|strong|sub|sup|a|ul|ol|li|br|div|span|code)\b[^>]*>|&(lt|gt|amp|quot|#39);")
UNLABELED = {"hidden", "submit", "button", "reset", "image"}
REFERRING = ("for", "aria-describedby", "aria-labelledby", "aria-controls")
LOADING = (("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src"))


class Page(BeautifulSoup):
    """An HTML page as a tree."""

    def words(self):
        """Return the visible text with single spaces."""
        return " ".join((self.body or self).get_text(" ").split())


def read(html):
    """Return `html` as a tree."""
    return Page(html, "lxml")


def inspect(html):
    """Assert what every page owes its readers."""
    root = lxml_html.document_fromstring(html.encode(), parser=PARSER)
    faults = [fault for check in CHECKS for fault in check(root)]
    assert not faults, "\n".join(faults)


def _text(element):
    return " ".join(" ".join(element.itertext()).split())


def _source(element):
    return lxml_html.tostring(element, encoding="unicode", with_tail=False)


def _frame(root):
    if not root.get("lang"):
        yield "the page does not say its language"
    headings = list(root.iter("h1"))
    if len(headings) != 1:
        yield f"the page has {len(headings)} first headings, not one"
        return
    heading, title = _text(headings[0]), root.findtext("head/title") or ""
    title = " ".join(title.split())
    if not heading or not title.removeprefix("Error: ").startswith(heading):
        yield f'the title "{title}" does not begin with the heading "{heading}"'
    if not root.xpath('//meta[@name="viewport"]'):
        yield "the page does not fit itself to small screens (meta viewport)"


def _landmarks(root):
    if len(list(root.iter("main"))) != 1:
        yield "the page needs one main landmark"
    elif not root.xpath("//main//h1"):
        yield "the first heading is outside the main landmark"
    for name in ("header", "footer"):
        if not root.xpath(f"/html/body//{name}[not(ancestor::main)]"):
            yield f"the page has no {name}"
    names = [nav.get("aria-label") or nav.get("aria-labelledby") for nav in root.iter("nav")]
    if len(names) > 1 and (None in names or len(set(names)) < len(names)):
        yield f"several navigations, but not each with a name of its own: {names}"


def _headings(root):
    headings = list(root.iter("h1", "h2", "h3", "h4", "h5", "h6"))
    for before, heading in pairwise(headings):
        if int(heading.tag[1]) > int(before.tag[1]) + 1:
            yield f'the heading "{_text(heading)}" jumps from level {before.tag[1]} to {heading.tag[1]}'
    yield from ("a heading is empty" for heading in headings if not _text(heading))


def _ids(root):
    ids = Counter(root.xpath("//@id"))
    yield from (f'the id "{name}" stands {count} times' for name, count in ids.items() if count > 1)
    for attribute in REFERRING:
        for value in root.xpath(f"//@{attribute}"):
            yield from (f'{attribute}="{name}" points at nothing' for name in value.split() if name not in ids)
    for link in root.xpath('//a/@href[starts-with(., "#")]'):
        if link[1:] and link[1:] not in ids:
            yield f'the link "{link}" points at nothing on its page'


def _labels(root):
    labeled = set(root.xpath("//label/@for"))
    for field in root.iter("input", "select", "textarea"):
        if field.tag == "input" and field.get("type", "text") in UNLABELED:
            continue
        named = field.get("aria-label") or field.get("aria-labelledby") or field.get("id") in labeled
        if not named and not any(True for _ in field.iterancestors("label")):
            yield f"a field has no label: {_source(field)}"
    for button in root.xpath("//button | //a[@href]"):
        if not (_text(button) or button.get("aria-label") or button.xpath(".//img[@alt] | .//svg//title")):
            yield f"nothing to read on it: {_source(button)}"
    yield from ("a fieldset has no legend" for _ in root.xpath("//fieldset[not(.//legend)]"))
    yield from (f"an image has no alt text: {_source(image)}" for image in root.xpath("//img[not(@alt)]"))
    yield from ("a table has no header cells" for _ in root.xpath("//table[not(.//th)]"))


def _markup(root):
    """Nobody reads tags: what an author marked was either rendered or, as a quoted line, stands in code."""
    unread = " or ".join(f"ancestor::{name}" for name in ("code", "pre", "textarea", "script"))
    for text in root.xpath(f"//body//text()[not({unread})]"):
        if TAG.search(text):
            yield f"a tag is shown as text: {text.strip()[:80]}"


def _policy(root):
    """Nothing that the Content-Security-Policy would stop, and nothing from elsewhere."""
    yield from (f"an inline style: {tag.tag} {tag.get('style')}" for tag in root.xpath("//*[@style]"))
    yield from ("a style element in the page" for _ in root.iter("style"))
    yield from ("an inline script" for _ in root.xpath("//script[not(@src)]"))
    for name in root.xpath('//@*[starts-with(name(), "on")]'):
        yield f"an event handler: {name.getparent().tag} {name.attrname}"
    for tag, attribute in LOADING:
        for loading in root.xpath(f'//{tag}[contains(@{attribute}, "//")]'):
            if "//" in loading.get(attribute).split("?", 1)[0] and loading.get("rel") != "canonical":
                yield f"loaded from elsewhere: {loading.get(attribute)}"
    for form in root.xpath('//form[not(@action="/design")]'):  # the samples on the design page do nothing
        fields = {field.get("name") for field in form.iter("input")}
        # What mail programs post too (RFC 8058) has no token, for its address is one.
        if form.get("method", "get").lower() == "post" and not fields & {"csrf_token", "List-Unsubscribe"}:
            yield f"a form posts without a CSRF token: {form.get('action')}"


CHECKS = (_frame, _landmarks, _headings, _ids, _labels, _markup, _policy)
