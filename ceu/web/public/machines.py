"""What programs ask for: the icon at its old address, what search engines may read, and where to begin."""

from typing import cast

from flask import Response, current_app, render_template

from ceu.services import catalog
from ceu.web import context
from ceu.web.permissions import Permission, requires
from ceu.web.public import blueprint

# Pages of persons; and public checks, which are for whoever holds a certificate's number.
PRIVATE = ("/account/", "/admin/", "/certificates/", "/learn/", "/teach/")


@blueprint.get("/favicon.ico")
@requires(Permission.PUBLIC)
def favicon() -> Response:
    """The icon, for programs that do not read the page's head."""
    return cast(Response, current_app.view_functions["static"](filename="img/favicon.ico"))


@blueprint.get("/robots.txt")
@requires(Permission.PUBLIC)
def robots() -> Response:
    """What a search engine may read: courses and their first sections."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE)]
    text = "\n".join([*lines, "", f"Sitemap: {context.settings().public_url}/sitemap.xml", ""])
    return Response(text, mimetype="text/plain")


@blueprint.get("/sitemap.xml")
@requires(Permission.PUBLIC)
def sitemap() -> Response:
    """The pages worth finding."""
    offers = catalog.offered(context.session())
    return Response(render_template("public/sitemap.xml", offers=offers), mimetype="application/xml")
