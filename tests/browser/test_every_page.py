"""Every page, light and dark, from 320 to 1920 pixels, enlarged, with forced colors: axe finds nothing, all fits."""

import pytest
from looking import axe, enlarge, look
from pages import CASES


@pytest.mark.parametrize(("who", "path"), CASES)
def test_axe_finds_nothing_and_everything_fits_and_can_be_seen(views, fact, who, path):
    page = views.open(who, path)
    found = []

    def note(where, faults):
        found.extend(f"{where}: {fault}" for fault in faults)

    note("light, 1280 pixels", axe(page))
    note("1280 pixels", look(page, "unseenFocus", "overlapping"))
    enlarge(page, 200)
    note("letters of 200 %", look(page, "tooWide", "overlapping"))
    enlarge(page, 100)
    page.set_viewport_size({"width": 1920, "height": 1080})
    note("1920 pixels", look(page, "tooWide", "overlapping"))
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 1280, "height": 900})
    note("dark, 1280 pixels", axe(page))
    page.set_viewport_size({"width": 320, "height": 640})  # also a window of 1280 pixels at 400 %
    note("320 pixels", look(page, "tooWide", "tooSmall", "outOfOrder", "overlapping"))
    page.emulate_media(forced_colors="active")
    note("forced colors", look(page, "unseenFocus", "lostWithColors"))
    fact("page", who=who, path=path, found=len(found))
    assert not found, "\n".join(found)
