"""A form that is refused says so: its title, its focus, its summary, and each field it is about."""

import pytest
from factories import COURSE
from looking import axe, look

LEARN = f"/learn/{COURSE}"
# Who opens the page, where, and what is typed, by the names of fields; all other fields of the form are emptied.
REFUSED = [
    ("anonymous", "/account/login", {"email": "nobody@example.org", "password": "not this"}),
    ("anonymous", "/account/register", {}),
    ("anonymous", "/account/reset/{reset}", {"password": "short"}),
    ("anonymous", "/verify", {"number": "nonsense"}),
    ("anonymous", "/certificates/{number}", {}),
    ("new", "/account/", {}),
    ("new", "/account/change", {"password": "not this"}),
    ("new", "/account/change-email", {"email": "no address"}),
    ("new", "/account/credentials/new", {}),
    ("renewing", "/learn/transcript/elsewhere/new", {"day": "yesterday"}),
    ("new", "/learn/audit", {}),
    ("noting", "/learn/notes/{note}", {"body": "long " * 2_001}),
    ("earned", LEARN + "/evaluation", {}),
    ("evaluated", LEARN + "/attestation", {"typed_name": "Somebody Else"}),
    ("admin", "/admin/people", {"email": "no address"}),
]
# The form of the page: not the header's, and not one that only has a button.
FILL = """(values) => {
  const forms = [...document.querySelectorAll("main form")];
  const form = forms.find((f) => f.querySelector(".input, [type=radio], [type=checkbox]"));
  for (const field of form.querySelectorAll(".input, input, select, textarea")) {
    if (["hidden", "submit", "file"].includes(field.type)) continue;
    if (["radio", "checkbox"].includes(field.type)) field.checked = false;
    else if (field.tagName !== "SELECT") {
      if (field.type === "date" || field.type === "number") field.type = "text";
      field.value = values[field.name] ?? "";
    }
  }
  form.noValidate = true;
  form.requestSubmit(form.querySelector("[type=submit]"));
}"""


@pytest.mark.parametrize(("who", "path", "typed"), REFUSED)
def test_what_was_refused_is_announced_where_it_is_and_leads_to_the_field(views, fact, who, path, typed):
    page = views.open(who, path)
    with page.expect_navigation():
        page.evaluate(FILL, typed)
    assert page.title().startswith("Error: "), page.title()
    summary = page.locator(".error-summary")
    assert summary.get_attribute("role") == "alert"
    page.wait_for_function("document.activeElement.className === 'error-summary'")
    assert summary.locator("li").count() >= 1
    links = summary.locator("a")
    for link in links.all():
        target = page.locator(link.get_attribute("href"))
        assert target.count() == 1, link.inner_text()
    invalid = page.locator("[aria-invalid=true]")
    assert links.count() or not invalid.count(), "what is about a field leads there"
    for field in invalid.all():
        described = [page.locator(f"#{name}") for name in field.get_attribute("aria-describedby").split()]
        assert any("Error:" in text.inner_text() for text in described), field.get_attribute("id")
    if links.count():
        links.first.click()
        page.wait_for_function("document.activeElement.matches('input, select, textarea')")
    found = axe(page)
    page.set_viewport_size({"width": 320, "height": 640})
    found += look(page, "tooWide", "tooSmall", "outOfOrder")
    fact("refused", who=who, path=path)
    assert not found, "\n".join(found)
