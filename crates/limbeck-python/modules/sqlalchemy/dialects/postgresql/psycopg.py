"""The dialect of the driver psycopg."""

from .base import PostgresqlDialect


class dialect(PostgresqlDialect):
    driver = "psycopg"

    def __init__(self, **kw):
        super().__init__(**{"driver": "psycopg", **kw})


PGDialect_psycopg = dialect
