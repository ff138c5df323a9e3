"""Home, course pages, certificate checks, help."""

from flask import Response as FlaskResponse
from flask import render_template, request, url_for
from flask_login import current_user
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from ceu.domain.certificate import keys
from ceu.domain.certificate.number import display, read_number
from ceu.domain.content.schema import Provider
from ceu.errors import NotFound
from ceu.services import benefit, catalog, certificates, credentials, earning, study
from ceu.web import context, filters
from ceu.web.permissions import Permission, requires
from ceu.web.public import blueprint
from ceu.web.public.forms import NameForm


@blueprint.get("/")
@requires(Permission.PUBLIC)
def home() -> str:
    """What this is, what one earns, what it costs in time."""
    return render_template("public/home.html", offers=catalog.offered(context.session()))


@blueprint.get("/courses/")
@requires(Permission.PUBLIC)
def courses() -> str:
    """Every course on offer."""
    return render_template("public/courses.html", offers=catalog.offered(context.session()))


@blueprint.get("/courses/<slug>")
@requires(Permission.PUBLIC)
def course(slug: str) -> str:
    """Everything a learner and an accreditor want to know before enrolling (requirement 8)."""
    session = context.session()
    offer = catalog.current(session, slug)
    signed_in = current_user.is_authenticated
    today = context.now().astimezone(filters.zone()).date()
    credit = earning.offered(offer, today)
    mine = credentials.of(session, context.me()) if signed_in else []
    return render_template(
        "public/course.html",
        offer=offer,
        course=offer.course,
        provider=offer.provider,
        overlaps=catalog.overlaps(session, offer),
        credit=credit,
        benefits=benefit.for_credentials(credit, mine, today),
        professions=benefit.by_profession(credit, offer.course.audience),
        hints=benefit.hints(offer.course.audience, today),
        has_account=signed_in,
        references=catalog.references(offer),
        people={person.id: person for person in offer.provider.people},
        started=signed_in and study.find_standing(session, context.me(), slug) is not None,
        expired=offer.expired(today),
    )


@blueprint.get("/courses/<slug>/read")
@requires(Permission.PUBLIC)
def read(slug: str) -> str | Response:
    """The course's first section, without an account; whoever has started the course reads on her own page."""
    session = context.session()
    offer = catalog.current(session, slug)
    opening = catalog.opening(offer, ways_on="go-on")
    if current_user.is_authenticated and study.find_standing(session, context.me(), slug) is not None:
        return redirect(f"/learn/{slug}/{opening.module}/{opening.section.id}", 303)
    return render_template(
        "public/read.html",
        offer=offer,
        opening=opening,
        objectives=[one.text for one in offer.modules[0].objectives if one.id in opening.section.objectives],
        expired=offer.expired(context.now().astimezone(filters.zone()).date()),
    )


def _provider() -> Provider | None:
    """Return who stands behind the courses on offer, and is asked what these pages do not answer."""
    offers = catalog.offered(context.session())
    return offers[0].provider if offers else None


@blueprint.get("/verify")
@requires(Permission.PUBLIC)
def verify() -> str | Response | tuple[str, int]:
    """Where a number is typed; a readable one leads to its page."""
    typed = request.args.get("number", "").strip()
    if not typed:
        error = "Type the number that stands on the certificate." if "number" in request.args else ""
        return render_template("public/verify.html", typed="", error=error, provider=_provider()), 422 if error else 200
    number = read_number(typed)
    if number is None:
        error = (
            "No certificate can have that number: a letter or digit is missing, too many or mistyped. A number has "
            "eleven letters and digits, in groups such as 7K3M-9Q2X-4TD; compare each with the paper. Spaces and "
            "dashes do not matter."
        )
        return render_template("public/verify.html", typed=typed, error=error, provider=_provider()), 422
    return redirect(url_for(".certificate", number=number), 303)


@blueprint.route("/certificates/<number>", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def certificate(number: str) -> str | tuple[str, int]:
    """State, course, date and hours of a certificate; its holder only confirmed when the checker types the name."""
    try:
        record = certificates.find_public(context.session(), number)
    except NotFound as error:
        return render_template("public/verify.html", typed=number[:40], error=str(error), provider=_provider()), 404
    form = NameForm()
    matches, asked = None, False
    if form.validate_on_submit():
        asked = True
        matches = certificates.holder_is(context.session(), record.number, form.name.data or "")
    page = render_template(
        "public/certificate.html", record=record, shown=display(record.number), form=form, asked=asked, matches=matches
    )
    return page, 422 if form.errors else 200


@blueprint.get("/.well-known/ceu-issuer.pem")
@requires(Permission.PUBLIC)
def issuer() -> FlaskResponse:
    """The issuer certificates by which anybody can check a signed PDF without asking this server."""
    issuers = keys.load_issuers(context.settings().instance / "keys")
    return FlaskResponse(keys.as_pem(issuers), mimetype="application/x-pem-file")


@blueprint.get("/help")
@requires(Permission.PUBLIC)
def help_page() -> str:
    """What learners ask."""
    return render_template("public/help.html", provider=_provider())


@blueprint.get("/design")
@requires(Permission.PUBLIC)
def design() -> str:
    """Every component in its states; only outside production."""
    if context.settings().production:
        raise NotFound
    from ceu.web.public.design import sample  # not needed where it is not shown

    return render_template("public/design.html", **sample())
