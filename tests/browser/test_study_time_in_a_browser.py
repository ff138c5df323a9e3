"""The signs of reading that a real browser sends: at most one a minute, only while something moves in view."""

import pytest
from factories import COURSE
from sqlalchemy import select

from ceu.models import Enrollment, SeatTime

LOOKS = f"/learn/{COURSE}/first-weeks/looks"


@pytest.fixture
def reader(page, live):
    """A learner's page on a section, whose clock the test moves together with the server's; and the signs it sends."""
    from ceu.web.sign_in import signed_in_session

    with live.make() as make:
        app = live.app
        user = make.user()
        make.enrollment(user)
        cookie = app.session_interface.get_signing_serializer(app).dumps(signed_in_session(user, make.now))
        page.user_id = user.id
    page.context.add_cookies([{"name": "session", "value": cookie, "url": live.url}])
    page.signs = []
    page.on("request", lambda request: page.signs.append(request) if request.url.endswith("/looks/time") else None)
    page.clock.install()
    return page


def passes(page, live, seconds):
    """Let time pass in the browser and on the server."""
    live.clock.move(seconds=seconds)
    page.clock.fast_forward(seconds * 1000)


def seconds(live, page):
    with live.session() as session:
        mine = select(SeatTime.seconds).join(Enrollment).where(Enrollment.user_id == page.user_id)
        return session.scalar(mine)


def test_a_reader_who_scrolls_is_observed_at_most_once_a_minute(reader, live):
    reader.goto(live.url + LOOKS)
    passes(reader, live, 30)
    reader.mouse.move(200, 200)
    assert reader.signs == []
    passes(reader, live, 40)
    with reader.expect_response(lambda answer: answer.url.endswith("/looks/time")) as answered:
        reader.mouse.move(210, 210)
    assert answered.value.status == 204
    assert seconds(live, reader) in {69, 70}  # the moment the page was handed out is rounded up
    reader.mouse.move(220, 220)
    reader.keyboard.press("End")
    assert len(reader.signs) == 1


def test_a_page_out_of_view_or_without_a_movement_sends_nothing(reader, live):
    reader.goto(live.url + LOOKS)
    passes(reader, live, 600)
    assert reader.signs == []
    reader.evaluate("Object.defineProperty(document, 'hidden', { get: () => true })")
    reader.mouse.move(200, 200)
    assert reader.signs == []


def test_somebody_signed_out_is_left_alone(reader, live):
    reader.goto(live.url + LOOKS)
    reader.context.clear_cookies()
    passes(reader, live, 70)
    with reader.expect_response(lambda answer: answer.url.endswith("/looks/time")) as answered:
        reader.mouse.move(210, 210)
    assert answered.value.status in {400, 401}
    reader.wait_for_selector("form.mark-read:not([data-seat-time])")
    for step in range(3):
        passes(reader, live, 70)
        reader.mouse.move(300 + step, 300)
    assert len(reader.signs) == 1


def test_who_reads_on_paper_sends_nothing(reader, live):
    reader.goto(f"{live.url}/learn/{COURSE}/time")
    reader.click("text=I read on paper")
    reader.goto(live.url + LOOKS)
    passes(reader, live, 70)
    reader.mouse.move(200, 200)
    assert reader.signs == []
    assert seconds(live, reader) is None
