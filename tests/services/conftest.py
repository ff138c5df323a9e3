"""Services are tested on both databases."""

import pytest
from databases import make_engine


@pytest.fixture(scope="session")
def engine(databases):
    """An engine on SQLite, then one on PostgreSQL."""
    made = make_engine(databases.fresh())
    yield made
    made.dispose()
