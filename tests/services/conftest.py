"""What tests of services share."""

from datetime import UTC, datetime

import pytest

from ceu.domain.certificate import keys


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    """A key to sign certificates with."""
    folder = tmp_path_factory.mktemp("keys")
    return keys.make_key(folder, common_name="Test provider", now=datetime(2026, 1, 1, tzinfo=UTC))
