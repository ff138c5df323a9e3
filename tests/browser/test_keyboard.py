"""The way from enrolling to the certificate by keyboard alone, with the focus always to be seen."""

import pytest
import steps

ENTER, TAB, SPACE = "Enter", "Tab", "Space"
MOST_TABS = 200
NAMES = "[...new Set([...document.querySelectorAll('main input%s')].map(e => e.name))]"


@pytest.fixture
def course(live):
    with live.make() as make:
        make.course()
    return live


def focused(page):
    """Return what has the focus: its text or label, and whether its focus can be seen."""
    return page.evaluate(
        """() => {
            const here = document.activeElement;
            if (!here || here === document.body) return {name: "", seen: true};
            const style = getComputedStyle(here);
            const after = getComputedStyle(here, "::after");
            const frame = here.closest(".option");
            const drawn = (s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0;
            const label = here.labels && here.labels[0] ? here.labels[0].innerText : "";
            return {name: (label || here.innerText || here.getAttribute("aria-label") || "").trim(),
                    id: here.id, type: here.type || "", value: here.value || "", field: here.name || "",
                    seen: drawn(style) || drawn(after) || (frame !== null && drawn(getComputedStyle(frame)))};
        }"""
    )


def tab_to(page, wanted):
    """Press Tab until `wanted(focused)` holds; every stop on the way shows its focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press(TAB)
        here = focused(page)
        assert here["seen"], f"the focus on {here} cannot be seen at {page.url}"
        if wanted(here):
            return here
    raise AssertionError(f"not reached by keyboard at {page.url}")


def press(page, text):
    """Tab to the button or link that begins with `text` and press Enter."""
    tab_to(page, lambda here: here["name"].startswith(text) and not here["field"].startswith("q-"))
    with page.expect_navigation():
        page.keyboard.press(ENTER)


def write(page, label, text):
    """Tab to the field with that label and type."""
    tab_to(page, lambda here: here["name"].startswith(label))
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def choose(page, field, value):
    """Choose a radio button or tick a box by keyboard."""
    here = tab_to(page, lambda found: found["field"] == field)
    if here["type"] == "checkbox":
        while here["value"] != value:
            page.keyboard.press(TAB)
            here = focused(page)
        page.keyboard.press(SPACE)
        return
    page.keyboard.press(SPACE)
    for _ in range(12):
        if focused(page)["value"] == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{field} has no {value}")


def answer_by_keyboard(page, live, module):
    page.goto(f"{live.url}{steps.START}/{module}/quiz")
    press(page, "Begin")
    chosen = steps.choices(live, module)
    while "/quiz/review" not in page.url:
        names = page.evaluate(NAMES % "[name^=q-]")
        for name in names:
            for position in chosen[name]:
                choose(page, name, str(position))
        tab_to(page, lambda here: here["type"] == "submit" and here["name"].startswith("Save and"))
        with page.expect_navigation():
            page.keyboard.press(ENTER)
    press(page, "Hand in")


def test_from_the_start_to_the_certificate_without_a_mouse(page, course):
    steps.give_key(course)
    page.goto(f"{course.url}/account/register?next={steps.START}")
    page.keyboard.press(TAB)
    assert focused(page)["name"] == "Skip to main content"
    write(page, "Full legal name", "Ada Ross")
    write(page, "Email address", "ada.ross@example.org")
    write(page, "Password", steps.PASSWORD)
    press(page, "Create account")
    link = page.locator(".dev-mail a").first.get_attribute("href")
    press(page, "Start the course")
    while True:
        page.goto(f"{course.url}{steps.START}")
        unread = page.locator(".outline li:not(.outline-done) a")
        if not unread.count():
            break
        press(page, unread.first.inner_text().splitlines()[0])
        press(page, "Mark as read and continue")
    page.goto(link)
    press(page, "Yes, ")
    page.goto(f"{course.url}/account/credentials/new")
    tab_to(page, lambda here: here["field"] == "kind")
    page.keyboard.type("License")
    tab_to(page, lambda here: here["field"] == "profession")
    page.keyboard.type("Counselor")
    tab_to(page, lambda here: here["field"] == "jurisdiction")
    page.keyboard.type("Florida")
    write(page, "Number", "MH 01234")
    press(page, "Save credential")
    for module in ("first-weeks", "later-on"):
        answer_by_keyboard(page, course, module)
        assert "You passed" in page.title()
    page.goto(f"{course.url}{steps.START}/evaluation")
    for name in page.evaluate(NAMES % "[type=radio]"):
        tab_to(page, lambda here, name=name: here["field"] == name)
        page.keyboard.press(SPACE)
    write(page, "How many minutes", "40")
    press(page, "Send the evaluation")
    page.goto(f"{course.url}{steps.START}/attestation")
    tab_to(page, lambda here: here["field"] == "agreed")
    page.keyboard.press(SPACE)
    write(page, "Type your full name", "Ada Ross")
    press(page, "Attest and issue")
    assert "Your certificates" in page.title()
    tab_to(page, lambda here: here["name"].startswith("Download PDF"))
    with page.expect_download() as download:
        page.keyboard.press(ENTER)
    assert download.value.suggested_filename.endswith(".pdf")
