"""SQLite's types and dialect."""

_GENERIC = frozenset(
    "BLOB BOOLEAN CHAR DECIMAL FLOAT INTEGER NUMERIC REAL SMALLINT TEXT TIMESTAMP VARCHAR".split()
)
_HOME_OF = {
    "DATE": "base", "DATETIME": "base", "TIME": "base", "JSON": "base", "JSONB": "base",
    "dialect": "base", "insert": "dml", "Insert": "dml",
}
_SUBMODULES = frozenset("aiosqlite base dml json pysqlite".split())

__all__ = sorted({*_GENERIC, *_HOME_OF})


def __getattr__(name):
    if name in _GENERIC:
        from sqlalchemy.sql import sqltypes as module
    elif name in _HOME_OF:
        module = __import__(f"{__name__}.{_HOME_OF[name]}", None, None, ("__name__",), 0)
    elif name in _SUBMODULES:
        return __import__(f"{__name__}.{name}", None, None, ("__name__",), 0)
    else:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    value = globals()[name] = getattr(module, name)
    return value
