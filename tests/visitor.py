"""A signed-in person without a browser, for load: one kept-alive connection, a session cookie, a CSRF token."""

import hashlib
import http.client
from urllib.parse import urlencode, urlsplit

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from ceu.web.sign_in import signed_in_session


class Visitor:
    """Requests as `user`; `settings` are those of the server, whose secret signs the cookie."""

    def __init__(self, settings, user, now):
        self.address = urlsplit(f"http://{settings.host}:{settings.port}")
        raw = hashlib.sha1(user.fs_uniquifier.encode()).hexdigest()
        kept = {**signed_in_session(user, now), "csrf_token": raw, "_permanent": True}
        app = Flask("visitor")
        app.secret_key = settings.secret_key
        cookie = SecureCookieSessionInterface().get_signing_serializer(app).dumps(kept)
        token = URLSafeTimedSerializer(settings.secret_key, salt="wtf-csrf-token").dumps(raw)
        self.headers = {"Cookie": f"session={cookie}", "X-CSRFToken": token, "Host": self.address.netloc}
        self.connection = http.client.HTTPConnection(self.address.netloc, timeout=30)

    def get(self, path):
        """Return (status, body)."""
        self.connection.request("GET", path, headers=self.headers)
        response = self.connection.getresponse()
        return response.status, response.read()

    def post(self, path, data):
        """Return (status, body)."""
        headers = {**self.headers, "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request("POST", path, urlencode(data, doseq=True), headers)
        response = self.connection.getresponse()
        return response.status, response.read()

    def close(self):
        """Hang up."""
        self.connection.close()
