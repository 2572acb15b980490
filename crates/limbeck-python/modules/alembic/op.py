"""The directives of a script, which act in the migration that runs."""

from ._proxies import not_established, operations


def f(name):
    if not operations:
        raise not_established("f", "Operations")
    return operations[-1].f(name)


def _directive(name):
    def directive(*args, **kw):
        if not operations:
            raise not_established(name, "Operations")
        return getattr(operations[-1], name)(*args, **kw)

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
