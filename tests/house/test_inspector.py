"""The inspector finds what it is there for: a good page passes, and each fault put into it is told."""

import pytest
from inspector import inspect

GOOD = """<!doctype html>
<html lang="en">
<head>
<meta name="viewport" content="width=device-width">
<title>Error: Grief care – CEU</title>
<link rel="canonical" href="https://ce.example.org/here"><link rel="stylesheet" href="/static/a.css">
<script src="/static/a.js" defer></script>
</head>
<body>
<header><nav aria-label="Main"><a href="#end">Skip</a></nav></header>
<main>
<h1>Grief <em>care</em></h1>
<nav aria-label="Outline"><a href="/x"><img src="/x.png" alt="A figure"></a>
<a href="/y"><svg><title>Y</title></svg></a></nav>
<h2 id="end">The end</h2><!-- <p> -->
<p>Write <code>&lt;p&gt;</code> for a paragraph.</p>
<form method="post"><input type="hidden" name="csrf_token" value="t">
<fieldset><legend>Which</legend><label><input name="a" aria-describedby="hint end"> A</label></fieldset>
<label for="b">B</label><select id="b" name="b"></select><p id="hint">A hint</p><button>Send</button></form>
<form method="post" action="/stop"><input type="hidden" name="List-Unsubscribe" value="One-Click"></form>
<form method="post" action="/design"></form>
<table><tr><th>A</th></tr></table>
</main>
<footer>The end</footer>
</body>
</html>"""

FAULTS = {
    "does not say its language": (' lang="en"', ""),
    "2 first headings": ("<h2 ", "<h1>Again</h1><h2 "),
    "0 first headings": ("<h1>Grief <em>care</em></h1>", ""),
    "does not begin with the heading": ("<h1>Grief", "<h1>Good grief"),
    "does not fit itself to small screens": ('name="viewport"', 'name="description"'),
    "needs one main landmark": ("<main>", "<div>"),
    "outside the main landmark": ("<main>", "<section><h1>Grief care</h1></section><main hidden>"),
    "has no header": ("<main>", "<main><header>In here</header>"),
    "has no footer": ("<footer>The end</footer>", ""),
    "several navigations": (' aria-label="Outline"', ""),
    "several navigations, but not each": ("Outline", "Main"),
    "jumps from level 1 to 3": ("<h2 ", "<h3>Deep</h3><h2 "),
    "a heading is empty": ("<h2 ", "<h2> <!-- nothing --> </h2><h2 "),
    'the id "hint" stands 2 times': ("<p>Write", '<p id="hint">Write'),
    'for="b" points at nothing': ('id="b"', 'aria-label="B"'),
    'aria-describedby="gone" points at nothing': ("hint end", "hint gone"),
    'the link "#gone" points at nothing': ("#end", "#gone"),
    "a field has no label: <select": ('<label for="b">B</label>', ""),
    "a field has no label: <input": ("<label><input", '<input type="email"><label><input'),
    "nothing to read on it: <button": (">Send<", "> <"),
    "nothing to read on it: <a": ("<title>Y</title>", ""),
    "a fieldset has no legend": ("<legend>Which</legend>", ""),
    "an image has no alt text": (' alt="A figure"', ""),
    "a table has no header cells": ("<th>A</th>", "<td>A</td>"),
    "a tag is shown as text: for &lt;": ("for a paragraph.", "for &amp;lt;"),
    "a tag is shown as text: Write <em>": ("Write ", "Write &lt;em&gt;"),
    "an inline style": ("<footer>", '<footer style="color: red">'),
    "a style element": ("</head>", "<style></style></head>"),
    "an inline script": ("</head>", "<script></script></head>"),
    "an event handler: footer onclick": ("<footer>", '<footer onclick="go()">'),
    "loaded from elsewhere: //cdn": ("/static/a.js", "//cdn.example.org/a.js"),
    "loaded from elsewhere: https:": ("/static/a.css", "https://cdn.example.org/a.css?at=//"),
    "posts without a CSRF token": ('name="csrf_token"', 'name="token"'),
}


def test_a_good_page_passes():
    inspect(GOOD)


@pytest.mark.parametrize("told", FAULTS)
def test_a_fault_is_told(told):
    old, new = FAULTS[told]
    damaged = GOOD.replace(old, new, 1)
    if told == "has no header":
        damaged = damaged.replace("<header><nav", "<div><nav").replace("</nav></header>", "</nav></div>", 1)
    if told == "outside the main landmark":
        damaged = damaged.replace("<h1>Grief <em>care</em></h1>", "")
    with pytest.raises(AssertionError) as refused:
        inspect(damaged)
    assert told in str(refused.value)
