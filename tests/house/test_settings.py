"""Settings: what cannot be used stops the start with a sentence that names the variable."""

import pytest

from config import SECRET_LEAST, Settings, SettingsError

PRODUCTION = {
    "CEU_ENV": "production",
    "CEU_SECRET_KEY": "k" * SECRET_LEAST,
    "CEU_PASSWORD_SALT": "s" * SECRET_LEAST,
    "CEU_BASE_URL": "https://ce.example.net",
    "CEU_MAIL_SENDER": "office@ce.example.net",
}


def told(**given):
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment(given)
    return str(refused.value).splitlines()


def test_without_variables_every_setting_has_its_default():
    assert Settings.from_environment({"HOME": "/root", "CEU_PORT": ""}) == Settings()


def test_every_fault_is_told_at_once():
    faults = told(CEU_PRT="1", CEU_PORT="http", CEU_ENV="live")
    assert [fault.partition(" ")[0].rstrip(":") for fault in faults] == ["CEU_PRT", "CEU_ENV", "CEU_PORT"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("CEU_PORT", "0"),
        ("CEU_PORT", "65536"),
        ("CEU_PORT", "\uff18\uff10"),
        ("CEU_WORKERS", "-1"),
        ("CEU_INSTANCE", "  "),
        ("CEU_DATABASE", "mysql://localhost/ceu"),
        ("CEU_BASE_URL", "ce.example.net"),
        ("CEU_BASE_URL", "https://[::1"),
        ("CEU_BASE_URL", "https://ce.example.net:port"),
        ("CEU_BASE_URL", "https://:443"),
        ("CEU_BASE_URL", "https://ce.example.net/?a=b"),
        ("CEU_SMTP", "ftp://mail.example.net"),
        ("CEU_SMTP", "smtp://mail.example.net:submission"),
        ("CEU_SMTP", "smtp://"),
        ("CEU_MAIL_SENDER", "office"),
        ("CEU_MAIL_SENDER", "office@example.net\nBcc: everybody@example.net"),
        ("CEU_MAIL_SENDER", "a@example.net, b@example.net"),
        ("CEU_TIME_ZONE", "Mars/Olympus"),
        ("CEU_SIGN_IN_HOURS", "1.5"),
        ("CEU_REMINDER_MINUTES", "1441"),
        ("CEU_PROXIES", "many"),
        ("CEU_TOTP_SECRETS", "a secret without a number that is long enough"),
        ("CEU_TOTP_SECRETS", "1:short"),
        ("CEU_TOTP_SECRETS", "0:" + "s" * SECRET_LEAST),
        ("CEU_TOTP_SECRETS", f"1:{'s' * SECRET_LEAST},01:{'t' * SECRET_LEAST}"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_and_what_it_takes_is_said(name, text):
    (fault,) = told(**{name: text})
    assert fault.startswith(f"{name}: ")
    assert "it takes " in fault
    assert "Invalid" not in fault


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("CEU_BASE_URL", "https://ce.example.net:8443"),
        ("CEU_SMTP", "smtp+starttls://ce%40example.net:p%2Fw@mail.example.net:587"),
        ("CEU_MAIL_SENDER", "CE office <office@example.net>"),
        ("CEU_DATABASE", "postgresql+psycopg://ceu:word@db/ceu"),
        ("CEU_TOTP_SECRETS", f"1:{'s' * SECRET_LEAST}, 2:{'t' * SECRET_LEAST}"),
    ],
)
def test_a_value_that_can_be_used_is_taken(name, text):
    assert text in (str(value) for value in vars_of(Settings.from_environment({name: text})))


def vars_of(settings):
    return [getattr(settings, name) for name in Settings.__dataclass_fields__]


@pytest.mark.parametrize("name", ["CEU_DATABASE", "CEU_SMTP"])
def test_a_refused_value_that_may_hold_a_password_is_not_repeated(name):
    assert "word" not in "".join(told(**{name: "wrong://ceu:word@host/x"}))


def test_production_starts_with_settings_of_its_own():
    assert Settings.from_environment(PRODUCTION).production


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("CEU_SECRET_KEY", "", "development default"),
        ("CEU_PASSWORD_SALT", "", "development default"),
        ("CEU_SECRET_KEY", "short", "5 characters"),
        ("CEU_PASSWORD_SALT", "short", "5 characters"),
        ("CEU_SECRET_KEY", PRODUCTION["CEU_PASSWORD_SALT"], "the same"),
        ("CEU_BASE_URL", "http://ce.example.net", "https"),
        ("CEU_BASE_URL", "", "https"),
        ("CEU_MAIL_SENDER", "", "example address"),
        ("CEU_MAIL_SENDER", "Office <ce@example.org>", "example address"),
    ],
)
def test_production_refuses_what_only_development_may_have(name, text, sentence):
    (fault,) = told(**PRODUCTION | {name: text})
    assert fault.startswith(name)
    assert sentence in fault
