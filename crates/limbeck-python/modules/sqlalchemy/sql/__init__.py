"""The expression language's names, each loaded when it is asked for."""

_SUBMODULES = frozenset(
    "base coercions compiler ddl dml elements expression functions naming operators roles schema "
    "selectable sqltypes type_api util visitors".split()
)
_FROM_OTHERS = {
    "ColumnCollection": "_schema_item", "TypeEngine": "type_api", "DDL": "ddl",
    "DDLElement": "ddl", "ExecutableDDLElement": "ddl",
}


def __getattr__(name):
    if name in _SUBMODULES:
        return __import__("sqlalchemy.sql." + name, None, None, ("*",), 0)
    if name in _FROM_OTHERS:
        module = __import__("sqlalchemy.sql." + _FROM_OTHERS[name], None, None, ("*",), 0)
        return getattr(module, name)
    if name.startswith("__"):
        raise AttributeError(name)
    from . import expression

    return getattr(expression, name)
