"""The types and the dialect of MySQL and MariaDB."""

_TYPES = frozenset(
    "BIGINT BIT CHAR DATETIME DECIMAL DOUBLE ENUM FLOAT INET4 INET6 INTEGER JSON LONGBLOB "
    "LONGTEXT MEDIUMBLOB MEDIUMINT MEDIUMTEXT NCHAR NUMERIC NVARCHAR REAL SET SMALLINT TEXT TIME "
    "TIMESTAMP TINYBLOB TINYINT TINYTEXT VARCHAR YEAR MSBigInteger MSInteger MSTinyInteger "
    "MSString MSText MSChar MSLongText".split()
)
_GENERIC = frozenset("BINARY BLOB BOOLEAN DATE VARBINARY".split())
_HOME_OF = {"insert": "dml", "Insert": "dml", "limit": "dml", "match": "expression",
            "dialect": "base"}
_SUBMODULES = frozenset(
    "aiomysql asyncmy base dml enumerated expression mariadb mysqldb pymysql types".split()
)

__all__ = sorted({*_TYPES, *_GENERIC, *_HOME_OF})


def __getattr__(name):
    if name in _TYPES:
        from . import types as module
    elif name in _GENERIC:
        from sqlalchemy.sql import sqltypes as module
    elif name in _HOME_OF:
        module = __import__(f"{__name__}.{_HOME_OF[name]}", None, None, ("__name__",), 0)
    elif name in _SUBMODULES:
        return __import__(f"{__name__}.{name}", None, None, ("__name__",), 0)
    else:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    value = globals()[name] = getattr(module, name)
    return value
