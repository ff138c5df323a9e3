"""The whole path through forms and pages alone, on SQLite and on PostgreSQL; every page on the way is inspected."""

import csv
import io

import pytest
from browsing import Client
from factories import COURSE, LIBRARY, Make
from sqlalchemy import select
from sqlalchemy.orm import Session

from ceu import create_app
from ceu.domain.certificate import keys, signature
from ceu.extensions import db
from ceu.models import Outbox, User
from ceu.models import engine as engines
from ceu.services import assessment
from config import Settings

LEARN = f"/learn/{COURSE}"
MAIL = "ada.ross@example.org"


@pytest.fixture
def place(databases, tmp_path, clock):
    """An application on a fresh database, with the course published and its signing key made."""
    settings = Settings(instance=tmp_path, content=LIBRARY, database=databases.fresh())
    keys.make_key(settings.instance / "keys", common_name="Test provider", now=clock())
    app = create_app(settings)
    app.config.update(TESTING=True, CLOCK=clock)
    app.test_client_class = Client
    with app.app_context(), Session(db.engine) as session, session.begin():
        make = Make(session, clock)
        make.course()
        make.user("admin", mail="office@example.org", name="Office")
    yield app
    with app.app_context():
        db.engine.dispose()


def person(app, mail):
    """Return an account as it stands in the database."""
    with app.app_context(), Session(db.engine, expire_on_commit=False) as session:
        return session.scalars(select(User).where(User.email == mail)).one()


def right_answers(app, module):
    """Return {field: positions} that answer the open attempt rightly."""
    with app.app_context(), Session(db.engine) as session:
        user = session.scalars(select(User).where(User.email == MAIL)).one()
        sitting = assessment.latest(session, user, COURSE, module)
        return {
            f"q-{item.id}": [
                str(place)
                for place, index in enumerate(item.order)
                if sitting.questions[item.digest].options[index].right
            ]
            for item in sitting.form.questions
        }


def register(ada, app):
    """Make the account and open the link of the mail."""
    ada.browse("/account/register")
    ada.submit(legal_name="Ada Ross", email=MAIL, password="four kind gray herons")
    with app.app_context(), Session(db.engine) as session:
        text = session.scalars(select(Outbox.body).order_by(Outbox.id)).first()
    link = next(line for line in text.splitlines() if "/account/confirm/" in line).strip()
    ada.browse(link.removeprefix(app.config["SETTINGS"].public_url))
    if ada.page.select_one('main form[action*="confirm"], main form[method=post]'):
        ada.submit('main form[action*="confirm"], main form[method=post]')


def read(ada):
    """Start the course and mark each section as read, in the order the pages lead."""
    ada.browse(f"{LEARN}/start")
    ada.submit('main form[action$="/start"], main form[method=post]')
    page = ada.browse(LEARN)
    for address in [link["href"] for link in page.select(".outline a[href]")]:
        if "/quiz" not in address:
            ada.browse(address)
            ada.submit("main form.mark-read")


def take_test(ada, app, module):
    """Begin, answer page after page, hand in."""
    ada.browse(f"{LEARN}/{module}/quiz")
    ada.submit("main form[method=post]")
    chosen = right_answers(app, module)
    while "/quiz/review" not in ada.address:
        here = {field["name"] for field in ada.page.select('main form [name^="q-"]')}
        ada.submit("main form[method=post]", **{name: chosen[name] for name in here})
    page = ada.submit("main form[method=post]")
    assert "You passed" in page.title.text


def test_from_registration_to_the_exported_record(place, clock):
    ada = place.test_client()
    register(ada, place)
    read(ada)
    ada.browse("/account/credentials/new")
    ada.submit("main form[method=post]", kind="license", profession="counselor", jurisdiction="FL", number="MH 01234")
    for module in ("first-weeks", "later-on"):
        take_test(ada, place, module)

    page = ada.browse(f"{LEARN}/evaluation")
    first = {}
    for field in page.select("main form input[type=radio]"):
        first.setdefault(field["name"], field["value"])
    minutes = page.select_one("main form input[type=number], main form input[inputmode=numeric]")["name"]
    ada.submit("main form[method=post]", **first, **{minutes: "40"})

    page = ada.browse(f"{LEARN}/attestation")
    box = page.select_one("main form input[type=checkbox]")
    name = page.select_one("main form input[type=text]")["name"]
    page = ada.submit("main form[method=post]", **{box["name"]: box.get("value", "y"), name: "Ada Ross"})

    address = next(form["action"] for form in page.select('main form[action*="/certificates/"]'))
    file = ada.post(address, headers=ada.csrf(), follow_redirects=True)
    verified = signature.verify(file.data, keys.load_issuers(place.config["SETTINGS"].instance / "keys"))
    assert (verified.facts.learner, verified.facts.license_number) == ("Ada Ross", "MH 01234")
    assert verified.facts.completed_on == clock().date()

    public = place.test_client().browse(f"/certificates/{verified.facts.number}")
    assert "is valid" in public.words()
    assert "Ada" not in public.words()

    office = place.test_client().sign_in(person(place, "office@example.org"))
    office.browse("/admin/records")
    export = office.post("/admin/records/export", data={"format": "csv"}, headers=office.csrf())
    engines.may_write.set(True)
    rows = list(csv.DictReader(io.StringIO(export.get_data(as_text=True).removeprefix("\ufeff"))))
    assert [(row["legal_name"], row["license_number"]) for row in rows] == [("Ada Ross", "MH 01234")]
