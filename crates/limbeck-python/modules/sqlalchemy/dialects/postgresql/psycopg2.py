"""The dialect of the driver psycopg2."""

from .._base import ByDriver, PostgresqlDialect


class dialect(PostgresqlDialect, metaclass=ByDriver):
    drivers = ("psycopg2",)
    driver = "psycopg2"

    def __init__(self, **kw):
        super().__init__(**{"driver": "psycopg2", **kw})


PGDialect_psycopg2 = dialect
