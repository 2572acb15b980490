"""The types that SQLModel's fields get by themselves."""

from sqlalchemy import types  # noqa: F401  Old scripts take it from here.
from sqlalchemy.sql.sqltypes import DateTime, String
from sqlalchemy.sql.type_api import TypeDecorator


class AutoString(TypeDecorator):
    """Text, of 255 characters where a dialect wants to know."""

    impl = String
    cache_ok = True
    mysql_default_length = 255

    def load_dialect_impl(self, dialect):
        if self.impl.length is None and dialect.name in ("mysql", "mariadb"):
            return String(self.mysql_default_length)
        return super().load_dialect_impl(dialect)


class UTCDateTime(TypeDecorator):
    """A time with its zone, stored and given back in UTC."""

    impl = DateTime
    cache_ok = True

    def __init__(self):
        super().__init__(timezone=True)

    def __repr__(self):
        return "UTCDateTime()"

    def coerce_compared_value(self, op, value):
        if type(value).__name__ == "timedelta":
            from sqlalchemy.sql.sqltypes import Interval

            return Interval()
        return self

    def process_bind_param(self, value, dialect):
        import datetime

        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(
                "Datetime values must have timezone information. Use datetime.now(timezone.utc), "
                "or annotate the field with NaiveDatetime for naive storage."
            )
        return value.astimezone(datetime.timezone.utc)

    def process_result_value(self, value, dialect):
        import datetime

        if value is None:
            return None
        if value.utcoffset() is None:
            return value.replace(tzinfo=datetime.timezone.utc)
        return value.astimezone(datetime.timezone.utc)
