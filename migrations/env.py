"""Run the migrations: on the connection that was handed over, else on the application's engine (`ceu db ...`)."""

from alembic import context
from flask import current_app

from ceu.models import Base, versions


def run(connection):
    """Migrate in one transaction, so that a failure leaves the database as it was, on SQLite too."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=True,
        compare_server_default=connection.dialect.name == "postgresql",  # Alembic misreads empty defaults on SQLite
        include_name=versions.is_described,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("These migrations run on a database; writing them out as SQL is not offered.")

if (given := context.config.attributes.get("connection")) is not None:
    run(given)
else:
    engine = current_app.extensions["migrate"].db.engine
    versions.make_folder(engine)
    with engine.begin() as own:
        run(own)
