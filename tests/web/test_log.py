"""What the server writes down when something goes wrong."""

import logging

import pytest
from sqlalchemy import text

from ceu.extensions import db


@pytest.fixture
def failing(fresh_app):
    """An application whose database has lost a table."""
    with fresh_app.app_context():
        db.session.execute(text("DROP TABLE sign_in_try"))
        db.session.commit()
    fresh_app.config.update(TESTING=False, WTF_CSRF_ENABLED=False)
    return fresh_app.test_client()


def test_an_error_of_the_database_is_logged_without_what_was_typed(failing, caplog):
    with caplog.at_level(logging.ERROR):
        response = failing.post(
            "/account/login", data={"email": "ada.ross@example.org", "password": "a secret of hers"}
        )
    assert response.status_code == 500
    assert "The error has been recorded" in response.get_data(as_text=True)
    assert "sign_in_try" in caplog.text, "the statement is there"
    for private in ("ada.ross", "a secret of hers", "[parameters: ("):
        assert private not in caplog.text


def test_a_failing_statement_does_not_tell_its_values(fresh_app):
    with fresh_app.app_context(), pytest.raises(Exception, match="nowhere") as failed:
        db.session.execute(text("INSERT INTO nowhere VALUES (:name)"), {"name": "Ada Ross"})
    assert "Ada Ross" not in str(failed.value)
