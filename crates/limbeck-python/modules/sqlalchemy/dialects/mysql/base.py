"""The dialect, and the names that `sqlalchemy.dialects.mysql.base` gives."""

from .._base import IdentifierPreparer, MariadbDialect, MysqlDialect

MySQLDialect = dialect = MysqlDialect
MariaDBDialect = MariadbDialect
MySQLIdentifierPreparer = IdentifierPreparer


class MySQLCompiler:
    """A name for `@compiles`."""


MySQLDDLCompiler = MySQLTypeCompiler = MySQLCompiler


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    if name == "ischema_names":
        from .._names import names_of

        return names_of("mysql")
    if name.startswith("MS"):
        from . import types

        return getattr(types, name)
    package = __import__("sqlalchemy.dialects.mysql", None, None, ("__name__",), 0)
    return getattr(package, name)
