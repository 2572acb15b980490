"""The dialect of the driver asyncpg."""

from .._base import ByDriver, PostgresqlDialect


class dialect(PostgresqlDialect, metaclass=ByDriver):
    drivers = ("asyncpg",)
    driver = "asyncpg"

    def __init__(self, **kw):
        super().__init__(**{"driver": "asyncpg", **kw})


PGDialect_asyncpg = dialect
