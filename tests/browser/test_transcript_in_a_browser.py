"""Credit earned elsewhere, renewal and the answer to an audit letter in a real Chromium, without script."""

import io
import zipfile
from datetime import timedelta

import papers_made
import pytest
import steps


@pytest.fixture
def page(browser):
    context = browser.new_context(java_script_enabled=False, timezone_id="America/New_York", locale="en-US")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def test_from_an_upload_to_the_answer_of_an_audit_letter(page, live, tmp_path):
    from ceu.web.sign_in import signed_in_session

    steps.give_key(live)
    with live.make() as make:
        user = make.user(name="Ada Ross")
        make.credential(
            user, jurisdiction="NY", title="LMHC", number="012345", expires_on=make.now.date() + timedelta(days=60)
        )
        make.completion(user)
        cookie = live.app.session_interface.get_signing_serializer(live.app).dumps(signed_in_session(user, make.now))
    page.context.add_cookies([{"name": "session", "value": cookie, "url": live.url}])

    page.goto(f"{live.url}/learn/transcript")
    steps.press(page, page.get_by_role("link", name="Add credit earned elsewhere"))
    steps.press(page, page.get_by_role("button", name="Save"))
    page.get_by_role("link", name="Enter the title on the certificate.").click()
    page.get_by_label("Course title").fill("Ethics in rural practice")
    page.get_by_label("Provider").fill("Acme Seminars")
    page.get_by_label("Completed on").fill("2026-10-01")
    page.get_by_label("Hours", exact=True).fill("6")
    page.get_by_label("Live: in person").check()
    scan = tmp_path / "scan.png"
    scan.write_bytes(papers_made.png(600, 400))
    page.get_by_label("Certificate as a file").set_input_files(scan)
    steps.press(page, page.get_by_role("button", name="Save"))
    assert "The credit is saved." in page.locator(".messages").inner_text()

    with page.expect_download() as download:
        page.get_by_role("link", name="Download the file of Ethics").click()
    assert download.value.path().read_bytes() == scan.read_bytes()

    steps.press(page, page.get_by_role("link", name="LMHC, New York, 012345"))
    words = page.locator("main").inner_text()
    assert "6.0 of 36.0 hours" in words
    assert "60 days left" in words
    assert "Check with your board" in words

    page.goto(f"{live.url}/learn/transcript")
    steps.press(page, page.get_by_role("link", name="Answer an audit letter"))
    page.get_by_label("License").select_option("LMHC, New York, 012345")
    page.get_by_label("From").fill("2026-01-01")
    page.get_by_label("A zip").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Make the file").click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        assert sorted({name.partition("/")[0] for name in archive.namelist()}) == [
            "certificates",
            "elsewhere",
            "index.csv",
            "list.pdf",
        ]
