"""A census of routes, and every route opened as every kind of person, by the table of permissions itself."""

import re
from types import SimpleNamespace
from urllib.parse import quote, urljoin

import papers_made
import pytest
from browsing import path_of, values_of
from databases import count_queries, make_engine
from factories import COURSE, Make
from sqlalchemy.orm import Session

from ceu.domain.notes import Anchor
from ceu.models import Notice
from ceu.services import kept_posts, mail, notes, sign_ins
from ceu.web.permissions import LIBRARY_ROUTES, Permission, permission_of, permissions_of

OWNER = "Ada Ownername"
LICENSE = "MH 777123"
NOTE = "Words that only their writer reads"
PEOPLE = {
    "anonymous": None,
    "learner": ("learner",),
    "another learner": ("learner",),
    "instructor": ("instructor",),
    "reviewer": ("reviewer",),
    "auditor": ("auditor",),
    "admin": ("admin",),
}
# What belongs to one learner: to everybody else there is nothing at these addresses.
OWNED = {
    "learner.certificate_file",
    "learner.make_certificate_file",
    "learner.outside_edit",
    "learner.outside_remove",
    "learner.outside_file",
    "learner.renewal_page",
    "credentials.edit",
    "credentials.remove",
    "sign_ins.end",
    "methods.passkey",
    "methods.remove_passkey",
    "accounts.kept_post",
    "accounts.delete_kept_post",
    "learner.note_page",
    "learner.delete_note",
}
# The argument of these is a secret from a mail or a terminal; a wrong one has its own test where it belongs.
BY_TOKEN = {
    "first_admin.make",
    "mail_choices.stop",
    "second_mail.confirm",
    "security.confirm_email",
    "security.reset_password",
    "security.change_email_confirm",
}
# Readers of records may see names; so may whoever typed the right name on a certificate's public page.
SEES_NAMES = {Permission.AUDIT, Permission.REPORT, Permission.ADMINISTER}


@pytest.fixture(scope="module", params=["sqlite"])
def world(request):
    """A database in which the first learner owns one of everything."""
    from factories import START

    engine = make_engine(request.getfixturevalue(request.param).fresh())
    with Session(engine) as session, session.begin():
        make = Make(session, lambda: START)
        people = {kind: roles and make.user(*roles, name=_name(kind)) for kind, roles in PEOPLE.items()}
        ada = people["learner"]
        credential = make.credential(ada, number=LICENSE)
        certificate = make.certificate(ada)
        post = kept_posts.keep(session, user_id=ada.id, path="/learn/", noun="answer", form=[], now=START)
        for user in filter(None, people.values()):
            make.enrollment(user)
        where = make.standing(ada)
        note = notes.add(
            session,
            ada,
            where,
            "first-weeks",
            "looks",
            body=NOTE,
            anchor=Anchor("Grief moves."),
            revision="",
            now=START,
        )
        letter = mail.write(session, recipient=ada.email, subject="S", body="B", kind="test", now=START)
        digest = where.offer.course.module_digests[0]
        correction = Notice(
            module="first-weeks", key="one", section="", note="N", day=START.date(), revision=digest, published_at=START
        )
        session.add(correction)
        session.flush()
        values = {
            "course": COURSE,
            "slug": COURSE,
            "module": "first-weeks",
            "section": "looks",
            "n": 1,
            "number": certificate.number,
            "credential_id": credential.id,
            "outside_id": make.outside(ada, credential, file=papers_made.pdf()).id,
            "post_id": post.id,
            "note_id": note.id,
            "notice_id": correction.id,
            "user_id": ada.id,
            "passkey_id": make.passkey(ada).id,
            "sign_in_id": sign_ins.of(session, ada.id)[0].id,
            "mail_id": letter.id,
            "token": "no-such-token",
            "filename": "css/site.css",
        }
        made = SimpleNamespace(
            engine=engine,
            values=values,
            people={
                kind: user and SimpleNamespace(id=user.id, fs_uniquifier=user.fs_uniquifier)
                for kind, user in people.items()
            },
        )
    yield made
    engine.dispose()


def _name(kind):
    return OWNER if kind == "learner" else f"Somebody Else {kind}"


@pytest.fixture
def engine(world):
    return world.engine


def addresses(app, world):
    """Every route as (rule's endpoint, method, address), its arguments those of existing objects."""
    for rule in app.url_map.iter_rules():
        unknown = rule.arguments - world.values.keys()
        assert not unknown, f"{rule}: say in this test what {unknown} stands for"
        address = str(rule)
        for converter, name in re.findall(r"<(?:([^:<>]+):)?(\w+)>", address):
            part = f"<{converter}:{name}>" if converter else f"<{name}>"
            address = address.replace(part, quote(str(world.values[name])))
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, address


def test_every_route_says_who_may_use_it(shared_app):
    silent = {
        rule.endpoint for rule in shared_app.url_map.iter_rules() if permission_of(shared_app, rule.endpoint) is None
    }
    assert silent == set()


def test_the_table_of_library_routes_names_only_routes_that_exist(shared_app):
    assert LIBRARY_ROUTES.keys() - shared_app.view_functions.keys() == set()


@pytest.mark.parametrize("kind", PEOPLE)
def test_every_route_opens_to_whom_it_should_and_to_nobody_else(app, client, connection, world, kind):
    wrong = []
    for endpoint, method, address in addresses(app, world):
        savepoint = connection.begin_nested()
        client.delete_cookie("session")
        if world.people[kind]:
            client.sign_in(world.people[kind])
        headers = client.csrf() if method != "GET" else {}
        try:
            response = client.open(address, method=method, headers=headers)
        except Exception as fault:  # noqa: BLE001 whatever it is, the other routes are opened too
            wrong.append(f"{method} {address}: {type(fault).__name__}: {fault}")
            savepoint.rollback()
            continue
        text = response.get_data(as_text=True) if response.mimetype.startswith("text/") else ""
        if fault := judge(app, endpoint, method, kind, response, text):
            wrong.append(f"{method} {address}: {response.status_code}, {fault}")
        response.close()
        savepoint.rollback()
    assert not wrong, "\n".join(wrong)


def judge(app, endpoint, method, kind, response, text):
    """Return what is wrong with the answer, or None."""
    permission = permission_of(app, endpoint)
    roles = PEOPLE[kind]
    status = response.status_code
    to_sign_in = status // 100 == 3 and path_of(response) == "/account/login"
    if status >= 500:
        return "which is an error of ours"
    if kind == "anonymous" and permission is not Permission.PUBLIC:
        return None if to_sign_in else "wanted the way to the sign-in page"
    if roles is not None and permission not in permissions_of(roles):
        return None if status == 403 else "wanted 403"
    if roles is not None and (status in {401, 403} or to_sign_in):
        return "but the table lets this person in"
    may_see = roles and not SEES_NAMES.isdisjoint(permissions_of(roles))
    if kind != "learner" and not may_see and (OWNER in text or LICENSE in text):
        return "shows the name or license of another person"
    if kind != "learner" and NOTE in text:
        return "shows another person's note"
    if endpoint in OWNED and kind != "learner":
        return None if status == 404 else "wanted 404: it is another person's"
    if endpoint not in BY_TOKEN and method == "GET" and kind == "learner" and status >= 400:
        return "to the owner of everything"
    return None


@pytest.mark.parametrize("address", ["/static/css/site.css", "/healthz"])
def test_what_is_not_about_a_person_asks_the_database_nothing(client, world, address):
    client.sign_in(world.people["learner"])
    with count_queries() as count:
        response = client.get(address)
    response.close()
    assert response.status_code == 200
    assert count() == 0


ODD = "a\0\x07b\x85"
TYPED = {"text", "search", "email", "password", "hidden", "textarea", "number", "date"}


@pytest.mark.parametrize("world", ["sqlite", "postgresql"], indirect=True)
@pytest.mark.parametrize("kind", ["anonymous", "learner", "admin"])
def test_no_form_takes_a_character_that_a_database_cannot_store(app, client, connection, world, kind):
    """Every form of every page is sent with control characters in one of its texts after the other."""
    wrong, sent = [], set()
    if kind == "admin":  # a record shows its forms to whoever has opened it
        client.sign_in(world.people["admin"])
        world = SimpleNamespace(
            people=world.people, values=world.values | {"user_id": world.people["another learner"].id}
        )
        client.post(f"/admin/people/{world.values['user_id']}/open", headers=client.csrf())
    for address in dict.fromkeys(address for _, method, address in addresses(app, world) if method == "GET"):
        if world.people[kind]:
            client.sign_in(world.people[kind])
        client.page = None
        client.get(address).close()
        for form in client.page.select("form") if client.page else []:
            texts = [one for one in form.select("input[name], textarea[name]") if one.get("type", "text") in TYPED]
            for field in texts:
                if field["name"] == "csrf_token":
                    continue
                savepoint = connection.begin_nested()
                data = values_of(form) | {field["name"]: ODD}
                how = {"data": data} if form.get("method") == "post" else {"query_string": data}
                try:
                    target = urljoin(address, form.get("action") or address)
                    response = client.open(target, method=form.get("method", "get").upper(), **how)
                    sent.add(field["name"])
                    if response.status_code >= 500 or ("\0" in response.get_data(as_text=True)):
                        wrong.append(f"{target}: {field['name']}: {response.status_code}")
                    response.close()
                except Exception as fault:  # noqa: BLE001 whatever it is, the other forms are sent too
                    wrong.append(f"{target}: {field['name']}: {type(fault).__name__}")
                savepoint.rollback()
                client.delete_cookie("session")
                if world.people[kind]:
                    client.sign_in(world.people[kind])
    assert not wrong, "\n".join(wrong)
    expected = {
        "anonymous": {"email", "name", "next"},
        "learner": {"title", "body", "q"},
        "admin": {"reason", "wanted"},
    }
    assert expected[kind] <= sent


@pytest.mark.parametrize("world", ["sqlite", "postgresql"], indirect=True)
def test_a_number_that_no_row_can_have_is_an_address_that_is_not_there(app, client, world):
    huge = {name: 10**30 for name, value in world.values.items() if isinstance(value, int)}
    client.sign_in(world.people["admin"])
    asked = [one for one in addresses(app, SimpleNamespace(values=world.values | huge)) if str(10**30) in one[2]]
    assert asked
    for _, method, address in asked:
        assert client.open(address, method=method, headers=client.csrf()).status_code in {404, 405}, address
    for address in ("/admin/exports?before=", "/learn/search?q=grief&page="):
        for number in (10**30, -1, "x"):
            assert client.get(f"{address}{number}").status_code == 200, address
