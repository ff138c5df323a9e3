"""An attempt that is handed in, and its answers, on both databases: the database lets nobody change them."""

import pytest
from databases import make_engine
from rows import AT, ROWS, fill, tables
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import IntegrityError


@pytest.fixture(scope="module")
def filled(databases):
    engine = make_engine(databases.fresh())
    with engine.begin() as connection:
        fill(connection)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(filled):
    with filled.connect() as opened:
        transaction = opened.begin()
        yield opened
        transaction.rollback()


@pytest.fixture
def there(connection):
    return tables(connection)


def hand_in(connection, there):
    connection.execute(update(there["attempt"]).values(submitted_at=AT, score=1))


def refused(connection, statement):
    with pytest.raises(IntegrityError, match="handed in"), connection.begin_nested():
        connection.execute(statement)


def test_an_open_attempt_and_its_answers_can_be_changed(connection, there):
    connection.execute(update(there["answer"]).values(response=[1]))
    connection.execute(insert(there["answer"]).values(**{**ROWS["answer"], "id": 2, "question": "q2"}))
    connection.execute(delete(there["answer"]))
    hand_in(connection, there)


def test_an_attempt_that_is_handed_in_is_not_changed_or_deleted(connection, there):
    connection.execute(delete(there["answer"]))
    hand_in(connection, there)
    refused(connection, update(there["attempt"]).values(score=10))
    refused(connection, update(there["attempt"]).values(submitted_at=None, score=None))
    refused(connection, delete(there["attempt"]))


def test_answers_of_an_attempt_that_is_handed_in_are_not_changed_deleted_or_added(connection, there):
    hand_in(connection, there)
    refused(connection, update(there["answer"]).values(response=[1]))
    refused(connection, update(there["answer"]).values(points=0))
    refused(connection, delete(there["answer"]))
    refused(connection, insert(there["answer"]).values(**{**ROWS["answer"], "id": 2, "question": "q2"}))


def test_an_attempt_that_is_handed_in_is_not_replaced(connection, there):
    hand_in(connection, there)
    if connection.dialect.name == "sqlite":
        for name in ("attempt", "answer"):
            refused(connection, insert(there[name]).prefix_with("OR REPLACE").values(**ROWS[name]))
    else:
        for name in ("attempt", "answer"):
            refused(connection, text(f"TRUNCATE {name} CASCADE"))
