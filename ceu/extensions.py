"""The unbound objects that `create_app` binds."""

from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from ceu.models import Base

db = SQLAlchemy(
    model_class=Base,
    # A test swaps the engine for one connection in a transaction that is rolled back; commits become savepoints.
    session_options={"join_transaction_mode": "create_savepoint"},
)
csrf = CSRFProtect()
