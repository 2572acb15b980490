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

    def __init__(self, storage_format=None, regexp=None, truncate_microseconds=False, **kw):
        self._storage_format = storage_format
        self._reg = regexp
        super().__init__(**kw)


class DATETIME(_DateTimeMixin, sqltypes.DateTime):
    pass


class DATE(_DateTimeMixin, sqltypes.Date):
    def __init__(self, storage_format=None, regexp=None, **kw):
        self._storage_format = storage_format
        self._reg = regexp


class TIME(_DateTimeMixin, sqltypes.Time):
    pass


class JSON(sqltypes.JSON):
    _wire_kind, _wire_name = "sqlite", "JSON"


class JSONB(JSON):
    __visit_name__ = "JSONB"
    _wire_name = "JSONB"
