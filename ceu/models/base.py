"""The base of all tables: one naming convention and a small vocabulary of columns."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, Integer, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator


class Base(DeclarativeBase):
    """Every constraint gets a name, so that migrations and errors can speak of it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC: aware in Python, naive in the database, the same on SQLite and PostgreSQL."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time: it would be somebody's local time by accident."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return the moment with its zone."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


class HundredthsDecimal(TypeDecorator[Decimal]):
    """A decimal with two places kept as whole hundredths: exact on SQLite too, which has no decimal type."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Refuse what has more than two places instead of rounding somebody's hours."""
        del dialect
        if value is None:
            return None
        hundredths = value * 100
        if hundredths != hundredths.to_integral_value():
            raise ValueError(f"{value} has more than two decimal places")
        return int(hundredths)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Return the decimal with its two places."""
        del dialect
        return None if value is None else Decimal(value).scaleb(-2)


# The vocabulary. A column is one of these, or says why it is not.
Key = Annotated[int, mapped_column(primary_key=True)]
Slug = Annotated[str, mapped_column(String(80))]
Digest = Annotated[str, mapped_column(String(64))]
Line = Annotated[str, mapped_column(String(255))]
Prose = Annotated[str, mapped_column(Text)]
Data = Annotated[Any, mapped_column(JSON)]
Moment = Annotated[datetime, mapped_column(UtcDateTime)]
Hours = Annotated[Decimal, mapped_column(HundredthsDecimal)]
Percent = Annotated[int, mapped_column(Integer)]
UserKey = Annotated[int, mapped_column(ForeignKey("user.id"), index=True)]
