"""Types of Oracle Database, which Limbeck does not speak: for variants only."""

_OWN = frozenset(
    "BFILE BINARY_DOUBLE BINARY_FLOAT DATE FLOAT INTERVAL JSON LONG NCLOB NUMBER RAW ROWID "
    "TIMESTAMP VARCHAR2 NVARCHAR2 VECTOR".split()
)
_GENERIC = frozenset(
    "BLOB BOOLEAN CHAR CLOB DOUBLE_PRECISION NCHAR NVARCHAR REAL VARCHAR".split()
)


def __getattr__(name):
    if name in _OWN:
        from .._foreign import foreign_type

        value = foreign_type("oracle", name)
    elif name in _GENERIC:
        from sqlalchemy.sql import sqltypes

        value = getattr(sqltypes, name)
    elif name == "dialect":
        from .._base import OracleDialect as value
    else:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    globals()[name] = value
    return value
