"""The dialect of the driver mysqldb."""

from .base import MysqlDialect


class dialect(MysqlDialect):
    driver = "mysqldb"

    def __init__(self, **kw):
        super().__init__(**{"driver": "mysqldb", **kw})


MySQLDialect_mysqldb = dialect
