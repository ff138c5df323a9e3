"""Static files: the styles in one answer, compressed for who takes it, kept for as long as they do not change."""

import gzip
import re
from pathlib import Path

import pytest

from ceu.web.preview import create_app as create_preview

CSS = Path(__file__).resolve().parents[2] / "ceu" / "static" / "css"
STYLES = "/static/css/all.css"


def versioned(client):
    return re.search(rf"{STYLES}\?v=\w+", client.get("/").get_data(as_text=True)).group()


def test_the_styles_come_as_one_file_in_their_order(client):
    text = client.get(STYLES).get_data(as_text=True)
    assert "@import" not in text
    order = re.findall(r'@import "(.+)";', (CSS / "all.css").read_text())
    assert sorted([*order, "all.css"]) == sorted(file.name for file in CSS.glob("*.css"))
    places = [text.index((CSS / name).read_text()) for name in order]
    assert places == sorted(places)


def test_a_file_is_compressed_for_who_takes_it_and_is_the_same_inside(client):
    plain = client.get(STYLES)
    packed = client.get(STYLES, headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 3
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    assert plain.get_etag() != packed.get_etag()


def test_a_file_is_kept_for_a_year_at_the_address_of_its_version_and_asked_about_at_any_other(client):
    assert "immutable" in client.get(versioned(client)).headers["Cache-Control"]
    for address in (STYLES, f"{STYLES}?v=another"):
        assert "no-cache" in client.get(address).headers["Cache-Control"]


def test_who_has_the_file_is_told_so(client):
    first = client.get(STYLES, headers={"Accept-Encoding": "gzip"})
    again = client.get(STYLES, headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]


def test_signing_in_does_not_make_the_browser_fetch_files_again(client, make):
    client.sign_in(make.user())
    answer = client.get(versioned(client))
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "name", ["css/none.css", "css/", "../__init__.py", "css/../../__init__.py", "%2e%2e/__init__.py"]
)
def test_what_is_not_a_static_file_is_not_found(client, name):
    assert client.get(f"/static/{name}").status_code == 404


def test_the_preview_serves_the_same_files(client, tmp_path):
    preview = create_preview(tmp_path).test_client()
    address = versioned(client)
    assert address in preview.get("/").get_data(as_text=True)
    assert preview.get(address).data == client.get(address).data
