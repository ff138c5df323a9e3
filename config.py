"""Every setting once: its type, its default, its `CEU_…` variable and what it means.

`Settings.from_environment()` reads them all and gathers every fault, so that the start stops with sentences that
name the settings, not with the first traceback.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit
from zoneinfo import available_timezones

DEVELOPMENT_SECRET = "development only: anybody can read this secret in the source"  # noqa: S105 production refuses it
SECRET_LEAST = 32  # characters

# Settings whose values hold a secret: no message repeats them.
UNSPOKEN = {"CEU_SECRET_KEY", "CEU_PASSWORD_SALT", "CEU_TOTP_SECRETS", "CEU_DATABASE", "CEU_SMTP"}

# Variables that share the prefix and belong to the test suite, not to the application.
NOT_SETTINGS = {"CEU_REQUIRE_BROWSER"}


class SettingsError(Exception):
    """One or more settings cannot be used. `str(error)` is a sentence for each."""


def setting(var: str, default: Any, meaning: str, read: Callable[[str], Any] = str) -> Any:
    """Describe a setting: `read` turns the variable's text into its value, or raises ValueError with what it takes."""
    return field(default=default, metadata={"var": var, "meaning": meaning, "read": read})


def _choice(*allowed: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"one of: {', '.join(allowed)}")
        return text

    return read


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise ValueError(f"a whole number from {least} to {most}")
        return int(text)

    return read


def _folder(text: str) -> Path:
    if not text.strip():
        raise ValueError("the path of a folder")
    return Path(text).expanduser()


def _split(text: str) -> SplitResult | None:
    """Return the parts of an address, or None where host or port cannot be read."""
    try:
        parts = urlsplit(text)
        _ = parts.port  # read here, for it is an error only then
    except ValueError:
        return None
    return parts


def _address(text: str) -> str:
    parts = _split(text)
    if not parts or parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("an address such as https://ce.example.org, without a query")
    return text.rstrip("/")


def _database(text: str) -> str:
    if not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("sqlite:///PATH or postgresql+psycopg://USER:PASSWORD@HOST/NAME")
    return text


def _smtp(text: str) -> str:
    parts = _split(text)
    if not parts or parts.scheme not in {"smtp", "smtps", "smtp+starttls"} or not parts.hostname:
        raise ValueError("smtp://HOST:PORT, smtp+starttls://USER:PASSWORD@HOST:PORT or smtps://...")
    return text


def _mail(text: str) -> str:
    address = parseaddr(text)[1]
    local, _, domain = address.rpartition("@")
    if not (text.isprintable() and local and domain and (text == address or text.endswith(f"<{address}>"))):
        raise ValueError("an email address such as ce-office@example.org")
    return text


def _zone(text: str) -> str:
    if text not in available_timezones():
        raise ValueError("a time zone such as America/New_York")
    return text


def _numbered_secrets(text: str) -> str:
    pairs = [part.strip().partition(":") for part in text.split(",")]
    numbers = [number for number, _, _ in pairs]
    if (
        not all(number.isascii() and number.isdigit() and int(number) for number in numbers)
        or len(set(map(int, numbers))) < len(numbers)
        or any(len(secret) < SECRET_LEAST for _, _, secret in pairs)
    ):
        raise ValueError(
            f"1:SECRET or 1:SECRET,2:SECRET and so on: numbers from 1, secrets of at least {SECRET_LEAST} characters"
        )
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The platform's settings. Build it with `from_environment`, or by hand in tests."""

    env: str = setting(
        "CEU_ENV",
        "development",
        "`development` or `production`; production asks for secrets of its own and shows no mail on pages.",
        _choice("development", "production"),
    )
    host: str = setting("CEU_HOST", "127.0.0.1", "The address `ceu serve` listens on.")
    port: int = setting(
        "CEU_PORT", 8000, "The port `ceu serve` listens on; `ceu preview` takes the next one.", _whole(1, 65535)
    )
    workers: int = setting(
        "CEU_WORKERS", 0, "Worker processes of `ceu serve`; 0 means one for each core.", _whole(0, 256)
    )
    instance: Path = setting(
        "CEU_INSTANCE", Path("instance"), "The folder for the database, the signing keys and written mail.", _folder
    )
    content: Path = setting(
        "CEU_CONTENT", Path("content"), "The content folder: modules, courses, provider, references.", _folder
    )
    database: str = setting(
        "CEU_DATABASE",
        "",
        "The database; empty means SQLite in the instance folder. PostgreSQL: `postgresql+psycopg://…`.",
        _database,
    )
    base_url: str = setting(
        "CEU_BASE_URL",
        "",
        "The public address, printed in certificates and mails; empty means http://HOST:PORT.",
        _address,
    )
    secret_key: str = setting(
        "CEU_SECRET_KEY",
        DEVELOPMENT_SECRET,
        f"Signs sessions and mailed links; at least {SECRET_LEAST} characters in production.",
    )
    password_salt: str = setting(
        "CEU_PASSWORD_SALT",
        DEVELOPMENT_SECRET,
        f"Mixed into passwords before they are hashed; at least {SECRET_LEAST} characters in production.",
    )
    totp_secrets: str = setting(
        "CEU_TOTP_SECRETS",
        "",
        "Encrypts the keys of authenticator apps; empty means a key derived from `CEU_SECRET_KEY`. "
        "`NUMBER:SECRET`, several with commas; the highest number encrypts, all decrypt.",
        _numbered_secrets,
    )
    smtp: str = setting(
        "CEU_SMTP", "", "The mail server; empty means that mail is written to the instance's `mail` folder.", _smtp
    )
    mail_sender: str = setting("CEU_MAIL_SENDER", "ce-office@example.org", "The sender of all mail.", _mail)
    time_zone: str = setting(
        "CEU_TIME_ZONE",
        "America/New_York",
        "The time zone a new account starts with; each person can change it.",
        _zone,
    )
    sign_in_hours: int = setting(
        "CEU_SIGN_IN_HOURS",
        12,
        "After so many hours without a request a person signs in again; a form left open is kept meanwhile.",
        _whole(1, 720),
    )
    reminder_minutes: int = setting(
        "CEU_REMINDER_MINUTES",
        15,
        "How often `ceu serve` looks for reminders that are due; 0 means never, for whoever runs `ceu mail send`.",
        _whole(0, 1440),
    )
    proxies: int = setting(
        "CEU_PROXIES", 0, "How many reverse proxies stand in front and set X-Forwarded headers.", _whole(0, 5)
    )

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the `CEU_…` variables of `environ` (default: the process's).

        Raises:
            SettingsError: unknown variables, unreadable values or contradictions, all of them at once.
        """
        given = {
            name: text for name, text in (os.environ if environ is None else environ).items() if name[:4] == "CEU_"
        }
        known = {item.metadata["var"]: item for item in fields(cls)}
        faults = [
            f"{name} is not a setting. The settings are listed in docs/running.md."
            for name in sorted(given.keys() - known.keys() - NOT_SETTINGS)
        ]
        values: dict[str, Any] = {}
        for var, item in known.items():
            text = given.get(var, "")
            if text == "":
                continue  # an empty variable means the default, as shells and compose files leave it
            try:
                values[item.name] = item.metadata["read"](text)
            except ValueError as wanted:
                shown = "the value given" if var in UNSPOKEN else f'"{" ".join(text.split())}"'
                faults.append(f"{var}: {shown} cannot be used; it takes {wanted}.")
        settings = cls(**values)
        faults += settings.contradictions()
        if faults:
            raise SettingsError("\n".join(faults))
        return settings

    def contradictions(self) -> list[str]:
        """Return a sentence for each pair of settings that cannot stand together."""
        if not self.production:
            return []
        faults = []
        for var, secret in (("CEU_SECRET_KEY", self.secret_key), ("CEU_PASSWORD_SALT", self.password_salt)):
            if secret == DEVELOPMENT_SECRET:
                faults.append(f"{var} is the development default; production needs a secret of its own.")
            elif len(secret) < SECRET_LEAST:
                faults.append(f"{var} has {len(secret)} characters; production needs at least {SECRET_LEAST}.")
        if self.secret_key == self.password_salt != DEVELOPMENT_SECRET:
            faults.append("CEU_SECRET_KEY and CEU_PASSWORD_SALT are the same; each needs a value of its own.")
        if not self.base_url.startswith("https://"):
            faults.append("CEU_BASE_URL must be set to the public https address in production; certificates print it.")
        if self.mail_sender.rstrip(">").endswith("@example.org"):
            faults.append("CEU_MAIL_SENDER is the example address; production needs the office's own.")
        return faults

    @property
    def production(self) -> bool:
        """Whether real learners are served."""
        return self.env == "production"

    @property
    def database_url(self) -> str:
        """Return the database's address, the embedded default included."""
        return self.database or f"sqlite:///{self.instance.resolve() / 'ceu.db'}"

    @property
    def public_url(self) -> str:
        """Return the address that learners and boards use, without a slash at its end."""
        return self.base_url or f"http://{self.host}:{self.port}"
