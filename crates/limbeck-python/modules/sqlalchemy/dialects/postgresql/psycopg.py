"""The dialect of the driver psycopg."""

from .._base import ByDriver, PostgresqlDialect


class dialect(PostgresqlDialect, metaclass=ByDriver):
    drivers = ("psycopg", "psycopg_async")
    driver = "psycopg"

    def __init__(self, **kw):
        super().__init__(**{"driver": "psycopg", **kw})


PGDialect_psycopg = dialect
