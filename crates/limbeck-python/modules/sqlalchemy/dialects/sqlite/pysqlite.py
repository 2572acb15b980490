"""The dialect of the driver pysqlite."""

from .base import SqliteDialect


class dialect(SqliteDialect):
    driver = "pysqlite"

    def __init__(self, **kw):
        super().__init__(**{"driver": "pysqlite", **kw})


SQLiteDialect_pysqlite = dialect
