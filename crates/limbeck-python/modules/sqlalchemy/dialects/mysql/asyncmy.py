"""The dialect of the driver asyncmy."""

from .base import MysqlDialect


class dialect(MysqlDialect):
    driver = "asyncmy"

    def __init__(self, **kw):
        super().__init__(**{"driver": "asyncmy", **kw})


MySQLDialect_asyncmy = dialect
