"""The office revokes and corrects certificates in two steps; learner and public see what became of them."""

import pytest

from ceu.domain.certificate.number import display
from ceu.models import AuditEvent, Certificate, CertificateEvent, Outbox
from ceu.services import certificate_cases, people

REASON = "Somebody else sat the test."


@pytest.fixture
def ada(make):
    user = make.user(name="Ada Ross", mail="ada@example.org")
    make.credential(user, number="MH 0123")
    make.completion(user)
    return user


@pytest.fixture
def certificate(make, ada):
    return make.certificate(ada)


@pytest.fixture
def desk(client, make, session, ada, certificate):
    admin = make.user("admin", name="Office Person", mail="office@example.org")
    people.open_record(session, ada, actor_id=admin.id, now=make.now)
    session.commit()
    return client.sign_in(admin)


@pytest.fixture
def at(ada, certificate):
    return f"/admin/people/{ada.id}/certificates/{certificate.number}"


def change_name(session, ada, name="Ada Lovell"):
    ada.credentials[0].name_as_printed = name
    session.commit()


def verbs(make):
    make.session.expire_all()
    return [event.verb for event in make.rows(CertificateEvent)]


def test_a_number_finds_its_holder_and_the_record_leads_to_the_certificate(desk, ada, certificate):
    desk.browse("/admin/people")
    desk.submit('form[action="/admin/people"]', wanted=display(certificate.number).lower())
    desk.submit(f'form[action="/admin/people/{ada.id}/open"]')
    page = desk.follow(display(certificate.number))
    assert page.h1.text == f"Certificate {display(certificate.number)}"
    assert "by completing the course" in page.words()


def test_a_certificate_is_closed_until_the_persons_record_is_opened(desk, at, clock):
    clock.move(hours=2)
    for address in (at, f"{at}/revoke", f"{at}/correct"):
        page = desk.browse(address)
        assert page.h1.text == "This record is closed"
        assert "Ross" not in page.words()


def test_revoking_takes_a_reason_and_a_confirmation(desk, at, make, certificate):
    desk.browse(at)
    desk.follow("Revoke this certificate")
    page = desk.submit(reason=" ", status=422)
    assert "Write why" in page.select_one(".error-summary").text
    page = desk.submit(reason=REASON)
    assert page.h1.text == f"Revoke certificate {display(certificate.number)}?"
    assert verbs(make) == ["issued"]
    page = desk.submit(button="Change the reason")
    assert page.select_one("textarea").text.strip() == REASON
    desk.submit(reason=f"{REASON}\nTwo lines.")
    page = desk.submit(button="Revoke this certificate")
    assert "is revoked. The learner is told by mail." in page.words()
    assert "office@example.org" in page.words()
    assert "Two lines." in page.words()
    assert verbs(make) == ["issued", "revoked"]
    assert not page.select(f'a[href="{at}/revoke"]')
    [letter] = [one for one in make.rows(Outbox) if one.kind == "certificate revoked"]
    assert letter.sent_at is not None
    assert not [one for one in make.rows(AuditEvent) if "Ada" in str(one.data) or REASON in str(one.data)]


def test_a_second_click_and_a_second_admin_are_told_and_change_nothing(desk, at, make, session, certificate, clock):
    desk.browse(f"{at}/revoke")
    desk.submit(reason=REASON)
    case = certificate_cases.find(session, certificate.number)
    certificate_cases.revoke(session, case, "Another's.", actor_id=None, public_url="http://x", now=clock())
    session.commit()
    page = desk.submit(button="Revoke this certificate")
    assert "was revoked before. Nothing was changed." in page.words()
    assert "Another's." in page.words()
    assert REASON not in page.words()
    assert verbs(make) == ["issued", "revoked"]


def test_the_public_and_the_learner_see_that_it_was_revoked_and_not_why(desk, at, client, ada, certificate):
    desk.browse(f"{at}/revoke")
    desk.submit(reason=REASON)
    desk.submit(button="Revoke this certificate")
    client.delete_cookie("session")
    page = client.browse(f"/certificates/{certificate.number}")
    assert "was revoked on November 23, 2026" in page.words()
    assert REASON not in page.words()
    client.sign_in(ada)
    for address in ("/learn/grief-care/certificates", "/learn/transcript"):
        page = client.browse(address)
        assert "Revoked on November 23, 2026" in page.words()
        assert REASON not in page.words()
        assert not page.select('form[action*="/certificates/"]')
    mine = f"/learn/grief-care/certificates/{certificate.number}"
    page = client.browse(mine, status=422)
    assert "no longer handed out" in page.words()
    assert client.post(mine, headers=client.csrf()).status_code == 422


def test_a_correction_shows_the_difference_before_it_is_issued(desk, at, make, session, ada, certificate):
    change_name(session, ada)
    desk.browse(at)
    page = desk.follow("Issue a corrected certificate")
    assert "Ada Lovell different" in page.words()
    page = desk.submit(reason=" ", license_number="MH 0132", status=422)
    assert page.select_one('[name="license_number"]')["value"] == "MH 0132"
    page = desk.submit(reason="Name and number.")
    assert page.h1.text == f"Issue this instead of {display(certificate.number)}?"
    assert "MH 0132 different" in page.words()
    assert "Counselor the same" in page.words()
    assert verbs(make) == ["issued"]
    page = desk.submit(button="Change it")
    assert page.select_one('[name="license_number"]')["value"] == "MH 0132"
    desk.submit()
    page = desk.submit(button="Issue the corrected certificate")
    assert "is issued. The learner is told by mail." in page.words()
    assert verbs(make) == ["issued", "superseded", "issued"]
    old, new = make.rows(Certificate)
    assert page.h1.text == f"Certificate {display(new.number)}"
    assert (new.corrects_id, "MH 0132" in page.words(), "Ada Lovell" in page.words()) == (old.id, True, True)
    page = desk.follow(display(old.number))
    assert "Another certificate took its place" in page.words()
    assert not page.select(f'a[href="{at}/revoke"], a[href="{at}/correct"]')


def test_what_was_not_shown_is_not_issued(desk, at, make, session, ada):
    change_name(session, ada)
    desk.browse(f"{at}/correct")
    desk.submit(reason="Her name.")
    change_name(session, ada, "Ada Third")
    page = desk.submit(button="Issue the corrected certificate")
    assert "What is on file has changed since" in page.words()
    assert "Ada Third different" in page.words()
    assert verbs(make) == ["issued"]
    desk.submit(button="Issue the corrected certificate")
    assert verbs(make) == ["issued", "superseded", "issued"]


def test_a_second_click_on_a_correction_issues_nothing_more(desk, at, make, session, ada):
    change_name(session, ada)
    desk.browse(f"{at}/correct")
    page = desk.submit(reason="Her name.")
    desk.submit(button="Issue the corrected certificate")
    desk.page, desk.address = page, f"{at}/correct"
    told = desk.submit(button="Issue the corrected certificate").words()
    assert "took its place before" in told
    assert len(make.rows(Certificate)) == 2


def test_nothing_to_correct_and_names_that_cannot_be_printed_are_told_on_the_form(desk, at, make):
    page = desk.browse(f"{at}/correct")
    assert "Nothing would change" in page.words()
    page = desk.submit(reason="Hm.", status=422)
    assert "Nothing would change" in page.select_one(".error-summary").text
    page = desk.submit(name="山田", reason="Her name.", status=422)
    assert "cannot print 山 田" in page.select_one(".error-summary").text
    assert page.select_one('[name="name"]')["value"] == "山田"
    assert verbs(make) == ["issued"]


def test_another_license_of_hers_can_be_chosen(desk, at, make, session, ada):
    anew = make.credential(ada, number="MH 0999")
    ada.credentials[0].removed_at = make.now
    session.commit()
    page = desk.browse(f"{at}/correct")
    assert "removed by the learner" in page.words()
    desk.submit(credential=str(anew.id), reason="Entered anew.")
    desk.submit(button="Issue the corrected certificate")
    assert make.rows(Certificate)[1].credential_id == anew.id
    desk.browse(f"{at}/revoke")


def test_somebody_elses_certificate_is_not_found_under_a_person(desk, make, session, ada):
    other = make.user()
    theirs = make.certificate(other)
    session.commit()
    for path in ("", "/revoke", "/correct"):
        desk.browse(f"/admin/people/{ada.id}/certificates/{theirs.number}{path}", status=404)


def test_the_learner_gets_the_new_file_and_everybody_is_led_to_the_new_number(desk, at, client, make, session, ada):
    change_name(session, ada)
    desk.browse(f"{at}/correct")
    desk.submit(reason="Her name.")
    desk.submit(button="Issue the corrected certificate")
    old, new = make.rows(Certificate)
    client.delete_cookie("session")
    page = client.browse(f"/certificates/{old.number}")
    assert "was superseded on November 23, 2026" in page.words()
    assert "Lovell" not in page.words()
    page = client.follow(display(new.number))
    assert "is valid" in page.words()
    client.sign_in(ada)
    page = client.browse("/learn/grief-care/certificates")
    assert f"Use {display(new.number)} instead" in page.words()
    [form] = page.select('main form[action*="/certificates/"]')
    assert new.number in form["action"]
    client.submit(f'form[action="{form["action"]}"]')
    assert f"Download {display(new.number)} instead" in (
        client.browse(f"/learn/grief-care/certificates/{old.number}", status=422).words()
    )
    assert "a corrected certificate took its place" in client.browse("/learn/transcript").words()
    assert "is led to the new one" in client.browse("/help").words()


def test_only_admins_revoke_and_correct(client, make, session, at, certificate):
    for role in ("learner", "instructor", "reviewer", "auditor"):
        client.sign_in(make.user(role))
        session.commit()
        for path in ("", "/revoke", "/correct"):
            assert client.get(at + path).status_code == 403, (role, path)
            if path:
                data = {"reason": "Mine.", "step": "confirm"}
                assert client.post(at + path, data=data, headers=client.csrf()).status_code == 403
    assert verbs(make) == ["issued"]
