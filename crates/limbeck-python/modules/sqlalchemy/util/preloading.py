"""Modules that others ask for late, which here load when they are first named."""


def preload_module(*names):
    """A decorator that says which modules a function uses."""
    return lambda function: function


class _Preloaded:
    """`preloaded.sql_schema` is the module `sqlalchemy.sql.schema`."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        path = "sqlalchemy." + name.replace("_", ".", 1)
        return __import__(path, None, None, ("__name__",), 0)


preloaded = _Preloaded()


def set_creation_order(instance):
    """Numbers an object that stands for a column, in the order in which they are made."""
    from ..sql._schema_item import next_creation_order

    instance._creation_order = next_creation_order()
