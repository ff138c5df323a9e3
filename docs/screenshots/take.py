"""Take the pictures of the main pages anew: a server of its own with the shipped courses, people on them, a Chromium.

`make screenshots` takes all; `python docs/screenshots/take.py NAME ...` takes some; `--whole FOLDER` puts pictures of
whole pages, for looking at them closely, into a folder instead.
"""

import argparse
import io
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(1, str(ROOT / "tests"))

import machine  # noqa: E402
import papers_made  # noqa: E402
import shipped  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402
from servers import Process  # noqa: E402
from visitor import Visitor  # noqa: E402

WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
COLORS = 128  # of a picture's palette: letters and drawings need no more
DONE, DOING, MODULE = "kap-pharmacology", "kap-for-therapists", "patient-selection"
# Name of the picture, who looks, at which address.
PAGES = {
    "home": ("anonymous", "/"),
    "courses": ("anonymous", "/courses/"),
    "course": ("anonymous", f"/courses/{DOING}"),
    "dashboard": ("learner", "/learn/"),
    "course-begun": ("learner", f"/learn/{DOING}"),
    "section": ("learner", f"/learn/{DOING}/pharmacology/routes"),
    "question": ("learner", f"/learn/{DOING}/foundations/quiz/1"),
    "result": ("learner", f"/learn/{DOING}/{MODULE}/quiz/result"),
    "certificates": ("learner", f"/learn/{DONE}/certificates"),
    "transcript": ("learner", "/learn/transcript"),
    "renewal": ("learner", "/learn/renewal/{license}"),
    "notes": ("learner", "/learn/notes"),
    "search": ("learner", "/learn/search?q=blood+pressure"),
    "account": ("learner", "/account/"),
    "check": ("anonymous", "/certificates/{number}"),
    "teach": ("instructor", "/teach/modules/pharmacology"),
    "admin": ("admin", "/admin/records"),
}
ALSO_NARROW = {"home", "dashboard", "section", "question"}
ALSO_DARK = {"home", "dashboard", "section", "question"}
NOTES = (
    ("Ask the prescriber about blood pressure before the first session.", 0),
    ("Hand-off form: bring a printed one on Monday.", 1),
)


def people(server: Process) -> tuple[dict[str, str], dict[str, Visitor]]:
    """Make everybody who is in the pictures; return what addresses name, and a signed-in visitor for each."""
    from ceu.services import certificates, notes

    with server.make() as make:
        ada = make.user(name="Ada Sample")
        soon = make.now.date() + timedelta(days=150)
        florida = make.credential(ada, jurisdiction="NY", title="LMHC", number="SAMPLE-012345", expires_on=soon)
        make.credential(ada, number="SAMPLE-MH-678", expires_on=soon + timedelta(days=300))
        shipped.Student(make, ada, DONE).complete()
        student = shipped.Student(make, ada, DOING)
        student.sit(MODULE)
        student.read("foundations")
        student.begin("foundations")
        student.read("pharmacology", 3)
        make.outside(ada, florida, file=papers_made.png(), completed_on=date.today() - timedelta(days=60))  # noqa: DTZ011
        make.outside(
            ada, florida, title="Grief in late life", hours=Decimal(12), ethics_hours=Decimal(0), home_study=True
        )
        where = student.where()
        sections = where.offer.modules[where.offer.number("pharmacology")].sections
        for body, place in NOTES:
            notes.add(
                make.session,
                ada,
                where,
                "pharmacology",
                sections[place].id,
                body=body,
                anchor=None,
                revision="",
                now=make.now,
            )
        values = {
            "license": str(florida.id),
            "number": certificates.of_user(make.session, ada)[0].certificate.number,
        }
        users = {"learner": ada, "instructor": make.user("instructor"), "admin": make.user("admin", name="Office")}
        return values, {kind: shipped.visitor(server, user) for kind, user in users.items()}


def keep(picture: bytes, file: Path) -> None:
    """Write a picture with a palette, which makes it a third as large."""
    with Image.open(io.BytesIO(picture)) as whole:
        whole.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE).save(file, optimize=True)


def take(browser: Browser, server: Process, wanted: set[str], folder: Path, *, whole: bool) -> None:
    """Take the wanted pictures, wide, and narrow or dark where the page is listed so."""
    values, visitors = people(server)
    for suffix, size, scheme, names in (
        ("", WIDE, "light", PAGES.keys()),
        ("-narrow", NARROW, "light", PAGES.keys() if whole else ALSO_NARROW),
        ("-dark", WIDE, "dark", PAGES.keys() if whole else ALSO_DARK),
    ):
        for kind in ("anonymous", *visitors):
            context = browser.new_context(viewport=size, color_scheme=scheme, locale="en-US", reduced_motion="reduce")
            if kind in visitors:
                context.add_cookies([shipped.cookie_of(visitors[kind], server)])
            page = context.new_page()
            for name in sorted(names & wanted):
                who, address = PAGES[name]
                if who == kind:
                    page.goto(server.url + address.format(**values), wait_until="networkidle")
                    keep(page.screenshot(full_page=whole), folder / f"{name}{suffix}.png")
            context.close()
    if "certificate" in wanted:
        certificate(server, values["number"], folder)


def certificate(server: Process, number: str, folder: Path) -> None:
    """Draw the first page of the signed PDF."""
    with tempfile.TemporaryDirectory() as made:
        file, picture = Path(made) / "certificate.pdf", Path(made) / "certificate"
        ended = server.command("certificate", "pdf", number, "-o", str(file))
        if ended.returncode:
            raise SystemExit(ended.stderr)
        subprocess.run(["pdftoppm", "-png", "-r", "90", "-singlefile", file, picture], check=True)  # noqa: S603, S607
        keep(picture.with_suffix(".png").read_bytes(), folder / "certificate.png")


def main() -> None:
    """Serve, sign in and take the pictures."""
    known = {*PAGES, "certificate"}
    parser = argparse.ArgumentParser(description="Take the pictures in docs/screenshots anew.")
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[[], *sorted(known)], help="which; all without any")
    parser.add_argument("--whole", type=Path, metavar="FOLDER", help="whole pages, each wide, narrow and dark")
    asked = parser.parse_args()
    executable = machine.chromium()
    if executable is None or not machine.poppler():
        raise SystemExit("The pictures need a Chromium and poppler; `make test` says how it tried to get them.")
    with tempfile.TemporaryDirectory() as folder:
        server = shipped.serve(Path(folder))
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=executable, args=list(machine.FLAGS))
                wanted = set(asked.names) or known
                take(browser, server, wanted, asked.whole or Path(__file__).parent, whole=bool(asked.whole))
                browser.close()
        finally:
            server.stop()


if __name__ == "__main__":
    main()
