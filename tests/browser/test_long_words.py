"""Names and numbers of one long word leave every button in sight."""

import pytest

NUMBER = "4" * 40
NAME = "Maximiliane Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh"
CLIPPED = """() => [...document.querySelectorAll(".table-scroll")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.innerText.slice(0, 60))"""
WIDER = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.mark.parametrize("who", ["learner", "admin"])
def test_a_number_of_forty_digits_clips_nothing(live, page, who):
    from ceu.services import people
    from ceu.web.sign_in import signed_in_session

    with live.make() as make:
        ada = make.user(name=NAME, mail=f"{'w' * 60}@{'example.' * 4}org")
        make.credential(ada, number=NUMBER)
        certificate = make.certificate(ada)
        user = ada if who == "learner" else make.user("admin")
        people.open_record(make.session, ada, actor_id=user.id, now=make.now)
        addresses = {
            "learner": ["/learn/transcript", "/learn/grief-care/certificates", "/account/credentials/"],
            "admin": [f"/admin/people/{ada.id}", f"/certificates/{certificate.number}"],
        }[who]
        cookie = live.app.session_interface.get_signing_serializer(live.app).dumps(signed_in_session(user, make.now))
    page.context.add_cookies([{"name": "session", "value": cookie, "url": live.url}])
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        for address in addresses:
            page.goto(f"{live.url}{address}")
            assert page.locator("main h1").count() == 1
            assert not page.evaluate(WIDER), f"{address} at {width}: the page scrolls sideways"
            if width == 1280:
                assert page.evaluate(CLIPPED) == [], address
        if who == "admin":
            page.goto(f"{live.url}/admin/people")
            page.locator("#wanted").fill("Wolfe")
            page.locator("main form button").first.click()
            assert page.get_by_role("button", name="Open the record").count() == 1
            assert not page.evaluate(WIDER)
            assert width == 360 or page.evaluate(CLIPPED) == []
