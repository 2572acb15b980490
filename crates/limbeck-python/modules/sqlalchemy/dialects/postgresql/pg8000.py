"""The dialect of the driver pg8000."""

from .base import PostgresqlDialect


class dialect(PostgresqlDialect):
    driver = "pg8000"

    def __init__(self, **kw):
        super().__init__(**{"driver": "pg8000", **kw})


PGDialect_pg8000 = dialect
