"""The hostile corpus comes out harmless: proved on the output, by a parser and by a real browser."""

import re

import pytest
from bs4 import BeautifulSoup
from golden_pages import GOLDEN, bibliography, figures

from ceu.domain.content.apa import Bibliography
from ceu.domain.content.compile import compile_module
from ceu.domain.content.markup import Page, Profile, render
from ceu.domain.content.parse import parse_tree
from ceu.domain.content.source import decode, tree_of
from ceu.domain.content.svg import check_figure, inline_figure

HOSTILE = GOLDEN / "hostile"
TEXTS = sorted(HOSTILE.glob("*.md"))
FIGURES = sorted(HOSTILE.glob("*.svg"))
TEXT_TAGS = (
    "a blockquote br caption code dd details div dl dt em figcaption figure h1 h2 h3 h4 h5 hr li ol p pre section "
    "span strong sub summary sup table tbody td th thead tr ul html body"
)
DRAWN_TAGS = (
    "svg g title desc defs symbol use path rect circle ellipse line polyline polygon text tspan clippath mask pattern "
    "lineargradient radialgradient stop marker"
)
NAME = re.compile(r"[a-z][a-zA-Z0-9-]*")


def assert_harmless(html):
    for tag in BeautifulSoup(html, "lxml").find_all(True):
        drawn = tag.name == "svg" or tag.find_parent("svg") is not None
        assert tag.name.lower() in (DRAWN_TAGS if drawn else TEXT_TAGS).split(), tag
        for name, value in tag.attrs.items():
            text = " ".join(value) if isinstance(value, list) else value
            assert NAME.fullmatch(name), tag
            assert not name.lower().startswith("on"), tag
            assert name not in {"style", "src", "srcset", "srcdoc", "action", "formaction", "target", "xlink:href"}, tag
            if name == "href" and drawn:
                assert re.fullmatch(r"#[\w.-]+", text), tag
            elif name == "href":
                assert re.fullmatch(r"https://[^\s\"'<>]+|mailto:[^\s\"'<>:]+|#[\w:.-]+|[a-z0-9-]+", text), tag
            elif "url" in text.lower() and name not in {"aria-label", "id"} and drawn:
                assert re.fullmatch(r"url\(#[\w.-]+\)", text), tag


def page():
    hostile = {f"figures/{path.name}": path.read_text() for path in FIGURES}
    held = [*bibliography(HOSTILE / "references.bib").by_key.values()]
    return Page(Bibliography(held), prefix="p", figures=figures() | hostile, sections=frozenset({"receptor"}))


def outputs():
    """Return everything that comes out of the corpus, by name."""
    found = {}
    for path in TEXTS:
        text = path.read_bytes().decode()
        for profile in Profile:
            held = page()
            found[f"{path.name} {profile}"] = render(text, profile, held) + held.bibliography.listing(held.cited)
    for path in FIGURES:
        found[path.name] = inline_figure(path.read_text(), '"><script>hit()</script>', "p")
    held = bibliography(HOSTILE / "references.bib")
    found["references.bib"] = held.listing(held.by_key)
    return found


OUTPUTS = outputs()


@pytest.mark.parametrize("name", OUTPUTS)
def test_nothing_that_could_run_is_left(name):
    assert_harmless(OUTPUTS[name])


def test_the_corpus_would_run_without_the_walls():
    with pytest.raises(AssertionError):
        assert_harmless("<p onclick='hit()'>x</p>")
    with pytest.raises(AssertionError):
        assert_harmless("<a href='java&#10;script:hit()'>x</a>")
    with pytest.raises(AssertionError):
        assert_harmless("<svg><script>hit()</script></svg>")


@pytest.mark.parametrize("path", [path for path in TEXTS if path.stem not in {"entities", "placeholders"}], ids=str)
def test_a_hostile_text_is_told_so_and_is_not_published(path):
    front = "---\ntitle: A\nauthors: [a]\ndifficulty: 3\nreviewed: 2026-01-01\nobjectives: {x: B}\n---\n"
    quiz = "---\ndraw: {x: 1}\n---\n### Why? {#q objective=x section=receptor}\n\n- [ ] A\n- [x] B\n\n> Because.\n"
    files = {
        "modules/m/module.md": front.encode() + b"## Receptor {#receptor objectives=x}\n\n" + path.read_bytes(),
        "modules/m/quiz.md": quiz.encode(),
        "references.bib": (HOSTILE / "references.bib").read_bytes(),
        **{f"modules/m/figures/{figure.name}": figure.read_bytes() for figure in FIGURES},
    }
    result = parse_tree(tree_of("content", files)).modules["m"]
    assert not result.good
    assert [problem for problem in result.problems if problem.path.endswith("module.md")]
    for section in compile_module(result.value).sections:
        assert_harmless(f"<h1>{section.heading}</h1>{section.html}")
        assert "<" not in section.title


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: path.name)
def test_a_hostile_figure_is_told_so_with_its_line(path):
    problems = [found for found in check_figure(decode(path.name, path.read_bytes())) if found.code in {"F20", "F21"}]
    assert problems
    assert all(0 < found.line <= path.read_text().count("\n") + 1 for found in problems)


@pytest.fixture(scope="module")
def browser():
    import machine
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=machine.chromium(), args=list(machine.FLAGS))
        yield started
        started.close()


def test_a_browser_runs_nothing_of_it_and_asks_for_nothing(browser):
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("() => { window.hits = 0; window.hit = () => { window.hits += 1; }; }")
    page.set_content("<svg onload=hit()></svg>")
    page.wait_for_function("window.hits === 1")  # the trap works
    asked.clear()
    page.set_content("<!doctype html><title>x</title>" + "\n".join(f"<main>{html}</main>" for html in OUTPUTS.values()))
    page.evaluate(
        "for (const e of document.querySelectorAll('*')) for (const t of "
        "['click', 'focus', 'mouseover', 'load', 'error', 'toggle']) "
        "{ if (!e.closest('a')) e.dispatchEvent(new Event(t)); }"
    )
    assert page.evaluate("window.hits") == 1  # the trap's own, and no other
    assert asked == []
    strange = page.evaluate(
        "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes].map(a => a.name))"
        ".filter(name => /^on|style|src|action/i.test(name))"
    )
    assert strange == []
    schemes = page.evaluate("[...new Set([...document.querySelectorAll('a')].map(a => a.protocol))]")
    assert set(schemes) <= {"https:", "mailto:", "about:", ":"}  # the last two lead into the page and to a neighbor
    page.close()
