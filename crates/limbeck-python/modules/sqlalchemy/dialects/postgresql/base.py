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
    if name == "ischema_names":
        from .._names import names_of

        return names_of("postgresql")
    package = __import__("sqlalchemy.dialects.postgresql", None, None, ("__name__",), 0)
    return getattr(package, name)
