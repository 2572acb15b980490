"""The dialect of the driver pymysql."""

from .base import MysqlDialect


class dialect(MysqlDialect):
    driver = "pymysql"

    def __init__(self, **kw):
        super().__init__(**{"driver": "pymysql", **kw})


MySQLDialect_pymysql = dialect
