"""How the site looks from outside: its icons, the card of a shared link, what search engines are told."""

import importlib.util
import io
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from factories import COURSE
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "ceu" / "static" / "img"


def drawn():
    spec = importlib.util.spec_from_file_location("draw", ROOT / "docs" / "brand" / "draw.py")
    draw = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(draw)
    return draw.pictures()


def test_the_pictures_are_what_their_script_draws():
    for name, data in drawn().items():
        kept, new = Image.open(io.BytesIO((IMAGES / name).read_bytes())), Image.open(io.BytesIO(data))
        same = kept.size == new.size and kept.convert("RGBA").tobytes() == new.convert("RGBA").tobytes()
        assert same, f"run `make brand`: {name} is older than its script"
        assert len(data) < 60_000


def test_every_page_names_its_icons_and_they_are_there(client):
    page = client.browse("/")
    icons = page.select('link[rel="icon"], link[rel="apple-touch-icon"]')
    assert len(icons) == 3
    for icon in icons:
        answer = client.get(icon["href"])
        assert answer.status_code == 200
        assert answer.mimetype.startswith("image/")
        answer.close()
    assert [meta["content"] for meta in page.select('meta[name="theme-color"]')] == ["#fcfcfa", "#0f1716"]


@pytest.mark.parametrize("address", ["/", "/courses/", f"/courses/{COURSE}", "/help"])
def test_a_shared_link_shows_a_title_a_sentence_and_a_picture(client, make, settings, address):
    make.course()
    page = client.browse(address)
    told = {meta["property"]: meta["content"] for meta in page.select("meta[property]")}
    assert told["og:title"] == page.h1.get_text(" ", strip=True)
    assert 40 < len(told["og:description"]) < 300
    assert told["og:description"] == page.select_one('meta[name="description"]')["content"]
    assert told["og:url"] == page.select_one('link[rel="canonical"]')["href"] == settings.public_url + address
    picture = told["og:image"].removeprefix(settings.public_url)
    answer = client.get(picture)
    assert Image.open(io.BytesIO(answer.data)).size == (int(told["og:image:width"]), int(told["og:image:height"]))
    answer.close()


def test_a_page_that_is_missing_has_no_address_to_share(client):
    page = client.browse("/no-such-page", status=404)
    assert not page.select('link[rel="canonical"], meta[property="og:url"]')


def test_search_engines_are_kept_out_of_what_belongs_to_persons_and_led_to_the_courses(client, make, settings):
    make.course()
    robots = client.get("/robots.txt").get_data(as_text=True)
    closed = {line.removeprefix("Disallow: ") for line in robots.splitlines() if line.startswith("Disallow: ")}
    assert closed == {"/account/", "/admin/", "/certificates/", "/learn/", "/teach/"}
    assert f"Sitemap: {settings.public_url}/sitemap.xml" in robots
    places = BeautifulSoup(client.get("/sitemap.xml").data, "xml").select("loc")
    addresses = [place.text.removeprefix(settings.public_url) for place in places]
    assert f"/courses/{COURSE}" in addresses
    for address in addresses:
        assert not any(address.startswith(path) for path in closed)
        client.browse(address)
