"""The directives of a script, which act in the migration that runs."""

from _limbeck import directive as _carry_out

from ._proxies import not_established, operations

# Those that Rust reads from the call itself where the call is plain.
_READ_BY_RUST = frozenset((
    "add_column", "alter_column", "create_foreign_key", "create_index",
    "create_unique_constraint", "drop_column", "drop_constraint", "drop_index", "drop_table",
    "execute", "rename_table",
))


def f(name):
    if not operations:
        raise not_established("f", "Operations")
    return operations[-1].f(name)


def create_table(table_name, *columns, **kw):
    if not operations:
        raise not_established("create_table", "Operations")
    target = operations[-1]
    surroundings = target._surroundings
    if surroundings and _carry_out("create_table", (table_name, *columns), kw, surroundings):
        return target._table_to_be(table_name, columns, kw)
    return target.create_table(table_name, *columns, **kw)


def _directive(name):
    def directive(*args, **kw):
        if not operations:
            raise not_established(name, "Operations")
        return getattr(operations[-1], name)(*args, **kw)

    def plain_directive(*args, **kw):
        if not operations:
            raise not_established(name, "Operations")
        target = operations[-1]
        surroundings = target._surroundings
        if surroundings and _carry_out(name, args, kw, surroundings):
            return None
        return getattr(target, name)(*args, **kw)

    if name in _READ_BY_RUST:
        directive = plain_directive
    directive.__name__ = directive.__qualname__ = name
    return directive


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    if name == "_proxy" and operations:
        return operations[-1]
    from .operations.base import Operations

    if not hasattr(Operations, name):
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    value = globals()[name] = _directive(name)
    return value


def __dir__():
    from .operations.base import Operations

    return [name for name in dir(Operations) if not name.startswith("_")]
