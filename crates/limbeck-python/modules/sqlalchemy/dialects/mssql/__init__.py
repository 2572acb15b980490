"""Types of SQL Server, which Limbeck does not speak: for variants only."""

_OWN = frozenset(
    "BIT DATETIME2 DATETIMEOFFSET IMAGE JSON MONEY NTEXT ROWVERSION SMALLDATETIME SMALLMONEY "
    "SQL_VARIANT TIMESTAMP TINYINT UNIQUEIDENTIFIER XML VARBINARY TIME".split()
)
_GENERIC = frozenset(
    "BIGINT BINARY CHAR DATE DATETIME DECIMAL DOUBLE_PRECISION FLOAT INTEGER NCHAR NUMERIC "
    "NVARCHAR REAL SMALLINT TEXT VARCHAR".split()
)


def __getattr__(name):
    if name in _OWN:
        from .._foreign import foreign_type

        value = foreign_type("mssql", name)
    elif name in _GENERIC:
        from sqlalchemy.sql import sqltypes

        value = getattr(sqltypes, name)
    elif name == "dialect":
        from .._base import MssqlDialect as value
    else:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    globals()[name] = value
    return value
