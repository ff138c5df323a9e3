"""The steps of a learner in a real browser, by what a person sees: labels, buttons, links."""

from flask_security import hash_password
from sqlalchemy import select

from ceu.domain.certificate import keys
from ceu.models import User
from ceu.services import assessment

PASSWORD = "four kind gray herons"
COURSE = "grief-care"
START = f"/learn/{COURSE}"


def press(page, target):
    """Click on what leads to another page once this one has its script, and wait until it is there."""
    page.wait_for_load_state("domcontentloaded")
    with page.expect_navigation():
        target.click()


def give_key(live):
    """Make the signing key that a first start makes."""
    return keys.make_key(live.settings.instance / "keys", common_name="Sample provider", now=live.clock())


def register(page, live, mail="ada.ross@example.org", name="Ada Ross"):
    """Create an account from the course's page and return the link of the confirmation mail."""
    page.goto(f"{live.url}/courses/{COURSE}")
    press(page, page.get_by_role("link", name="Create an account to start"))
    page.get_by_label("Full legal name").fill(name)
    page.get_by_label("Email address").fill(mail)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, page.locator("main button[type=submit]"))
    return page.locator(".dev-mail a").first.get_attribute("href")


def confirm(page, link):
    """Open the mail's link and press its button."""
    page.goto(link)
    press(page, page.get_by_role("button", name="Confirm"))


def read_everything(page, live):
    """Start the course and mark every section of its outline as read."""
    page.goto(f"{live.url}{START}")
    press(page, page.get_by_role("button", name="Start the course"))
    page.goto(f"{live.url}{START}")
    for address in [link.get_attribute("href") for link in page.locator(".outline a").all()]:
        page.goto(f"{live.url}{address}")
        press(page, page.get_by_role("button", name="Mark as read and continue"))


def add_license(page, live, state="FL", number="MH 01234"):
    """Add a counselor's license."""
    page.goto(f"{live.url}/account/credentials/new")
    page.get_by_label("Kind").select_option("license")
    page.get_by_label("Profession").select_option("counselor")
    page.get_by_label("State or territory").select_option(state)
    page.get_by_label("Number").fill(number)
    press(page, page.get_by_role("button", name="Save credential"))


def enter(page, live, name="Ada Ross", mail="ada.ross@example.org"):
    """Sign in as somebody who has read everything and has a license: as after all of the steps above."""
    with live.app.app_context():
        hashed = hash_password(PASSWORD)
    with live.make() as make:
        user = make.user(name=name, mail=mail, password_hash=hashed)
        make.read(user)
        make.credential(user)
    page.goto(f"{live.url}/account/login?next={START}")
    sign_in(page, mail)


def sign_in(page, mail="ada.ross@example.org"):
    """Fill in the sign-in page that is open."""
    page.get_by_label("Email address").fill(mail)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, page.get_by_role("button", name="Sign in", exact=True))


def choices(live, module, right=True, mail="ada.ross@example.org"):
    """Return {field: positions} that answer the open attempt rightly, or wrongly."""
    with live.session() as session:
        user = session.scalars(select(User).where(User.email == mail)).one()
        sitting = assessment.latest(session, user, COURSE, module)
        found = {}
        for item in sitting.form.questions:
            options = sitting.questions[item.digest].options
            good = [place for place, index in enumerate(item.order) if options[index].right]
            bad = [place for place, index in enumerate(item.order) if not options[index].right]
            found[f"q-{item.id}"] = good if right else bad[:1]
        return found


def answer_page(page, chosen):
    """Choose on the page that is open and press its first button."""
    for name, positions in chosen.items():
        for position in positions:
            box = page.locator(f'input[name="{name}"][value="{position}"]')
            if box.count():
                box.check()
    press(page, page.locator("main form button[type=submit]").first)


def take_test(page, live, module, right=True):
    """Begin the module's post-test, answer every page and hand it in."""
    page.goto(f"{live.url}{START}/{module}/quiz")
    press(page, page.get_by_role("button", name="Begin"))
    page.wait_for_url("**/quiz/1")
    chosen = choices(live, module, right)
    while "/quiz/review" not in page.url:
        answer_page(page, chosen)
    press(page, page.get_by_role("button", name="Hand in"))


def evaluate(page, live):
    """Fill in the evaluation: agree with everything, forty minutes."""
    page.goto(f"{live.url}{START}/evaluation")
    for group in page.locator("fieldset").all():
        group.locator("input").first.check()
    page.get_by_label("How many minutes").fill("40")
    press(page, page.get_by_role("button", name="Send the evaluation"))


def attest(page, live, name="Ada Ross"):
    """Tick, sign, and arrive at the certificates."""
    page.goto(f"{live.url}{START}/attestation")
    page.get_by_label("I attest to this statement").check()
    page.get_by_label("Type your full name").fill(name)
    press(page, page.get_by_role("button", name="Attest and issue"))


def arrive_at_certificate(page, live):
    """Go the whole way, and stand on the page of the certificates."""
    give_key(live)
    confirm(page, register(page, live))
    read_everything(page, live)
    add_license(page, live)
    for module in ("first-weeks", "later-on"):
        take_test(page, live, module)
    evaluate(page, live)
    attest(page, live)
