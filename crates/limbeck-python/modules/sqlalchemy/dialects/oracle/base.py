"""Names for code that mentions Oracle, which Limbeck does not speak."""

from .._base import OracleDialect


class OracleCompiler:
    """A name for `@compiles`."""


OracleDDLCompiler = OracleTypeCompiler = OracleCompiler


def __getattr__(name):
    from sqlalchemy.dialects import oracle

    return getattr(oracle, name)
