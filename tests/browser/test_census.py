"""The census of pages: every address that answers with a page is among `PAGES`, and each of them is valid HTML."""

import http.client
import json
import subprocess

import machine
import pytest
from pages import CASES
from werkzeug.exceptions import HTTPException

from ceu.web.permissions import Permission, permission_of

# What answers a GET and is no page to look at. Everything else joins `PAGES` in pages.py.
NO_PAGES = {
    "static": "style sheets, scripts, pictures",
    "public.favicon": "a picture",
    "public.robots": "a text for search engines",
    "public.sitemap": "a list for search engines",
    "public.issuer": "a certificate to check files by",
    "health.alive": "a word for whoever watches the server",
    "health.ready": "a word for whoever watches the server",
    "learner.certificate_file": "a PDF",
    "learner.outside_file": "what was uploaded",
    "learner.transcript_pdf": "a PDF",
    "learner.notes_file": "a Markdown file",
    "learner.read_notice_page": "leads to the list of corrections",
    "learner.add_note_page": "leads to the section",
    "accounts.start": "leads to the first place that the roles open",
}


def asked(app):
    """Return the endpoints that answer a GET, to whomever."""
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and permission_of(app, rule.endpoint) is not Permission.NOBODY
    }


def opened(app, values):
    """Return the endpoints that the addresses of `CASES` lead to."""
    addresses = app.url_map.bind("localhost")
    found = set()
    for _, path in CASES:
        try:
            found.add(addresses.match(path.format(**values).partition("?")[0])[0])
        except HTTPException:  # the page that says so is one of those looked at
            continue
    return found


def test_every_page_is_looked_at_or_says_why_not(shared_app, world, fact):
    seen = opened(shared_app, world[0])
    fact("census", routes=len(asked(shared_app)), pages=len(seen), states=len(CASES))
    assert asked(shared_app) - seen - NO_PAGES.keys() == set(), "new pages: add them to PAGES in tests/browser/pages.py"
    assert NO_PAGES.keys() & seen == set(), "listed as no page, but opened as one"
    assert NO_PAGES.keys() - asked(shared_app) == set(), "no such address any more"


@pytest.mark.nu
def test_every_page_is_valid_html(server, world, tmp_path, fact):
    values, cookies = world
    names = {}
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=30)
    for number, (who, path) in enumerate(CASES):
        headers = {"Cookie": f"session={cookies[who]}"} if who in cookies else {}
        connection.request("GET", path.format(**values), headers=headers)
        answer = connection.getresponse()
        text = answer.read()
        assert answer.headers.get_content_type() == "text/html", f"{path} as {who}: {answer.status}"
        file = tmp_path / f"{number:03}.html"
        file.write_bytes(text)
        names[file.name] = f"{path} as {who}"
    connection.close()
    command = ["java", "-jar", machine.nu_checker(), "--format", "json", "--stdout", "--exit-zero-always", tmp_path]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=100).stdout)
    found = [
        f"{names[message['url'].rpartition('/')[2]]}, line {message.get('lastLine', '?')}: {message['message']}"
        for message in said["messages"]
    ]
    fact("html", pages=len(names), messages=len(found))
    assert not found, "\n".join(found)
