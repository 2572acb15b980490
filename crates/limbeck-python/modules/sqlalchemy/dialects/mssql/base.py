"""Names for code that mentions SQL Server, which Limbeck does not speak."""

from .._base import MssqlDialect as MSDialect


class MSSQLCompiler:
    """A name for `@compiles`."""


MSDDLCompiler = MSTypeCompiler = MSSQLCompiler


def __getattr__(name):
    from sqlalchemy.dialects import mssql

    return getattr(mssql, name)
