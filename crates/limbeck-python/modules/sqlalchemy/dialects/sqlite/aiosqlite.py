"""The dialect of the driver aiosqlite."""

from .base import SqliteDialect


class dialect(SqliteDialect):
    driver = "aiosqlite"

    def __init__(self, **kw):
        super().__init__(**{"driver": "aiosqlite", **kw})


SQLiteDialect_aiosqlite = dialect
