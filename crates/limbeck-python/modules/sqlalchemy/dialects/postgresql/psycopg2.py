"""The dialect of the driver psycopg2."""

from .base import PostgresqlDialect


class dialect(PostgresqlDialect):
    driver = "psycopg2"

    def __init__(self, **kw):
        super().__init__(**{"driver": "psycopg2", **kw})


PGDialect_psycopg2 = dialect
