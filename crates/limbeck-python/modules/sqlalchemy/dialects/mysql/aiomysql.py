"""The dialect of the driver aiomysql."""

from .base import MysqlDialect


class dialect(MysqlDialect):
    driver = "aiomysql"

    def __init__(self, **kw):
        super().__init__(**{"driver": "aiomysql", **kw})


MySQLDialect_aiomysql = dialect
