"""A certificate on a phone, and what its public check answers about a name."""

import pytest
from factories import COURSE
from looking import axe, look

PHONE = {"width": 360, "height": 640}
# Cells whose text begins before the title of their column, which stands in front of it, has ended.
COVERED = """() => [...document.querySelectorAll("main .stacked td")].filter((cell) => {
  const inside = document.createRange();
  inside.selectNodeContents(cell);
  const label = parseFloat(getComputedStyle(cell, "::before").width);
  return !(label > 10 && inside.getBoundingClientRect().left >= cell.getBoundingClientRect().left + label);
}).map((cell) => cell.innerText)"""
RIGHT_EDGES = """() => [...document.querySelectorAll("main table :is(button, a, td)")]
  .filter((e) => e.textContent.trim() && !e.closest(".vh"))
  .map((e) => [e.innerText.trim(), e.getBoundingClientRect().right])"""


@pytest.mark.parametrize("who", ["done", "renewing", "corrected"])
@pytest.mark.parametrize("path", [f"/learn/{COURSE}/certificates", "/learn/transcript"])
def test_on_a_phone_hours_and_the_button_that_downloads_are_within_the_window(views, who, path):
    page = views.open(who, path)
    page.set_viewport_size(PHONE)
    edges = page.evaluate(RIGHT_EDGES)
    assert any("Download PDF" in text for text, _ in edges)
    assert any("hours" in text for text, _ in edges)
    assert [one for one in edges if one[1] > PHONE["width"]] == []
    assert page.evaluate(COVERED) == []
    assert page.get_by_role("table").count() == page.locator("main table").count()
    row = page.get_by_role("row").filter(has=page.get_by_role("button", name="Download PDF")).first
    assert row.get_by_role("rowheader").count() == 1
    assert row.get_by_role("cell").count() == 4
    assert page.get_by_role("columnheader", name="Hours").count() >= 1
    found = axe(page) + look(page, "tooWide", "overlapping", "outOfOrder", "unseenFocus")
    page.set_viewport_size({"width": 790, "height": 900})
    found += [text for text, right in page.evaluate(RIGHT_EDGES) if right > 790]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("typed", "told", "role"), [("Eve Adams", "does not match", "alert"), ("ross ada", "The name matches", "status")]
)
def test_what_was_asked_about_a_name_is_answered_first_and_has_the_focus(views, typed, told, role):
    page = views.open("anonymous", "/certificates/{number}")
    page.set_viewport_size(PHONE)
    page.get_by_label("Name on the certificate").fill(typed)
    with page.expect_navigation():
        page.get_by_role("button", name="Compare the name").click()
    answer = page.locator("main > .messages")
    assert told in answer.inner_text()
    assert told.lower() in page.title()
    assert answer.get_attribute("role") == role
    page.wait_for_function("document.activeElement.className === 'messages'")
    place = answer.bounding_box()
    assert place["y"] + place["height"] <= PHONE["height"], "it is in view"
    assert place["y"] < page.get_by_text("This number was issued here and is valid").bounding_box()["y"]
    found = axe(page) + look(page, "tooWide", "outOfOrder")
    assert not found, "\n".join(found)
