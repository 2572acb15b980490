"""The dialect, and SQLite's own types."""

from ...sql import sqltypes
from .._base import IdentifierPreparer, SqliteDialect

SQLiteDialect = dialect = SqliteDialect
SQLiteIdentifierPreparer = IdentifierPreparer


class SQLiteCompiler:
    """A name for `@compiles`."""


SQLiteDDLCompiler = SQLiteTypeCompiler = SQLiteCompiler


class _DateTimeMixin:
    """Dates kept as text, in a format of the script's own where it gives one."""

    _parts = ()
    _seconds = None

    def __init__(
        self, storage_format=None, regexp=None, truncate_microseconds=False, timezone=False
    ):
        if truncate_microseconds:
            for name, given in (("storage_format", storage_format), ("regexp", regexp)):
                assert given is None, f"You can specify only one of truncate_microseconds or {name}."
            storage_format = self._seconds
        self._storage_format = storage_format
        self._reg = regexp
        self.timezone = timezone

    @property
    def format_is_text_affinity(self):
        """Whether what is written cannot be read as a number, so that any affinity keeps it."""
        if self._storage_format is None:
            return True
        midnight = self._storage_format % dict.fromkeys(self._parts, 0)
        return midnight != "" and not midnight.isdigit()

    def bind_processor(self, dialect):
        if self._storage_format is None or dialect.name != "sqlite":
            return None
        return self._written

    def _written(self, value):
        if value is None:
            return None
        import datetime

        if not isinstance(value, (datetime.date, datetime.time)):
            raise TypeError(
                f"SQLite's {type(self).__name__} takes dates and times, "
                f"not {type(value).__name__}"
            )
        return self._storage_format % {name: getattr(value, name, 0) for name in self._parts}

    def _limbeck_value(self, value):
        from ...sql.base import current_dialect, is_run

        dialect = current_dialect()
        process = None if dialect is None else self.bind_processor(dialect)
        if process is not None:
            return process(value)
        return self._sent(value, dialect.name) if value is not None and is_run() else value

    def result_processor(self, dialect, coltype):
        if self._reg is None:
            return super().result_processor(dialect, coltype)
        import re

        matching = re.compile(self._reg).match

        def process(value):
            if value is None:
                return None
            found = matching(value)
            if found is None:
                name = self.python_type.__name__
                raise ValueError(f"Couldn't parse {name} string by its regexp")
            if found.groupdict():
                return self.python_type(**{k: int(v or 0) for k, v in found.groupdict().items()})
            return self.python_type(*(int(part or 0) for part in found.groups()))

        return process

    def _wire(self):
        from ...sql.base import current_dialect

        wire = {"type": "sqlite", "name": self.__visit_name__, "timezone": bool(self.timezone)}
        dialect = current_dialect()
        if dialect is None or self.bind_processor(dialect) is None:
            return wire
        # A number would lose its zeros in a column of a numeric affinity.
        suffix = "" if self.format_is_text_affinity else "_CHAR"
        return {**wire, "name": wire["name"] + suffix, "formatted": True}


class DATETIME(_DateTimeMixin, sqltypes.DateTime):
    __visit_name__ = "DATETIME"
    _parts = ("year", "month", "day", "hour", "minute", "second", "microsecond")
    _seconds = "%(year)04d-%(month)02d-%(day)02d %(hour)02d:%(minute)02d:%(second)02d"


class DATE(_DateTimeMixin, sqltypes.Date):
    __visit_name__ = "DATE"
    _parts = ("year", "month", "day")

    def __init__(self, storage_format=None, regexp=None):
        super().__init__(storage_format, regexp)


class TIME(_DateTimeMixin, sqltypes.Time):
    __visit_name__ = "TIME"
    _parts = ("hour", "minute", "second", "microsecond")
    _seconds = "%(hour)02d:%(minute)02d:%(second)02d"


class JSON(sqltypes.JSON):
    _wire_kind, _wire_name = "sqlite", "JSON"


class JSONB(JSON):
    __visit_name__ = "JSONB"
    _wire_name = "JSONB"


def __getattr__(name):
    if name == "ischema_names":
        from .._names import names_of

        return names_of("sqlite")
    raise AttributeError(name)
