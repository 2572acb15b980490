"""The dialect of the driver asyncpg."""

from .base import PostgresqlDialect


class dialect(PostgresqlDialect):
    driver = "asyncpg"

    def __init__(self, **kw):
        super().__init__(**{"driver": "asyncpg", **kw})


PGDialect_asyncpg = dialect
