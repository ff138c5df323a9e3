"""Tables that only grow, at the newest version of the schema, on both databases."""

import pytest
from databases import make_engine
from rows import AT, ROWS, fill, tables
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError

ONLY_GROW = (
    "revision",
    "evaluation",
    "attestation",
    "completion",
    "completion_facts",
    "certificate",
    "certificate_facts",
    "certificate_event",
    "certificate_file",
    "report",
    "report_result",
    "audit_event",
    "attempt_grant",
    "repeat_grant",
    "time_statement",
)
PERSONAL = ("completion_facts", "certificate_facts", "certificate_file")


@pytest.fixture(scope="module")
def filled(databases):
    engine = make_engine(databases.fresh())
    with engine.begin() as connection:
        fill(connection)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def there(filled):
    with filled.connect() as connection:
        return tables(connection)


@pytest.fixture
def connection(filled):
    with filled.connect() as opened:
        transaction = opened.begin()
        yield opened
        transaction.rollback()


def refused(connection, statement):
    with pytest.raises(IntegrityError, match="only grows"), connection.begin_nested():
        connection.execute(statement)


@pytest.mark.parametrize("name", ONLY_GROW)
def test_a_row_is_not_changed(connection, there, name):
    table = there[name]
    column = list(table.columns)[-1]
    refused(connection, update(table).values({column: ROWS[name].get(column.name)}))


@pytest.mark.parametrize("name", ONLY_GROW)
def test_a_row_is_not_deleted(connection, there, name):
    refused(connection, delete(there[name]))


@pytest.mark.parametrize("name", ONLY_GROW)
def test_a_row_is_not_replaced(connection, there, name):
    table = there[name]
    if connection.dialect.name == "sqlite":
        refused(connection, insert(table).prefix_with("OR REPLACE").values(**ROWS[name]))
    else:
        from sqlalchemy.dialects.postgresql import insert as upsert

        key = list(table.primary_key.columns)
        statement = upsert(table).values(**ROWS[name])
        refused(connection, statement.on_conflict_do_update(index_elements=key, set_=ROWS[name]))


@pytest.mark.parametrize("name", ONLY_GROW)
def test_a_table_is_not_truncated(connection, there, name):
    if connection.dialect.name == "sqlite":
        refused(connection, text(f'DELETE FROM "{name}"'))  # SQLite's truncation is a DELETE without a condition
    else:
        refused(connection, text(f'TRUNCATE "{name}" CASCADE'))


@pytest.mark.parametrize("name", PERSONAL)
def test_personal_facts_go_once_the_certificate_is_disposed_of(connection, there, name):
    disposed = {"id": 2, "certificate_id": 1, "verb": "disposed", "at": AT, "reason": "retention ended"}
    connection.execute(insert(there["certificate_event"]).values(**disposed))
    refused(connection, update(there[name]).values({list(there[name].columns)[1]: ROWS[name].get("facts", b"x")}))
    connection.execute(delete(there[name]))
    assert connection.execute(select(there[name])).all() == []


def test_a_completions_facts_stay_while_one_of_its_certificates_is_not_disposed_of(connection, there):
    second = {**ROWS["certificate"], "id": 2, "number": "OTHER", "body": "apa"}
    connection.execute(insert(there["certificate"]).values(**second))
    disposed = {"id": 2, "certificate_id": 2, "verb": "disposed", "at": AT, "reason": "retention ended"}
    connection.execute(insert(there["certificate_event"]).values(**disposed))
    refused(connection, delete(there["completion_facts"]))
    refused(connection, delete(there["certificate_facts"]))


def test_rows_are_still_added(connection, there):
    table = there["audit_event"]
    connection.execute(insert(table).values(**{**ROWS["audit_event"], "id": 2}))
    assert len(connection.execute(select(table)).all()) == 2
