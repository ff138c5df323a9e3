"""The test browser: it signs in, fills in forms as they stand on the page, and inspects every page it opens."""

from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from flask.testing import FlaskClient
from inspector import inspect, read

from ceu.models import engine as engines


class Client(FlaskClient):
    """Flask's test client with eyes. `client.page` is the last HTML page as a tree."""

    _html = _tree = None
    address = "/"

    @property
    def page(self):
        """The last HTML page, made a tree when it is first looked at; set it to go back to an earlier page."""
        if self._html is not None:
            self.page = read(self._html)
        return self._tree

    @page.setter
    def page(self, tree):
        self._html, self._tree = None, tree

    def open(self, *args, **kwargs):
        """Send a request; inspect the page that comes back."""
        try:
            response = super().open(*args, **kwargs)
        finally:
            engines.may_write.set(True)  # what the request set ends with it, as it does with a server's request
        if response.mimetype == "text/html" and response.status_code // 100 != 3:
            self.address = response.request.full_path
            self._html = response.get_data(as_text=True)
            inspect(self._html)
        return response

    def browse(self, address, status=200):
        """Open an address, redirects followed, and return its page."""
        response = self.get(address, follow_redirects=True)
        assert response.status_code == status, f"{address}: {response.status_code}, wanted {status}"
        return self.page

    def submit(self, selector="main form", status=200, button=None, **fields):
        """Fill in the form on the last page and send it, redirects followed; return the page that follows.

        Hidden fields, ticked boxes and filled fields go along as a browser sends them. A field that the form does not
        have is an error; a list sends several values. The first button is pressed, or the one that reads (or is
        named) `button`.
        """
        form = self.page.select_one(selector) if self.page else None
        assert form is not None, f'no form "{selector}" at {self.address}'
        data = values_of(form)
        for name, value in fields.items():
            assert form.select(f'[name="{name}"]'), f'the form has no field "{name}": {sorted(data)}'
            data[name] = value
        if pressed := _pressed(form, button):
            data.update(pressed)
        target = urljoin(self.address, form.get("action") or self.address)
        method = form.get("method", "get").lower()
        sent = {"data": data} if method == "post" else {"query_string": data}
        response = self.open(target, method=method, follow_redirects=True, **sent)
        assert response.status_code == status, f"{target}: {response.status_code}, wanted {status}"
        return self.page

    def follow(self, text, status=200):
        """Click on the link that reads `text`."""
        links = [link for link in self.page.select("a[href]") if text in " ".join(link.get_text(" ").split())]
        assert links, f'no link "{text}" at {self.address}'
        return self.browse(urljoin(self.address, links[0]["href"]), status)

    def sign_in(self, user):
        """Be `user` from now on, without the sign-in page."""
        from ceu.web.sign_in import signed_in_session

        clock = self.application.config.get("CLOCK") or (lambda: datetime.now(UTC))
        with self.session_transaction() as kept:
            kept.clear()
            kept.update(signed_in_session(user, clock()))
        return self

    def csrf(self):
        """Return headers that let a form be posted that no page was opened for."""
        from flask_wtf.csrf import generate_csrf

        with self.application.test_request_context():
            from flask import session

            with self.session_transaction() as kept:
                if "csrf_token" in kept:
                    session["csrf_token"] = kept["csrf_token"]
                token = generate_csrf()
                kept["csrf_token"] = session["csrf_token"]
        return {"X-CSRFToken": token}


def _pressed(form, text):
    """Return what the pressed button adds to the form's values."""
    buttons = form.select('button:not([type]), button[type="submit"], input[type="submit"]')
    if text is not None:
        buttons = [one for one in buttons if text == one.get("name") or text in " ".join(one.get_text(" ").split())]
        assert buttons, f'the form has no button "{text}"'
    named = [button for button in buttons[:1] if button.get("name")]
    return {button["name"]: button.get("value", "") for button in named}


def values_of(form):
    """Return what a browser would send for the form as it stands."""
    data = {}
    for field in form.select("input[name], select[name], textarea[name]"):
        kind = field.get("type", "text") if field.name == "input" else field.name
        if field.has_attr("disabled") or kind in {"submit", "button", "image", "file"}:
            continue
        if kind in {"checkbox", "radio"}:
            if field.has_attr("checked"):
                data.setdefault(field["name"], []).append(field.get("value", "on"))
        elif kind == "select":
            chosen = field.select("option[selected]") or ([] if field.has_attr("multiple") else field.select("option"))
            data[field["name"]] = [option.get("value", option.text) for option in chosen][
                : None if field.has_attr("multiple") else 1
            ]
        elif kind == "textarea":
            data[field["name"]] = field.text
        else:
            data[field["name"]] = field.get("value", "")
    return data


def path_of(response):
    """Return the path a redirect leads to."""
    return urlsplit(response.location).path
