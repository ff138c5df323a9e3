"""`ceu demo` on an instance that does not exist yet."""

import pytest
from factories import LIBRARY

from ceu import create_app
from ceu.cli.demo import demo
from ceu.models import Course, User
from config import Settings


@pytest.fixture
def new_app(tmp_path):
    """An application whose database has no tables."""
    made = create_app(Settings(instance=tmp_path, content=LIBRARY))
    yield made
    from ceu.extensions import db

    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def test_the_demo_prepares_a_new_instance_and_says_how_to_sign_in(new_app):
    from ceu.extensions import db

    run = new_app.test_cli_runner()
    first = run.invoke(demo, ["--learners", "2"])
    assert first.exit_code == 0, first.output
    assert "Synthetic learners: 2 made, 0 already there." in first.stdout
    assert "admin       sample.admin@example.org" in first.stdout
    assert "sample accounts only" in first.stdout
    with new_app.app_context():
        assert db.session.get(Course, "grief-care") is not None
        assert db.session.query(User).count() == 7
    again = run.invoke(demo, ["--learners", "2"])
    assert "0 made, 2 already there" in again.stdout
    assert "sample.admin@example.org  (already there)" in again.stdout
    client = new_app.test_client()
    page = client.get("/account/login").get_data(as_text=True)
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    answer = client.post(
        "/account/login",
        data={"csrf_token": token, "email": "sample.admin@example.org", "password": "sample accounts only"},
    )
    assert answer.status_code == 302
    assert client.get("/admin/").status_code == 200


def test_production_gets_no_sample_accounts(tmp_path):
    app = create_app(
        Settings(
            instance=tmp_path,
            content=LIBRARY,
            env="production",
            secret_key="a" * 40,
            password_salt="b" * 40,
            base_url="https://ce.example.com",
            mail_sender="ce@example.com",
        )
    )
    refused = app.test_cli_runner().invoke(demo)
    assert refused.exit_code == 1
    assert "This is production" in refused.output
    assert not (tmp_path / "ceu.db").exists()
