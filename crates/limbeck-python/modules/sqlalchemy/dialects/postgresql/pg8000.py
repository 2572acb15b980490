"""The dialect of the driver pg8000."""

from .._base import ByDriver, PostgresqlDialect


class dialect(PostgresqlDialect, metaclass=ByDriver):
    drivers = ("pg8000",)
    driver = "pg8000"

    def __init__(self, **kw):
        super().__init__(**{"driver": "pg8000", **kw})


PGDialect_pg8000 = dialect
