"""The dialect, and the names that `sqlalchemy.dialects.postgresql.base` gives."""

from .._base import IdentifierPreparer, PostgresqlDialect

PGDialect = dialect = PostgresqlDialect
PGIdentifierPreparer = IdentifierPreparer


class PGCompiler:
    """A name for `@compiles`."""


PGDDLCompiler = PGTypeCompiler = PGCompiler


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    package = __import__("sqlalchemy.dialects.postgresql", None, None, ("__name__",), 0)
    return getattr(package, name)
