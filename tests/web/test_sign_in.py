"""Signing up, in and out."""


def test_a_new_learner_is_signed_in_at_once(client):
    client.browse("/account/register?next=/account/")
    client.submit(legal_name="Ada Ross", email="Ada.Ross@Example.org", password="seven green lamps")
    assert client.page.h1.text == "Your account"
    assert "ada.ross@example.org" in client.page.words()
