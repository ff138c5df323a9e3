"""A browser in plain words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceu.domain.devices import device

MOZILLA = "Mozilla/5.0"


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (f"{MOZILLA} (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        (f"{MOZILLA} (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36", "Chrome on Linux"),
        (f"{MOZILLA} (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        (f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) Version/18.5 Safari/605.1.15", "Safari on a Mac"),
        (f"{MOZILLA} (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Safari/604.1", "Safari on an iPhone"),
        (f"{MOZILLA} (iPad; CPU OS 18_5 like Mac OS X) CriOS/140.0 Mobile Safari/604.1", "Chrome on an iPad"),
        (f"{MOZILLA} (Linux; Android 15; SM-S931) SamsungBrowser/28.0 Chrome/130.0", "Samsung Internet on Android"),
        (f"{MOZILLA} (X11; CrOS x86_64 16000.0) Chrome/140.0.0.0 Safari/537.36", "Chrome on a Chromebook"),
        (f"{MOZILLA} (Windows NT 10.0) Chrome/140.0.0.0 Safari/537.36 OPR/120.0", "Opera on Windows"),
        ("curl/8.5.0", "An unknown browser"),
        ("", "An unknown browser"),
    ],
)
def test_a_browser_is_named_as_its_owner_would(says, words):
    assert device(says) == words


@given(st.text())
def test_whatever_is_said_the_words_are_ours_and_short(says):
    assert len(device(says)) <= 80
    assert device(says).isascii()
